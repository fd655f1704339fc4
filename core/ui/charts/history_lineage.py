"""The lineage of an idea as arcs: events one under another in order of time, arrows as bows beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from core.history import Event, Lineage
from core.ui.charts.history import without_data
from core.ui.charts.theme import Palette

LOWEST_ROW, HIGHEST_ROW, TALLEST = 15.0, 26.0, 640.0
"""Pixels of a row, at least and at most, and of all the rows together while that leaves them legible."""

POINTS = 21
"""Points of a bow; more cannot be told apart."""

BOWS, WORDS = 1.0, 1.2
"""Shares of the width for the bows and for the names."""


def data(found: Lineage, events: Sequence[Event]) -> pd.DataFrame:
    """Lay out a lineage.

    Parameters
    ----------
    found
        Nodes and arrows.
    events
        The events of the nodes, in the same order.

    Returns
    -------
    DataFrame
        ``kind`` is ``node`` or ``bow``. A node has ``id, x, y, label, title, here``; a point of a bow has
        ``parent, child, edge, x, y, order, near``. `y` counts rows from the top.
    """
    place = {node: row for row, node in enumerate(found.nodes)}
    nodes = [
        {
            "kind": "node",
            "id": event.id,
            "x": 0.0,
            "y": float(place[event.id]),
            "label": f"{event.year}  {event.short}",
            "title": event.title,
            "here": event.id == found.center,
        }
        for event in events
    ]
    longest = max((place[child] - place[parent] for parent, child in found.arrows), default=1)
    bows = [
        {
            "kind": "bow",
            "parent": parent,
            "child": child,
            "edge": f"{parent}-{child}",
            "near": found.center in (parent, child),
            **point,
        }
        for parent, child in found.arrows
        for point in _bow(place[parent], place[child], longest)
    ]
    return pd.DataFrame(nodes + bows)


def _bow(top: int, foot: int, longest: int) -> list[dict[str, float]]:
    """Draw half an ellipse to the left, from a row to a lower one; far rows bulge more."""
    middle, half = (top + foot) / 2, (foot - top) / 2
    bulge = BOWS * math.sqrt((foot - top) / longest)
    angles = [math.pi * step / (POINTS - 1) for step in range(POINTS)]
    return [
        {"x": -bulge * math.sin(angle), "y": middle - half * math.cos(angle), "order": float(step)}
        for step, angle in enumerate(angles)
    ]


@lru_cache(maxsize=128)
def spec(colours: Palette, count: int) -> dict[str, Any]:
    """Build the drawing of a lineage of some events, without its data."""
    row = min(HIGHEST_ROW, max(LOWEST_ROW, TALLEST / count))
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-BOWS - 0.03, WORDS], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.7, count - 0.3], nice=False, reverse=True))
    bows, nodes = (alt.Chart().transform_filter(f"datum.kind == '{kind}'") for kind in ("bow", "node"))
    pointed = "isDefined(hover.id)"
    touched = "indexof(hover.id, datum.parent) >= 0 || indexof(hover.id, datum.child) >= 0"
    lit = f"{pointed} ? ({touched}) : datum.near"
    arcs = bows.mark_line(strokeCap="round", interpolate="natural").encode(
        x=x,
        y=y,
        detail="edge:N",
        order="order:Q",
        color=alt.when(lit).then(alt.value(colours.model)).otherwise(alt.value(colours.removed)),
        strokeWidth=alt.when(lit).then(alt.value(2.2)).otherwise(alt.value(1)),
        opacity=alt.when(lit).then(alt.value(1.0)).otherwise(alt.value(0.38)),
    )
    tips = alt.Tooltip("title:N")
    here = alt.when("datum.here").then(alt.value(colours.learner)).otherwise(alt.value(colours.model))
    dots = nodes.mark_point(filled=True, opacity=1, cursor="pointer").encode(
        x=x,
        y=y,
        color=here,
        size=alt.when("datum.here").then(alt.value(130)).otherwise(alt.value(45)),
        tooltip=tips,
    )
    size = 13 if row >= 18 else 12
    words = nodes.mark_text(align="left", dx=11, baseline="middle", fontSize=size, cursor="pointer").encode(
        x=x, y=y, text="label:N", tooltip=tips, color=alt.value(colours.text)
    )
    hover = alt.selection_point(
        name="hover", fields=["id"], on="pointerover", clear="pointerout", empty=False
    )
    picked = alt.selection_point(name="picked", fields=["id"], toggle=False)
    chart = alt.layer(dots, arcs, words).add_params(hover, picked)
    return without_data(chart.properties(height=round(row * count + 12), width="container"))
