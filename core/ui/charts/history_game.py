"""The game as two columns: the learner's order at the left, the true one at the right, and a line per event.

Two lines cross for each pair that is the wrong way round, so the picture is the score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from core.ui.charts.history import without_data
from core.ui.charts.theme import Palette

ROW = 50
"""Pixels of a row."""

LEFT, RIGHT = 0.36, 0.64
"""Where the columns end and begin, as shares of the width."""


def data(
    order: Sequence[str], solution: Sequence[str], names: Mapping[str, str], dated: Mapping[str, str]
) -> pd.DataFrame:
    """Lay out a game; nothing of the solution is in the data before the last event is placed.

    Parameters
    ----------
    order
        Ids as the learner placed them, so far.
    solution
        The same ids in the order in which they happened.
    names, dated
        What is written for each id, without and with its year.

    Returns
    -------
    DataFrame
        ``kind`` is ``mine``, ``free``, ``true`` or ``line``; `y` counts rows from the top.
    """
    done = len(order) == len(solution)
    mine = [
        {
            "kind": "mine",
            "label": names[one],
            "x": LEFT,
            "y": float(row),
            "off": done and solution[row] != one,
        }
        for row, one in enumerate(order)
    ]
    free = [
        {"kind": "free", "label": str(row + 1), "x": LEFT, "y": float(row)}
        for row in range(len(order), len(solution))
    ]
    if not done:
        return pd.DataFrame(mine + free)
    true = [
        {"kind": "true", "label": dated[one], "x": RIGHT, "y": float(row)} for row, one in enumerate(solution)
    ]
    lines = [
        {"kind": "line", "edge": one, "x": x, "y": float(row), "off": order.index(one) != solution.index(one)}
        for one in solution
        for x, row in ((LEFT, order.index(one)), (RIGHT, solution.index(one)))
    ]
    return pd.DataFrame(mine + true + lines)


@lru_cache(maxsize=32)
def spec(colours: Palette, count: int) -> dict[str, Any]:
    """Build the board for some events, without its data."""
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.6, count - 0.4], nice=False, reverse=True))
    kinds = {
        kind: alt.Chart().transform_filter(f"datum.kind == '{kind}'")
        for kind in ("mine", "free", "true", "line")
    }
    off = alt.when("datum.off").then(alt.value(colours.learner))
    lines = (
        kinds["line"]
        .mark_line(strokeWidth=2)
        .encode(detail="edge:N", color=off.otherwise(alt.value(colours.grid)))
    )
    dots = [
        kinds["mine"].mark_point(filled=True, size=90, opacity=1).encode(color=alt.value(colours.learner)),
        kinds["free"].mark_point(size=90, opacity=1).encode(color=alt.value(colours.removed)),
        kinds["true"].mark_point(filled=True, size=90, opacity=1).encode(color=alt.value(colours.model)),
    ]
    sides: dict[str, dict[str, Any]] = {
        "mine": {"align": "right", "dx": -12, "color": colours.text},
        "free": {"align": "right", "dx": -12, "color": colours.muted},
        "true": {"align": "left", "dx": 12, "color": colours.text},
    }
    words = [
        kinds[kind].mark_text(baseline="middle", fontSize=14, **style).encode(text="label:N")
        for kind, style in sides.items()
    ]
    layers = [layer.encode(x=x, y=y) for layer in (lines, *dots, *words)]
    return without_data(alt.layer(*layers).properties(height=ROW * count, width="container"))
