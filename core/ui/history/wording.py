"""Dates, sources and names as the language of the page writes them."""

from __future__ import annotations

from collections.abc import Iterable

from core.content import plain
from core.history import Event, Source, Span
from core.ui import frame

_IN_LINK = {ord(mark): f"%{ord(mark):02X}" for mark in " ()<>"}
"""Characters that would end a Markdown link; old DOIs have them."""

MOST_AUTHORS = 3
"""Authors written in full; the rest are «et al.»."""


def date(lesson: frame.Lesson, when: Span) -> str:
    """Write a date as precisely as it is known: ``1943``, ``October 1950``, ``12 June 2017``."""
    year, month, day = when.parts
    if month is None:
        return lesson.t("dates.year", year=str(year))
    name = lesson.value("dates.months")[month - 1]
    if day is None:
        return lesson.t("dates.month", year=str(year), month=name)
    return lesson.t("dates.day", year=str(year), month=name, day=str(day))


def dates(lesson: frame.Lesson, events: Iterable[Event]) -> dict[str, str]:
    """Write the date of each event, by id."""
    return {event.id: date(lesson, event.when) for event in events}


def reference(source: Source) -> str:
    """Write a source as one line of Markdown, linked when it has an address."""
    authors = ", ".join(source.authors[:MOST_AUTHORS]) + (
        " et al." if len(source.authors) > MOST_AUTHORS else ""
    )
    parts = [f"{plain(authors)} ({source.year}).", f"*{plain(source.title)}*.", f"{plain(source.where)}."]
    if source.link:
        shown = _host(source.link) if source.kind == "url" else str(source.value)
        parts.append(f"[{plain(shown)}]({source.link.translate(_IN_LINK)})")
    elif source.kind == "isbn":
        parts.append(f"ISBN {source.value}.")
    return " ".join(parts)


def option(event: Event) -> str:
    """Write an event as an option of a list: its year and its title."""
    return f"{event.year} · {event.title}"


def _host(link: str) -> str:
    return link.split("/")[2].removeprefix("www.")
