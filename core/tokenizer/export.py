"""Vocabularies that a learner trains: three algorithms through one library, and a file that others can load."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from core.errors import InputError
from core.tokenizer.alignment import utf8
from core.tokenizer.library import LibraryBackend, stand_in
from core.tokenizer.patterns import cut
from core.tokenizer.rules import Rules, from_merges
from core.tokenizer.training import PATTERN, TrainedBpe
from core.tokenizer.vocabularies import Kind, Vocabulary

if TYPE_CHECKING:
    import pandas as pd
    from tokenizers import Tokenizer

Algorithm = Literal["wordpiece", "unigram"]

LEARNT_FROM = 300_000
"""Characters, from the beginning, that the library learns from: more would take it minutes on hostile texts."""

_RUNS = re.compile(r"\S{1,100}")
"""Words, endless ones cut: the trainers compare every stretch of a word with every other."""

_TURN = 1e-4
"""What the Unigram trainer adds to the score of a spare letter for each one before it."""

UNKNOWN: dict[Algorithm, str] = {"wordpiece": "[UNK]", "unigram": "<unk>"}


def to_backend(training: TrainedBpe) -> LibraryBackend:
    """Turn a training of ours into a tokenizer of the `tokenizers` library, with the very same merges.

    Examples
    --------
    >>> from core.tokenizer.training import train_bpe
    >>> to_backend(train_bpe("aaabdaaabac", 3)).encode("aaabaa").pieces
    [b'aaab', b'aa']
    """
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    written = {at: stand_in(piece) for at, piece in training.vocabulary.items()}
    pairs = [(written[merge.pair[0]], written[merge.pair[1]]) for merge in training.merges]
    model = models.BPE(vocab={piece: at for at, piece in written.items()}, merges=list(dict.fromkeys(pairs)))
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    return _backend(tokenizer, "byte_bpe")


def rules_learnt(training: TrainedBpe) -> Rules:
    """Give the rules of a training for the merge film."""
    merges = [
        (training.vocabulary[left], training.vocabulary[right])
        for left, right in (one.pair for one in training.merges)
    ]
    return from_merges(merges, lambda text: cut(text, PATTERN))


def merges_table(training: TrainedBpe) -> pd.DataFrame:
    """List the merges of a training.

    Returns
    -------
    DataFrame
        Columns ``merge`` (from 1), ``left, right, piece``, ``count`` (how often the pair stood) and ``length``
        (symbols of the text after it).
    """
    import pandas as pd

    def written(at: int) -> str:
        return training.vocabulary[at].decode("utf-8", errors="backslashreplace")

    rows = [
        (number, written(one.pair[0]), written(one.pair[1]), written(one.id), one.count, one.length)
        for number, one in enumerate(training.merges, start=1)
    ]
    return pd.DataFrame(rows, columns=["merge", "left", "right", "piece", "count", "length"])


def train_with_library(text: str, algorithm: Algorithm, size: int) -> LibraryBackend:
    """Train a vocabulary that does not come from merges alone, with the `tokenizers` library.

    The library keeps words and letters in hash maps with a seed of their own, so what it does with ties
    changes from one training to the next. Here they are settled, and the same text always gives the same
    list: see `_wordpiece` and `_unigram`.

    Parameters
    ----------
    text
        What to learn from; beyond `LEARNT_FROM` characters it is left out.
    algorithm
        ``"wordpiece"`` or ``"unigram"``.
    size
        Largest number of tokens; fewer come out of a short text.

    Raises
    ------
    InputError
        When the text is empty, or the size cannot even hold its letters.

    Source
    ------
    Schuster and Nakajima (ICASSP 2012) for WordPiece; Kudo (ACL 2018) for Unigram.

    Examples
    --------
    >>> trained = train_with_library("gato gata gatos gatas", "wordpiece", 20)
    >>> trained.encode("gata").pieces
    [b'gata']
    """
    utf8(text)
    words = _words(text)
    if not words:
        raise InputError("there is no text to learn from; write or choose one", "empty_text")
    needed = smallest(text, algorithm)
    if size < needed:  # the Unigram trainer would look for an end that never comes
        message = f"{size} tokens cannot hold this text, {needed} can; ask for more"
        raise InputError(message, "vocabulary_too_small", given=size, limit=needed)
    return _backend((_wordpiece if algorithm == "wordpiece" else _unigram)(words, size), algorithm)


def smallest(text: str, algorithm: Algorithm) -> int:
    """Give the number of tokens below which an algorithm cannot even spell a text: its letters and the unknown.

    Examples
    --------
    >>> smallest("hola gato", "unigram")  # six letters, the mark of the beginning of a word, and the unknown
    8
    >>> smallest("hola gato", "wordpiece")  # six letters, four that continue a word, and the unknown
    11
    """
    words = _words(text)
    more = 1 if algorithm == "unigram" else len(_continuing(words))
    return len(set("".join(words))) + more + 1


def tokenizer_json(backend: LibraryBackend) -> str:
    """Write a vocabulary as the ``tokenizer.json`` that `transformers` loads."""
    return str(backend.tokenizer.to_str(pretty=True))


def learnt(backend: LibraryBackend) -> pd.DataFrame:
    """List a vocabulary by id.

    Returns
    -------
    DataFrame
        Columns ``id, piece, score``; the score is the log-probability of a Unigram piece, empty for the others.
    """
    import pandas as pd

    scores = backend.scores()
    rows = [
        {
            "id": at,
            "piece": backend.piece(at).decode("utf-8", errors="backslashreplace"),
            "score": scores.get(at),
        }
        for at in sorted(backend.tokenizer.get_vocab().values())
    ]
    return pd.DataFrame(rows, columns=["id", "piece", "score"])


def longest(backend: LibraryBackend) -> str:
    """Give the piece of a learnt vocabulary with the most letters; nothing when none has two.

    Special tokens were not learnt, and the marks of a beginning or of a continuation are no letters.

    Examples
    --------
    >>> (
    ...     longest(train_with_library("hola hola", "wordpiece", 20)),
    ...     longest(train_with_library("a b", "wordpiece", 3)),
    ... )
    ('hola', '')
    """
    pieces = [piece for piece in learnt(backend)["piece"] if piece not in backend.specials()]
    found = max(pieces, key=_letters, default="")
    return found if _letters(found) > 1 else ""


def _letters(piece: str) -> int:
    return len(piece.removeprefix("##").removeprefix(" "))


def _words(text: str) -> list[str]:
    return _RUNS.findall(text[:LEARNT_FROM])


def _continuing(words: Iterable[str]) -> list[str]:
    """List the letters that continue a word somewhere, as WordPiece writes them, in the order of their codes."""
    from tokenizers.pre_tokenizers import BertPreTokenizer

    cutter = BertPreTokenizer()
    chunks = {chunk for word in set(words) for chunk, _ in cutter.pre_tokenize_str(word)}
    return [f"##{sign}" for sign in sorted({sign for chunk in chunks for sign in chunk[1:]})]


def _wordpiece(words: list[str], size: int) -> Tokenizer:
    """Train a WordPiece set up as BERT is: the library joins the most frequent pair, again and again.

    Of pairs as frequent, it joins the one whose left piece has the lowest number, and then the right. It
    numbers the letters that continue a word as it meets them in a hash map; given to it as reserved tokens
    they have their numbers, by code, before it begins. The list that comes out reserves none of them.
    """
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    unknown = UNKNOWN["wordpiece"]
    learner, tokenizer = Tokenizer(models.WordPiece(unk_token=unknown)), Tokenizer(models.WordPiece())
    learner.pre_tokenizer = tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        special_tokens=[unknown, *_continuing(words)],
        limit_alphabet=size,
        show_progress=False,
    )
    learner.train_from_iterator(words, trainer)
    tokenizer.model = models.WordPiece(learner.get_vocab(), unk_token=unknown)
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens([unknown])
    return tokenizer


def _unigram(words: list[str], size: int) -> Tokenizer:
    """Train a Unigram set up as those of SentencePiece are, and put its list in order.

    The pieces are always the same. The letters that no cut needs get the least score plus a few
    ten-thousandths, as many as their turn in a hash map: here they all get the least. The others differ in
    their last bits, since the order of the sums does: four decimals are kept. Pieces of one score go by code.
    """
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    unknown = UNKNOWN["unigram"]
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=[unknown],
        unk_token=unknown,
        shrinking_factor=0.5,
        show_progress=False,
    )
    tokenizer.train_from_iterator(words, trainer)
    reserved, *learnt = json.loads(tokenizer.to_str())["model"]["vocab"]
    least = min(score for _, score in learnt)
    spare = least + _TURN * sum(len(piece) == 1 for piece, _ in learnt)
    scores = {
        piece: round(least if len(piece) == 1 and score < spare else score, 4) for piece, score in learnt
    }
    listed = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    tokenizer.model = models.Unigram([tuple(reserved), *listed], unk_id=0)
    return tokenizer


def _backend(tokenizer: Tokenizer, kind: Kind) -> LibraryBackend:
    return LibraryBackend(Vocabulary("trained", "trained", "", kind, "course"), tokenizer)
