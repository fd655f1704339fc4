"""Results on paper: one page that says what was measured, and no more.

The page is drawn as SVG text: it prints sharply, turns into a picture in the browser, and can be checked by a
test. Whatever a learner typed is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 1000, 1414
"""An A4 page, in SVG units."""

LONGEST_NAME = 60
INK, MUTED, HAIR, ACCENT, AMBER, PAPER = "#22262B", "#68625A", "#DDD5C6", "#0B6E6E", "#C26D0F", "#FFFFFF"
SERIF, SANS = "Georgia, 'Source Serif', serif", "'Source Sans', Helvetica, Arial, sans-serif"
LEFT, RIGHT = 90, WIDTH - 90
LINE = 84
"""Letters that fit in a line of body text."""


@dataclass(frozen=True)
class Bar:
    """A line with a bar: a name, a share from 0 to 1, and what is written at its end."""

    name: str
    share: float
    value: str


@dataclass(frozen=True)
class Point:
    """How sure somebody was, how often they were right, and in how many answers."""

    claimed: float
    right: float
    count: int


@dataclass(frozen=True)
class Sheet:
    """What is on the page, every sentence already in the learner's language.

    Parameters
    ----------
    title, subtitle
        What the page is.
    name
        Whose it is, if they typed it.
    facts
        What was measured, a line each.
    bars_title, bars
        Score by module.
    points_title, points_axes, points
        Calibration; the axes are ``(claimed, right)``.
    ideas_title, ideas
        Misconceptions still held.
    foot
        What the page does not say.
    """

    title: str
    subtitle: str
    name: str
    facts: Sequence[str]
    bars_title: str
    bars: Sequence[Bar]
    points_title: str
    points_axes: tuple[str, str]
    points: Sequence[Point]
    ideas_title: str
    ideas: Sequence[str]
    foot: str


def svg(sheet: Sheet) -> str:
    """Draw the page.

    Returns
    -------
    str
        An SVG document.

    Examples
    --------
    >>> blank = Sheet("Results", "", "<Ada>", ["10 questions"], "", [], "", ("", ""), [], "", [], "")
    >>> "&lt;Ada&gt;" in svg(blank), svg(blank).startswith("<svg")
    (True, True)
    """
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>']
    parts.append(_text(LEFT, 130, sheet.title, 46, family=SERIF, weight=600))
    parts.append(_text(LEFT, 172, sheet.subtitle, 20, colour=MUTED))
    below = 172
    if sheet.name.strip():
        below = 236
        parts.append(_text(LEFT, below, sheet.name.strip()[:LONGEST_NAME], 32, family=SERIF, colour=ACCENT))
    for fact in sheet.facts:
        below += 34
        parts.append(_text(LEFT, below, fact, 20))
    below += 62
    if sheet.bars:
        parts.append(_text(LEFT, below, sheet.bars_title, 24, family=SERIF, weight=600))
        parts += [_bar(below + 40 + 34 * place, bar) for place, bar in enumerate(sheet.bars)]
        below += 40 + 34 * len(sheet.bars) + 40
    if sheet.points:
        parts.append(_text(LEFT, below, sheet.points_title, 24, family=SERIF, weight=600))
        parts += _points(below + 30, sheet.points_axes, sheet.points)
        parts += _ideas(below + 66, sheet.ideas_title, sheet.ideas, left=480)
        below += 360
    else:
        parts += _ideas(below, sheet.ideas_title, sheet.ideas, left=LEFT)
    parts.append(_rule(HEIGHT - 130))
    parts += [
        _text(LEFT, HEIGHT - 95 + 24 * place, line, 16, colour=MUTED)
        for place, line in enumerate(wrapped(sheet.foot, 104)[:3])
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img"><title>{escape(sheet.title)}</title>{"".join(parts)}</svg>'
    )


def html(sheet: Sheet, language: str) -> str:
    """Put the page in a document of its own that prints on one sheet."""
    style = "@page{size:A4;margin:0}body{margin:0}svg{width:100%;height:auto;display:block;max-width:210mm;margin:auto}"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(sheet.title)}</title>'
        f"<style>{style}</style></head><body>{svg(sheet)}</body></html>"
    )


def wrapped(text: str, letters: int) -> list[str]:
    """Break a text into lines.

    Examples
    --------
    >>> wrapped("one two three", 7)
    ['one two', 'three']
    """
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > letters:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line] if line else lines


def _text(
    x: float, y: float, text: str, size: int, *, colour: str = INK, family: str = SANS, weight: int = 400,
    anchor: str = "start",
) -> str:  # fmt: skip
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-family="{family}" font-weight="{weight}" '
        f'fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'
    )


def _rule(y: float) -> str:
    return f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y:.0f}" y2="{y:.0f}" stroke="{HAIR}"/>'


def _bar(y: float, bar: Bar) -> str:
    start, whole = 340, RIGHT - 340 - 90
    full = max(0.0, min(1.0, bar.share)) * whole
    return (
        _text(LEFT, y, bar.name, 18)
        + f'<rect x="{start}" y="{y - 14:.0f}" width="{whole}" height="16" rx="3" fill="{HAIR}" opacity="0.5"/>'
        + f'<rect x="{start}" y="{y - 14:.0f}" width="{full:.1f}" height="16" rx="3" fill="{ACCENT}"/>'
        + _text(RIGHT, y, bar.value, 18, anchor="end")
    )


def _points(y: float, axes: tuple[str, str], points: Sequence[Point]) -> list[str]:
    side, left = 260, LEFT + 40

    def at(claimed: float, right: float) -> tuple[float, float]:
        return left + claimed * side, y + (1 - right) * side

    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    parts = [
        f'<rect x="{left}" y="{y:.0f}" width="{side}" height="{side}" fill="none" stroke="{HAIR}"/>',
        f'<line x1="{x0:.0f}" y1="{y0:.0f}" x2="{x1:.0f}" y2="{y1:.0f}" stroke="{MUTED}" stroke-dasharray="5 5"/>',
        _text(left + side / 2, y + side + 30, axes[0], 15, colour=MUTED, anchor="middle"),
        f'<g transform="translate({left - 14},{y + side / 2:.0f}) rotate(-90)">'
        + _text(0, 0, axes[1], 15, colour=MUTED, anchor="middle")
        + "</g>",
    ]
    for point in points:
        x, height = at(point.claimed, point.right)
        radius = 5 + min(point.count, 40) ** 0.5 * 2
        parts.append(
            f'<circle cx="{x:.1f}" cy="{height:.1f}" r="{radius:.1f}" fill="{AMBER}" opacity="0.85"/>'
        )
    return parts


def _ideas(y: float, title: str, ideas: Sequence[str], *, left: int) -> list[str]:
    if not title:
        return []
    parts, letters = [_text(left, y, title, 20, weight=600)], (RIGHT - left) // 9
    for idea in ideas:
        for place, line in enumerate(wrapped(idea, letters)):
            y += 26 if place else 32
            parts.append(_text(left, y, line if place else f"· {line}", 18))
    return parts
