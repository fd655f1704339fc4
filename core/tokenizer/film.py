"""The merge film: a text starts as single symbols, and the merges of a vocabulary join them one rule at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Literal

from core.errors import InputError
from core.tokenizer.alignment import prepare
from core.tokenizer.backends import backend
from core.tokenizer.rules import SPACES_RANK, Rank, Rules, rules_of

LONGEST = 1_000
"""Characters that a film takes; it is watched step by step."""

MOST_RIVALS = 4

LAST_RANK = 2**31
"""Rank of what happens after every merge."""


@dataclass(frozen=True)
class Step:
    """One rule applied everywhere it fits.

    Parameters
    ----------
    left, right
        What is joined.
    rank
        Place of the rule in the vocabulary; the lowest of those that fit goes first.
    places
        How many times it was applied.
    rivals
        Other rules that fitted at that moment, the best first: ``(left, right, rank)``.
    kind
        ``"merge"``; ``"whole"`` when a chunk is in the vocabulary though no chain of merges reaches it;
        ``"bytes"`` when characters that the vocabulary lacks come apart into bytes.
    """

    left: bytes
    right: bytes
    rank: int
    places: int
    rivals: tuple[tuple[bytes, bytes, int], ...] = ()
    kind: Literal["merge", "whole", "bytes"] = "merge"


@dataclass(frozen=True)
class Border:
    """A border between two pieces and when it is there.

    Parameters
    ----------
    offset
        Byte of the text where the border stands.
    since, until
        First frame with the border, and first frame without it; None when it stays to the end.
    """

    offset: int
    since: int = 0
    until: int | None = None


@dataclass(frozen=True)
class Film:
    """Every frame of a text on its way to tokens.

    Parameters
    ----------
    text
        The bytes that are joined: the text as the vocabulary reads it.
    chunks
        Where each chunk ends; merges do not cross.
    steps
        The rules in the order in which they were applied; frame k is what k steps leave.
    borders
        The borders inside the text, in order.
    """

    text: bytes
    chunks: tuple[int, ...]
    steps: tuple[Step, ...]
    borders: tuple[Border, ...]

    def frame(self, number: int) -> list[bytes]:
        """Give the pieces after a number of steps."""
        there = (
            one.offset
            for one in self.borders
            if one.since <= number and (one.until is None or number < one.until)
        )
        cuts = [0, *there, len(self.text)]
        return [self.text[start:end] for start, end in pairwise(cuts) if start < end]


def film(text: str, vocabulary: str = "cl100k_base") -> Film:
    """Apply the merges of a BPE vocabulary to a text, keeping every frame.

    Parameters
    ----------
    text
        A word or a few sentences, at most `LONGEST` characters.
    vocabulary
        Id of a byte-level or SentencePiece BPE vocabulary.

    Returns
    -------
    Film
        Its last frame is exactly what `encode` gives.

    Raises
    ------
    InputError
        When the text is too long, or the vocabulary has no merges.

    Source
    ------
    Sennrich, Haddow and Birch, «Neural Machine Translation of Rare Words with Subword Units» (ACL 2016).

    Examples
    --------
    >>> [b" ".join(film("hola", "llama2").frame(k)) for k in range(4)]
    [b'  h o l a', b' h o l a', b' h ol a', b' h ola']
    """
    if len(text) > LONGEST:
        message = f"the film takes {LONGEST} characters, the text has {len(text)}; shorten it"
        raise InputError(message, "too_long", given=len(text), limit=LONGEST)
    return with_rules(prepare(text, backend(vocabulary).vocabulary.normal).text, rules_of(vocabulary))


def with_rules(text: str, rules: Rules) -> Film:
    """Make the film of a text with rules of one's own, such as a vocabulary that was just trained."""
    chunks = [chunk.encode() for chunk in rules.chunked(text)]
    played = {chunk: _play(chunk, rules) for chunk in dict.fromkeys(chunks)}
    places: dict[bytes, list[int]] = {chunk: [] for chunk in played}
    ends = [0, *accumulate(map(len, chunks))]
    for chunk, start in zip(chunks, ends, strict=False):
        places[chunk].append(start)
    steps, until, since = _in_order(played, places)
    chunk_borders = {end: Border(end) for end in ends[1:-1]}
    inner = {at: Border(at, 0, step) for at, step in until.items()}
    inner |= {
        start + at: Border(start + at)
        for chunk in played
        for at in played[chunk].stay
        for start in places[chunk]
    }
    late = {at: Border(at, step) for at, step in since.items()}
    borders = chunk_borders | inner | late
    return Film(b"".join(chunks), tuple(ends[1:]), tuple(steps), tuple(borders[at] for at in sorted(borders)))


@dataclass(frozen=True)
class _Round:
    """One rule applied inside one chunk."""

    step: Step
    offsets: tuple[int, ...]


@dataclass(frozen=True)
class _Play:
    """What happens inside one chunk, whatever happens around it."""

    rounds: tuple[_Round, ...]
    stay: tuple[int, ...]


def _play(chunk: bytes, rules: Rules) -> _Play:
    """Join the symbols of one chunk until no rule fits."""
    symbols = _symbols(chunk, rules)
    rounds: list[_Round] = []
    while fitting := _fitting(symbols, rules.rank):
        (left, right), rank = fitting[0]
        rivals = tuple((one, other, place) for (one, other), place in fitting[1 : MOST_RIVALS + 1])
        symbols, joined = _join(symbols, left, right, once=rank == SPACES_RANK)
        rounds.append(_Round(Step(left, right, rank, len(joined), rivals), tuple(joined)))
    stay = tuple(accumulate(map(len, symbols)))[:-1]
    if rules.takes_whole and stay and rules.known(chunk):
        last = Step(symbols[0], chunk[len(symbols[0]) :], LAST_RANK, 1, kind="whole")
        return _Play((*rounds, _Round(last, stay)), ())
    if rules.starts_from == "characters":
        rounds += _fall_to_bytes(symbols, rules)
    return _Play(tuple(rounds), stay)


def _symbols(chunk: bytes, rules: Rules) -> list[bytes]:
    if chunk in rules.atoms:
        return [chunk]
    if rules.starts_from == "characters":
        return [sign.encode() for sign in chunk.decode()]
    return [chunk[place : place + 1] for place in range(len(chunk))]


def _fitting(symbols: list[bytes], rank: Rank) -> list[tuple[tuple[bytes, bytes], int]]:
    """List the pairs that some rule joins, the oldest rule first."""
    pairs = dict.fromkeys(pairwise(symbols))
    ranked = ((pair, rank(*pair)) for pair in pairs)
    return sorted(((pair, place) for pair, place in ranked if place is not None), key=lambda one: one[1])


def _join(symbols: list[bytes], left: bytes, right: bytes, *, once: bool) -> tuple[list[bytes], list[int]]:
    """Join a pair from left to right; give the new symbols and the byte offsets of the borders that went."""
    joined: list[bytes] = []
    gone: list[int] = []
    offset = place = 0
    while place < len(symbols):
        piece = symbols[place]
        if piece == left and symbols[place + 1 : place + 2] == [right] and not (once and gone):
            gone.append(offset + len(left))
            piece, place = left + right, place + 1
        joined.append(piece)
        offset, place = offset + len(piece), place + 1
    return joined, gone


def _fall_to_bytes(symbols: list[bytes], rules: Rules) -> list[_Round]:
    """Take apart the characters that the vocabulary lacks; their borders appear in the last frame."""
    fallen, offset = [], 0
    for symbol in symbols:
        if len(symbol) > 1 and not rules.known(symbol):
            fallen += [offset + inner for inner in range(1, len(symbol))]
            example = symbol
        offset += len(symbol)
    if not fallen:
        return []
    return [_Round(Step(example[:1], example[1:], LAST_RANK + 1, 1, kind="bytes"), tuple(fallen))]


def _in_order(
    played: dict[bytes, _Play], places: dict[bytes, list[int]]
) -> tuple[list[Step], dict[int, int], dict[int, int]]:
    """Interleave what happens in every chunk: the oldest rule that fits anywhere goes first.

    Returns
    -------
    tuple
        The steps; the step at which each border goes; and the one at which each late border appears.
    """
    steps: list[Step] = []
    until: dict[int, int] = {}
    since: dict[int, int] = {}
    waiting = {chunk: 0 for chunk, play in played.items() if play.rounds}
    while waiting:
        rule = min((_rule(played[chunk].rounds[at].step) for chunk, at in waiting.items()))
        same = [chunk for chunk, at in waiting.items() if _rule(played[chunk].rounds[at].step) == rule]
        rivals = _rivals([played[chunk].rounds[at].step for chunk, at in waiting.items()], rule)
        first = played[same[0]].rounds[waiting[same[0]]].step
        times = 0
        for chunk in same:
            one = played[chunk].rounds[waiting[chunk]]
            gone = [start + at for start in places[chunk] for at in one.offsets]
            (since if first.kind == "bytes" else until).update(dict.fromkeys(gone, len(steps) + 1))
            times += one.step.places * len(places[chunk])
            waiting[chunk] += 1
        waiting = {chunk: at for chunk, at in waiting.items() if at < len(played[chunk].rounds)}
        steps.append(replace(first, places=times, rivals=rivals))
    return steps, until, since


def _rule(step: Step) -> tuple[int, bytes, bytes]:
    """Name a rule; all the characters that fall to bytes do it in one step."""
    return (step.rank, b"", b"") if step.kind == "bytes" else (step.rank, step.left, step.right)


def _rivals(steps: list[Step], winner: tuple[int, bytes, bytes]) -> tuple[tuple[bytes, bytes, int], ...]:
    fitting = {(step.left, step.right, step.rank) for step in steps if step.kind == "merge"}
    fitting |= {rival for step in steps for rival in step.rivals}
    others = [one for one in fitting if (one[2], one[0], one[1]) != winner]
    return tuple(sorted(others, key=lambda one: one[2])[:MOST_RIVALS])
