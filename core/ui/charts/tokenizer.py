"""Charts of lesson 3: specifications without data, built once per theme and language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from core.numbers import Numbers
from core.tokenizer.searches import Cut
from core.ui.charts.theme import Palette

ROW_HEIGHT = 19
"""Pixels of a vocabulary in the chart of ratios; all of them fit on a screen."""


def ratio_data(measured: pd.DataFrame, chosen: str, number: Numbers) -> pd.DataFrame:
    """Prepare the ratios: those that cut alike share a line, and the chosen one stands out.

    Parameters
    ----------
    measured
        Result of `core.tokenizer.parallel.tax`.
    chosen
        Id of the vocabulary that the learner chose.
    number
        Writes numbers in the language of the page.

    Returns
    -------
    DataFrame
        Columns ``name, ratio, low, high, value, chosen``, a row per group of vocabularies that take exactly
        the same tokens.
    """
    rows = []
    for _, alike in measured.groupby(["es", "en"], sort=False):
        first = alike.iloc[0]
        es, en = int(first["es"]), int(first["en"])
        rows.append(
            {
                "name": ", ".join(alike["name"]),
                "ratio": first["ratio"],
                "low": first["low"],
                "high": first["high"],
                "value": f"{number.decimal(first['ratio'])} ({number.integer(es)} / {number.integer(en)})",
                "chosen": chosen in set(alike["vocabulary"]),
            }
        )
    return pd.DataFrame(rows).sort_values("ratio", ignore_index=True)


@lru_cache(maxsize=8)
def ratios(colours: Palette, title: str, equal: str) -> dict[str, Any]:
    """Draw a dot per vocabulary, the middle half of its sentences as a line, and where both languages cost the same."""
    colour = {"condition": {"test": "datum.chosen", "value": colours.model}, "value": colours.removed}
    weight = {"condition": {"test": "datum.chosen", "value": 3}, "value": 1.5}
    rows = {"field": "name", "type": "nominal", "sort": None, "title": None,
            "axis": {"labelLimit": 190, "labelFontSize": 12, "labelOverlap": False, "labelFlush": False,
                     "labelBound": False}}  # fmt: skip
    across = {"field": "ratio", "type": "quantitative", "title": title, "scale": {"zero": False, "nice": True},
              "axis": {"format": ".1f", "tickCount": 6}}  # fmt: skip
    one: dict[str, Any] = {"datum": 1, "type": "quantitative"}
    once: dict[str, Any] = {"values": [{}]}
    return {
        "width": "container",
        "height": {"step": ROW_HEIGHT},
        "layer": [
            {"data": once, "mark": {"type": "rule", "color": colours.learner, "strokeDash": [4, 3]},
             "encoding": {"x": one}},
            {"data": once, "mark": {"type": "text", "color": colours.learner, "align": "left", "dx": 4, "baseline": "top",
                      "text": equal, "fontSize": 12},
             "encoding": {"x": one, "y": {"value": 2}}},
            {"mark": {"type": "rule", "strokeCap": "round"},
             "encoding": {"y": rows, "x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"},
                          "color": colour, "size": weight}},
            {"mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
             "encoding": {"y": rows, "x": across, "color": colour}},
            {"mark": {"type": "text", "align": "left", "dx": 9, "dy": -7, "fontSize": 11},
             "encoding": {"y": rows, "x": across, "text": {"field": "value"},
                          "color": {"condition": {"test": "datum.chosen", "value": colours.text}, "value": "transparent"}}},
        ],
    }  # fmt: skip


def cut_data(cuts: Sequence[Cut], number: Numbers) -> pd.DataFrame:
    """Prepare the ways to cut a word: columns ``cut, share, value, best``, the most probable first."""
    return pd.DataFrame(
        {
            "cut": [" | ".join(piece.replace(" ", "▁") for piece in cut.pieces) for cut in cuts],
            "share": [cut.share for cut in cuts],
            "value": [number.percent(cut.share) for cut in cuts],
            "best": np.arange(len(cuts)) == 0,
        }
    )


@lru_cache(maxsize=8)
def best_cuts(colours: Palette, title: str) -> dict[str, Any]:
    """Draw a bar per way to cut a word; the one that is taken in the model's colour.

    A cut that is wider than the chart ends in an ellipsis: its text would leave no room for the bars.
    """
    rows = {"field": "cut", "type": "nominal", "sort": None, "title": None, "axis": None}
    share = {
        "field": "share",
        "type": "quantitative",
        "title": title,
        "axis": {"format": ".0%", "tickCount": 5},
    }
    colour = {"condition": {"test": "datum.best", "value": colours.model}, "value": colours.removed}
    return {
        "width": "container",
        "height": {"step": 58},
        "encoding": {"y": rows},
        "layer": [
            {"mark": {"type": "bar", "height": 16, "yOffset": 10}, "encoding": {"x": share, "color": colour}},
            {"mark": {"type": "text", "align": "left", "dx": 6, "yOffset": 10, "fontSize": 13},
             "encoding": {"x": share, "text": {"field": "value"}}},
            {"mark": {"type": "text", "align": "left", "yOffset": -10, "fontSize": 14, "limit": {"expr": "width - 4"}},
             "encoding": {"x": {"value": 2}, "text": {"field": "cut"}}},
        ],
    }  # fmt: skip
