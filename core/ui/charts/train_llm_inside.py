"""Charts of what forms inside a model while it learns: one attention head, and the map of its embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from core.ui.charts import labels
from core.ui.charts.theme import Palette
from core.ui.charts.train_llm import Words

TALL = 330
SEEN = (400.0, 230.0)
"""Pixels of the map, across and down, between those of a phone and of a screen: its words are placed for them."""


def attention_data(weights: np.ndarray, tokens: Sequence[str]) -> pd.DataFrame:
    """Rows ``row, column, weight`` of one head (tokens, tokens); what the mask forbids is left out."""
    names = distinct(tokens)
    rows = [
        (names[i], names[j], float(weights[i, j]))
        for i in range(len(names))
        for j in range(i + 1)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["row", "column", "weight"])


def distinct(tokens: Sequence[str]) -> list[str]:
    """Labels that differ, as a word can come twice in a sentence."""
    seen: dict[str, int] = {}
    found = []
    for token in tokens:
        seen[token] = seen.get(token, 0) + 1
        found.append(token + "\u200b" * (seen[token] - 1))
    return found


@lru_cache(maxsize=16)
def attention(palette: Palette, words: Words, order: tuple[str, ...]) -> dict[str, Any]:
    """A square per pair of tokens, as strong as the one at the left looks at the one above."""
    label = dict(words)
    return {
        "width": "container",
        "height": TALL,
        "encoding": {
            "x": {
                "field": "column",
                "type": "nominal",
                "sort": list(order),
                "axis": {
                    "title": label["looks_at"],
                    "orient": "top",
                    "labelAngle": -35,
                    "grid": False,
                    "labelOverlap": False,
                    "domain": False,
                    "ticks": False,
                },
            },
            "y": {
                "field": "row",
                "type": "nominal",
                "sort": list(order),
                "axis": {
                    "title": label["from"],
                    "grid": False,
                    "labelOverlap": False,
                    "domain": False,
                    "ticks": False,
                },
            },
            "color": {
                "field": "weight",
                "type": "quantitative",
                "scale": {"domain": [0, 1], "range": list(palette.sequential)},
                "legend": None,
            },
            "tooltip": [
                {"field": "row", "title": label["from"]},
                {"field": "column", "title": label["looks_at"]},
                {"field": "weight", "title": label["weight"], "format": ".0%"},
            ],
        },
        "layer": [
            {"mark": {"type": "rect", "stroke": palette.paper}},
            {
                "transform": [{"filter": "datum.weight >= 0.25"}],
                "mark": {"type": "text"},
                "encoding": {
                    "text": {"field": "weight", "format": ".0%"},
                    "color": {
                        "condition": {"test": "datum.weight > 0.55", "value": palette.paper},
                        "value": palette.text,
                    },
                },
            },
        ],
    }


Reach = tuple[tuple[float, float], tuple[float, float]]
"""The ends of a map, across and up."""


def reach(points: np.ndarray) -> Reach:
    """Give ends that hold every point (words, 2) and the centre, in strides, so that they seldom change.

    Examples
    --------
    >>> reach(np.array([[0.3, -0.2], [-0.6, 0.7]]))
    ((-0.75, 0.375), (-0.25, 0.875))
    """
    low = np.floor(np.minimum(points.min(0), 0) * 1.15 * 8 - 1e-9) / 8
    high = np.ceil(np.maximum(points.max(0), 0) * 1.15 * 8 + 1e-9) / 8
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def map_data(points: np.ndarray, words: Sequence[str], groups: Sequence[str], ends: Reach) -> pd.DataFrame:
    """Rows ``x, y, word, group, side``: `side` is where the word stands beside its point; nothing where it has no room."""
    (left, right), (bottom, top) = ends
    across = (points[:, 0] - left) / (right - left) * SEEN[0]
    down = (top - points[:, 1]) / (top - bottom) * SEEN[1]
    side = labels.sides(list(zip(across.tolist(), down.tolist(), strict=True)), words)
    return pd.DataFrame(
        {"x": points[:, 0], "y": points[:, 1], "word": list(words), "group": list(groups), "side": side}
    )


@lru_cache(maxsize=16)
def word_map(palette: Palette, words: Words, groups: tuple[str, ...], ends: Reach) -> dict[str, Any]:
    """Words where the embeddings put them, in axes that stay; a colour per kind of word."""
    label = dict(words)
    axis = {"title": None, "labels": False, "grid": True, "tickCount": 5}
    colour: dict[str, Any] = {"value": palette.model}
    if len(groups) > 1:
        colour = {
            "field": "group",
            "type": "nominal",
            "scale": {"domain": list(groups), "range": list(palette.categorical)},
            "legend": {"title": None, "orient": "top", "symbolSize": 60, "columns": 3},
        }
    places: dict[str, dict[str, Any]] = {
        "above": {"dy": -6, "baseline": "bottom"}, "below": {"dy": 6, "baseline": "top"},
        "right": {"dx": 6, "align": "left"}, "left": {"dx": -6, "align": "right"},
    }  # fmt: skip
    return {
        "width": "container",
        "height": TALL,
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "scale": {"domain": list(ends[0])}, "axis": axis},
            "y": {"field": "y", "type": "quantitative", "scale": {"domain": list(ends[1])}, "axis": axis},
            "color": colour,
        },
        "layer": [
            {
                "mark": {"type": "point", "filled": True, "size": 36, "opacity": 0.9},
                "encoding": {"tooltip": {"field": "word", "title": label["word"]}},
            },
            *(
                {
                    "transform": [{"filter": f"datum.side === '{side}'"}],
                    "mark": look | {"type": "text"},
                    "encoding": {"text": {"field": "word"}},
                }
                for side, look in places.items()
            ),
        ],
    }
