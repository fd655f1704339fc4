"""What a BPE vocabulary joins: which pairs, in which order, and what it never joins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import regex

from core.errors import InputError
from core.tokenizer.backends import BundledBackend, backend
from core.tokenizer.library import LibraryBackend
from core.tokenizer.patterns import cut
from core.tokenizer.vocabularies import Vocabulary

SPACES_RANK = 2**30
"""Rank of pieces made of nothing but spaces in SentencePiece: all alike, after every other merge."""

Rank = Callable[[bytes, bytes], int | None]
"""Place of a merge in the order in which the vocabulary learnt it; None when it has no such merge."""


@dataclass(frozen=True)
class Rules:
    """How one vocabulary joins.

    Parameters
    ----------
    rank
        Order of its merges.
    known
        Whether some bytes are a token by themselves.
    chunked
        Cuts a text into the chunks that merges do not cross.
    starts_from
        Smallest symbols: ``"bytes"`` or ``"characters"``.
    atoms
        Chunks that nothing has to join.
    takes_whole
        Whether a chunk that is a token is taken at once, even where no chain of merges reaches it.
    """

    rank: Rank
    known: Callable[[bytes], bool]
    chunked: Callable[[str], list[str]]
    starts_from: Literal["bytes", "characters"] = "bytes"
    atoms: frozenset[bytes] = frozenset()
    takes_whole: bool = False


def rules_of(vocabulary: str) -> Rules:
    """Give the rules of a BPE vocabulary.

    Raises
    ------
    InputError
        When its algorithm has no merges.
    """
    return _rules(vocabulary)


def can_film(vocabulary: str) -> bool:
    """Say whether a vocabulary is built from merges, loading it if need be.

    Examples
    --------
    >>> can_film("llama2"), can_film("minilm")
    (True, False)
    """
    loaded = backend(vocabulary)
    return isinstance(loaded, BundledBackend) or (
        isinstance(loaded, LibraryBackend) and bool(loaded.merges())
    )


@lru_cache(maxsize=6)
def _rules(vocabulary_id: str) -> Rules:
    loaded = backend(vocabulary_id)
    if isinstance(loaded, BundledBackend):
        return _bundled_rules(loaded)
    if isinstance(loaded, LibraryBackend) and loaded.merges():
        return from_merges(loaded.merges(), loaded.chunks)
    name = loaded.vocabulary.name
    raise InputError(f"{vocabulary_id} has no merges; choose a BPE vocabulary", "no_merges", what=name)


def from_merges(merges: Sequence[tuple[bytes, bytes]], chunked: Callable[[str], list[str]]) -> Rules:
    """Make the rules of a byte-level BPE out of its list of merges, the first learnt first."""
    order = {pair: place for place, pair in reversed(list(enumerate(merges)))}
    known = {left + right for left, right in order}
    return Rules(lambda left, right: order.get((left, right)), known.__contains__, chunked)


def _bundled_rules(loaded: BundledBackend) -> Rules:
    """Find the rules of a bundled vocabulary: its ids are numbered in the order of its merges."""
    table, vocabulary = loaded.table(), loaded.vocabulary
    by_characters = vocabulary.kind == "sentencepiece_bpe"

    def by_id(left: bytes, right: bytes) -> int | None:
        spaces = by_characters and not (left + right).strip(b" ")
        return SPACES_RANK if spaces and left + right in table else table.get(left + right)

    return Rules(
        by_id,
        table.__contains__,
        _bundled_cut(vocabulary),
        "characters" if by_characters else "bytes",
        frozenset(atom.encode() for atom in vocabulary.atoms),
        takes_whole=not by_characters,
    )


def _bundled_cut(vocabulary: Vocabulary) -> Callable[[str], list[str]]:
    """Give the function that cuts a text into the chunks of a bundled vocabulary."""
    atoms = (
        regex.compile("(" + "|".join(map(regex.escape, vocabulary.atoms)) + ")") if vocabulary.atoms else None
    )

    def chunks(text: str) -> list[str]:
        spaced = f" {text}" if vocabulary.invents_space and text else text
        parts = atoms.split(spaced) if atoms else [spaced]
        inside = [
            [part] if part in vocabulary.atoms or not vocabulary.pattern else cut(part, vocabulary.pattern)
            for part in parts
        ]
        return [chunk for several in inside for chunk in several if chunk]

    return chunks
