"""Charts of lesson 8: specifications without data, built once per theme and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from core.numbers import Numbers
from core.quiz.calibration import Level
from core.quiz.results import Score
from core.quiz.review import DAY, Memory, forgetting, recall
from core.ui.charts.theme import Palette

MOST_CURVES = 6
"""Items drawn one by one in the forgetting chart, the weakest ones."""

DAYS_AHEAD = 30


def modules_data(scores: Mapping[str, Score], names: Mapping[str, str], number: Numbers) -> pd.DataFrame:
    """Give a row per module: its name, share of points, and how that is written."""
    rows = [
        {
            "module": names[module],
            "share": score.share,
            "value": number.percent(score.share, 0),
            "asked": score.asked,
            "right": score.right,
        }
        for module, score in scores.items()
    ]
    return pd.DataFrame(rows, columns=["module", "share", "value", "asked", "right"])


@lru_cache(maxsize=16)
def modules(palette: Palette, count: int) -> dict[str, Any]:
    """Draw a bar per module, in the order of the course."""
    y = {"field": "module", "type": "nominal", "sort": None, "axis": {"title": None}}
    x = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "title": None, "tickCount": 5},
    }
    label = {"type": "text", "align": "left", "dx": 6, "color": palette.text}
    return {
        "width": "container",
        "height": 40 + 34 * count,
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.55}, "color": palette.model}},
            {"mark": label, "encoding": {"text": {"field": "value", "type": "nominal"}}},
        ],
    }


def calibration_data(levels: Sequence[Level], number: Numbers) -> pd.DataFrame:
    """Give a row per confidence: claimed, share right with its interval, and how many answers."""
    rows = [
        {
            "claimed": level.confidence,
            "right": level.share,
            "low": level.low,
            "high": level.high,
            "count": level.count,
            "label": f"{number.percent(level.share, 0)} · {number.integer(level.count)}",
        }
        for level in levels
    ]
    return pd.DataFrame(rows, columns=["claimed", "right", "low", "high", "count", "label"])


@lru_cache(maxsize=16)
def calibration(palette: Palette, claimed: str, right: str, perfect: str) -> dict[str, Any]:
    """Draw confidence against truth: the diagonal is somebody who knows what they know."""
    share = {"type": "quantitative", "scale": {"domain": [0, 1]}}
    x = {**share, "axis": {"format": ".0%", "title": claimed, "values": [0, 0.25, 0.5, 0.75, 1]}}
    y = {**share, "axis": {"format": ".0%", "title": right, "values": [0, 0.25, 0.5, 0.75, 1]}}
    diagonal = [{"claimed": 0, "right": 0}, {"claimed": 1, "right": 1}]
    whisker = {"type": "rule", "color": palette.learner, "opacity": 0.5, "strokeWidth": 2}
    label = {"type": "text", "align": "right", "dx": -14, "color": palette.text}
    return {
        "width": "container",
        "height": 340,
        "encoding": {"x": {"field": "claimed", **x}, "y": {"field": "right", **y}},
        "layer": [
            {
                "data": {"values": diagonal},
                "mark": {"type": "line", "color": palette.removed, "strokeDash": [5, 5], "strokeWidth": 1.5},
            },
            {
                "data": {"values": [{"claimed": 0.1, "right": 0.045, "text": perfect}]},
                "mark": {"type": "text", "align": "left", "color": palette.muted},
                "encoding": {"text": {"field": "text", "type": "nominal"}},
            },
            {"mark": whisker, "encoding": {"y": {"field": "low", **y}, "y2": {"field": "high"}}},
            {
                "mark": {"type": "circle", "color": palette.learner, "opacity": 1},
                "encoding": {
                    "size": {
                        "field": "count",
                        "type": "quantitative",
                        "scale": {"rangeMin": 80, "rangeMax": 500},
                        "legend": None,
                    }
                },
            },
            {"mark": label, "encoding": {"text": {"field": "label", "type": "nominal"}}},
        ],
    }


def forgetting_data(
    memories: Sequence[Memory], names: Mapping[str, str], now: float, average: str, few: str
) -> pd.DataFrame:
    """Give the forgetting curves of the weakest memories and of all in the mean, day by day from today.

    The last day of the mean and of the very weakest carries what is written beside the curve.
    """
    days = list(range(DAYS_AHEAD + 1))

    def curve(memory: Memory) -> list[float]:
        since = max(0.0, now - memory.last) / DAY
        return forgetting(memory.stability, [since + day for day in days])

    curves = {one.item: curve(one) for one in memories}
    weakest = sorted(memories, key=lambda one: recall(one, now))[:MOST_CURVES]
    rows = [
        {"who": names.get(one.item, one.item), "kind": "item", "day": day, "recall": share}
        for one in weakest
        for day, share in zip(days, curves[one.item], strict=True)
    ]
    if curves:
        mean = [sum(column) / len(curves) for column in zip(*curves.values(), strict=True)]
        rows += [
            {"who": average, "kind": "average", "day": day, "recall": share}
            for day, share in zip(days, mean, strict=True)
        ]
    frame = pd.DataFrame(rows, columns=["who", "kind", "day", "recall"])
    last = frame["day"] == DAYS_AHEAD
    frame["label"] = ""
    frame.loc[last & (frame["kind"] == "average"), "label"] = average
    if weakest and len(memories) > 1:
        frame.loc[last & (frame["who"] == names.get(weakest[0].item, weakest[0].item)), "label"] = few
    return frame


@lru_cache(maxsize=16)
def forgetting_curves(palette: Palette, day: str, recalled: str, ask: str) -> dict[str, Any]:
    """Draw what will be remembered if nothing is reviewed; below the line it is time to ask again."""
    x = {"field": "day", "type": "quantitative", "axis": {"title": day, "tickCount": 6}}
    y = {
        "field": "recall",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "title": recalled},
    }
    average = {
        "condition": {"test": "datum.kind == 'average'", "value": palette.model},
        "value": palette.removed,
    }
    width = {"condition": {"test": "datum.kind == 'average'", "value": 3}, "value": 1.4}

    def beside(which: str, down: int, colour: str) -> dict[str, Any]:
        return {
            "transform": [{"filter": f"datum.label != '' && {which}"}],
            "mark": {"type": "text", "align": "right", "dy": down, "color": colour},
            "encoding": {"x": x, "y": y, "text": {"field": "label", "type": "nominal"}},
        }

    return {
        "width": "container",
        "height": 320,
        "layer": [
            {
                "mark": {"type": "line"},
                "encoding": {
                    "x": x,
                    "y": y,
                    "detail": {"field": "who", "type": "nominal"},
                    "color": average,
                    "strokeWidth": width,
                    "tooltip": [
                        {"field": "who", "type": "nominal", "title": " "},
                        {"field": "day", "type": "quantitative", "title": day},
                        {"field": "recall", "type": "quantitative", "title": recalled, "format": ".0%"},
                    ],
                },
            },
            beside("datum.kind == 'average'", -12, palette.model),
            beside("datum.kind == 'item'", 14, palette.muted),
            {
                "data": {"values": [{"recall": 0.9, "day": DAYS_AHEAD, "text": ask}]},
                "mark": {"type": "rule", "strokeDash": [4, 4], "color": palette.muted},
                "encoding": {"y": y},
            },
            {
                "data": {"values": [{"recall": 0.9, "day": DAYS_AHEAD, "text": ask}]},
                "mark": {"type": "text", "align": "right", "dy": -8, "color": palette.muted},
                "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
            },
        ],
    }


@lru_cache(maxsize=16)
def choices(palette: Palette, count: int) -> dict[str, Any]:
    """Draw how often each option of an item was chosen; the right ones in the accent."""
    colour = {"condition": {"test": "datum.correct", "value": palette.model}, "value": palette.removed}
    return {
        "width": "container",
        "height": 40 + 44 * count,
        "encoding": {
            "y": {
                "field": "label",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "labelLimit": 330, "labelExpr": "split(datum.label, '\\n')"},
            },
            "x": {
                "field": "share",
                "type": "quantitative",
                "scale": {"domain": [0, 1]},
                "axis": {"format": ".0%", "title": None, "tickCount": 5},
            },
        },
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.55}}, "encoding": {"color": colour}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": palette.text},
                "encoding": {"text": {"field": "value", "type": "nominal"}},
            },
        ],
    }
