"""Computed questions: endless, seeded, and with keys that the course itself computes.

>>> question("softmax_share:7", "en").kind
'numeric'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from core import content
from core.errors import InputError
from core.quiz.generators import calculus, events, heads, network, texts, vectors, words
from core.quiz.generators.draft import Draft, Generator, sentence, written
from core.quiz.questions import Option, Question

__all__ = ["GENERATORS", "Draft", "Generator", "agrees", "is_computed", "question"]

LARGEST_SEED = 2**31 - 1

_ROOMS = (events, words, texts, vectors, network, heads, calculus)
GENERATORS: dict[str, Generator] = {one.id: one for room in _ROOMS for one in room.GENERATORS}
"""Every generator by its id."""


def is_computed(question_id: str) -> bool:
    """Say whether an id names a computed question: ``generator:seed``.

    Examples
    --------
    >>> is_computed("softmax_share:7"), is_computed("next_word_task"), is_computed("softmax_share:x")
    (True, False, False)
    """
    name, _, seed = question_id.partition(":")
    return name in GENERATORS and seed.isascii() and seed.isdigit() and int(seed) <= LARGEST_SEED


@lru_cache(maxsize=512)
def question(question_id: str, language: str) -> Question:
    """Compute a question from its id.

    Parameters
    ----------
    question_id
        ``generator:seed``; the same id is the same question, in every language and on every machine.
    language
        ``"es"`` or ``"en"``.

    Raises
    ------
    InputError
        When the id names no generator or no seed.
    """
    if not is_computed(question_id):
        raise InputError(f"{question_id!r} is no computed question", "quiz_unknown", question=question_id)
    name, _, seed = question_id.partition(":")
    generator = GENERATORS[name]
    draft = generator.draft(int(seed))
    words = content.Content("quiz_generated", language).value(f"generated.{name}")
    return _worded(question_id, generator, draft, words, language)


def agrees(generator: Generator, seed: int) -> bool:
    """Compute a key a second time, by other means, and say whether both agree."""
    draft = generator.draft(seed)
    again = generator.again(draft.values)
    if generator.kind == "order":
        titles = [draft.options[name]["en"] for name in draft.options]
        return again == draft.values["ids"].split("|") and len(set(titles)) == len(titles)
    right = draft.options["right"]
    if isinstance(right, int | float):
        return abs(right - again) <= max(1e-6, draft.tolerance / 100) * max(1.0, abs(right))
    return written(again, "en") == written(right, "en")


def _worded(
    question_id: str, generator: Generator, draft: Draft, words: Mapping[str, Any], language: str
) -> Question:
    def told(template: str) -> str:
        return sentence(template, draft.values, language)

    return Question(
        id=question_id,
        kind=generator.kind,
        module=generator.module,
        level=generator.level,
        stem=told(words["stem"]),
        options=_options(generator, draft, words, language),
        tolerance=draft.tolerance,
        unit=words.get("unit", ""),
        otherwise=told(words.get("otherwise", "")),
    )


def _options(
    generator: Generator, draft: Draft, words: Mapping[str, Any], language: str
) -> tuple[Option, ...]:
    if generator.kind == "order":
        return _items(draft, words, language)
    numeric = generator.kind == "numeric"
    values = draft.kept() if numeric else draft.options
    return tuple(
        _option(name, value, draft, words, language, numeric=numeric) for name, value in values.items()
    )


def _option(
    name: str, value: Any, draft: Draft, words: Mapping[str, Any], language: str, *, numeric: bool
) -> Option:
    said = words["options"][name]
    text = said["text"] if value is None else written(value, language)
    return Option(
        id=name,
        text=text,
        correct=name == "right",
        why=sentence(said["why"], draft.values, language),
        misconception=None if name == "right" else name.removesuffix("_2"),
        value=float(value) if numeric else None,
    )


def _items(draft: Draft, words: Mapping[str, Any], language: str) -> tuple[Option, ...]:
    return tuple(
        Option(name, title[language], True, draft.whys[name][language], words["misconception"], place=place)
        for place, (name, title) in enumerate(draft.options.items())
    )
