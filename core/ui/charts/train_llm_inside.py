"""Charts of what forms inside a model while it learns: one attention head, and the map of its embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from core.ui.charts.theme import Palette
from core.ui.charts.train_llm import Words

TALL = 330


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


def map_data(points: np.ndarray, words: Sequence[str], groups: Sequence[str]) -> pd.DataFrame:
    """Rows ``x, y, word, group``."""
    return pd.DataFrame({"x": points[:, 0], "y": points[:, 1], "word": list(words), "group": list(groups)})


@lru_cache(maxsize=16)
def word_map(palette: Palette, groups: tuple[str, ...], reach: float) -> dict[str, Any]:
    """Words where the embeddings put them, in axes that stay; a colour per kind of word."""
    scale = {"domain": [-reach, reach]}
    axis = {"title": None, "labels": False, "grid": True, "tickCount": 5}
    colour: dict[str, Any] = {"value": palette.model}
    if len(groups) > 1:
        colour = {
            "field": "group",
            "type": "nominal",
            "scale": {"domain": list(groups), "range": list(palette.categorical)},
            "legend": {"title": None, "orient": "right", "symbolSize": 60},
        }
    return {
        "width": "container",
        "height": TALL,
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "scale": scale, "axis": axis},
            "y": {"field": "y", "type": "quantitative", "scale": scale, "axis": axis},
            "color": colour,
        },
        "layer": [
            {"mark": {"type": "point", "filled": True, "size": 36, "opacity": 0.9}},
            {
                "mark": {"type": "text", "dy": -9},
                "encoding": {"text": {"field": "word"}},
            },
        ],
    }
