"""One head as a picture of lines and letters (SVG), that stays sharp at any size and can be edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from core.ui.charts.theme import Palette
    from core.ui.components.heads import View

CELL, LABEL, TOP = 34, 110, 100
_NUMBERED = 40
"""Tokens up to which each cell bears its number."""


def svg(view: View, palette: Palette, title: str, written: Callable[[float], str]) -> str:
    """Draw the chosen head of a view.

    Parameters
    ----------
    view
        With the tokens, the weights and the head.
    title
        What stands over it.
    written
        How a number is written in the learner's language.
    """
    tokens = len(view.tokens)
    width, height = LABEL + CELL * tokens + 60, TOP + CELL * tokens + 16
    box = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    look = f'role="img" aria-label={quoteattr(title)} font-family="sans-serif" font-size="12"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} {look}>',
        f'<rect width="100%" height="100%" fill="{palette.paper}"/>',
        f'<text x="8" y="18" font-weight="bold" fill="{palette.text}">{escape(title)}</text>',
        *_labels(view, palette),
        *_cells(view, palette, written),
        "</svg>",
    ]
    return "\n".join(parts)


def _labels(view: View, palette: Palette) -> list[str]:
    made = []
    for place, token in enumerate(view.tokens):
        x, y = LABEL + CELL * (place + 0.5), TOP + CELL * (place + 0.5)
        name = escape(token)
        made.append(
            f'<text x="{LABEL - 8}" y="{y + 4}" text-anchor="end" fill="{palette.muted}">{name}</text>'
            f'<text x="{x}" y="{TOP - 8}" transform="rotate(-45 {x} {TOP - 8})" fill="{palette.muted}">{name}</text>'
        )
    return made


def _cells(view: View, palette: Palette, written: Callable[[float], str]) -> list[str]:
    weights = view.weights[view.layer, view.head]
    tokens = len(view.tokens)
    made = []
    for i in range(tokens):
        for j in range(i + 1 if view.causal else tokens):
            value = float(weights[i, j])
            x, y = LABEL + CELL * j, TOP + CELL * i
            shown = max(0.0, value) if value >= view.threshold else 0.0
            made.append(
                f'<rect x="{x}" y="{y}" width="{CELL - 1}" height="{CELL - 1}" fill="{palette.model}" '
                f'fill-opacity="{0.04 + 0.96 * shown:.3f}"/>'
            )
            if tokens <= _NUMBERED and value >= max(view.threshold, 0.005):
                ink = palette.paper if value > 0.5 else palette.text
                made.append(
                    f'<text x="{x + CELL / 2 - 0.5}" y="{y + CELL / 2 + 4}" text-anchor="middle" font-size="10" '
                    f'fill="{ink}">{written(value)}</text>'
                )
    return made
