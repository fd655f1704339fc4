"""How a computed question is made: numbers first, in no language; then the words around them.

A generator draws its numbers from a seed, asks the course for the key, and works out what each
misconception would have answered. The sentences are in ``assets/content/<language>/quiz_generated.yaml``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.content import fill, placeholders
from core.quiz.answers import write_number
from core.quiz.questions import Kind

MOST_TRIES = 200
"""Draws before giving up on numbers that make a fair question."""


@dataclass(frozen=True)
class Draft:
    """A computed question before it has words.

    Parameters
    ----------
    values
        What fills the placeholders of its sentences: numbers, lists of numbers, or text.
    options
        The answers by id, ``right`` first: numbers in ``numeric``; text, or text by language, elsewhere. An
        option without text here has it in the sentences.
    tolerance
        As in a question.
    whys
        Reasons by id and language, when the sentences cannot know them.
    """

    values: dict[str, Any]
    options: dict[str, Any]
    tolerance: float = 0.0
    whys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def fair(self, kind: Kind) -> bool:
        """Whether no wrong answer is the right one, and enough are left to confuse it with."""
        if kind == "numeric":
            return len(self.kept()) > 1
        shown = [str(value) for value in self.options.values() if value is not None]
        return len(set(shown)) == len(shown)

    def kept(self) -> dict[str, Any]:
        """Give numeric options without those that meet the right one or repeat another."""
        found: dict[str, Any] = {}
        for name, value in self.options.items():
            margin = 2 * self.tolerance if name != "right" else 0.0
            if all(abs(value - other) > max(margin, 1e-6) for other in found.values()):
                found[name] = value
        return found


@dataclass(frozen=True)
class Generator:
    """A source of endless questions of one shape.

    Parameters
    ----------
    id, module, level, kind
        As in a question.
    make
        Draws the numbers and asks the course for the key; None when the numbers make no fair question.
    again
        Computes the key a second time, from the drawn values alone and by other means.
    """

    id: str
    module: str
    level: int
    kind: Kind
    make: Callable[[random.Random], Draft | None]
    again: Callable[[Mapping[str, Any]], Any]

    def draft(self, seed: int) -> Draft:
        """Draw from a seed until the numbers make a fair question.

        Raises
        ------
        RuntimeError
            When none of many draws does; a defect of the generator.
        """
        dice = random.Random(f"{self.id}-{seed}")
        for _ in range(MOST_TRIES):
            draft = self.make(dice)
            if draft is not None and draft.fair(self.kind):
                return draft
        raise RuntimeError(f"{self.id} found no fair numbers for the seed {seed}")


def written(value: Any, language: str) -> str:
    """Write a drawn value as the language does.

    Examples
    --------
    >>> written([0.5, -1.0, 2], "es"), written([0.5, -1.0], "en"), written("gato", "es")
    ('[0,5; −1; 2]', '[0.5, −1]', 'gato')
    """
    if isinstance(value, Mapping):
        return str(value[language])
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        between = "; " if language == "es" else ", "
        return f"[{between.join(written(one, language) for one in value)}]"
    return write_number(value, language)


def sentence(template: str, values: Mapping[str, Any], language: str) -> str:
    """Fill a template with drawn values; those with a format of their own, such as ``{p:percent}``, get it.

    Examples
    --------
    >>> sentence("{p:percent0} of {n}", {"p": 0.5, "n": 3}, "en")
    '50% of 3'
    """
    formatted = {name.partition(":")[0] for name in placeholders(template) if ":" in name}
    ready = {name: value if name in formatted else written(value, language) for name, value in values.items()}
    return fill(template, ready, language)
