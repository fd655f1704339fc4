"""Which events are in view, and where their names fit on a line of time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from core.history.records import Event, History
from core.search import matches

if TYPE_CHECKING:
    import pandas as pd

LETTER = 7.0
"""Width in pixels of an average letter of a chart's labels."""

GAP = 14.0
"""Pixels between a point and its name, and between one name and the next point."""

DOT = 8.0
"""Width in pixels of a point without a name."""


def in_view(
    history: History, *, era: str = "", themes: Collection[str] = (), query: str = ""
) -> tuple[Event, ...]:
    """Give the events of an era that have one of some themes and match a search, in order of time.

    Parameters
    ----------
    history
        The whole history, in one language.
    era
        Id of an era; empty for all.
    themes
        Ids of themes, any of which is enough; empty for all.
    query
        Words that must all appear in the event; every character is literal.

    Raises
    ------
    KeyError
        When there is no such era.

    Examples
    --------
    >>> from core.history import load
    >>> [event.id for event in in_view(load("en"), query="imitation game")]
    ['turing_test']
    """
    periods = {period.id: period for period in history.eras}
    chosen = periods[era] if era else None
    return tuple(
        event
        for event in history
        if (chosen is None or chosen.holds(event))
        and (not themes or set(themes) & set(event.themes))
        and matches(query, *_searched(event, history))
    )


def table(history: History, events: Iterable[Event]) -> pd.DataFrame:
    """Give events as a table: date, title, people, themes and first source, a row each."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "date": event.when.written,
                "event": event.title,
                "people": ", ".join(event.people),
                "themes": ", ".join(history.themes[theme] for theme in event.themes),
                "source": event.sources[0].title,
                "link": next((source.link for source in event.sources if source.link), ""),
            }
            for event in events
        ],
        columns=["date", "event", "people", "themes", "source", "link"],
    )


def rows(
    events: Sequence[Event],
    domain: tuple[float, float],
    width: float,
    count: int,
    first: Collection[str] = (),
    *,
    only: bool = False,
) -> list[tuple[int, bool]]:
    """Find a row for each event so that no name covers another.

    Names are placed greedily: those asked for first, then landmarks, then the rest in order of time. A
    name goes to the right of its point, or else to the left, in the first row where it fits.

    Parameters
    ----------
    events
        In order of time.
    domain
        First and last year of the axis.
    width
        Width of the axis, in pixels.
    count
        How many rows there are.
    first
        Ids that get their name before anybody else.
    only
        Whether nobody else gets one.

    Returns
    -------
    list
        For each event ``(row, to_the_left)``. Points whose name found no room are piled on a shelf, in
        rows −1, −2 and so on, so that where many things happened the pile is high.

    Examples
    --------
    >>> from core.history import load
    >>> history = load("en")
    >>> rows([history["perceptron"], history["eliza"]], (1950, 1970), 240, 2)
    [(0, False), (1, True)]
    """
    names: list[list[tuple[float, float]]] = [[] for _ in range(count)]
    pile: list[list[tuple[float, float]]] = [[] for _ in events]
    found: dict[str, tuple[int, bool]] = {}
    for event in sorted(events, key=lambda event: (event.id not in first, not event.landmark)):
        x = (event.when.moment - domain[0]) / (domain[1] - domain[0]) * width
        length = GAP + LETTER * len(event.short)
        sides = [(x - GAP / 2, x + length), (x - length, x + GAP / 2)]
        inside = [side for side in sides if side[0] >= 0 and side[1] <= width] or sides[:1]
        wanted = inside if event.id in first or not only else []
        row, side = _settle(wanted, names) or (None, sides[0])
        if row is None:
            pile_row, _ = _settle([(x - DOT / 2, x + DOT / 2)], pile) or (0, side)
            row = -1 - pile_row
        found[event.id] = (row, side == sides[1])
    return [found[event.id] for event in events]


def _settle(
    wanted: Sequence[tuple[float, float]], taken: list[list[tuple[float, float]]]
) -> tuple[int, tuple[float, float]] | None:
    """Take the first row with room for one of some stretches of pixels; None when there is none."""
    for row, stretches in enumerate(taken):
        for need in wanted:
            if all(need[1] <= low or need[0] >= high for low, high in stretches):
                stretches.append(need)
                return row, need
    return None


def _searched(event: Event, history: History) -> tuple[str, ...]:
    """Give what a search looks into: words, people, year and names of themes."""
    themes = (history.themes[theme] for theme in event.themes)
    titles = (source.title for source in event.sources)
    words = (event.short, event.title, event.text, event.why, event.wrong, event.when.written)
    return (*words, *event.people, *themes, *titles)
