"""Charts of a run while it learns: loss above its floor, probabilities over time, gradient norm."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from core.train_llm.abilities import Milestone
from core.train_llm.moments import Moment
from core.train_llm.slices import Facts
from core.ui.charts import labels
from core.ui.charts.theme import Palette

HEIGHT = 270
SEEN = (360.0, 185.0)
"""Pixels of the plot, across and down, between those of a phone and of a screen: labels are placed for them."""
MOST_POINTS = 300
"""Points of a line on screen; the table has them all."""

LOSSES = (0.1, 0.2, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 20, 50, 100)
"""Losses that an axis names, those of them that it holds."""

Words = tuple[tuple[str, str], ...]


def thinned(rows: Sequence[Any], most: int = MOST_POINTS) -> list[Any]:
    """Every n-th row, the last one included.

    Examples
    --------
    >>> thinned([0, 1, 2, 3, 4], 3)
    [0, 2, 4]
    """
    every = max(1, math.ceil(len(rows) / most))
    return list(rows[(len(rows) - 1) % every :: every]) if rows else []


def steps_axis(title: str, steps: int) -> dict[str, Any]:
    """The axis of a run: from its beginning to its last update, where it stays."""
    return {
        "field": "step", "type": "quantitative", "scale": {"domain": [0, steps]},
        "axis": {"title": title, "grid": False, "tickCount": 6},
    }  # fmt: skip


def loss_axis(title: str, bottom: float, top: float) -> dict[str, Any]:
    """The logarithmic axis of a loss: it holds what is drawn, so nothing is squeezed to its edges.

    Examples
    --------
    >>> loss_axis("loss", 0.9, 12.5)["axis"]["values"]
    [1, 1.5, 2, 3, 4, 6, 8, 12]
    """
    marks = [one for one in LOSSES if bottom <= one <= top]
    return {
        "field": "loss", "type": "quantitative", "scale": {"type": "log", "domain": [bottom, top], "nice": False},
        "axis": {"title": title, "values": marks, "format": ".1f"},
    }  # fmt: skip


def ends(losses: Iterable[float], bottom: float, top: float) -> tuple[float, float]:
    """The ends of an axis: those given, and further out in few strides where a loss lies beyond them.

    Examples
    --------
    >>> ends([1.1, 8.9], 0.9, 9.0), ends([0.4, 10.0], 0.9, 9.0)
    ((0.9, 9.0), (0.225, 18.0))
    """
    known = [one for one in losses if 0 < one < math.inf]
    while known and min(known) < bottom:
        bottom /= 2
    while known and max(known) > top:
        top *= 2
    return bottom, top


def loss_data(
    history: Sequence[tuple[int, float, float | None, float, float]],
    moments: Sequence[Moment],
    facts: Facts | None,
    reached: Sequence[Milestone],
    words: dict[str, str],
) -> pd.DataFrame:
    """Rows ``kind, step, loss, label``: the losses of training, held-out ones, milestones, and the lines to beat."""
    rows: list[tuple[str, float, float, str]] = []
    rows += [("train", row[0] + 1, row[1], words["train"]) for row in thinned(history)]
    rows += [("held", one.step, one.held_out_loss, words["held"]) for one in moments]
    came: dict[tuple[int, float], list[str]] = {}
    for mark in reached:
        if mark.moment is not None:
            came.setdefault((mark.moment.step, mark.moment.held_out_loss), []).append(words[mark.id])
    rows += [("mark", step, at, " · ".join(names)) for (step, at), names in came.items()]
    if facts is not None:
        rows += [
            ("gram", 0, loss, words[f"gram_{order}"]) for order, loss in enumerate(facts.ngrams, start=1)
        ]
        if facts.floor is not None:
            rows.append(("floor", 0, facts.floor, words["floor"]))
    return pd.DataFrame(rows, columns=["kind", "step", "loss", "label"])


def placed(rows: pd.DataFrame, steps: int, bottom: float, top: float) -> pd.DataFrame:
    """Add where each label stands: `at` in units of the loss, and `side`, of a milestone; none lies on another."""

    def down(value: float) -> float:
        return SEEN[1] * math.log(top / value) / math.log(top / bottom)

    where: dict[Any, float] = {}
    side: dict[Any, str] = {}
    taken: list[labels.Box] = []
    lines = rows[rows["kind"] == "gram"].sort_values("loss")
    for place, value, text in zip(lines.index, lines["loss"].tolist(), lines["label"].tolist(), strict=True):
        foot = down(value) - 3
        while any(map(labels.line_above(SEEN[0], foot, text, leftwards=True).meets, taken)):
            foot -= 1
        taken.append(labels.line_above(SEEN[0], foot, text, leftwards=True))
        where[place] = foot
    marks = rows[rows["kind"] == "mark"].sort_values("step")
    points = [
        (SEEN[0] * step / steps, down(value), text)
        for step, value, text in marks[["step", "loss", "label"]].to_numpy().tolist()
    ]
    for place, (foot, leftwards) in zip(marks.index, labels.flags(points, SEEN[0], taken), strict=True):
        where[place], side[place] = foot, "left" if leftwards else "right"
    feet = {place: top * (bottom / top) ** (foot / SEEN[1]) for place, foot in where.items()}
    return rows.assign(at=pd.Series(feet, dtype=float), side=pd.Series(side, dtype=object))


@lru_cache(maxsize=32)
def loss(palette: Palette, words: Words, steps: int, top: float, bottom: float) -> dict[str, Any]:
    """Both losses on a log scale whose ends stay, the floor, the counting models, and what came when."""
    label = dict(words)
    x = steps_axis(label["steps"], steps)
    y = loss_axis(label["loss"], bottom, top)
    tips = [
        {"field": "label", "title": label["what"]},
        {"field": "step", "title": label["steps"]},
        {"field": "loss", "title": label["loss"], "format": ".3f"},
    ]

    def only(kind: str) -> list[dict[str, str]]:
        return [{"filter": f"datum.kind === '{kind}'"}]

    def line_to_beat(kind: str, colour: str, dash: list[int]) -> dict[str, Any]:
        return {
            "transform": only(kind),
            "mark": {"type": "rule", "strokeDash": dash, "strokeWidth": 1.5, "color": colour},
            "encoding": {"y": y},
        }

    def named(kind: str, side: str, place: dict[str, Any], **look: Any) -> list[dict[str, Any]]:
        """The label of what is drawn, on a halo of paper."""
        which = only(kind) + ([{"filter": f"datum.side === '{side}'"}] if side else [])
        return [
            {
                "transform": which,
                "mark": {"type": "text", "baseline": "bottom", **look, **ink},
                "encoding": {"y": y | {"field": "at"}, "text": {"field": "label"}, **place},
            }
            for ink in ({"color": palette.paper, "stroke": palette.paper, "strokeWidth": 5}, {})
        ]

    edge = {"x": {"value": {"expr": "width"}}}
    return {
        "width": "container",
        "height": HEIGHT,
        "layer": [
            line_to_beat("gram", palette.removed, [3, 4]),
            line_to_beat("floor", palette.learner, [6, 4]),
            {
                "transform": only("train"),
                "mark": {"type": "line", "strokeWidth": 1, "opacity": 0.45, "color": palette.model},
                "encoding": {"x": x, "y": y},
            },
            {
                "transform": only("held"),
                "mark": {
                    "type": "line",
                    "color": palette.model,
                    "point": {"color": palette.model, "size": 18, "aria": False},
                },
                "encoding": {"x": x, "y": y, "tooltip": tips},
            },
            {
                "transform": only("mark"),
                "mark": {"type": "rule", "strokeWidth": 1, "color": palette.other},
                "encoding": {"x": x, "y": y, "y2": {"field": "at"}},
            },
            {
                "transform": only("mark"),
                "mark": {
                    "type": "point",
                    "aria": False,
                    "filled": True,
                    "size": 90,
                    "color": palette.other,
                    "stroke": palette.paper,
                    "opacity": 1,
                },
                "encoding": {"x": x, "y": y, "tooltip": tips},
            },
            *named("gram", "", edge, align="right", color=palette.removed),
            *named("floor", "", edge | {"y": y}, align="right", color=palette.learner, baseline="top", dy=4),
            *named("mark", "right", {"x": x}, align="left", dx=3, color=palette.other),
            *named("mark", "left", {"x": x}, align="right", dx=-3, color=palette.other),
        ],
    }


def probability_data(moments: Sequence[Moment], true: dict[str, float]) -> pd.DataFrame:
    """Rows ``step, word, beginning, p, true``: every watched word at every look; `true` is NaN where nobody knows it."""
    rows = [
        (one.step, word.strip(), beginning, p, true.get(word, math.nan))
        for one in moments
        for (beginning, word), p in one.probabilities.items()
    ]
    return pd.DataFrame(rows, columns=["step", "word", "beginning", "p", "true"])


@lru_cache(maxsize=32)
def probabilities(palette: Palette, words: Words, steps: int, order: tuple[str, ...]) -> dict[str, Any]:
    """A line per watched word; a dashed one at the share it has in the data."""
    label = dict(words)
    x = steps_axis(label["steps"], steps)
    axis = {"title": label["probability"], "format": ".0%", "tickCount": 5}
    colour = {
        "field": "word",
        "type": "nominal",
        "scale": {"domain": list(order), "range": list(palette.categorical)},
        "legend": {"title": None, "orient": "right", "symbolSize": 60},
    }
    tips = [
        {"field": "beginning", "title": label["what"]},
        {"field": "word", "title": label["word"]},
        {"field": "step", "title": label["steps"]},
        {"field": "p", "title": label["probability"], "format": ".1%"},
    ]
    return {
        "width": "container",
        "height": HEIGHT,
        "encoding": {"color": colour},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.true)"}],
                "mark": {"type": "rule", "strokeDash": [4, 4], "opacity": 0.7},
                "encoding": {"y": {"field": "true", "type": "quantitative", "aggregate": "min"}},
            },
            {
                "mark": {"type": "line", "point": {"size": 16}},
                "encoding": {
                    "x": x,
                    "y": {"field": "p", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": axis},
                    "tooltip": tips,
                },
            },
        ],
    }


def gradient_data(history: Sequence[tuple[int, float, float | None, float, float]]) -> pd.DataFrame:
    """Rows ``step, norm``: length of the gradient before it was clipped."""
    rows = [(row[0] + 1, row[4]) for row in thinned(history)]
    return pd.DataFrame(rows, columns=["step", "norm"])


@lru_cache(maxsize=16)
def gradient(palette: Palette, words: Words, steps: int, clip: float) -> dict[str, Any]:
    """The gradient's norm on a log scale, and where it is clipped."""
    label = dict(words)
    x = steps_axis(label["steps"], steps)
    y = {
        "field": "norm", "type": "quantitative", "scale": {"type": "log", "domain": [0.1, 20], "clamp": True},
        "axis": {"title": label["norm"], "values": [0.1, 0.3, 1, 3, 10]},
    }  # fmt: skip
    return {
        "width": "container",
        "height": HEIGHT,
        "layer": [
            {
                "mark": {"type": "line", "strokeWidth": 1.5, "color": palette.model},
                "encoding": {"x": x, "y": y},
            },
            {
                "data": {"values": [{"norm": clip, "label": label["clip"]}]},
                "mark": {"type": "rule", "strokeDash": [6, 4], "color": palette.learner},
                "encoding": {"y": y},
            },
            {
                "data": {"values": [{"norm": clip, "label": label["clip"]}]},
                "mark": {
                    "type": "text",
                    "align": "right",
                    "baseline": "bottom",
                    "dy": -4,
                    "color": palette.learner,
                },
                "encoding": {"x": {"value": {"expr": "width"}}, "y": y, "text": {"field": "label"}},
            },
        ],
    }
