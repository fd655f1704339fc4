"""What a question is: its kind, its options with their reasons, and the misconception behind each error.

Kinds and what answers them, as plain JSON values:

- ``single``, ``predict``: the id of an option.
- ``multiple``: a list of ids of options.
- ``numeric``: a number, or a text with one.
- ``order``: every id, first the one that goes first.
- ``match``: the id of each option and the id of the option whose partner it gets.
- ``fill``: the missing word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["single", "multiple", "numeric", "order", "match", "fill", "predict"]
KINDS: tuple[Kind, ...] = get_args(Kind)

CHOICE = ("single", "predict", "multiple")
"""Kinds that are answered by choosing among options."""

LEVELS = (1, 2, 3)
"""1: recognise it; 2: apply it; 3: reason with it or compute it."""

MODULES = (
    "history",
    "next_word",
    "tokenizer",
    "embeddings",
    "mlp",
    "attention",
    "pytorch",
    "quiz",
    "next_steps",
)
"""Lessons that have questions, in the order of the course; ``quiz`` holds the key ideas of all of them."""

Answer = str | float | list[str] | dict[str, str] | None
"""What a learner may answer; None when the question was left."""


@dataclass(frozen=True)
class Option:
    """One possible answer, or one piece of it.

    Parameters
    ----------
    id
        Its name, the same in every language: ``"right"``, or the misconception behind it.
    text
        What the learner reads.
    correct
        Whether it is right; the pieces of ``order`` and ``match`` all are.
    why
        The reason, said after answering.
    misconception
        Id of the misconception that it gives away, when it is wrong.
    value
        The number it stands for, in ``numeric``.
    place
        Its place from 0, in ``order``.
    match
        Its partner, in ``match``.
    also
        Other ways of writing it, in ``fill``.
    """

    id: str
    text: str
    correct: bool
    why: str
    misconception: str | None = None
    value: float | None = None
    place: int | None = None
    match: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question in one language.

    Parameters
    ----------
    id
        Its name; a computed one carries its seed: ``"softmax_share:7"``.
    kind, module, level
        One of `KINDS`, of `MODULES` and of `LEVELS`.
    stem
        What is asked, in Markdown.
    options
        The answers to choose from, or those that are foreseen.
    tolerance
        How far from the key a number may be, in ``numeric``.
    unit
        What the number counts, in ``numeric``.
    otherwise
        The reason for an answer that no option foresees.
    tip
        What helps to remember the idea.
    tag
        ``"core"`` for the three core questions, ``"key"`` for the four key ideas.
    """

    id: str
    kind: Kind
    module: str
    level: int
    stem: str
    options: tuple[Option, ...]
    tolerance: float = 0.0
    unit: str = ""
    otherwise: str = ""
    tip: str = ""
    tag: str = ""

    @property
    def item(self) -> str:
        """Name of what is asked, whatever the numbers: what review and statistics count as one."""
        return self.id.partition(":")[0]

    @property
    def right(self) -> tuple[Option, ...]:
        """The right options."""
        return tuple(option for option in self.options if option.correct)

    def option(self, option_id: str) -> Option:
        """Find an option by its id.

        Raises
        ------
        KeyError
            When there is none.
        """
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(f"{self.id} has no option {option_id!r}; it has {[one.id for one in self.options]}")

    def key(self) -> Answer:
        """Give the right answer, in the form in which a learner would give it."""
        ids = [option.id for option in self.right]
        if self.kind == "multiple":
            return ids
        if self.kind == "order":
            return [option.id for option in sorted(self.options, key=lambda one: one.place or 0)]
        if self.kind == "match":
            return {option.id: option.id for option in self.options}
        if self.kind == "numeric":
            return self.right[0].value
        return self.right[0].text if self.kind == "fill" else ids[0]
