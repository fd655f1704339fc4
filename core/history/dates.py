"""Dates only as precise as history knows them: a year, a month of a year, or a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class Span:
    """The days that a date may mean: one, a month of them, or a year.

    Parameters
    ----------
    written
        ``"1943"``, ``"1950-10"`` or ``"2017-06-12"``.

    Raises
    ------
    ValueError
        When it is none of those, or no such day exists.

    Examples
    --------
    >>> Span("1943").first, Span("1943").last
    (datetime.date(1943, 1, 1), datetime.date(1943, 12, 31))
    >>> Span("1943").before(Span("1948-07")), Span("1943").before(Span("1943-07"))
    (True, False)
    """

    written: str

    def __post_init__(self) -> None:
        if _PATTERN.fullmatch(self.written) is None:
            raise ValueError(f"{self.written!r} is no date; write 1943, 1950-10 or 2017-06-12")
        _ = self.first, self.last

    @cached_property
    def parts(self) -> tuple[int, int | None, int | None]:
        """Year, month and day; None where history does not say."""
        match = _PATTERN.fullmatch(self.written)
        year, month, day = match.groups() if match else ("1", None, None)
        return int(year), int(month) if month else None, int(day) if day else None

    @property
    def year(self) -> int:
        """The year."""
        return self.parts[0]

    @cached_property
    def first(self) -> date:
        """The first day it may mean."""
        year, month, day = self.parts
        return date(year, month or 1, day or 1)

    @cached_property
    def last(self) -> date:
        """The last day it may mean."""
        year, month, day = self.parts
        if day:
            return date(year, month or 1, day)
        if month:
            return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return date(year, 12, 31)

    @cached_property
    def moment(self) -> float:
        """The middle of it as a year with decimals, to place it on an axis."""
        middle = self.first + (self.last - self.first) / 2
        start = date(middle.year, 1, 1)
        return middle.year + (middle - start).days / (date(middle.year + 1, 1, 1) - start).days

    def before(self, other: Span) -> bool:
        """Say whether it certainly came before another."""
        return self.last < other.first
