"""Where labels stand so that they do not lie on each other: boxes in the pixels of a usual screen, first come first served."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

LETTER, LINE = 6.2, 13.0
"""Width of a letter and height of a line of a label."""
GAP = 7.0
"""From a point to its label."""


class Box(NamedTuple):
    """A rectangle; `top` is less than `bottom`, as pixels count downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Say whether they lie on each other."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def line_above(x: float, y: float, text: str, *, leftwards: bool) -> Box:
    """Give the box of a text whose foot is at `y` and that begins, or ends, at `x`."""
    width = LETTER * len(text)
    return Box(x - width if leftwards else x, y - LINE, x if leftwards else x + width, y)


def sides(points: Sequence[tuple[float, float]], texts: Sequence[str]) -> list[str]:
    """Give the side of each point on which its label is free: above, below, right or left; nothing where none is.

    Examples
    --------
    >>> sides([(50, 50), (50, 52), (50, 120)], ["gato", "perro", "rey"])
    ['above', 'below', 'above']
    """
    taken: list[Box] = []
    found = []
    for (x, y), text in zip(points, texts, strict=True):
        half = LETTER * len(text) / 2
        boxes = {
            "above": line_above(x - half, y - GAP, text, leftwards=False),
            "below": line_above(x - half, y + GAP + LINE, text, leftwards=False),
            "right": line_above(x + GAP, y + LINE / 2, text, leftwards=False),
            "left": line_above(x - GAP, y + LINE / 2, text, leftwards=True),
        }
        free = next((name for name, box in boxes.items() if not any(map(box.meets, taken))), "")
        found.append(free)
        taken += [boxes[free]] if free else []
    return found


def flags(
    marks: Sequence[tuple[float, float, str]], width: float, taken: Sequence[Box] = ()
) -> list[tuple[float, bool]]:
    """Give a label to each point on a pole of its own: the height of its foot, and whether it flies leftwards.

    The last point has the lowest flag, so that no pole crosses the flag of another.

    Examples
    --------
    >>> flags([(10, 90, "comunes"), (20, 100, "parejas")], 300)
    [(69.0, False), (86.0, False)]
    """
    full, found = list(taken), []
    for x, y, text in reversed(marks):
        leftwards = x + LETTER * len(text) > width
        foot = y - 2 * GAP
        while foot > 2 * LINE and any(map(line_above(x, foot, text, leftwards=leftwards).meets, full)):
            foot -= GAP
        full.append(line_above(x, foot, text, leftwards=leftwards))
        found.append((foot, leftwards))
    return found[::-1]


def distinct(names: Sequence[str]) -> list[str]:
    """Make names differ that a chart would take for one: the same word twice, or with and without its space.

    Examples
    --------
    >>> [len(name) for name in distinct(["el", "gato", "el"])]
    [2, 4, 3]
    """
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name + "\u200b" * (seen[name] - 1))
    return found
