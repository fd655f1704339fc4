"""Charts of lesson 5: losses of two runs, histograms of activations, gradients by layer, products of one pass."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from core.ui.charts.theme import Palette

HEIGHT = 300
HEIGHT_BELOW = 170
"""Of the losses of two runs, which stand under both pictures."""
HEIGHT_TITLE = 24
"""What the title of an axis takes of a chart's height."""
HEIGHT_LEGEND = 60
"""What a title and a legend below take of a chart's height."""


@lru_cache(maxsize=16)
def losses(
    palette: Palette, epoch: str, loss: str, names: tuple[str, str], *, alone: bool = False
) -> dict[str, Any]:
    """Training loss (whole) and test loss (dashed) of runs A and B over epochs, or of one that stands alone.

    The data: `run, epoch, loss, what` with `what` one of the two names.
    """
    side = {"orient": "bottom" if alone else "right"}
    title = {"title": {"text": loss, "anchor": "start", "fontWeight": "normal"}} if alone else {}
    return title | {
        "width": "container",
        "height": HEIGHT_BELOW + (HEIGHT_LEGEND if alone else 0),
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {
            "x": {
                "field": "epoch",
                "type": "quantitative",
                "title": epoch,
                "scale": {"domain": {"unionWith": [0, 10]}},  # before the first epoch there is an axis too
                "axis": {"tickCount": 6, "tickMinStep": 1, "grid": False},
            },
            "y": {
                "field": "loss",
                "type": "quantitative",
                "title": None if alone else loss,
                "axis": {"tickCount": 4},
            },
            "color": {
                "field": "run",
                "type": "nominal",
                "title": None,
                "legend": None if alone else side,
                "scale": {"domain": ["A", "B"], "range": [palette.model, palette.other]},
            },
            "strokeDash": {
                "field": "what",
                "type": "nominal",
                "title": None,
                "legend": side,
                "scale": {"domain": list(names), "range": [[1, 0], [5, 3]]},
            },
        },
    }


@lru_cache(maxsize=16)
def histogram(palette: Palette, value: str, count: str, height: int = 90) -> dict[str, Any]:
    """How often each activation of one layer occurs; the data: `low, high, count`.

    The height is that of bars and numbers: what the value is called, where it is said, stands below.
    """
    return {
        "width": "container",
        "height": height + (HEIGHT_TITLE if value else 0),
        "mark": {"type": "rect", "color": palette.model, "stroke": palette.paper, "strokeWidth": 1},
        "encoding": {
            "x": {"field": "low", "type": "quantitative", "title": value, "scale": {"nice": False}},
            "x2": {"field": "high"},
            "y": {"field": "count", "type": "quantitative", "title": count, "axis": {"tickCount": 3}},
            "y2": {"datum": 0},
        },
    }


@lru_cache(maxsize=16)
def gradients(palette: Palette, epoch: str, norm: str, layer: str) -> dict[str, Any]:
    """Length of each layer's gradient over epochs, on a logarithmic axis; the data: `epoch, layer, norm`."""
    return {
        "width": "container",
        "height": HEIGHT,
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {
            "x": {"field": "epoch", "type": "quantitative", "title": epoch},
            "y": {"field": "norm", "type": "quantitative", "title": norm, "scale": {"type": "log"}},
            "color": {
                "field": "layer",
                "type": "nominal",
                "title": layer,
                "scale": {"range": list(palette.categorical)},
            },
        },
    }


@lru_cache(maxsize=16)
def products(palette: Palette, unit: str, product: str) -> dict[str, Any]:
    """Every product of a layer as a cell with its number, a column per unit.

    The data: `source, unit, product, written`.
    """
    colours = [palette.diverging[4], palette.diverging[3], palette.diverging[2]]
    cell = {"field": "product", "type": "quantitative", "title": product, "legend": None}
    return {
        "width": "container",
        "height": {"step": 42},
        "encoding": {
            "x": {
                "field": "unit",
                "type": "nominal",
                "title": unit,
                "sort": None,
                "axis": {"labelAngle": 0, "orient": "top"},
            },
            "y": {"field": "source", "type": "nominal", "title": None, "sort": None},
        },
        "layer": [
            {
                "mark": {"type": "rect", "stroke": palette.paper, "strokeWidth": 3},
                "encoding": {
                    "color": {
                        **cell,
                        "scale": {
                            "domain": [-1, 0, 1],
                            "range": colours,
                            "clamp": True,
                            "interpolate": "rgb",
                        },
                    }
                },
            },
            {
                "mark": {"type": "text", "color": palette.text},
                "encoding": {"text": {"field": "written", "type": "nominal"}},
            },
        ],
    }
