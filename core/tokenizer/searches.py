"""The two families without merges: WordPiece takes the longest piece it knows, Unigram weighs every cut."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from math import exp, inf

import numpy as np

from core.errors import InputError
from core.tokenizer.backends import backend
from core.tokenizer.library import LibraryBackend

LONGEST = 100
"""Characters of a word that a search takes, as in BERT."""

UNKNOWN_PENALTY = 10.0
"""How much less probable than the rarest piece an unknown character counts, as in SentencePiece."""


@dataclass(frozen=True)
class Try:
    """One look-up of WordPiece.

    Parameters
    ----------
    start, end
        Characters of the word that were looked up.
    written
        How the vocabulary would write them: inside a word with ``##`` in front.
    found
        Whether it is there.
    """

    start: int
    end: int
    written: str
    found: bool


@dataclass(frozen=True)
class Cut:
    """One way to cut a word, and how probable the vocabulary finds it.

    Parameters
    ----------
    pieces
        The pieces, a space for the beginning of a word.
    log_p
        Sum of the log-probabilities of the pieces, in nats.
    share
        Its part of the probability of all the ways to cut the word, between 0 and 1.
    unknown
        Those of the pieces that are not in the vocabulary, as they stand in the word.
    """

    pieces: tuple[str, ...]
    log_p: float
    share: float
    unknown: tuple[str, ...] = ()


def longest_match(word: str, vocabulary: str | LibraryBackend = "minilm") -> list[Try]:
    """Look a word up as WordPiece does: the longest piece first, a letter less each time, then from there on.

    Parameters
    ----------
    word
        One word, already without what the vocabulary drops (case, accents), at most `LONGEST` characters.
    vocabulary
        Id of a WordPiece vocabulary, or a trained one.

    Returns
    -------
    list of Try
        Every look-up in order. When one start finds nothing at all, the whole word is unknown.

    Raises
    ------
    InputError
        When the vocabulary is no WordPiece, or the word is too long.

    Source
    ------
    Schuster and Nakajima, «Japanese and Korean Voice Search» (ICASSP 2012); Devlin et al., BERT (NAACL 2019).

    Examples
    --------
    >>> [one.written for one in longest_match("gatito") if one.found]
    ['ga', '##ti', '##to']
    """
    known = _vocabulary(vocabulary, "WordPiece").tokenizer.get_vocab()
    _check(word)
    tries: list[Try] = []
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            written = ("##" if start else "") + word[start:end]
            tries.append(Try(start, end, written, written in known))
            if written in known:
                break
        if not tries[-1].found:
            break
        start = tries[-1].end
    return tries


def best_cuts(word: str, vocabulary: str | LibraryBackend = "unigram", best: int = 5) -> list[Cut]:
    """Find the most probable ways to cut a word.

    Parameters
    ----------
    word
        A word or a few, at most `LONGEST` characters.
    vocabulary
        Id of a Unigram vocabulary, or a trained one.
    best
        How many cuts to give.

    Returns
    -------
    list of Cut
        The most probable first; it is the one that the vocabulary takes. Unknown characters in a row are
        weighed one by one and are one piece, as they become one unknown token.

    Raises
    ------
    InputError
        When the vocabulary is no Unigram, or the word is too long.

    Source
    ------
    Kudo, «Subword Regularization» (ACL 2018).

    Examples
    --------
    >>> cuts = best_cuts("palabras")
    >>> "".join(cuts[0].pieces), cuts[0].log_p >= cuts[1].log_p
    (' palabras', True)
    >>> best_cuts("日本語")[0].pieces
    (' ', '日本語')
    """
    loaded = _vocabulary(vocabulary, "Unigram")
    _check(word)
    text = "".join(f"\u2581{one}" for one in word.split())
    scores = {loaded.tokenizer.id_to_token(at): score for at, score in loaded.scores().items()}
    unknown = min(scores.values()) - UNKNOWN_PENALTY
    ways: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())]]
    totals = [0.0]
    for end in range(1, len(text) + 1):
        arriving: list[tuple[float, tuple[str, ...]]] = []
        all_of_them = -inf
        for start in range(end):
            piece = text[start:end]
            if piece in scores or len(piece) == 1:
                score = scores.get(piece, unknown)
                arriving += [(log_p + score, (*before, piece)) for log_p, before in ways[start]]
                all_of_them = float(np.logaddexp(all_of_them, totals[start] + score))
        ways.append(nlargest(best, arriving, key=lambda way: way[0]))
        totals.append(all_of_them)
    return [_cut(pieces, scores, log_p, exp(log_p - totals[-1])) for log_p, pieces in ways[-1]]


def _cut(pieces: tuple[str, ...], known: Container[str | None], log_p: float, share: float) -> Cut:
    """Write the pieces of a way, the unknown characters that follow one another together."""
    written: list[str] = []
    unknown: list[str] = []
    for is_known, run in groupby(pieces, key=known.__contains__):
        if is_known:
            written += [piece.replace("\u2581", " ") for piece in run]
        else:
            unknown.append("".join(run))
            written.append(unknown[-1])
    return Cut(tuple(written), log_p, share, tuple(unknown))


def _vocabulary(vocabulary: str | LibraryBackend, model: str) -> LibraryBackend:
    loaded = backend(vocabulary) if isinstance(vocabulary, str) else vocabulary
    if not isinstance(loaded, LibraryBackend) or loaded.algorithm != model:
        raise InputError(f"{loaded.vocabulary.id} is no {model}", "wrong_family", what=loaded.vocabulary.name)
    return loaded


def _check(word: str) -> None:
    if len(word) > LONGEST:
        message = f"a word of {len(word)} characters is too long, {LONGEST} fit"
        raise InputError(message, "too_long", given=len(word), limit=LONGEST)
