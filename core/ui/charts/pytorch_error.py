"""The two shapes of an error and the rule between them."""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Mapping

from core.sandbox.explain import Box, Drawing
from core.ui.charts.theme import Palette

_UNIT, _MOST = 13.0, 120.0


def drawing(drawn: Drawing, palette: Palette, words: Mapping[str, str]) -> str:
    """Draw two shapes with what breaks the rule in amber, and the rule in words below.

    Parameters
    ----------
    drawn
        The two tensors.
    palette
        Colours of the theme.
    words
        ``rules`` by name, and ``index``.
    """
    body = {"matmul": _matmul, "broadcast": _aligned, "same": _aligned, "range": _range}[drawn.rule](
        drawn, palette
    )
    rule = html.escape(words[drawn.rule])
    said = html.escape(f"{_said(drawn.left)}; {_said(drawn.right)}. {words[drawn.rule]}", quote=True)
    return (
        f"<div role='img' aria-label='{said}' style='overflow-x:auto;padding:.4rem 0'>{body}</div>"
        f"<div style='font-size:.84rem;color:{palette.muted}'>{rule}</div>"
    )


def _said(box: Box) -> str:
    return f"{box.name} {shape_text(box.shape)}".strip()


def shape_text(shape: tuple[int, ...]) -> str:
    """Write a shape as Python does.

    Examples
    --------
    >>> shape_text((3,)), shape_text((2, 3))
    ('(3,)', '(2, 3)')
    """
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _matmul(drawn: Drawing, palette: Palette) -> str:
    """Two rectangles side by side: the width of the left one is to be the height of the right one."""
    left = _matrix(drawn.left.shape, row=True)
    right = _matrix(drawn.right.shape, row=False)
    (w1, h1), (w2, h2) = _size(left), _size(right)
    gap, top = 64.0, 26.0
    height = max(h1, h2) + top + 34
    x2 = 30 + w1 + gap
    wrong_edge = f"stroke='{palette.learner}' stroke-width='5' stroke-linecap='round'"
    amber = f"fill='{palette.learner}' font-size='15' font-weight='700' font-family='sans-serif' text-anchor='middle'"
    plain = f"fill='{palette.text}' font-size='13' font-family='sans-serif' text-anchor='middle'"
    rect = f"fill='{palette.surface}' stroke='{palette.muted}' rx='3'"
    names = [html.escape(one.name) for one in (drawn.left, drawn.right)]
    svg = (
        f"<svg width='{x2 + w2 + 50:.0f}' height='{height:.0f}' xmlns='http://www.w3.org/2000/svg'>"
        f"<rect x='30' y='{top}' width='{w1:.0f}' height='{h1:.0f}' {rect}/>"
        f"<rect x='{x2:.0f}' y='{top}' width='{w2:.0f}' height='{h2:.0f}' {rect}/>"
        f"<line x1='30' y1='{top}' x2='{30 + w1:.0f}' y2='{top}' {wrong_edge}/>"
        f"<line x1='{x2:.0f}' y1='{top}' x2='{x2:.0f}' y2='{top + h2:.0f}' {wrong_edge}/>"
        f"<text x='{30 + w1 / 2:.0f}' y='{top - 8}' {amber}>{left[1]}</text>"
        f"<text x='14' y='{top + h1 / 2 + 5:.0f}' {plain}>{left[0]}</text>"
        f"<text x='{x2 - 16:.0f}' y='{top + h2 / 2 + 5:.0f}' {amber}>{right[0]}</text>"
        f"<text x='{x2 + w2 / 2:.0f}' y='{top - 8}' {plain}>{right[1]}</text>"
        f"<text x='{30 + w1 + gap / 2 - 14:.0f}' y='{top + max(h1, h2) / 2 + 5:.0f}' {plain}>@</text>"
        f"<text x='{30 + w1 / 2:.0f}' y='{height - 8:.0f}' {plain}>{names[0]}</text>"
        f"<text x='{x2 + w2 / 2:.0f}' y='{height - 8:.0f}' {plain}>{names[1]}</text>"
        "</svg>"
    )
    source = base64.b64encode(svg.encode()).decode(
        "ascii"
    )  # Streamlit's pages take no SVG that is not an image
    return f"<img alt='' src='data:image/svg+xml;base64,{source}' style='max-width:100%'>"


def _matrix(shape: tuple[int, ...], *, row: bool) -> tuple[int, int]:
    """Give the last two sizes; a vector is a row at the left of a product and a column at the right."""
    if len(shape) >= 2:
        return shape[-2], shape[-1]
    only = shape[0] if shape else 1
    return (1, only) if row else (only, 1)


def _size(matrix: tuple[int, int]) -> tuple[float, float]:
    """Give width and height in pixels, larger for larger sizes but never huge."""
    height, width = (min(_MOST, _UNIT + _UNIT * math.log2(1 + size) * 1.6) for size in matrix)
    return width, height


def _aligned(drawn: Drawing, palette: Palette) -> str:
    """The two shapes one over the other, aligned at the right, as broadcasting reads them."""
    width = max(len(drawn.left.shape), len(drawn.right.shape))
    rows = []
    for box in (drawn.left, drawn.right):
        empty = width - len(box.shape)
        cells = ["<td></td>"] * empty + [
            _chip(size, place in box.wrong, palette) for place, size in enumerate(box.shape)
        ]
        rows.append(f"<tr><td style='padding-right:.8rem'>{html.escape(box.name)}</td>{''.join(cells)}</tr>")
    return f"<table style='border-collapse:separate;border-spacing:.3rem;color:{palette.text}'>{''.join(rows)}</table>"


def _chip(size: int, wrong: bool, palette: Palette) -> str:
    edge = palette.learner if wrong else palette.muted
    weight = 700 if wrong else 400
    style = f"border:2px solid {edge};border-radius:.3rem;padding:.1rem .6rem;text-align:center;font-weight:{weight}"
    return f"<td style='{style}'>{size}</td>"


def _range(drawn: Drawing, palette: Palette) -> str:
    """The rows of a table, from 0 to the last one: an index must be one of them."""
    rows = drawn.right.shape[0]
    shown = [0, 1, None, rows - 2, rows - 1] if rows > 5 else list(range(rows))
    cells = "".join(
        "<td>…</td>" if one is None else _chip(one, wrong=False, palette=palette) for one in shown
    )
    name = html.escape(drawn.right.name)
    outside = _chip(rows, wrong=True, palette=palette)
    style = f"border-collapse:separate;border-spacing:.3rem;color:{palette.text}"
    return f"<table style='{style}'><tr><td style='padding-right:.8rem'>{name}</td>{cells}<td></td>{outside}</tr></table>"
