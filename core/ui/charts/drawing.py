"""Boxes and arrows: a drawing that explains and measures nothing, in the colours of the course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from core.ui.charts.history import without_data
from core.ui.charts.theme import Palette

ROW, LINE = 104, 15
"""Pixels of a row of boxes and of a line of text."""

HALF_WIDTH, HALF_HEIGHT = 0.36, 0.30
"""Half a box, in columns and in rows."""


TIP = (0.035, 0.05)
"""How far before a box the head of an arrow is drawn, in columns and in rows."""


def data(boxes: Sequence[Mapping[str, Any]], arrows: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Lay out a drawing.

    Parameters
    ----------
    boxes
        ``id, text, column, row, kind`` and, for a tall one, ``rows``.
    arrows
        Pairs of ids; an arrow runs along a row or along a column.

    Returns
    -------
    DataFrame
        ``what`` is ``box`` or ``arrow``; places are in columns and rows from the top left.

    Raises
    ------
    ValueError
        When an arrow would have to run aslant.
    """
    by_id = {str(box["id"]): _box(box) for box in boxes}
    lines = [_arrow(by_id[one], by_id[two]) for one, two in arrows]
    return pd.DataFrame([*by_id.values(), *lines])


def _box(box: Mapping[str, Any]) -> dict[str, Any]:
    top, rows = float(box["row"]), int(box.get("rows", 1))
    column = float(box["column"])
    return {
        "what": "box",
        "kind": box["kind"],
        "text": box["text"],
        "lines": str(box["text"]).count("\n") + 1,
        "x": column,
        "y": top + (rows - 1) / 2,
        "x1": column - HALF_WIDTH,
        "x2": column + HALF_WIDTH,
        "y1": top - HALF_HEIGHT,
        "y2": top + rows - 1 + HALF_HEIGHT,
    }


def _arrow(one: Mapping[str, Any], two: Mapping[str, Any]) -> dict[str, Any]:
    """Join two boxes by the sides that face each other; the head points right, left, down or up."""
    if one["y1"] >= two["y1"] - 1e-9 and one["y2"] <= two["y2"] + 1e-9:
        right, y = two["x"] > one["x"], one["y"]
        start, end = (one["x2"], two["x1"] - TIP[0]) if right else (one["x1"], two["x2"] + TIP[0])
        return {"what": "arrow", "x1": start, "x2": end, "y1": y, "y2": y, "angle": 90 if right else -90}
    if one["x"] == two["x"]:
        down, x = two["y"] > one["y"], one["x"]
        start, end = (one["y2"], two["y1"] - TIP[1]) if down else (one["y1"], two["y2"] + TIP[1])
        return {"what": "arrow", "x1": x, "x2": x, "y1": start, "y2": end, "angle": 180 if down else 0}
    raise ValueError(f"{one['text']!r} and {two['text']!r} are neither in one row nor in one column")


def spec(colours: Palette, columns: int, rows: int) -> dict[str, Any]:
    """Build a drawing of some size, without its data."""
    x = alt.Scale(domain=[-0.5, columns - 0.5], nice=False, zero=False)
    y = alt.Scale(domain=[-0.5, rows - 0.5], nice=False, zero=False, reverse=True)
    boxes, arrows = (alt.Chart().transform_filter(f"datum.what == '{what}'") for what in ("box", "arrow"))
    edge = (
        alt.when("datum.kind == 'model'")
        .then(alt.value(colours.model))
        .when("datum.kind == 'learner'")
        .then(alt.value(colours.learner))
        .when("datum.kind == 'other'")
        .then(alt.value(colours.other))
        .otherwise(alt.value(colours.removed))
    )
    corners = {
        "x": alt.X("x1:Q", scale=x, axis=None),
        "x2": alt.X2("x2:Q"),
        "y": alt.Y("y1:Q", scale=y, axis=None),
        "y2": alt.Y2("y2:Q"),
    }
    rect = boxes.mark_rect(cornerRadius=9, fill=colours.surface, strokeWidth=1.8).encode(
        **corners, stroke=edge
    )
    line = arrows.mark_rule(color=colours.muted, strokeWidth=1.6).encode(**corners)
    head = arrows.mark_point(
        shape="triangle-up", filled=True, size=90, opacity=1, color=colours.muted
    ).encode(
        x=alt.X("x2:Q", scale=x, axis=None),
        y=alt.Y("y2:Q", scale=y, axis=None),
        angle=alt.Angle("angle:Q", scale=None),
    )
    place = {"x": alt.X("x:Q", scale=x, axis=None), "y": alt.Y("y:Q", scale=y, axis=None)}
    words = [
        boxes.transform_filter(f"datum.lines == {lines}")
        .mark_text(
            lineBreak="\n", dy=-LINE * (lines - 1) / 2, baseline="middle", fontSize=13, color=colours.text
        )
        .encode(**place, text="text:N")
        for lines in (1, 2, 3)
    ]
    chart = alt.layer(rect, line, head, *words).properties(height=ROW * rows, width="container")
    return without_data(chart)
