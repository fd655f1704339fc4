"""Colours by role, and the dress that every chart wears.

One colour means one thing through the whole course: the accent is the model's, amber is the learner's
guess or input, violet is what it is compared with, grey is removed or context. The roles stay apart
for the three common kinds of colour blindness (a test simulates them), and no pair is red against green.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from core.numbers import vega_locale

BASE_SIZE = 13
"""Size of the letters in a chart, in pixels."""

Mode = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, by what they mean; hashable, so that specifications can be cached on it."""

    mode: Mode
    model: str
    learner: str
    other: str
    removed: str
    text: str
    muted: str
    grid: str
    paper: str
    surface: str
    categorical: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]


LIGHT = Palette(
    mode="light",
    model="#0B6E6E",
    learner="#C26D0F",
    other="#6A4C93",
    removed="#989088",
    text="#22262B",
    muted="#68625A",
    grid="#E6DFD2",
    paper="#FCFAF6",
    surface="#F1ECE2",
    categorical=("#0B6E6E", "#C26D0F", "#6A4C93", "#C8553D", "#3A7CA5", "#6E8F32", "#8D6B4F", "#444B54"),
    sequential=("#F1F5F2", "#D3E6E1", "#A9D0CA", "#79B6B0", "#489996", "#1F7F7E", "#0B6060", "#064646"),
    diverging=("#0A5E5E", "#2F8A88", "#8FC1BC", "#FFFFFF", "#F0C08A", "#CF7E22", "#8A4A05"),
)
"""Warm paper and ink."""

DARK = Palette(
    mode="dark",
    model="#4FC1B8",
    learner="#F2A65A",
    other="#B79CED",
    removed="#737068",
    text="#ECE7DD",
    muted="#A9A69D",
    grid="#2C323A",
    paper="#15181C",
    surface="#1F242A",
    categorical=("#4FC1B8", "#F2A65A", "#B79CED", "#F08A73", "#7CB8E0", "#B5D46E", "#C9A98C", "#A8B0BA"),
    sequential=("#1B2427", "#1F3A3C", "#225354", "#286E6C", "#338C87", "#4FC1B8", "#8ADCD4", "#CDF3EE"),
    diverging=("#8CE0D8", "#4FC1B8", "#2A6F6C", "#22282E", "#85571F", "#F2A65A", "#FBD3A4"),
)
"""The same at night; zero of the diverging scale is the night itself, as a white block would glare."""


def palette(mode: str | None) -> Palette:
    """Give the colours of a theme; anything but ``"dark"`` is light.

    Examples
    --------
    >>> palette("dark").paper
    '#15181C'
    """
    return DARK if mode == "dark" else LIGHT


@lru_cache(maxsize=8)
def chart_config(colours: Palette, language: str, scale: float = 1.0) -> dict[str, Any]:
    """Give the Vega-Lite configuration of every chart: quiet axes, readable text, the language's numbers.

    Parameters
    ----------
    colours
        Colours of the current theme.
    language
        ``"es"`` or ``"en"``.
    scale
        How much larger the letters are, for a projector.

    Returns
    -------
    dict
        A Vega-Lite ``config``; do not change it, it is shared.
    """
    size = round(BASE_SIZE * scale)
    axis = {
        "labelColor": colours.muted,
        "titleColor": colours.muted,
        "gridColor": colours.grid,
        "domainColor": colours.grid,
        "tickColor": colours.grid,
        "labelFontSize": size,
        "titleFontSize": size,
        "titleFontWeight": "normal",
        "labelLimit": 220,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
    }
    legend = {
        "labelColor": colours.text,
        "titleColor": colours.muted,
        "labelFontSize": size,
        "titleFontSize": size,
    }
    return {
        "locale": {"number": vega_locale(language)},
        "background": "transparent",
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"labelColor": colours.text},
        "legend": {**legend, "orient": "top", "symbolType": "circle"},
        "header": {"labelColor": colours.text, "titleColor": colours.muted},
        "title": {"color": colours.text, "fontSize": size + 2, "fontWeight": 600, "anchor": "start"},
        "text": {"color": colours.text, "fontSize": size},
        "bar": {"color": colours.model, "cornerRadiusEnd": 3},
        # A line or a rule without data yet would be a picture without a name; the text of the whole figure tells all.
        "line": {"color": colours.model, "strokeWidth": 2.5, "aria": False},
        "point": {"color": colours.model, "size": 70},
        "rule": {"color": colours.muted, "aria": False},
        "rect": {"color": colours.model},
        "range": {
            "category": list(colours.categorical),
            "ordinal": list(colours.sequential),
            "heatmap": list(colours.sequential),
            "ramp": list(colours.sequential),
            "diverging": list(colours.diverging),
        },
    }


def dress(spec: dict[str, Any], colours: Palette, language: str, scale: float = 1.0) -> dict[str, Any]:
    """Give a specification the course's configuration; what the chart sets itself wins.

    Parameters
    ----------
    spec
        A Vega-Lite specification, left as it is.
    colours, language, scale
        As in `chart_config`; a numeric height grows by the scale too.

    Returns
    -------
    dict
        A new specification with ``config`` filled in and room for its labels.

    Examples
    --------
    >>> dress({"mark": "bar"}, LIGHT, "es")["config"]["locale"]["number"]["decimal"]
    ','
    """
    own = spec.get("config", {})
    shared = chart_config(colours, language, scale)
    merged = {key: _over(shared.get(key), own.get(key)) for key in {**shared, **own}}
    height = spec.get("height")
    grown = {"height": round(height * scale)} if scale != 1 and isinstance(height, int | float) else {}
    return {"padding": {"left": 2, "top": 4, "right": 12, "bottom": 4}, **spec, **grown, "config": merged}


def _over(base: Any, own: Any) -> Any:
    """Lay one configuration entry over another, key by key where both are mappings."""
    if own is None:
        return base
    return {**base, **own} if isinstance(base, dict) and isinstance(own, dict) else own
