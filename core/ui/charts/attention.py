"""Charts of lesson 6: specifications without data, built once per theme and language."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from core.ui.charts.theme import Palette

ONE_LINE = 40
"""Signs of a legend that fit side by side on a phone."""

Labels = tuple[tuple[str, str], ...]


@lru_cache(maxsize=16)
def shares(palette: Palette, colour: str, height: int, most: float | None = None) -> dict[str, Any]:
    """A bar per token (`label, share, value`), in reading order."""
    x: dict[str, Any] = {
        "field": "share",
        "type": "quantitative",
        "axis": {"format": ".0%", "title": None, "tickCount": 5},
    }
    x["scale"] = {"domain": [0, most]} if most else {"domainMin": 0}
    return {
        "width": "container",
        "height": height,
        "encoding": {"y": {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None}}},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadiusEnd": 3, "height": {"band": 0.7}},
                "encoding": {"x": x, "color": {"value": getattr(palette, colour)}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": palette.text},
                "encoding": {"x": x, "text": {"field": "value"}},
            },
        ],
    }


@lru_cache(maxsize=16)
def pairs(palette: Palette, colours: Labels, height: int) -> dict[str, Any]:
    """Two or three bars per token, side by side: columns `label, what, share, value`.

    Parameters
    ----------
    colours
        Pairs of what a bar says and the role of its colour, in order.
    """
    names = [name for name, _ in colours]
    shades = [getattr(palette, role) for _, role in colours]
    x = {"field": "share", "type": "quantitative", "axis": {"format": ".0%", "title": None, "tickCount": 5}}
    y = {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None}}
    offset = {"field": "what", "type": "nominal", "sort": names}
    colour = {
        "field": "what",
        "type": "nominal",
        "sort": names,
        "scale": {"domain": names, "range": shades},
        "legend": {
            "title": None,
            "orient": "top",
            "labelLimit": 400,
            "columns": 1 if sum(map(len, names)) > ONE_LINE else 2,
        },
    }
    tooltip = [
        {"field": "label", "title": "token"},
        {"field": "what", "title": " "},
        {"field": "share", "title": "p", "format": ".2%"},
    ]
    return {
        "width": "container",
        "height": height,
        "encoding": {"y": y, "yOffset": offset},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadiusEnd": 2},
                "encoding": {"x": x, "color": colour, "tooltip": tooltip},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11, "color": palette.muted},
                "encoding": {"x": x, "text": {"field": "value"}},
            },
        ],
    }


@lru_cache(maxsize=16)
def heads(
    palette: Palette,
    words: Labels,
    height: int,
    *,
    diverging: bool = False,
    top: float | None = None,
    numbers: bool = True,
) -> dict[str, Any]:
    """A cell per head: columns `layer, head` (from 1), `amount` (its colour), `value` (its words).

    Parameters
    ----------
    words
        `layer` and `head`, as they are written on the axes.
    diverging
        Whether zero is in the middle and both sides count.
    top
        Where the scale ends; None to let the data say.
    numbers
        Whether each cell bears its words; with many heads they do not fit.
    """
    label = dict(words)
    x = {"field": "head", "type": "ordinal", "axis": {"title": label["head"], "labelAngle": 0}}
    y = {"field": "layer", "type": "ordinal", "axis": {"title": label["layer"], "labelFlush": False}}
    scale: dict[str, Any] = {"range": list(palette.sequential)}
    if diverging:
        scale = {"range": list(palette.diverging), "domainMid": 0}
    if top is not None:
        scale |= {"domain": [-top, top] if diverging else [0, top], "clamp": True}
        scale.pop("domainMid", None)
    cell = {
        "mark": {"type": "rect", "cornerRadius": 3, "stroke": palette.paper, "strokeWidth": 2},
        "encoding": {
            "color": {"field": "amount", "type": "quantitative", "scale": scale, "legend": None},
            "tooltip": [
                {"field": "layer", "title": label["layer"]},
                {"field": "head", "title": label["head"]},
                {"field": "value", "title": label.get("value", " ")},
            ],
        },
    }
    layers: list[dict[str, Any]] = [cell]
    if numbers:
        ink = {
            "condition": {"test": "datum.strong", "value": palette.paper},
            "value": palette.text,
        }
        layers.append({"mark": {"type": "text"}, "encoding": {"text": {"field": "value"}, "color": ink}})
    return {"width": "container", "height": height, "encoding": {"x": x, "y": y}, "layer": layers}


@lru_cache(maxsize=16)
def lens(palette: Palette, words: Labels, height: int) -> dict[str, Any]:
    """What each layer would say at each token: columns `layer_name, place, label, top, p, strong`."""
    label = dict(words)
    axis = {"title": None, "labelAngle": -35, "orient": "top", "labelOverlap": False}
    x = {"field": "place", "type": "ordinal", "sort": None, "axis": axis}
    y = {"field": "layer_name", "type": "nominal", "sort": None, "axis": {"title": None, "labelFlush": False}}
    ink = {"condition": {"test": "datum.strong", "value": palette.paper}, "value": palette.text}
    return {
        "width": "container",
        "height": height,
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": palette.paper, "strokeWidth": 2},
                "encoding": {
                    "color": {
                        "field": "p",
                        "type": "quantitative",
                        "scale": {"range": list(palette.sequential), "domain": [0, 1]},
                        "legend": None,
                    },
                    "tooltip": [
                        {"field": "place", "title": "token"},
                        {"field": "layer_name", "title": label["layer"]},
                        {"field": "top", "title": label["top"]},
                        {"field": "p", "title": "p", "format": ".1%"},
                    ],
                },
            },
            {
                "mark": {"type": "text", "fontSize": 11, "limit": {"expr": "bandwidth('x') - 2"}},
                "encoding": {"text": {"field": "top"}, "color": ink},
            },
        ],
    }


@lru_cache(maxsize=16)
def tensor(palette: Palette, words: Labels, height: int, *, diverging: bool) -> dict[str, Any]:
    """A value as colours: columns `row, column, amount`; rows are tokens, columns its numbers or other tokens."""
    label = dict(words)
    scale: dict[str, Any] = {"range": list(palette.sequential)}
    if diverging:
        scale = {"range": list(palette.diverging), "domainMid": 0}
    quiet: dict[str, Any] = {"title": label["column"] if diverging else None, "labelFontSize": 11}
    quiet |= {"labels": False} if diverging else {"labelAngle": -50, "labelOverlap": False}
    x = {"field": "column", "type": "ordinal", "sort": None, "axis": quiet}
    axis = {"title": None, "labelFontSize": 11, "labelOverlap": False, "labelFlush": False, "labelPadding": 4}
    return {
        "width": "container",
        "height": height,
        "mark": {"type": "rect"},
        "encoding": {
            "x": x,
            "y": {"field": "row", "type": "ordinal", "sort": None, "axis": axis},
            "color": {"field": "amount", "type": "quantitative", "scale": scale, "legend": None},
            "tooltip": [
                {"field": "row", "title": "token"},
                {"field": "column", "title": label["column"]},
                {"field": "amount", "title": " ", "format": ".3f"},
            ],
        },
    }
