"""The learner's own points: clicked on the plane, or pasted as CSV."""

from __future__ import annotations

import csv
import io
import math
from functools import lru_cache

import numpy as np

from core.errors import InputError
from core.mlp.datasets import PLANE

MOST_ROWS = 2_000
"""Points of the learner that are kept; a network of this size learns nothing more from others."""

MOST_CLASSES = 6
LARGEST = 1e9

Row = tuple[float, float, int]


@lru_cache(maxsize=16)
def read(text: str) -> tuple[tuple[Row, ...], tuple[str, ...], bool]:
    r"""Read rows ``x,y,class`` (comma, semicolon or tab; a heading is skipped), and fit them to the plane.

    Returns
    -------
    rows
        (x, y, class number); standardised when they do not fit in the plane: mean 0, two standard deviations at 4.
    classes
        What the classes are called, in their order.
    standardised
        Whether they were.

    Raises
    ------
    InputError
        With the line, when a row has no three parts, a coordinate is no number, or there are too few or too many rows
        or classes.

    Examples
    --------
    >>> rows, classes, standardised = read("x,y,class\n1,2,red\n-1,0.5,blue\n0,0,red\n2,2,blue")
    >>> (1.0, 2.0, 1) in rows, classes, standardised
    (True, ('blue', 'red'), False)
    """
    found: list[tuple[float, float, str]] = []
    separator = max(",;\t", key=text[:2000].count)
    for number, parts in enumerate(csv.reader(io.StringIO(text.strip()), delimiter=separator), start=1):
        if not "".join(parts).strip():
            continue
        row = _row(number, [part.strip() for part in parts], separator)
        if row is not None:
            found.append(row)
        if len(found) > MOST_ROWS:
            raise InputError(f"more than {MOST_ROWS} rows", "mlp_many_rows", limit=MOST_ROWS)
    names = tuple(sorted({name for _, _, name in found}))
    if len(found) < 4:
        raise InputError(f"{len(found)} points; at least four are needed", "mlp_few_rows", given=len(found))
    if not 2 <= len(names) <= MOST_CLASSES:
        raise InputError(f"{len(names)} classes", "mlp_classes", given=len(names), limit=MOST_CLASSES)
    x = np.array([row[:2] for row in found])
    standardised = bool(np.abs(x).max() > PLANE)
    if standardised:
        spread = x.std(0)
        x = (x - x.mean(0)) / np.where(spread > 0, spread, 1) * 2
        x = np.clip(x, -PLANE, PLANE)
    rows = tuple((float(a), float(b), names.index(row[2])) for (a, b), row in zip(x, found, strict=True))
    return mixed(rows), names, standardised


def mixed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Shuffle rows always alike, so that the last ones, which test, are not all of one class."""
    order = np.random.default_rng(0).permutation(len(rows))
    return tuple(rows[place] for place in order)


def _row(number: int, parts: list[str], separator: str) -> tuple[float, float, str] | None:
    if len(parts) != 3 or not all(parts):
        raise InputError(f"line {number} has no x, y and class", "mlp_row", line=number, separator=separator)
    try:
        x, y = float(parts[0]), float(parts[1])
    except ValueError:
        if number == 1:
            return None  # a heading
        raise InputError(f"line {number}: x and y must be numbers", "mlp_number", line=number) from None
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= LARGEST and abs(y) <= LARGEST):
        raise InputError(
            f"line {number}: x and y must be numbers up to {LARGEST:g}", "mlp_number", line=number
        )
    return x, y, parts[2][:30]
