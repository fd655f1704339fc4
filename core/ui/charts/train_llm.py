"""Charts of a run while it learns: loss above its floor, probabilities over time, gradient norm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from core.train_llm.abilities import Milestone
from core.train_llm.moments import Moment
from core.train_llm.slices import Facts
from core.ui.charts.theme import Palette

HEIGHT = 270
MOST_POINTS = 300
"""Points of a line on screen; the table has them all."""

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


@lru_cache(maxsize=32)
def loss(palette: Palette, words: Words, steps: int, top: float, bottom: float) -> dict[str, Any]:
    """Both losses on a log scale whose ends stay, the floor, the counting models, and what came when."""
    label = dict(words)
    x = steps_axis(label["steps"], steps)
    y = {
        "field": "loss", "type": "quantitative", "scale": {"type": "log", "domain": [bottom, top], "clamp": True},
        "axis": {"title": label["loss"], "values": [1, 1.5, 2, 3, 4, 6, 8], "format": ".1f"},
    }  # fmt: skip
    tips = [
        {"field": "label", "title": label["what"]},
        {"field": "step", "title": label["steps"]},
        {"field": "loss", "title": label["loss"], "format": ".3f"},
    ]

    inks: tuple[dict[str, Any], ...] = (
        {"color": palette.paper, "stroke": palette.paper, "strokeWidth": 5},
        {"color": palette.other},
    )

    def only(kind: str) -> list[dict[str, str]]:
        return [{"filter": f"datum.kind === '{kind}'"}]

    def line_to_beat(kind: str, colour: str, dash: list[int]) -> list[dict[str, Any]]:
        text = {
            "type": "text",
            "align": "right",
            "baseline": "bottom",
            "dy": -3,
            "color": colour,
        }
        return [
            {
                "transform": only(kind),
                "mark": {"type": "rule", "strokeDash": dash, "strokeWidth": 1.5, "color": colour},
                "encoding": {"y": y},
            },
            {
                "transform": only(kind),
                "mark": text,
                "encoding": {"x": {"value": {"expr": "width"}}, "y": y, "text": {"field": "label"}},
            },
        ]

    return {
        "width": "container",
        "height": HEIGHT,
        "layer": [
            *line_to_beat("gram", palette.removed, [3, 4]),
            *line_to_beat("floor", palette.learner, [6, 4]),
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
            *(
                {
                    "transform": only("mark"),
                    "mark": ink | {"type": "text", "align": "left", "dx": 8, "dy": -10},
                    "encoding": {"x": x, "y": y, "text": {"field": "label"}},
                }
                for ink in inks
            ),
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
