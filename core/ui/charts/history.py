"""Charts of lesson 1: the line of time, the lineage of an idea, and how models have grown.

Altair builds each specification once; the data travel apart. The heights are in pixels because names
are laid out in rows of a known height.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Literal

import altair as alt
import pandas as pd

from core.history import Event, Period, rows
from core.ui.charts.theme import Palette

HEIGHT, TOP, ROW, DOT = 424, 66, 26, 7
"""Pixels of the figure, of the strip with the names of the periods, of a row of names, and of a point without one."""

BOLD, LINE = 7.2, 14
"""Pixels of an average bold letter and of a line of names of periods."""

LINES = {"wide": (3, 3), "narrow": (4, 0)}
"""How many lines of names of eras and of winters the strip holds; a narrow figure needs those of winters for eras."""

WIDTHS = {"wide": 560.0, "narrow": 300.0}
SWITCH = 470
"""Widths in pixels for which names are laid out, and the width where one layout gives way to the other."""


def placed(
    events: Sequence[Event],
    domain: tuple[float, float],
    marks: dict[str, str],
    dates: dict[str, str],
    periods: tuple[tuple[Period, ...], tuple[Period, ...]],
    *,
    only: bool = False,
) -> pd.DataFrame:
    """Lay out events for a wide and for a narrow figure.

    Parameters
    ----------
    events
        In order of time.
    domain
        First and last year of the axis.
    marks
        What is special of some events, by id: ``"here"``, ``"before"``, ``"ahead"``; they get their name first.
    dates
        Each event's date as the language writes it, by id.
    periods
        Eras and winters, drawn behind the points.
    only
        Whether only the marked events get a name.

    Returns
    -------
    DataFrame
        A row per period, and one per event with a height in pixels and a side for each of the two widths.
    """
    inside = [event for event in events if domain[0] <= event.when.moment <= domain[1]]
    table: dict[str, list[Any]] = {
        "kind": ["event"] * len(inside),
        "id": [event.id for event in inside],
        "x": [event.when.moment for event in inside],
        "short": [event.short for event in inside],
        "tip": [f"{dates[event.id]} · {event.title}" for event in inside],
        "mark": [marks.get(event.id, "plain") for event in inside],
    }
    for name, width in WIDTHS.items():
        layout = _layout(inside, domain, width, marks, only=only)
        table[name] = _heights([row for row, _ in layout])
        table[f"{name}_side"] = ["none" if row < 0 else "left" if left else "right" for row, left in layout]
    behind = [
        {
            "kind": kind,
            "from": one.first,
            "to": one.end,
            "short": one.name,
            "odd": place % 2,
            **stairs[place],
        }
        for kind, group, stairs in zip(
            ("era", "winter"),
            periods,
            (_stairs(group, domain, which) for which, group in enumerate(periods)),
            strict=True,
        )
        for place, one in enumerate(group)
    ]
    return pd.concat([pd.DataFrame(behind), pd.DataFrame(table)], ignore_index=True)


def _stairs(periods: Sequence[Period], domain: tuple[float, float], which: int) -> list[dict[str, float]]:
    """Hang the name of each period on the first line where it meets no other: the last eras are short.

    With each line comes the least width of the band, in pixels, at which that still holds.
    """
    found: list[dict[str, float]] = [{} for _ in periods]
    for name, width in WIDTHS.items():
        scale = width / (domain[1] - domain[0])
        ends: list[float] = []
        for one, stair in zip(periods, found, strict=True):
            half, middle = BOLD * len(one.name) / 2, ((one.first + one.end) / 2 - domain[0]) * scale
            low = (min(middle, width - half) if middle <= width else middle) - half
            step = next((place for place, end in enumerate(ends) if end <= low), len(ends))
            ends[step : step + 1] = [low + 2 * half + DOT]
            free = 0.95 * (one.end - one.first) * scale if step < LINES[name][which] else math.inf
            stair |= {f"{name}_step": step, f"{name}_room": min(free, BOLD * len(one.name))}
    return found


def _layout(
    events: Sequence[Event], domain: tuple[float, float], width: float, marks: dict[str, str], *, only: bool
) -> list[tuple[int, bool]]:
    """Give names as many rows as the pile of points without a name leaves free."""
    for count in range((HEIGHT - TOP) // ROW, 1, -1):
        layout = rows(events, domain, width, count, marks, only=only)
        if TOP + count * ROW + (_pile(row for row, _ in layout) + 1) * DOT <= HEIGHT:
            return layout
    return rows(events, domain, width, 1, marks, only=only)


def _pile(found: Iterable[int]) -> int:
    return max((-row for row in found if row < 0), default=0)


def _heights(found: list[int]) -> list[float]:
    """Give heights above the foot of the figure: rows of names share what the pile leaves, without drifting apart."""
    used = max([row + 1 for row in found if row >= 0], default=1)
    step = min(1.7 * ROW, (HEIGHT - TOP - (_pile(found) + 1) * DOT) / used)
    return [DOT * -row if row < 0 else HEIGHT - TOP - step * (row + 0.5) for row in found]


@lru_cache(maxsize=64)
def timeline(colours: Palette, domain: tuple[float, float], *, walk: bool = False) -> dict[str, Any]:
    """Build the line of time, without its data.

    Parameters
    ----------
    colours
        Colours of the current theme.
    domain
        First and last year shown before anybody zooms.
    walk
        Whether it tells a story: the steps are joined, the rest is pale.
    """
    base = (
        alt.Chart()
        .transform_filter("datum.kind == 'event'")
        .transform_calculate(
            y=f"width >= {SWITCH} ? datum.wide : datum.narrow",
            side=f"width >= {SWITCH} ? datum.wide_side : datum.narrow_side",
        )
    )
    x = alt.X(
        "x:Q", title=None, scale=alt.Scale(domain=list(domain), nice=False, zero=False), axis=_years(colours)
    )
    y = alt.Y("y:Q", title=None, scale=alt.Scale(domain=[0, HEIGHT], nice=False), axis=None)
    tips = alt.Tooltip("tip:N")
    layers = _periods(colours)
    if walk:
        steps = base.transform_filter("datum.mark != 'plain'").mark_line(
            color=colours.grid, strokeWidth=2, interpolate="monotone"
        )
        layers.append(steps.encode(x=x, y=y, order="x:Q"))
    layers += [_points(base, colours, walk=walk).encode(x=x, y=y, tooltip=tips)]
    layers += [
        _names(base, colours, side, here=here).encode(x=x, y=y, tooltip=tips)
        for side in ("right", "left")
        for here in (False, True)
    ]
    chart = alt.layer(*layers).properties(height=HEIGHT, width="container")
    zoom = "wheel![event.ctrlKey || event.metaKey || event.shiftKey]"
    moving = alt.selection_interval(name="zoom", bind="scales", encodings=["x"], zoom=zoom)
    picked = alt.selection_point(name="picked", fields=["id"], toggle=False)
    return without_data(chart.add_params(moving, picked))


def without_data(chart: alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    """Give the specification of a layered chart whose data come with each drawing."""
    spec: dict[str, Any] = chart.to_dict()
    spec.pop("datasets", None)
    for part in (spec, *spec["layer"]):
        part.pop("data", None)
    return spec


def _years(colours: Palette) -> alt.Axis:
    return alt.Axis(
        format="d", grid=False, tickMinStep=1, labelColor=colours.muted, labelFlush=True, tickCount=8
    )


def _periods(colours: Palette) -> list[alt.Chart]:
    """Draw eras as bands with their name on top, and winters as grey ones with theirs below it."""
    x, x2, y2 = alt.X("from:Q", title=None), alt.X2("to:Q"), alt.Y2Value("height")
    era, winter = (alt.Chart().transform_filter(f"datum.kind == '{kind}'") for kind in ("era", "winter"))
    band = era.transform_filter("datum.odd == 1").mark_rect(clip=True, fill=colours.surface, opacity=0.7)
    cold = winter.mark_rect(clip=True, fill=colours.removed, opacity=0.2)
    return [
        band.encode(x=x, x2=x2, y=alt.YValue(0), y2=y2),
        cold.encode(x=x, x2=x2, y=alt.YValue(TOP - 40), y2=y2),
        _period_names(era, colours.text, 600, height=9),
        _period_names(winter, colours.muted, 400, height=38),
    ]


def _period_names(periods: alt.Chart, color: str, weight: Literal[400, 600], *, height: int) -> alt.Chart:
    """Write names in the middle of their period, if there is room for them; none is cut by the right edge."""
    wide = f"width >= {SWITCH}"
    room = f"scale('x', datum.to) - scale('x', datum.from) > ({wide} ? datum.wide_room : datum.narrow_room)"
    over = f"scale('x', datum.middle) + {BOLD / 2} * length(datum.short) - width"
    words = periods.transform_calculate(middle="(datum.from + datum.to) / 2").mark_text(
        clip=True,
        color=color,
        fontSize=13,
        fontWeight=weight,
        baseline="middle",
        dx={"expr": f"scale('x', datum.middle) > width ? 0 : -max(0, {over})"},
        dy={"expr": f"{LINE} * ({wide} ? datum.wide_step : datum.narrow_step)"},
    )
    seen = alt.condition(room, alt.value(1.0), alt.value(0.0))
    return words.encode(x=alt.X("middle:Q", title=None), y=alt.YValue(height), text="short:N", opacity=seen)


def _points(base: alt.Chart, colours: Palette, *, walk: bool) -> alt.Chart:
    """Draw a point per event: the one being read large, and in a story the steps ahead hollow."""
    here, plain, ahead = "datum.mark == 'here'", "datum.mark == 'plain'", "datum.mark == 'ahead'"
    rest = colours.removed if walk else colours.model
    color = (
        alt.when(here)
        .then(alt.value(colours.learner))
        .when(plain)
        .then(alt.value(rest))
        .otherwise(alt.value(colours.model))
    )
    fill = (
        alt.when(ahead)
        .then(alt.value(colours.paper))
        .when(here)
        .then(alt.value(colours.learner))
        .when(plain)
        .then(alt.value(rest))
    )
    size = (
        alt.when(here)
        .then(alt.value(170))
        .when("datum.side == 'none'")
        .then(alt.value(22))
        .otherwise(alt.value(70))
    )
    faded = alt.when(plain).then(alt.value(0.4 if walk else 0.85)).otherwise(alt.value(1.0))
    return base.mark_point(clip=True, cursor="pointer", strokeWidth=2).encode(
        stroke=color, fill=fill.otherwise(alt.value(colours.model)), size=size, opacity=faded
    )


def _names(base: alt.Chart, colours: Palette, side: str, *, here: bool) -> alt.Chart:
    """Write names at one side of their points; that of the event being read stands out."""
    away = 13 if here else 9
    style: dict[str, Any] = (
        {"align": "left", "dx": away} if side == "right" else {"align": "right", "dx": -away}
    )
    mark = "datum.mark == 'here'" if here else "datum.mark != 'here'"
    words = base.transform_filter(f"datum.side == '{side}' && {mark}").mark_text(
        clip=True,
        baseline="middle",
        cursor="pointer",
        fontSize=13,
        color=colours.text,
        fontWeight="bold" if here else "normal",
        **style,
    )
    return words.encode(text="short:N")
