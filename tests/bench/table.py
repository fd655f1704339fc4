"""One figure beside what it is compared with, and the table of all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isfinite
from statistics import median, quantiles

COLUMNS = ("figure", "value", "peer or limit", "reference", "ratio", "allowed", "ok")


@dataclass(frozen=True)
class Figure:
    """A measurement and its reference.

    Parameters
    ----------
    name
        What was measured, with the statistic: ``"Home, title on screen (median of 9)"``.
    value
        The measurement, in `unit`.
    unit
        ``"ms"``, ``"tokens/s"``, …
    against
        What it is compared with: a peer measured in the same run, or the limit of the plan.
    reference
        The peer's measurement or the limit, in `unit`.
    allowed
        The ratio value / reference that still is good: at most that when less is better, at least that
        when more is better.
    more_is_better
        True for throughputs.

    Examples
    --------
    >>> Figure("redraw (p95)", 90.0, "ms", "limit", 150.0).ok
    True
    >>> Figure("training", 900.0, "tokens/s", "plain loop", 1000.0, more_is_better=True).ok
    False
    """

    name: str
    value: float
    unit: str
    against: str
    reference: float
    allowed: float = 1.0
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """Value divided by reference."""
        return self.value / self.reference

    @property
    def ok(self) -> bool:
        """Whether the ratio is within what is allowed; a measurement that is no number never is."""
        if not isfinite(self.ratio):
            return False
        return self.ratio >= self.allowed if self.more_is_better else self.ratio <= self.allowed


def table(figures: Iterable[Figure]) -> str:
    """Write figures as a Markdown table with aligned columns.

    Examples
    --------
    >>> print(table([Figure("redraw (p95)", 90.0, "ms", "limit", 150.0)]))
    | figure       | value   | peer or limit | reference | ratio | allowed | ok  |
    |--------------|---------|---------------|-----------|-------|---------|-----|
    | redraw (p95) | 90.0 ms | limit         | 150 ms    | 0.60  | ≤ 1     | yes |
    """
    rows = [COLUMNS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def times(function: Callable[[], object], repeats: int, warm_up: int = 1) -> list[float]:
    """Measure a call several times, in milliseconds, after some calls that do not count."""
    for _ in range(warm_up):
        function()
    measured = []
    for _ in range(repeats):
        started = time.perf_counter()
        function()
        measured.append(1000 * (time.perf_counter() - started))
    return measured


def p95(measured: list[float]) -> float:
    """Give the 95th percentile of at least two measurements.

    Examples
    --------
    >>> p95([float(n) for n in range(101)])
    95.0
    """
    return quantiles(measured, n=20, method="inclusive")[-1]


def middle(measured: list[float]) -> float:
    """Give the median, which one interruption of the machine does not move."""
    return median(measured)


def _written(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:#.3g}"


def _row(figure: Figure) -> tuple[str, ...]:
    sign = "≥" if figure.more_is_better else "≤"
    return (
        figure.name,
        f"{_written(figure.value)} {figure.unit}",
        figure.against,
        f"{_written(figure.reference)} {figure.unit}",
        f"{figure.ratio:.2f}",
        f"{sign} {figure.allowed:g}",
        "yes" if figure.ok else "NO",
    )
