"""The misconceptions that wrong options give away, each with the page and the settings that refute it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from core import content, course
from core.schema import Node, read

FACTS = content.FOLDER.parent / "facts" / "quiz.yaml"
"""Which page refutes each misconception, with which settings: the same in every language."""


@dataclass(frozen=True)
class Link:
    """A page of the course with settings.

    Parameters
    ----------
    lesson
        Id of a lesson.
    settings
        Values of its settings by their name in the address, without the lesson's prefix.

    Examples
    --------
    >>> Link("next_word", {"temperature": 0.2}).address("es")
    'siguiente-palabra?next_word.temperature=0.2&predict=0&lang=es'
    """

    lesson: str
    settings: dict[str, Any] = field(default_factory=dict, hash=False)

    def address(self, language: str) -> str:
        """Write the address, relative to any page of the course; the result is shown at once."""
        query = [(f"{self.lesson}.{name}", _raw(value)) for name, value in self.settings.items()]
        path = course.lesson(self.lesson).url_path
        return f"{path}?{urlencode([*query, ('predict', 0), ('lang', language)], doseq=True)}"


@dataclass(frozen=True)
class Misconception:
    """An idea that many people hold and that is not so.

    Parameters
    ----------
    id
        Its name in the bank.
    name
        The idea as somebody who holds it would say it.
    instead
        What is so, in one or two sentences.
    link
        Where it can be seen.
    look
        What to look at there.
    """

    id: str
    name: str
    instead: str
    link: Link
    look: str


def misconceptions(language: str) -> dict[str, Misconception]:
    """Read the table of misconceptions in one language, by id.

    Raises
    ------
    ContentError
        When a file is missing or broken, or the two do not name the same misconceptions.

    Examples
    --------
    >>> misconceptions("en")["token_is_word"].link.lesson
    'tokenizer'
    """
    texts = content.FOLDER / language / "quiz_misconceptions.yaml"
    content.read(texts)  # a sentence of its own when it is missing
    return _read(texts, texts.stat().st_mtime_ns, FACTS.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(texts: Path, _texts_ns: int, _facts_ns: int) -> dict[str, Misconception]:
    facts, sentences = read(FACTS)["misconceptions"], read(texts)["misconceptions"]
    links, found = dict(facts.items()), {}
    for misconception_id, node in sentences.items():
        node.only("name", "instead", "look")
        if misconception_id not in links:
            raise node.failure(f"{misconception_id!r} has no link in {FACTS.name}")
        found[misconception_id] = Misconception(
            id=misconception_id,
            name=node["name"].text(),
            instead=node["instead"].text(),
            link=_link(links[misconception_id]),
            look=node["look"].text(),
        )
    _check_known(links, found)
    return found


def _check_known(links: dict[str, Node], found: Iterable[str]) -> None:
    for misconception_id in links.keys() - set(found):
        raise links[misconception_id].failure(f"{misconception_id!r} has no sentences")


def _link(node: Node) -> Link:
    node.only("lesson", "settings")
    lessons = [one.id for one in course.COURSE + course.MORE]
    settings = node.get("settings")
    return Link(node["lesson"].one_of(lessons), dict(settings.value) if settings else {})


def _raw(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
