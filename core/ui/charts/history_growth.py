"""How models have grown: a point per published figure, on a scale of powers of ten."""

from __future__ import annotations

import math
import random
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from core.ui.charts.history import without_data
from core.ui.charts.labels import Box
from core.ui.charts.theme import Palette

HEIGHT = 440
"""Height in pixels."""

WIDTHS = {"wide": 515.0, "narrow": 250.0}
SWITCH = 400
"""Widths for which names are laid out, and the width in pixels where one layout gives way to the other."""

LETTER, FONT = {"wide": 6.9, "narrow": 6.0}, {"wide": 13, "narrow": 12}
LINE, REACH = 13.0, 9.0
"""Pixels of an average letter, of the font, of a line of text, and from a point to its name."""

ASLANT = 0.6
"""How much of that a name keeps away in each direction when it stands at a corner of its point: its dot is in between."""

SIDES = {
    "right": (1, 0),
    "left": (-1, 0),
    "above": (0, -1),
    "below": (0, 1),
    "above right": (1, -1),
    "below right": (1, 1),
    "above left": (-1, -1),
    "below left": (-1, 1),
}
FEET = {"foot below": (0, 1), "foot right": (1, 0), "foot left": (-1, 0), "foot above": (0, -1)}
"""Where a name may stand, best first, as steps from its point, and from the hollow one at the foot of its stem."""

TRIES = 300
"""Orders in which the names are let choose, at most."""

POWER = (
    "'10' + (round(log(datum.value) / LN10) >= 10 ? substring('⁰¹²³', floor(log(datum.value) / LN10 / 10 + 1e-6),"
    " 1 + floor(log(datum.value) / LN10 / 10 + 1e-6)) : '')"
    " + substring('⁰¹²³⁴⁵⁶⁷⁸⁹', round(log(datum.value) / LN10) % 10, 1 + round(log(datum.value) / LN10) % 10)"
)
"""Writes 1e10 as 10¹⁰: a Vega expression."""


def laid_out(table: pd.DataFrame) -> pd.DataFrame:
    """Find a side for the name of each model where it covers no other name and no point.

    Parameters
    ----------
    table
        ``model, moment, value`` and the rest of `core.history.growth_table`.

    Returns
    -------
    DataFrame
        The same with ``wide`` and ``narrow``: a side, or ``"none"`` when the name found no room.
    """
    low, high = span(table)
    powers = table["value"].map(math.log10)
    y = [HEIGHT * (1 - (power - low) / (high - low)) for power in powers]
    return table.assign(**{name: _sides(table, y, width, LETTER[name]) for name, width in WIDTHS.items()})


def span(table: pd.DataFrame) -> tuple[float, float]:
    """Give the powers of ten that hold every figure, the active ones too."""
    values = pd.concat([table["value"], table["active"].dropna()])
    return math.floor(math.log10(values.min())) - 0.2, math.ceil(math.log10(values.max()) + 0.1)


def years(table: pd.DataFrame) -> tuple[float, float]:
    """Give the first and the last year of the axis."""
    return math.floor(table["moment"].min() - 0.3), math.ceil(table["moment"].max() + 0.4)


def _sides(table: pd.DataFrame, y: list[float], width: float, letter: float) -> list[str]:
    """Give each name a free place: in the first order of choosing that leaves nobody out, or the one that leaves fewest."""
    first, last = years(table)
    low, high = span(table)
    x = [(moment - first) / (last - first) * width for moment in table["moment"]]
    feet = [HEIGHT * (1 - (math.log10(active) - low) / (high - low)) for active in table["active"]]
    taken = [_dot(px, py) for px, py in zip(x, y, strict=True)]
    places = []
    for px, py, foot, model in zip(x, y, feet, table["model"], strict=True):
        length = len(model) * letter
        boxes = {side: _box(px, py, length, *step) for side, step in SIDES.items()}
        if not math.isnan(foot):
            taken += [_dot(px, foot), Box(px - 2, py, px + 2, foot)]
            boxes |= {side: _box(px, foot, length, *step) for side, step in FEET.items()}
        places.append({side: box for side, box in boxes.items() if _fits(box, width)})
    order, dice = list(range(len(places))), random.Random(0)
    order.sort(key=lambda one: sum(not any(map(box.meets, taken)) for box in places[one].values()))
    best = _choose(places, order, taken)
    for _ in range(TRIES):
        if "none" not in best:
            break
        dice.shuffle(order)
        best = min(best, _choose(places, order, taken), key=lambda sides: sides.count("none"))
    return best


def _choose(places: list[dict[str, Box]], order: list[int], taken: list[Box]) -> list[str]:
    """Let each name take, in turn, the best of its places that covers nothing."""
    covered, sides = list(taken), ["none"] * len(places)
    for one in order:
        side = next((side for side, box in places[one].items() if not any(map(box.meets, covered))), "none")
        sides[one] = side
        if side != "none":
            covered.append(places[one][side])
    return sides


def _dot(x: float, y: float) -> Box:
    return Box(x - 5, y - 5, x + 5, y + 5)


def _box(x: float, y: float, length: float, right: int, down: int) -> Box:
    aslant = ASLANT if right and down else 1.0
    middle = x + right * (REACH * aslant + length / 2), y + down * (REACH * aslant + LINE / 2)
    return Box(middle[0] - length / 2, middle[1] - LINE / 2, middle[0] + length / 2, middle[1] + LINE / 2)


def _fits(box: Box, width: float) -> bool:
    return box.left >= 0 and box.right <= width and box.top >= 0 and box.bottom <= HEIGHT


@lru_cache(maxsize=32)
def spec(
    colours: Palette, title: str, powers: tuple[float, float], domain: tuple[float, float]
) -> dict[str, Any]:
    """Build the chart, without its data.

    Parameters
    ----------
    colours
        Colours of the current theme.
    title
        What the figures count.
    powers, domain
        As given by `span` and `years`.
    """
    x = alt.X(
        "moment:Q",
        title=None,
        scale=alt.Scale(domain=list(domain), nice=False),
        axis=alt.Axis(format="d", grid=False),
    )
    scale = alt.Scale(type="log", domain=[10 ** powers[0], 10 ** powers[1]], nice=False)
    ticks = [10.0**power for power in range(math.ceil(powers[0]), int(powers[1]) + 1)]
    axis = alt.Axis(values=ticks, labelExpr=POWER)
    y = alt.Y("value:Q", title=title, scale=scale, axis=axis)
    tips = alt.Tooltip("tip:N")
    base = alt.Chart().transform_calculate(side=f"width >= {SWITCH} ? datum.wide : datum.narrow")
    points = base.mark_point(filled=True, size=90, opacity=1, color=colours.model).encode(
        x=x, y=y, tooltip=tips
    )
    part = base.transform_filter("isValid(datum.active)")
    stems = part.mark_rule(color=colours.model, strokeDash=[2, 3]).encode(x=x, y=y, y2="active:Q")
    foot = alt.Y("active:Q", scale=scale)
    hollow = part.mark_point(
        filled=False, size=70, strokeWidth=1.8, color=colours.model, fill=colours.paper, opacity=1
    ).encode(
        x=x,
        y=foot,
        tooltip=tips,
    )
    names = [
        _names(base, colours, side, step).encode(x=x, y=at, text="model:N", tooltip=tips)
        for steps, at in ((SIDES, y), (FEET, foot))
        for side, step in steps.items()
    ]
    return without_data(alt.layer(stems, points, hollow, *names).properties(height=HEIGHT, width="container"))


def _names(base: alt.Chart, colours: Palette, side: str, step: tuple[int, int]) -> alt.Chart:
    right, down = step
    aslant = ASLANT if right and down else 1.0
    style: dict[str, Any] = {
        "align": {1: "left", -1: "right", 0: "center"}[right],
        "baseline": {1: "top", -1: "bottom", 0: "middle"}[down],
        "dx": right * REACH * aslant,
        "dy": down * REACH * aslant * 0.8,
    }
    return base.transform_filter(f"datum.side == '{side}'").mark_text(
        fontSize={"expr": f"width >= {SWITCH} ? {FONT['wide']} : {FONT['narrow']}"},
        color=colours.text,
        **style,
    )
