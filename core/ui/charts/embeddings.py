"""Charts of lesson 4: the cloud of a map, and the specifications of its flat figures, built once per theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from core.numbers import Numbers
from core.ui.charts.theme import Palette
from core.ui.components.cloud import Cloud, Frame

if TYPE_CHECKING:
    import numpy as np

    from core.embeddings import Map


@dataclass(frozen=True)
class Look:
    """How a map is coloured.

    Parameters
    ----------
    palette
        Colours of the theme.
    groups, names
        Group of each of the first words, and a name per group.
    by_kept
        Colour by how much of its neighbourhood each point keeps, instead of by group.
    own, own_name
        The learner's words, and what they are called.
    ends
        Names of the two ends of the scale, when coloured by what is kept.
    """

    palette: Palette
    groups: tuple[int, ...]
    names: tuple[str, ...]
    by_kept: bool
    own: tuple[str, ...]
    own_name: str
    ends: tuple[str, ...]


def map_cloud(
    drawn: Map,
    look: Look,
    *,
    picked: str,
    notes: Sequence[str],
    axis: tuple[str, str] | None,
    pairs: Sequence[tuple[int, int]],
    name: str,
) -> Cloud:
    """Prepare a map of words to be drawn."""
    palette, own = look.palette, set(look.own)
    extra = len(look.names)
    groups = [*look.groups, *([extra] * (len(drawn.words) - len(look.groups)))]
    colours, names = [*group_colours(palette, extra), palette.learner], [*look.names]
    if own:
        names.append(look.own_name)
    scale = shares(palette, drawn.kept) if look.by_kept else []
    ends = (palette.diverging[-2], palette.diverging[1])
    return Cloud(
        name=name, words=drawn.words, frames=[Frame(drawn.points)], extent=drawn.extent,
        colours=ends if look.by_kept else colours, groups=[] if look.by_kept else groups,
        names=look.ends if look.by_kept else names, colour=scale, kind=[int(word in own) for word in drawn.words],
        near=drawn.near.tolist(), held=drawn.held.astype(int).tolist(), notes=notes, picked=picked, axis=axis,
        pairs=pairs, zero=drawn.angle is not None, stretch=drawn.angle is not None,
    )  # fmt: skip


def group_colours(palette: Palette, count: int) -> list[str]:
    """Give a colour per group; amber is left to the learner's words."""
    free = [colour for place, colour in enumerate(palette.categorical) if place != 1]
    return [free[place % len(free)] for place in range(count)]


def shares(palette: Palette, kept: np.ndarray) -> list[str]:
    """Give a colour per share: amber where nothing is kept, teal where everything is."""
    low, high = _rgb(palette.diverging[-2]), _rgb(palette.diverging[1])
    middle = _rgb(palette.removed)  # white in the middle would vanish on paper
    found = []
    for share in kept:
        one, other, done = (low, middle, 2 * share) if share < 0.5 else (middle, high, 2 * share - 1)
        mixed = [round(a + (b - a) * float(done)) for a, b in zip(one, other, strict=True)]
        found.append("#" + "".join(f"{value:02X}" for value in mixed))
    return found


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=16)
def rankings(palette: Palette, similarity: str) -> dict[str, Any]:
    """Lists side by side, one per measure; pointing at a word lights it up in all of them."""
    y = {"field": "rank", "type": "ordinal", "axis": None}
    x = {"field": "start", "type": "quantitative", "axis": None, "scale": {"domain": [0, 3], "nice": False}}
    lit = {"param": "lit", "empty": False, "value": palette.learner}
    tips = [{"field": "word", "title": ""}, {"field": "value", "title": similarity}]
    return {
        "width": "container", "height": 270, "encoding": {"y": y, "tooltip": tips},
        "layer": [
            {
                "params": [{"name": "lit", "select": {"type": "point", "on": "pointerover", "fields": ["word"]}}],
                "transform": [{"filter": "datum.rank > 0"}],
                "mark": {"type": "bar", "cornerRadiusEnd": 3, "height": {"band": 0.84}},
                "encoding": {"x": x, "x2": {"field": "end"}, "color": {"condition": lit, "value": palette.sequential[2]}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6},
                "encoding": {"x": x, "text": {"field": "label"},
                             "color": {"condition": {"test": "datum.rank == 0", "value": palette.muted}, "value": palette.text}},
            },
        ],
    }  # fmt: skip


def rankings_data(
    tables: Mapping[Any, pd.DataFrame], titles: Mapping[Any, str], number: Numbers
) -> pd.DataFrame:
    """Lay out one list per measure: where its bars start and end, in columns, and what stands on them.

    A bar starts at zero and its length is what was measured, the longest of its list filling nine tenths of the
    column; of distances the nearest word has the shortest. A similarity below zero has no bar, only its number.
    """
    rows: list[tuple[str, str, int, float, float, str, str]] = []
    for column, (measure, table) in enumerate(tables.items()):
        rows.append((measure, titles[measure], 0, column, column, "", titles[measure]))
        values = table["similarity"].to_numpy()
        if measure == "euclidean":
            values = abs(values)
        most = max(float(values.max()), 0.0)
        for rank, (word, value) in enumerate(zip(table["word"], values, strict=True), start=1):
            long = 0.9 * max(float(value), 0.0) / most if most else 0.0
            shown = number.decimal(float(value))
            rows.append((measure, str(word), rank, column, column + long, shown, f"{word}  {shown}"))
    return pd.DataFrame(rows, columns=["measure", "word", "rank", "start", "end", "value", "label"])


@lru_cache(maxsize=16)
def strips(palette: Palette, cell: str, value: str) -> dict[str, Any]:
    """Vectors as strips of colours, one above another: a cell per number."""
    return {
        "width": "container", "height": {"step": 34},
        "mark": {"type": "rect"},
        "encoding": {
            "x": {"field": "place", "type": "ordinal", "axis": {"title": cell, "labels": False}},
            "y": {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None}},
            "color": {
                "field": "value", "type": "quantitative",
                "scale": {"range": list(palette.diverging), "domainMid": 0}, "legend": None,
            },
            "tooltip": [
                {"field": "word", "title": ""}, {"field": "place", "title": cell},
                {"field": "value", "title": value, "format": ".3f"},
            ],
        },
    }  # fmt: skip


@lru_cache(maxsize=16)
def ranked(palette: Palette, step: int = 22) -> dict[str, Any]:
    """Bars of words or sentences by similarity, the value written beside; `role` colours a bar."""
    y = {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 330}}
    x = {"field": "similarity", "type": "quantitative", "axis": None}
    colour = {
        "field": "role", "type": "nominal", "legend": None,
        "scale": {"domain": ["plain", "best", "input"], "range": [palette.sequential[3], palette.model, palette.learner]},
    }  # fmt: skip
    return {
        "width": "container", "height": {"step": step}, "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "bar", "cornerRadiusEnd": 3, "height": {"band": 0.7}}, "encoding": {"x": x, "color": colour}},
            {"transform": [{"calculate": "max(0, datum.similarity)", "as": "edge"}],
             "mark": {"type": "text", "align": "left", "dx": 5, "color": palette.text},
             "encoding": {"x": {**x, "field": "edge"}, "text": {"field": "value"}}},
        ],
    }  # fmt: skip


@lru_cache(maxsize=16)
def curves(palette: Palette, value: str, names: tuple[str, ...], style: str) -> dict[str, Any]:
    """One line per series over layers or steps, its name in the legend; the first is the model's colour."""
    scale = {"domain": list(names), "range": [palette.model, palette.other][: len(names)]}
    legend = {"title": None, "labelLimit": 420, "columns": 1, "rowPadding": 1}
    y = {"field": "value", "type": "quantitative", "axis": {"title": None, "tickCount": 3, "format": style}}
    return {
        "width": "container", "height": 215,
        "encoding": {
            "x": {"field": "at", "type": "ordinal", "sort": None, "axis": {"title": None, "labelAngle": 0}},
            "y": y,
            "color": {"field": "name", "type": "nominal", "scale": scale, "legend": legend},
            "tooltip": [{"field": "name", "title": ""}, {"field": "at", "title": ""},
                        {"field": "value", "title": value, "format": ".3f"}],
        },
        "mark": {"type": "line", "point": {"filled": True, "size": 50}},
    }  # fmt: skip


@lru_cache(maxsize=16)
def counts(palette: Palette, title: str, names: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Two bars per relation: the share of right answers without the input words, and with them."""
    colour = {
        "field": "how", "type": "nominal", "legend": {"title": None},
        "scale": {"domain": [code for code, _ in names], "range": [palette.model, palette.removed]},
    }  # fmt: skip
    shown = " : ".join(f"datum.label == '{code}' ? '{label}'" for code, label in names) + " : ''"
    colour["legend"] = {"title": None, "labelExpr": shown, "labelLimit": 320, "columns": 1}
    x = {"field": "share", "type": "quantitative", "axis": {"title": title, "format": ".0%", "tickCount": 5},
         "scale": {"domain": [0, 1.12], "nice": False}}  # fmt: skip
    return {
        "width": "container", "height": {"step": 17},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None}},
            "yOffset": {"field": "how", "sort": [code for code, _ in names]}, "x": x,
        },
        "layer": [
            {"mark": {"type": "bar", "cornerRadiusEnd": 3}, "encoding": {"color": colour}},
            {"mark": {"type": "text", "align": "left", "dx": 5, "color": palette.text}, "encoding": {"text": {"field": "value"}}},
        ],
    }  # fmt: skip


def counts_data(table: pd.DataFrame, number: Numbers) -> pd.DataFrame:
    """Give two rows per relation: right without the inputs, and with them."""
    rows = []
    for row in table.to_dict("records"):
        label = f"{row['model']} · {row['name']} ({number.integer(row['questions'])})"
        for how in ("right", "right_kept"):
            share = float(row[how])
            rows.append((label, how, share, number.percent(share)))
    return pd.DataFrame(rows, columns=["label", "how", "share", "value"])
