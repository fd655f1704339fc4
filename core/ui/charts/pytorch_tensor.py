"""Tensors and modules as drawings: a cell per number, coloured by it; three dimensions as slices."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Mapping
from itertools import product

from core.numbers import Numbers
from core.sandbox.views import ModuleView, PlainView, Sample, TensorView
from core.ui.charts.theme import Palette

WIDEST, TALLEST = 10, 16
"""Columns and rows up to which the numbers stand in the cells."""
SMALLEST, LARGEST = 0.6, 0.8
"""Sizes in rem between which the numbers shrink, so that a row fits; past that the rows are scrolled."""

Words = Mapping[str, str]


def tensor(view: TensorView, palette: Palette, number: Numbers, words: Words) -> str:
    """Draw a tensor: what it is, its numbers, its gradient.

    Parameters
    ----------
    view
        What the run told.
    palette
        Colours of the theme.
    number
        Writes numbers.
    words
        ``empty, sample, no_numbers, grad, not_yet, describe, nan, cut``.
    """
    parts = [_numbers(view, view.sample, palette, number, words)]
    if view.grad_state == "not_yet":
        parts.append(_small(f"<b>.grad</b> {html.escape(words['not_yet'])}", palette))
    elif view.grad is not None:
        parts.append(_small("<b>.grad</b>", palette))
        parts.append(_numbers(view, view.grad, palette, number, words))
    return "".join(parts)


def facts(view: TensorView) -> str:
    """Write what a tensor is in one line: shape, kind of numbers, where it lives, how it came to be."""
    shape = f"({', '.join(map(str, view.shape))}{',' if len(view.shape) == 1 else ''})"
    parts = [shape, view.dtype]
    parts += [view.device] if view.device != "cpu" else []
    parts += [view.layout] if view.layout != "strided" else []
    parts += ["numpy"] if view.library == "numpy" else []
    parts += [f"grad_fn={view.grad_fn}"] if view.grad_fn else ["requires_grad"] if view.requires_grad else []
    return " · ".join(parts)


def module(view: ModuleView, palette: Palette, number: Numbers, words: Words) -> str:
    """Draw a module: a row per layer with its own parameters; those of an earlier layer are not counted again."""
    rows = []
    for row in view.rows:
        indent = "&nbsp;" * 3 * row.depth
        name = html.escape(row.path.rpartition(".")[2] or view.type)
        grey = "" if row.trainable or not row.own else f";color:{palette.muted}"
        shared = html.escape(words["shared"].replace("#", row.shared)) if row.shared else ""
        count = " + ".join(filter(None, (number.integer(row.own) if row.own else "", shared)))
        rows.append(
            f"<tr style='border-top:1px solid {palette.grid}{grey}'><td>{indent}<b>{name}</b></td>"
            f"<td>{html.escape(row.type)}</td>"
            f"<td style='color:{palette.muted}'>{html.escape(row.shapes)}</td><td style='text-align:right'>{count}</td></tr>"
        )
    if view.more:
        rows.append(
            f"<tr><td colspan=4>{html.escape(words['more_layers'].replace('#', number.integer(view.more)))}</td></tr>"
        )
    head = "".join(
        f"<th style='text-align:left;font-weight:normal'>{html.escape(words[one])}</th>"
        for one in ("layer", "type", "own", "count")
    )
    style = f"font-size:.82rem;border-collapse:separate;border-spacing:.9rem .1rem;margin-left:-.9rem;color:{palette.text}"
    first = f"<tr style='color:{palette.muted}'>{head}</tr>"
    return f"<div style='overflow-x:auto'><table style='{style}'>{first}{''.join(rows)}</table></div>"


def plain(view: PlainView, palette: Palette) -> str:
    """Write any other value as Python does."""
    style = f"white-space:pre-wrap;overflow-wrap:anywhere;margin:0;font-size:.86rem;color:{palette.text}"
    return f"<pre style='{style}'>{html.escape(view.text)}</pre>"


def colour(value: float, low: float, high: float, palette: Palette) -> str:
    """Give the colour of a number: diverging around zero when there are both signs, else light to strong.

    Examples
    --------
    >>> from core.ui.charts.theme import LIGHT
    >>> colour(0.0, -1.0, 1.0, LIGHT), colour(1.0, 0.0, 1.0, LIGHT)
    ('#ffffff', '#064646')
    """
    if not math.isfinite(value):
        return palette.surface
    if low < 0 < high:
        stops, place = (
            palette.diverging,
            0.5 - 0.5 * value / max(-low, high),
        )  # teal is positive, amber negative
    else:
        stops, place = palette.sequential, abs(value) / (max(abs(low), abs(high)) or 1.0)
    return _between(stops, min(max(place, 0.0), 1.0))


def written(value: float, number: Numbers) -> str:
    """Write a number shortly, as the language does: two decimals, more where they would all be zero, powers of ten at last.

    Examples
    --------
    >>> [written(value, Numbers("es")) for value in (3.0, 0.5, 1234.6, -0.0034, 0.00012, float("-inf"))]
    ['3', '0,50', '1235', '−0,003', '0,0001', '−∞']
    >>> written(-0.0000123, Numbers("es")), written(2.5e8, Numbers("en"))
    ('−1,2·10⁻⁵', '2.5·10⁸')
    """
    size = abs(value)
    if not math.isfinite(value) or (value == round(value) and size < 1e6):
        return number.decimal(value, 0)
    if not 1e-4 <= size < 1e6:
        return number.power_of_ten(value, digits=2)
    return number.decimal(value, 0 if size >= 1000 else 2 if size >= 0.01 else 3 if size >= 0.001 else 4)


def _numbers(view: TensorView, sample: Sample | None, palette: Palette, number: Numbers, words: Words) -> str:
    if 0 in view.shape:
        return _small(html.escape(words["empty"]), palette)
    if sample is None:
        return _small(html.escape(words["no_numbers"]), palette)
    values = _shown(sample)
    finite = [value for value in values if math.isfinite(value)] or [0.0]
    scale = (min(finite), max(finite))
    texts = _texts(view, sample, number)
    slices = [_grid(block, texts, values, scale, palette) for block in _blocks(sample)]
    body = "".join(slices)
    cut = "" if sample.shape == view.shape else _small(_cut(view, sample, words), palette)
    said = html.escape(words["describe"].replace("#", facts(view)), quote=True)
    style = "display:flex;flex-wrap:wrap;gap:.9rem;overflow-x:auto;max-width:100%;container-type:inline-size"
    return f"<div role='img' aria-label='{said}' style='{style}'>{body}</div>{cut}"


def _shown(sample: Sample) -> list[float]:
    """Give the numbers that colour the cells: of a complex one, its size."""
    if not sample.complex:
        return list(sample.values)
    pairs = zip(sample.values[::2], sample.values[1::2], strict=True)
    return [math.hypot(real, imaginary) for real, imaginary in pairs]


def _texts(view: TensorView, sample: Sample, number: Numbers) -> list[str]:
    if sample.complex:
        pairs = zip(sample.values[::2], sample.values[1::2], strict=True)
        return [f"{written(a, number)}{'+' if b >= 0 else ''}{written(b, number)}i" for a, b in pairs]
    if view.dtype == "bool":
        return ["True" if value else "False" for value in sample.values]
    return [written(value, number) for value in sample.values]


class _Block:
    """One matrix of a tensor: where its numbers start, how many rows and columns, and what it is called."""

    def __init__(self, start: int, rows: int, columns: int, name: str) -> None:
        self.start, self.rows, self.columns, self.name = start, rows, columns, name


def _blocks(sample: Sample) -> Iterator[_Block]:
    rows, columns = ((1, 1), *((1, size) for size in sample.shape[:1]), sample.shape[-2:])[
        min(2, len(sample.shape))
    ]
    before = sample.shape[:-2]
    for place, index in enumerate(product(*map(range, before))):
        name = f"[{', '.join(map(str, index))}]" if before else ""
        yield _Block(place * rows * columns, rows, columns, name)


def _grid(
    block: _Block, texts: list[str], values: list[float], scale: tuple[float, float], palette: Palette
) -> str:
    lettered = block.columns <= WIDEST and block.rows <= TALLEST
    rows = []
    for row in range(block.rows):
        first = block.start + row * block.columns
        cells = (
            _cell(texts[at], values[at], scale, lettered, palette)
            for at in range(first, first + block.columns)
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    name = f"<div style='font-size:.74rem;color:{palette.muted}'>{block.name}</div>" if block.name else ""
    size = _size(block, texts) if lettered else f"{LARGEST}rem"
    style = f"border-collapse:separate;border-spacing:2px;font-size:{size}"
    return f"<div>{name}<table style='{style}'>{''.join(rows)}</table></div>"


def _size(block: _Block, texts: list[str]) -> str:
    """Give the size of the letters with which the longest text of every column fits beside the others."""
    longest = (
        max(len(texts[block.start + row * block.columns + column]) for row in range(block.rows))
        for column in range(block.columns)
    )
    wide = sum(
        max(2.6, 0.5 * letters + 1.1) for letters in longest
    )  # in em: half a letter's height each, and paddings
    return f"clamp({SMALLEST}rem, calc((100cqi - {2 * block.columns + 2}px) / {wide:.1f}), {LARGEST}rem)"


def _cell(text: str, value: float, scale: tuple[float, float], lettered: bool, palette: Palette) -> str:
    paper = colour(value, *scale, palette)
    if not lettered:
        style = f"width:.6rem;height:.6rem;padding:0;background:{paper};border-radius:1px"
        return f"<td title='{html.escape(text)}' style='{style}'></td>"
    ink = palette.text if _light(paper) == _light(palette.paper) else palette.paper
    frame = "" if math.isfinite(value) else f";outline:2px dashed {palette.learner};outline-offset:-2px"
    style = f"background:{paper};color:{ink};padding:.25em .55em;text-align:right;border-radius:3px;min-width:1.5em{frame}"
    return f"<td style='{style}'>{html.escape(text)}</td>"


def _cut(view: TensorView, sample: Sample, words: Words) -> str:
    shown, whole = (" × ".join(map(str, shape)) for shape in (sample.shape, view.shape))
    return html.escape(words["cut"].replace("#", shown, 1).replace("#", whole, 1))


def _small(text: str, palette: Palette) -> str:
    return f"<div style='font-size:.78rem;color:{palette.muted};margin:.25rem 0'>{text}</div>"


def _between(stops: tuple[str, ...], place: float) -> str:
    """Mix the two neighbouring colours of a scale."""
    left = min(int(place * (len(stops) - 1)), len(stops) - 2)
    share = place * (len(stops) - 1) - left
    pair = zip(_channels(stops[left]), _channels(stops[left + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pair)


def _channels(colour_code: str) -> tuple[int, int, int]:
    return int(colour_code[1:3], 16), int(colour_code[3:5], 16), int(colour_code[5:7], 16)


def _light(colour_code: str) -> bool:
    red, green, blue = _channels(colour_code)
    return 0.299 * red + 0.587 * green + 0.114 * blue > 140
