"""The bank: questions written by hand, one file per module and language, checked as they are read.

In the files an option is named by what it is: ``right``, or the misconception behind it. So the two
languages cannot disagree about the key, and whoever reviews a question sees it at once. The order in which
options are given is decided here, so that the right one is equally often at each position.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import cast

from core import content
from core.quiz.answers import write_number
from core.quiz.misconceptions import misconceptions
from core.quiz.questions import CHOICE, KINDS, LEVELS, MODULES, Kind, Option, Question
from core.schema import Node, read

_SHARED = ("kind", "level", "stem", "tip", "tag")
_SUFFIX = re.compile(r"_\d+$")


def bank(language: str) -> tuple[Question, ...]:
    """Read every written question in one language; read again only when a file changes.

    Parameters
    ----------
    language
        ``"es"`` or ``"en"``.

    Raises
    ------
    ContentError
        When a file is missing or a question is not whole; the message names file, key and line.

    Examples
    --------
    >>> question = next(one for one in bank("en") if one.id == "next_word_task")
    >>> question.kind, question.right[0].text
    ('single', 'A probability for every token that could come next')
    """
    return tuple(by_id(language).values())


def by_id(language: str) -> dict[str, Question]:
    """Give the written questions by id; do not change the mapping, it is shared."""
    paths = [_path(module, language) for module in MODULES]
    for path in paths:
        content.read(path)  # a sentence of its own when it is missing
    return _read(language, tuple(path.stat().st_mtime_ns for path in paths))


@lru_cache(maxsize=4)
def _read(language: str, _versions: tuple[int, ...]) -> dict[str, Question]:
    return {question.id: question for question in balanced(list(_written(language)))}


def balanced(questions: list[Question]) -> list[Question]:
    """Order the options so that, over the bank, the right one is equally often at each position.

    The order depends on the ids alone: it is the same in every language and for every reader.
    """
    used: Counter[tuple[str, int, int]] = Counter()
    placed = {}
    for question in sorted(questions, key=lambda one: _digest(one.id)):
        shuffled = sorted(question.options, key=lambda option: _digest(f"{question.id} {option.id}"))
        if question.kind in CHOICE:
            shuffled = _least_used(question.kind == "multiple", shuffled, used)
        placed[question.id] = replace(question, options=tuple(shuffled))
    return [placed[question.id] for question in questions]


def _least_used(several: bool, options: list[Option], used: Counter[tuple[str, int, int]]) -> list[Option]:
    """Turn a list round until its right options stand where the fewest stood before."""
    kind, count = "several" if several else "one", len(options)

    def places(turn: int) -> list[tuple[str, int, int]]:
        turned = options[turn:] + options[:turn]
        return [(kind, count, place) for place, option in enumerate(turned) if option.correct]

    best = min(range(count), key=lambda turn: sum(used[place] for place in places(turn)))
    used.update(places(best))
    return options[best:] + options[:best]


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()


def _path(module: str, language: str) -> Path:
    return content.FOLDER / language / f"quiz_{module}.yaml"


def _written(language: str) -> Iterator[Question]:
    known = set(misconceptions(language))
    for module in MODULES:
        for name, node in read(_path(module, language))["questions"].items():
            yield _numbered(_question(f"{module}_{name}", module, node, known), language)


def _numbered(question: Question, language: str) -> Question:
    """Give the options of a numeric question their text, as the language writes numbers."""
    written = (
        one if one.value is None else replace(one, text=write_number(one.value, language))
        for one in question.options
    )
    return replace(question, options=tuple(written))


def _question(question_id: str, module: str, node: Node, known: set[str]) -> Question:
    kind = node["kind"].one_of(KINDS)
    options, more = _READERS[kind](node, known)
    level = node["level"].whole()
    if level not in LEVELS:
        raise node["level"].failure(f"{level} is not one of {LEVELS}")
    tolerance, unit, tag = node.get("tolerance"), node.get("unit"), node.get("tag")
    node.only(*_SHARED, *more)
    return Question(
        id=question_id,
        kind=cast("Kind", kind),
        module=module,
        level=level,
        stem=node["stem"].text(),
        options=options,
        tolerance=tolerance.number() if tolerance else 0.0,
        unit=unit.text() if unit else "",
        otherwise=node["otherwise"].text() if "otherwise" in more else "",
        tip=_optional(node, "tip"),
        tag=tag.one_of(("core", "key")) if tag else "",
    )


def _optional(node: Node, key: str) -> str:
    found = node.get(key)
    return found.text() if found else ""


def _behind(name: str, node: Node, known: set[str]) -> str | None:
    """Give the misconception that an option is named after; None for a right one."""
    bare = _SUFFIX.sub("", name)
    if bare == "right":
        return None
    if bare not in known:
        raise node.failure(f"{bare!r} is neither right nor a known misconception")
    return bare


def _choices(node: Node, known: set[str]) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    found = []
    for name, one in node["options"].items():
        one.only("text", "why", "also")
        behind = _behind(name, one, known)
        also = one.get("also")
        found.append(
            Option(
                name,
                one["text"].text(),
                behind is None,
                one["why"].text(),
                behind,
                also=also.texts() if also else (),
            )
        )
    return tuple(found), ("options",)


def _blank(node: Node, known: set[str]) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    return _choices(node, known)[0], ("options", "otherwise")


def _number(node: Node, known: set[str]) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    found = []
    for name, one in node["options"].items():
        one.only("value", "why")
        value, behind = float(_real(one["value"])), _behind(name, one, known)
        found.append(Option(name, "", behind is None, one["why"].text(), behind, value=value))
    return tuple(found), ("options", "otherwise", "tolerance", "unit")


def _real(node: Node) -> float:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float):
        raise node.failure(f"{node.value!r} is not a number")
    return node.value


def _steps(node: Node, known: set[str]) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    behind = node["misconception"].one_of(known)
    found = []
    for place, one in enumerate(node["items"]):
        one.only("text", "why")
        found.append(
            Option(f"item_{place + 1}", one["text"].text(), True, one["why"].text(), behind, place=place)
        )
    return tuple(found), ("items", "misconception", "otherwise")


def _pairs(node: Node, known: set[str]) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    behind = node["misconception"].one_of(known)
    found = []
    for place, one in enumerate(node["pairs"]):
        one.only("text", "match", "why")
        match = one["match"].text()
        found.append(
            Option(f"pair_{place + 1}", one["text"].text(), True, one["why"].text(), behind, match=match)
        )
    return tuple(found), ("pairs", "misconception")


_READERS: dict[str, Callable[[Node, set[str]], tuple[tuple[Option, ...], tuple[str, ...]]]] = {
    "single": _choices,
    "predict": _choices,
    "multiple": _choices,
    "numeric": _number,
    "order": _steps,
    "match": _pairs,
    "fill": _blank,
}
