"""Counting pairs of neighbours, and keeping the counts right while pairs become symbols.

A pair is named by one number, its code: ``left * BASE + right``. After each merge only the places around it
are counted again, so that five hundred merges over a megabyte take a fraction of a second.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np
import numpy.typing as npt

BASE = 1 << 24

Numbers = npt.NDArray[np.int64]


class PairWork:
    """The arrays of a training while it advances.

    Parameters
    ----------
    symbols
        Ids of the symbols of every chunk, -1 between chunks, shape (places,).
    weights
        How often the chunk of each place occurs in the text, shape (places,).
    counts
        How often each pair stands in the text, by its code.
    length
        Symbols that the text takes.
    """

    def __init__(self, symbols: Numbers, weights: Numbers, counts: dict[int, int], length: int) -> None:
        self.symbols, self.weights = symbols, weights
        self.counts, self.length = dict(counts), length
        self._heap = [(-count, code) for code, count in self.counts.items()]
        heapify(self._heap)

    def next_pair(self) -> tuple[tuple[int, int], int] | None:
        """Find the most frequent pair; of several alike, the one that stands first in the text."""
        self._drop_stale()
        if not self._heap or self._heap[0][0] > -2:
            return None
        count = -self._heap[0][0]
        tied = []
        while self._heap and -self._heap[0][0] == count:
            tied.append(heappop(self._heap)[1])
            self._drop_stale()
        for code in tied:
            heappush(self._heap, (-count, code))
        code = tied[0] if len(tied) == 1 else self._first(np.array(sorted(set(tied))))
        return divmod(code, BASE), count

    def join(self, pair: tuple[int, int], new: int) -> None:
        """Make every place of a pair one symbol, and correct the counts around."""
        places = _places(self.symbols, pair)
        self.length -= int(self.weights[places].sum())
        before = _around(places, (-1, 0, 1), len(self.symbols))
        self._change(count_pairs(self.symbols, self.weights, before), -1)
        symbols = self.symbols.copy()
        symbols[places] = new
        kept = np.ones(len(symbols), dtype=bool)
        kept[places + 1] = False
        self.symbols, self.weights = symbols[kept], self.weights[kept]
        moved = places - np.arange(len(places))
        self._change(count_pairs(self.symbols, self.weights, _around(moved, (-1, 0), len(self.symbols))), 1)

    def _change(self, counts: dict[int, int], sign: int) -> None:
        for code, count in counts.items():
            now = self.counts.get(code, 0) + sign * count
            if now:
                self.counts[code] = now
                heappush(self._heap, (-now, code))
            else:
                del self.counts[code]

    def _drop_stale(self) -> None:
        while self._heap and self.counts.get(self._heap[0][1]) != -self._heap[0][0]:
            heappop(self._heap)

    def _first(self, codes: Numbers) -> int:
        """Find which of some pairs stands first; they are many only when they are everywhere, so look in blocks."""
        for block in range(0, len(self.symbols), 4096):
            here = _codes(self.symbols[block : block + 4097])
            hits = np.flatnonzero(np.isin(here, codes))
            if len(hits):
                return int(here[hits[0]])
        raise AssertionError("a counted pair stands nowhere")


def _places(symbols: Numbers, pair: tuple[int, int]) -> Numbers:
    """Find where a pair stands, from left to right and without overlap: ``aaa`` holds ``aa`` once."""
    found = np.flatnonzero((symbols[:-1] == pair[0]) & (symbols[1:] == pair[1]))
    if pair[0] != pair[1] or not len(found):
        return found
    starts = np.concatenate([[True], np.diff(found) != 1])
    run_start = found[starts][np.cumsum(starts) - 1]
    return found[(found - run_start) % 2 == 0]


def _around(places: Numbers, shifts: tuple[int, ...], size: int) -> Numbers:
    """Give the pairs that touch some places, each once."""
    near = np.zeros(size + 2, dtype=bool)  # one place more at either end, for the shifts that fall off
    for shift in shifts:
        near[places + shift + 1] = True
    return np.flatnonzero(near[1:size])


def _codes(symbols: Numbers) -> Numbers:
    """Name each pair of neighbours with one number; a negative one spans a border of chunks."""
    return np.where((symbols[:-1] >= 0) & (symbols[1:] >= 0), symbols[:-1] * BASE + symbols[1:], -1)


def count_pairs(symbols: Numbers, weights: Numbers, places: Numbers) -> dict[int, int]:
    """Count the pairs that start at some places, each chunk as often as it occurs in the text."""
    left, right = symbols[places], symbols[places + 1]
    inside = (left >= 0) & (right >= 0)
    codes, which = np.unique(left[inside] * BASE + right[inside], return_inverse=True)
    totals: npt.NDArray[Any] = np.bincount(which, weights=weights[places][inside], minlength=len(codes))
    return dict(zip(codes.tolist(), totals.astype(np.int64).tolist(), strict=True))
