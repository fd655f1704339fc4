"""Training a byte-level BPE: find the most frequent pair of neighbours, make it one symbol, and again.

A pure step: `advance` takes a state, makes some merges and gives the next state, so that a page can show each
one, go back, and stop whenever the learner does.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np

from core.errors import InputError
from core.tokenizer.alignment import utf8
from core.tokenizer.pairs import BASE, Numbers, PairWork, count_pairs
from core.tokenizer.patterns import cut

PATTERN = "gpt2"
"""How a text is cut into chunks before training; the most widely known of the patterns."""

LARGEST = 5_000_000
"""Bytes of text that a training takes."""

_BETWEEN = -1


@dataclass(frozen=True)
class Merge:
    """One merge that was learnt.

    Parameters
    ----------
    pair
        Ids of what is joined.
    id
        Id of the new symbol: 256 and on, in the order of learning; when the bytes are already a symbol
        (``a`` + ``aa`` after ``aa`` + ``a``), the id of that one.
    piece
        Its bytes.
    count
        How many times the pair stood in the text at that moment.
    length
        Symbols that the whole text takes after the merge.
    """

    pair: tuple[int, int]
    id: int
    piece: bytes
    count: int
    length: int


@dataclass(frozen=True)
class TrainedBpe:
    """What a training learnt.

    Parameters
    ----------
    merges
        The merges, in order.
    vocabulary
        The bytes of each id: 256 bytes, then the symbols that merges made.
    bytes_in
        Size of the text.
    """

    merges: tuple[Merge, ...]
    vocabulary: dict[int, bytes]
    bytes_in: int

    @property
    def length(self) -> int:
        """How many symbols the text takes now."""
        return self.merges[-1].length if self.merges else self.bytes_in

    @property
    def compression(self) -> float:
        """How many bytes a symbol stands for on average."""
        return self.bytes_in / self.length

    def first(self, merges: int) -> TrainedBpe:
        """Give what had been learnt after fewer merges.

        Examples
        --------
        >>> train_bpe("aaabdaaabac", 3).first(1).length
        9
        """
        kept = self.merges[:merges]
        vocabulary = {at: self.vocabulary[at] for at in range(256)} | {
            merge.id: merge.piece for merge in kept
        }
        return TrainedBpe(kept, vocabulary, self.bytes_in)


@dataclass(frozen=True)
class BpeTraining(TrainedBpe):
    """A training that can go on.

    Parameters
    ----------
    finished
        Whether no pair stands twice any more: there is nothing left to learn.
    symbols, weights
        The chunks one after the other, -1 between them, and how often each chunk occurs; shape (places,).
    counts
        How often each pair of neighbours stands, by a number that names the pair.
    """

    finished: bool
    symbols: Numbers = field(repr=False)
    weights: Numbers = field(repr=False)
    counts: dict[int, int] = field(repr=False)

    def pairs(self, best: int = 5) -> list[tuple[tuple[int, int], int]]:
        """Give the pairs that stand most often now, with how often: the candidates of the next merge."""
        top = sorted(self.counts.items(), key=lambda one: (-one[1], one[0]))[:best]
        return [(divmod(code, BASE), count) for code, count in top]


def train_bpe(text: str, merges: int) -> BpeTraining:
    """Train a byte-level BPE on a text.

    Parameters
    ----------
    text
        What to learn from, at most `LARGEST` bytes.
    merges
        How many merges to learn; fewer are learnt when no pair stands twice any more.

    Returns
    -------
    BpeTraining
        With ``merges`` in order, each with its count, and the ``vocabulary``.

    Raises
    ------
    InputError
        When the text is empty or too large, or the number of merges is negative.

    Source
    ------
    Gage, «A New Algorithm for Data Compression» (1994); Sennrich, Haddow and Birch (ACL 2016).

    Examples
    --------
    >>> training = train_bpe("aaabdaaabac", 3)
    >>> [(merge.piece, merge.count) for merge in training.merges]
    [(b'aa', 4), (b'aaa', 2), (b'aaab', 2)]
    >>> training.length  # «aaab» «d» «aaab» «a» «c»
    5
    """
    if merges < 0:
        raise InputError(
            f"{merges} merges cannot be learnt; ask for 0 or more", "negative_merges", given=merges
        )
    return advance(start(text), merges)


def start(text: str) -> BpeTraining:
    """Cut a text into bytes, ready to learn from.

    Equal chunks are kept once, with how often they occur, in the order in which they first appear.

    Raises
    ------
    InputError
        When the text is empty or larger than `LARGEST`.
    """
    size = len(utf8(text))
    if not size:
        raise InputError("there is no text to learn from; write or choose one", "empty_text")
    if size > LARGEST:
        raise InputError(f"the text has {size} bytes, {LARGEST} fit", "too_long", given=size, limit=LARGEST)
    chunks = Counter(cut(text, PATTERN))
    joined = "\0".join(chunks)  # a place for each border; which zeros are borders is known from the lengths
    symbols = np.frombuffer(joined.encode(), dtype=np.uint8).astype(np.int64)
    lengths = np.array([len(chunk.encode()) for chunk in chunks])
    borders = np.cumsum(lengths + 1)[:-1] - 1
    symbols[borders] = _BETWEEN
    weights = np.repeat(np.array(list(chunks.values())), np.append(lengths[:-1] + 1, lengths[-1:]))
    vocabulary = {byte: bytes([byte]) for byte in range(256)}
    counts = count_pairs(symbols, weights, np.arange(len(symbols) - 1))
    finished = max(counts.values(), default=0) < 2
    return BpeTraining((), vocabulary, size, finished, symbols, weights, counts)


def advance(training: BpeTraining, merges: int = 1, seconds: float | None = None) -> BpeTraining:
    """Learn some more merges.

    Parameters
    ----------
    training
        Where the training stands; it is not changed.
    merges
        How many merges more at most.
    seconds
        How long to work at most; the merge under way is finished.

    Returns
    -------
    BpeTraining
        The state after them; ``finished`` when there was nothing more to learn.
    """
    until = None if seconds is None else time.monotonic() + seconds
    learnt, vocabulary = list(training.merges), dict(training.vocabulary)
    known = {piece: at for at, piece in vocabulary.items()}
    work = PairWork(training.symbols, training.weights, training.counts, training.length)
    while merges > 0 and (found := work.next_pair()) is not None:
        pair, count = found
        piece = vocabulary[pair[0]] + vocabulary[pair[1]]
        new = known.setdefault(piece, len(vocabulary))
        vocabulary[new] = piece
        work.join(pair, new)
        learnt.append(Merge(pair, new, piece, count, work.length))
        merges -= 1
        if until is not None and time.monotonic() >= until:
            break
    return replace(
        training,
        merges=tuple(learnt),
        vocabulary=vocabulary,
        finished=work.next_pair() is None,
        symbols=work.symbols,
        weights=work.weights,
        counts=work.counts,
    )
