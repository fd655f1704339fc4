"""What an exercise is, and how a checker says what does not hold. No torch here: the page reads this too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CHAPTERS = ("tensors", "broadcasting", "autograd", "training", "attention", "language")
"""The chapters, in order."""


class FailedError(Exception):
    """A property does not hold.

    Parameters
    ----------
    key
        Of the sentence in ``pytorch.yaml`` under ``checks``.
    values
        What fills it.
    yours, right
        The learner's value and the right one, to be drawn side by side.
    """

    def __init__(self, key: str, yours: Any = None, right: Any = None, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = {name: str(value)[:300] for name, value in values.items()}
        self.yours = yours
        self.right = right


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Parameters
    ----------
    id
        ``"chapter_name"``; its words stand under this key in ``pytorch_exercises.yaml``.
    start
        The code that a learner finds.
    solution
        One way to do it.
    check
        Looks at the names of a finished program and raises `FailedError` at the first property that does not hold;
        gives the last pair ``(mine, target)`` to draw.
    """

    id: str
    start: str
    solution: str
    check: Callable[[dict[str, Any]], tuple[Any, Any]]

    @property
    def chapter(self) -> str:
        """The chapter it belongs to."""
        return self.id.partition("_")[0]


def code(text: str) -> str:
    """Trim a program written between triple quotes."""
    return text.strip("\n") + "\n"
