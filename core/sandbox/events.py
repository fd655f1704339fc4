"""What a run tells, as plain values: every claim is checked before it becomes one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Literal

from core.sandbox.claims import flag, number, numbers, shape, text, whole, words
from core.sandbox.frames import BadFrameError, Frame
from core.sandbox.views import View, view

LARGEST_PICTURE = 240_000

Reason = Literal[
    "finished", "error", "cpu", "wall", "memory", "output", "stopped", "interrupted", "crash", "exit", "garbled", "lost"
]  # fmt: skip
"""Why a run ended. The first two and ``exit`` are what it said itself; the others are facts.

``stopped`` was asked for; ``interrupted`` is a run whose page was drawn again before it had ended.
"""


@dataclass(frozen=True)
class Output:
    """Text that was printed."""

    text: str
    stream: Literal["out", "err"] = "out"
    kind: Literal["output"] = "output"


@dataclass(frozen=True)
class Value:
    """A value to look at: the last expression (name ``""``), a named one, or one that the code showed."""

    name: str
    view: View
    kind: Literal["value"] = "value"


@dataclass(frozen=True)
class Figure:
    """A picture as SVG, or the points of a `plot`."""

    svg: str = ""
    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    label: str = ""
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True)
class Metric:
    """One point of a live curve."""

    name: str
    value: float
    kind: Literal["metric"] = "metric"


@dataclass(frozen=True)
class Notice:
    """Something worth knowing that is no error: a gradient that piles up, a shape that grew by broadcasting."""

    key: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    kind: Literal["notice"] = "notice"


@dataclass(frozen=True)
class Place:
    """One line of the learner's code in a traceback."""

    line: int
    text: str
    function: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Operand:
    """A value that stood in the line that failed."""

    name: str
    what: str
    shape: tuple[int, ...]
    dtype: str
    device: str


@dataclass(frozen=True)
class Error:
    """An exception that nobody caught: its type, its message, where, and what stood there."""

    type: str
    message: str
    places: tuple[Place, ...] = ()
    operands: tuple[Operand, ...] = ()
    kind: Literal["error"] = "error"


@dataclass(frozen=True)
class Check:
    """What the checker of an exercise found: passed, or the first property that does not hold, with both values."""

    exercise: str
    passed: bool
    key: str = ""
    values: dict[str, str] = field(default_factory=dict)
    kind: Literal["check"] = "check"


@dataclass(frozen=True)
class Queued:
    """The run waits; `position` runs are before it."""

    position: int
    kind: Literal["queued"] = "queued"


@dataclass(frozen=True)
class Usage:
    """What a run used, as the kernel counted it.

    Parameters
    ----------
    cpu_seconds, wall_seconds
        Processor time, and time on the clock.
    memory_bytes
        The most memory it had, libraries included.
    output_bytes, lines
        What it sent.
    """

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    memory_bytes: int = 0
    output_bytes: int = 0
    lines: int = 0


@dataclass(frozen=True)
class End:
    """The last event of every run."""

    reason: Reason
    usage: Usage = Usage()
    kind: Literal["end"] = "end"


Event = Output | Value | Figure | Metric | Notice | Error | Check | Queued | End


def event(frame: Frame) -> Event:
    """Make an event of what a run claims.

    Raises
    ------
    BadFrameError
        When the claim has not the form of any event.
    """
    header, raw = frame
    try:
        return _MAKERS[header["t"]](header, raw)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise BadFrameError(f"no event: {type(error).__name__}") from error


def _picture(header: dict[str, Any], _raw: bytes) -> Figure:
    svg = header.get("svg", "")
    if not isinstance(svg, str) or len(svg) > LARGEST_PICTURE:
        raise ValueError("a picture that is too large")
    x, y = numbers(header.get("x", [])), numbers(header.get("y", []))
    if len(x) != len(y):
        raise ValueError("as many x as y")
    svg = svg.encode("utf-8", "replace").decode("utf-8")
    return Figure(svg, x, y, text(header.get("label", "")))


def _place(one: Any) -> Place:
    return Place(
        whole(one["line"]),
        text(one["text"], 400),
        text(one["function"]),
        whole(one["start"]),
        whole(one["end"]),
    )


def _operand(one: Any) -> Operand:
    sizes = shape(one["shape"])
    return Operand(text(one["name"]), text(one["what"]), sizes, text(one["dtype"]), text(one["device"]))


def _error(header: dict[str, Any], _raw: bytes) -> Error:
    places = tuple(map(_place, header["places"][:20]))
    operands = tuple(map(_operand, header["operands"][:8]))
    return Error(text(header["type"]), text(header["message"], 2000), places, operands)


def _metric(header: dict[str, Any], _raw: bytes) -> Metric:
    value = number(header["value"])
    return Metric(text(header["name"]), value if math.isfinite(value) else math.nan)


def _check(header: dict[str, Any], _raw: bytes) -> Check:
    return Check(
        text(header["exercise"]), flag(header["passed"]), text(header["key"]), words(header["values"])
    )


_MAKERS: dict[str, Any] = {
    "out": lambda header, _raw: Output(
        text(header["text"], 10**6), "err" if header.get("err") is True else "out"
    ),
    "value": lambda header, raw: Value(text(header["name"]), view(header["view"], raw)),
    "figure": _picture,
    "metric": _metric,
    "notice": lambda h, _raw: Notice(text(h["key"]), whole(h["line"]), words(h["values"])),
    "error": _error,
    "check": _check,
}
