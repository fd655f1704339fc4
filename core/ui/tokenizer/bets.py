"""A guess of a number, made with one click: a few stretches to choose from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from core.ui import frame


@dataclass(frozen=True)
class Bins:
    """Stretches of numbers, each named by where it starts; the last one has no end.

    Parameters
    ----------
    starts
        Where each stretch starts, in order: ``[1, 2, 5]`` is 1, 2 to 4, and 5 or more.
    """

    starts: Sequence[int]

    def labels(self, lesson: frame.Lesson) -> dict[str, str]:
        """Give a label for each stretch."""
        ends = [start - 1 for start in self.starts[1:]]
        made = {}
        for low, high in zip(self.starts, ends, strict=False):
            made[str(low)] = (
                lesson.number.integer(low) if low == high else lesson.t("predict.bin", low=low, high=high)
            )
        last = self.starts[-1]
        return made | {str(last): lesson.t("predict.last", low=last)}

    def find(self, number: int) -> str:
        """Give the stretch of a number; one below all of them falls into the first."""
        return str(self.starts[max(0, bisect_right(self.starts, number) - 1)])
