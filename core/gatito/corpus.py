"""Where training tokens come from: batches drawn from the grammar, rows packed with whole documents."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from core.gatito.grammar import Document, Grammar

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from core.gatito.training import Settings

END_ID = 0
"""Id of the token that stands before every document."""


@dataclass(frozen=True)
class Batch:
    """`ids` (rows, length + 1) int64, and `floor`: the exact nats per token of the whole documents inside."""

    ids: np.ndarray
    floor: float


class Stream(Protocol):
    """A source of batches that depends on the step alone, so that a run can stop and go on anywhere."""

    def batch(self, step: int, settings: Settings) -> Batch:
        """Rows for one update."""
        ...

    def held_out(self, documents: int, settings: Settings) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Ids and masks of texts that are never trained on."""
        ...


@lru_cache(maxsize=4)
def tokenizer(path: str) -> Tokenizer:
    """The tokenizer in a `tokenizer.json`."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(path)


@lru_cache(maxsize=8)
def grammar(without: tuple[str, ...]) -> Grammar:
    """The grammar without some families, built once."""
    return Grammar(without)


@dataclass(frozen=True)
class WorldStream:
    """Documents of Gatito's world, drawn afresh for every step.

    Parameters
    ----------
    tokenizer_path
        A `tokenizer.json`.
    without
        Sentence families left out of the world.
    held_out_without
        Sentence families left out of the held-out documents; None for the same ones.
    """

    tokenizer_path: str
    without: tuple[str, ...] = ()
    held_out_without: tuple[str, ...] | None = None

    def batch(self, step: int, settings: Settings) -> Batch:
        """Rows for one update; the same step and seed give the same rows."""
        length = _length(settings, step)
        rows = max(1, settings.batch_tokens // length)
        filled = np.zeros((rows, length + 1), dtype=np.int64)
        logp, tokens = 0.0, 0
        for row, (ids, row_logp, row_tokens) in enumerate(
            self._rows(rows, length + 1, f"{settings.seed}-{step}")
        ):
            filled[row] = ids
            logp += row_logp
            tokens += row_tokens
        return Batch(filled, -logp / max(1, tokens))

    def _rows(self, rows: int, width: int, seed: str) -> Iterator[tuple[list[int], float, int]]:
        world, encode = grammar(self.without), tokenizer(self.tokenizer_path).encode
        draw = 0
        for _ in range(rows):
            ids, logp, tokens = [END_ID], 0.0, 0
            while len(ids) < width:
                document = world.draw(f"train-{seed}-{draw}")
                draw += 1
                piece = encode(document.text).ids
                ids += [*piece, END_ID]
                logp += document.logp
                tokens += len(piece) + 1
            yield ids[:width], logp, tokens

    def documents(self, count: int) -> list[Document]:
        """Documents that no training step ever draws."""
        world = grammar(self.without if self.held_out_without is None else self.held_out_without)
        return [world.draw(f"held-out-{i}") for i in range(count)]

    def held_out(self, documents: int, settings: Settings) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Batches of held-out documents: ids (rows, longest) and a mask of the real tokens."""
        encode = tokenizer(self.tokenizer_path).encode
        texts = [[END_ID, *encode(d.text).ids, END_ID] for d in self.documents(documents)]
        yield from padded(texts, settings.context)


def padded(texts: list[list[int]], context: int, rows: int = 64) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Token lists in batches of similar length: ids and mask, both (rows, longest)."""
    ordered = sorted(texts, key=len)
    for begin in range(0, len(ordered), rows):
        chunk = [text[: context + 1] for text in ordered[begin : begin + rows]]
        longest = max(len(text) for text in chunk)
        ids = np.zeros((len(chunk), longest), dtype=np.int64)
        mask = np.zeros((len(chunk), longest), dtype=bool)
        for row, text in enumerate(chunk):
            ids[row, : len(text)] = text
            mask[row, : len(text)] = True
        yield ids, mask


def _length(settings: Settings, step: int) -> int:
    lengths = [length for length, _ in settings.lengths]
    weights = [weight for _, weight in settings.lengths]
    chosen: Any = random.Random(f"length-{settings.seed}-{step}").choices(lengths, weights)[0]
    return min(int(chosen), settings.context)
