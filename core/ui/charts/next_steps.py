"""Charts of the last page: bars of shares and counts, and the two curves of a fine-tuning."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import altair as alt

from core.ui.charts.history import without_data
from core.ui.charts.history_growth import POWER
from core.ui.charts.theme import Palette

ROW = 40
"""Pixels of a bar and the space around it."""


@lru_cache(maxsize=32)
def bars(colours: Palette, title: str, count: int, *, log: bool = False) -> dict[str, Any]:
    """Build horizontal bars with their value written at the end: ``label, value, written, mark``.

    Parameters
    ----------
    colours
        Colours of the current theme.
    title
        What the bars count.
    count
        How many bars.
    log
        Whether each line of the axis is worth ten times the one before.
    """
    scale = (
        alt.Scale(type="log", domainMin=1, nice=True) if log else alt.Scale(zero=True, nice=False, padding=0)
    )
    axis = alt.Axis(labelExpr=POWER, tickCount=6) if log else alt.Axis(labels=False, grid=False)
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=260))
    base = alt.Chart().encode(y=y)
    color = (
        alt.when("datum.mark == 'first'").then(alt.value(colours.model)).otherwise(alt.value(colours.removed))
    )
    bar = base.mark_bar(height=20).encode(
        x=alt.X("value:Q", title=title, scale=scale, axis=axis), color=color
    )
    if log:  # there is no zero to start from: a bar begins at one
        bar = bar.encode(x2=alt.X2Datum(1))
    words = base.mark_text(align="left", dx=6, color=colours.text, fontSize=13).encode(
        x="value:Q", text="written:N"
    )
    return without_data(alt.layer(bar, words).properties(height=ROW * count + 40, width="container"))


@lru_cache(maxsize=32)
def tilt(colours: Palette, title: str, before: str, after: str, count: int) -> dict[str, Any]:
    """Build pairs of bars, before in grey and after in the model's colour: ``label, which, value, written``."""
    y = alt.Y("label:N", sort=None, title=None)
    offset = alt.YOffset("which:N", sort=[before, after])
    color = alt.Color(
        "which:N",
        title=None,
        scale=alt.Scale(domain=[before, after], range=[colours.removed, colours.model]),
    )
    base = alt.Chart().encode(y=y, yOffset=offset)
    bar = base.mark_bar().encode(
        x=alt.X(
            "value:Q", title=title, axis=alt.Axis(format=".0%", tickCount=6), scale=alt.Scale(domainMin=0)
        ),
        color=color,
    )
    words = base.mark_text(align="left", dx=5, color=colours.text, fontSize=12).encode(
        x="value:Q", text="written:N"
    )
    return without_data(alt.layer(bar, words).properties(height=46 * count + 60, width="container"))


@lru_cache(maxsize=32)
def curves(colours: Palette, names: tuple[str, str], titles: tuple[str, str]) -> dict[str, Any]:
    """Build the two losses of a fine-tuning: ``step, which, value``; what is learnt in amber, the rest in teal."""
    color = alt.Color(
        "which:N", title=None, scale=alt.Scale(domain=list(names), range=[colours.learner, colours.model])
    )
    base = alt.Chart().encode(
        x=alt.X("step:Q", title=titles[0], axis=alt.Axis(tickMinStep=1, grid=False)),
        y=alt.Y("value:Q", title=titles[1], scale=alt.Scale(zero=True)),
        color=color,
    )
    chart = alt.layer(base.mark_line(strokeWidth=2.5), base.mark_point(filled=True, size=60, opacity=1))
    return without_data(chart.properties(height=360, width="container"))
