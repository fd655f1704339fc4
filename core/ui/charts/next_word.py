"""Charts of lesson 2: specifications without data, built once per theme and language."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from core.numbers import Numbers
from core.ui.charts.labels import distinct
from core.ui.charts.theme import Palette

SHOWN = 12
"""Bars on screen; the table has every token."""

_NUMBER = 26
"""Pixels that a number with two decimals takes."""

PICK = "pick"
"""Name of the selection made by clicking a bar."""

Labels = tuple[tuple[str, str], ...]


def readable(token: str, newline: str, end: str) -> str:
    """A token as a label: spaces trimmed, what cannot be seen named."""
    if token == "<|endoftext|>":
        return end
    if token.strip() == "":
        return newline if "\n" in token else "␣" * max(1, len(token))
    return token.strip()


def struck(text: str) -> str:
    """The text crossed out, as plain characters that a chart can print."""
    return "".join(char + "\u0336" for char in text)


def bars_data(
    table: pd.DataFrame, words: dict[str, str], number: Numbers, counts: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The first rows of a distribution, ready to draw: label, value, base share and, if rolled, the frequency."""
    by_base = table.sort_values("p_base", ascending=False, kind="stable")
    shown = pd.concat([table.head(SHOWN), by_base.head(SHOWN)]).drop_duplicates("token_id")
    shown = shown.sort_values(["p_final", "p_base"], ascending=False, kind="stable").head(SHOWN).copy()
    plain = [readable(token, words["newline"], words["end"]) for token in shown["token"]]
    names = [name if kept else struck(name) for name, kept in zip(plain, shown["kept"], strict=True)]
    shown["label"] = distinct(names)
    shown["value"] = [
        number.percent(p) if kept else words["removed"]
        for p, kept in zip(shown["p_final"], shown["kept"], strict=True)
    ]
    if counts is not None:
        shown["share"] = shown["token_id"].map(counts.set_index("token_id")["share"]).fillna(0.0)
    return shown[[column for column in (*_COLUMNS, "share") if column in shown]]


_COLUMNS = ("token_id", "token", "label", "value", "logit", "p_base", "p_final", "kept")


@lru_cache(maxsize=16)
def bars(palette: Palette, final: str, base: str, drawn: str | None) -> dict[str, Any]:
    """Bars of the final shares, a tick where each was before the settings, a dot for how often it was drawn."""
    y = {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None}}
    x = {
        "type": "quantitative",
        "axis": {"format": ".0%", "title": None, "tickCount": 5},
        "scale": {"domainMin": 0},
    }
    tooltip = [
        {"field": "token", "title": "token"},
        {"field": "p_final", "title": final, "format": ".2%"},
        {"field": "p_base", "title": base, "format": ".2%"},
        {"field": "logit", "title": "logit", "format": ".2f"},
    ]
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "cornerRadiusEnd": 3, "cursor": "pointer", "height": {"band": 0.72}},
            "params": [{"name": PICK, "select": {"type": "point", "fields": ["token"], "toggle": False}}],
            "encoding": {
                "x": {"field": "p_final", **x},
                "color": {"value": palette.model},
                "opacity": {"value": 1},
                "tooltip": tooltip,
            },
        },
        {
            "transform": [{"filter": "!datum.kept"}],
            "mark": {"type": "bar", "cornerRadiusEnd": 3, "height": {"band": 0.72}, "opacity": 0.3},
            "encoding": {
                "x": {"field": "p_base", **x},
                "color": {"value": palette.removed},
                "tooltip": tooltip,
            },
        },
        {
            "mark": {"type": "tick", "thickness": 2, "size": 22},
            "encoding": {
                "x": {"field": "p_base", **x},
                "color": {"value": palette.removed},
                "tooltip": tooltip,
            },
        },
        {
            "transform": [{"calculate": "max(datum.p_final, datum.p_base, datum.share || 0)", "as": "edge"}],
            "mark": {"type": "text", "align": "left", "dx": 8},
            "encoding": {
                "x": {"field": "edge", **x},
                "text": {"field": "value"},
                "color": {"condition": {"test": "datum.kept", "value": palette.text}, "value": palette.muted},
            },
        },
    ]
    if drawn:
        dot = {
            "type": "point",
            "filled": True,
            "size": 90,
            "stroke": palette.paper,
            "strokeWidth": 1.5,
            "opacity": 1,
        }
        share = {"field": "share", "title": drawn, "format": ".0%"}
        layers.append(
            {
                "transform": [{"filter": "datum.kept"}],
                "mark": dot,
                "encoding": {
                    "x": {"field": "share", **x},
                    "color": {"value": palette.learner},
                    "tooltip": [*tooltip, share],
                },
            }
        )
    return {"width": "container", "height": 410, "encoding": {"y": y}, "layer": layers}


@lru_cache(maxsize=16)
def recall_curve(palette: Palette, words: Labels) -> dict[str, Any]:
    """Probability of the name against messages in between; a dot where the learner stands."""
    label = dict(words)
    x = {"field": "between", "type": "quantitative", "axis": {"title": label["between"], "tickCount": 8}}
    y = {
        "field": "p",
        "type": "quantitative",
        "axis": {"title": label["recall"], "format": ".0%", "tickCount": 5},
        "scale": {"domain": [0, 1]},
    }
    colour = {
        "condition": {"test": "datum.inside", "value": palette.model},
        "value": palette.removed,
    }
    tips = [
        {"field": "between", "title": label["between"]},
        {"field": "tokens", "title": "tokens"},
        {"field": "p", "title": label["recall"], "format": ".1%"},
    ]
    return {
        "width": "container",
        "height": 250,
        "encoding": {"x": x, "y": y, "tooltip": tips},
        "layer": [
            {"mark": {"type": "line", "interpolate": "step-after", "color": palette.grid}},
            {
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {"color": colour},
            },
            {
                "transform": [{"filter": "datum.here"}],
                "mark": {"type": "point", "size": 260, "strokeWidth": 2.5, "opacity": 1, "filled": False},
                "encoding": {"color": {"value": palette.learner}},
            },
            {
                "transform": [{"filter": "datum.here"}],
                "mark": {"type": "text", "dy": -18, "text": label["here"], "color": palette.learner},
            },
        ],
    }


@lru_cache(maxsize=16)
def surprise_bars(palette: Palette, bits: str, *, many: bool = False) -> dict[str, Any]:
    """One bar per token of the learner's text, in reading order, as high as it was surprising; `many` stand upright."""
    return {
        "width": "container",
        "height": 330,
        "encoding": {
            "x": {
                "field": "label",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "labelAngle": -90 if many else -40, "labelOverlap": "greedy"},
            },
            "y": {"field": "bits", "type": "quantitative", "axis": {"title": bits, "tickCount": 5}},
            "tooltip": [
                {"field": "token", "title": "token"},
                {"field": "bits", "title": bits, "format": ".2f"},
                {"field": "p", "title": "p", "format": ".2%"},
            ],
        },
        "layer": [
            {"mark": {"type": "bar", "cornerRadiusEnd": 3, "color": palette.model}},
            {
                "mark": {"type": "text", "dy": -8, "color": palette.text},
                # A number stands on its bar where it has room.
                "encoding": {
                    "text": {
                        "condition": {"test": f"bandwidth('x') > {_NUMBER}", "field": "value"},
                        "value": "",
                    }
                },
            },
        ],
    }


@lru_cache(maxsize=16)
def ladder_bars(palette: Palette, loss: str, floor: str) -> dict[str, Any]:
    """Loss per model with the floor that none can pass, and each model's first choices written beside."""
    axis = {"title": loss, "tickCount": 5, "format": ".1f"}
    return {
        "width": "container",
        "height": 300,
        "encoding": {"y": {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None}}},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadiusEnd": 3, "height": {"band": 0.6}},
                "encoding": {
                    "x": {"field": "loss", "type": "quantitative", "axis": axis},
                    "color": {
                        "condition": {"test": "datum.whole", "value": palette.model},
                        "value": palette.other,
                    },
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "color": palette.text},
                "encoding": {"x": {"field": "loss", "type": "quantitative"}, "text": {"field": "value"}},
            },
            {
                "mark": {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 2, "color": palette.learner},
                "encoding": {
                    "x": {"field": "floor", "type": "quantitative", "aggregate": "min"},
                    "y": {"value": 0},
                    "y2": {"value": {"expr": "height"}},
                },
            },
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 6,
                    "baseline": "top",
                    "color": palette.learner,
                    "text": floor,
                },
                "encoding": {
                    "x": {"field": "floor", "type": "quantitative", "aggregate": "min"},
                    "y": {"value": -14},
                },
            },
        ],
    }
