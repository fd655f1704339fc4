"""Charts of the laboratory: live curves, what `plot` draws, and the graph that autograd follows."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from core.sandbox.events import Figure, Metric
from core.sandbox.views import GraphView, Node
from core.ui.charts.theme import Palette

MOST_DRAWN = 600
"""Points of one curve: more than a screen has columns for."""


@lru_cache(maxsize=8)
def curve(palette: Palette, step: str, value: str, *, several: bool) -> dict[str, Any]:
    """Specify a line over its steps; several are told apart by colour, and have no area to fill."""
    encoding: dict[str, Any] = {
        "x": {"field": "x", "type": "quantitative", "title": step, "axis": {"grid": False}},
        "y": {"field": "y", "type": "quantitative", "title": value, "scale": {"zero": False}},
        "tooltip": [{"field": name, "type": "quantitative", "format": ".4~g"} for name in ("x", "y")],
    }
    if several:
        encoding["color"] = {
            "field": "name",
            "type": "nominal",
            "title": None,
            "scale": {"range": list(palette.categorical)},
        }
    mark = {"type": "line", "point": {"size": 14, "filled": True}, "strokeWidth": 2, "color": palette.model}
    return {"width": "container", "height": 220, "mark": mark, "encoding": encoding}


def metric_points(metrics: Sequence[Metric]) -> pd.DataFrame:
    """Lay out the points of live curves: ``x`` counts each name by itself; long curves are thinned evenly."""
    curves: dict[str, list[float]] = {}
    for one in metrics:
        curves.setdefault(one.name, []).append(one.value)
    rows = []
    for name, values in curves.items():
        step = max(1, -(-len(values) // MOST_DRAWN))
        rows += [(name, place, values[place]) for place in range(0, len(values), step)]
    return pd.DataFrame(rows, columns=["name", "x", "y"])


def plot_points(figure: Figure) -> pd.DataFrame:
    """Lay out what `plot` sent."""
    return pd.DataFrame({"name": figure.label, "x": figure.x, "y": figure.y})


def picture(svg: str, said: str) -> str:
    """Show a learner's SVG as an image: scripts, links and fonts inside of one do nothing."""
    source = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    label = said.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;")
    style = "max-width:100%;background:#fff;border-radius:.4rem;padding:.4rem;box-sizing:border-box"
    return f"<img alt='{label}' src='data:image/svg+xml;base64,{source}' style='{style}'>"


def graph(view: GraphView, palette: Palette, words: Mapping[str, str]) -> str:
    """Write the graph of a result in the language of Graphviz, from the leaves up to the result.

    Parameters
    ----------
    view
        Nodes and edges; node 0 is the result.
    palette
        Colours of the theme.
    words
        ``there, not_yet``: what is said of a leaf's gradient.
    """
    lines = [
        'digraph { rankdir=BT; bgcolor="transparent"; nodesep=0.25; ranksep=0.35;',
        f'node [fontname="sans-serif" fontsize=12 fontcolor="{palette.text}" color="{palette.muted}" penwidth=1];',
        f'edge [color="{palette.muted}" arrowsize=0.7];',
    ]
    lines += [f"n{place} [{_node(node, place, palette, words)}];" for place, node in enumerate(view.nodes)]
    lines += [f"n{one} -> n{other};" for one, other in view.edges]
    return "\n".join([*lines, "}"])


def _node(node: Node, place: int, palette: Palette, words: Mapping[str, str]) -> str:
    label = _safe(node.label)
    if node.leaf:
        state = words.get(node.grad_state, "")
        shape = f" {_safe(node.shape)}" if node.shape else ""
        edge = palette.model if node.grad_state == "there" else palette.learner
        return f'label="{label}{shape}\\n.grad: {_safe(state)}" shape=box style="rounded" color="{edge}" penwidth=1.6'
    if place == 0:
        return (
            f'label="{label}" shape=box style="filled" fillcolor="{palette.surface}" color="{palette.model}"'
        )
    return f'label="{label}" shape=ellipse'


def _safe(text: str) -> str:
    """Keep letters, digits and a little punctuation: a label is somebody's claim."""
    return re.sub(r"[^\w\s().,=:+×·-]", "", text)
