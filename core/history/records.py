"""What a history is made of: events with their sources, periods, stories and published sizes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from core.history.dates import Span

MEASURES = ("parameters", "tokens", "flops")
"""What is published of the size of a model."""


@dataclass(frozen=True)
class Source:
    """Where something is written; `kind` and `value` say how to find it, when there is a sure way."""

    authors: tuple[str, ...]
    title: str
    year: int
    where: str
    kind: str | None = None
    value: str | None = None

    @property
    def link(self) -> str | None:
        """The address that leads to it; None for a book, which has a number and no address."""
        heads = {"doi": "https://doi.org/", "arxiv": "https://arxiv.org/abs/", "url": ""}
        return heads[self.kind] + (self.value or "") if self.kind in heads else None


@dataclass(frozen=True)
class Event:
    """Something that happened: its facts, and its sentences in one language."""

    id: str
    when: Span
    people: tuple[str, ...]
    themes: tuple[str, ...]
    page: str | None
    landmark: bool
    after: tuple[str, ...]
    sources: tuple[Source, ...]
    short: str
    title: str
    text: str
    why: str
    wrong: str
    practice: str | None
    check: str | None

    @property
    def year(self) -> int:
        """The year it happened."""
        return self.when.year


@dataclass(frozen=True)
class Period:
    """An era or a winter, from the first of January of one year to that of another."""

    id: str
    first: int
    end: int
    name: str

    def holds(self, event: Event) -> bool:
        """Say whether an event happened in it."""
        return self.first <= event.year < self.end


@dataclass(frozen=True)
class Story:
    """A walk through some of the events, in order."""

    id: str
    events: tuple[str, ...]
    name: str
    intro: str


@dataclass(frozen=True)
class Growth:
    """The published size of a model: parameters, tokens it learnt from, and compute in FLOP."""

    model: str
    when: Span
    source: str
    active: float | None
    parameters: float | None
    tokens: float | None
    flops: float | None


@dataclass(frozen=True)
class History:
    """Everything, in order of time and in one language."""

    events: tuple[Event, ...]
    eras: tuple[Period, ...]
    winters: tuple[Period, ...]
    themes: dict[str, str]
    stories: dict[str, Story]
    growth: tuple[Growth, ...]
    by_id: dict[str, Event] = field(repr=False, default_factory=dict)

    def __getitem__(self, event_id: str) -> Event:
        return self.by_id[event_id]

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """What each event made possible, in order of time."""
        return {
            parent.id: tuple(event.id for event in self.events if parent.id in event.after)
            for parent in self.events
        }
