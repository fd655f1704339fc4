"""How values look from outside: tensors, modules and graphs as plain data that was checked."""

from __future__ import annotations

import array
import sys
from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any, Literal

from core.sandbox.claims import flag, number, shape, text, whole

MOST_CELLS = 4_096
MOST_ROWS = 300
MOST_NODES = 80

GradState = Literal["none", "not_yet", "there"]
"""Of the gradient: the tensor has no use for one, it is not computed yet, or it is there."""


@dataclass(frozen=True)
class Sample:
    """The numbers of a tensor, or a corner of them.

    Parameters
    ----------
    shape
        Sizes of the part that is shown.
    values
        Its numbers, row by row; a complex one is two.
    complex
        Whether numbers come in pairs.
    """

    shape: tuple[int, ...]
    values: tuple[float, ...]
    complex: bool = False


@dataclass(frozen=True)
class TensorView:
    """A tensor as a page draws it."""

    shape: tuple[int, ...]
    dtype: str
    device: str
    layout: str = "strided"
    requires_grad: bool = False
    grad_fn: str = ""
    sample: Sample | None = None
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    nan: int = 0
    inf: int = 0
    grad_state: GradState = "none"
    grad: Sample | None = None
    library: Literal["torch", "numpy"] = "torch"
    kind: Literal["tensor"] = "tensor"

    @property
    def count(self) -> int:
        """How many numbers it has."""
        return prod(self.shape)

    @property
    def whole(self) -> bool:
        """Whether the sample shows all of it."""
        return self.sample is not None and self.sample.shape == self.shape


@dataclass(frozen=True)
class Row:
    """One layer of a module: how many numbers it adds, and in which layers the ones lie that it shares."""

    path: str
    type: str
    depth: int
    own: int
    shapes: str
    trainable: bool
    shared: str = ""


@dataclass(frozen=True)
class ModuleView:
    """A module: its layers with their parameters, and how many there are in all."""

    type: str
    total: int
    trainable: int
    rows: tuple[Row, ...]
    more: int = 0
    kind: Literal["module"] = "module"


@dataclass(frozen=True)
class Node:
    """One step of a graph: an operation, or a leaf that waits for its gradient."""

    label: str
    leaf: bool
    shape: str = ""
    grad_state: GradState = "none"


@dataclass(frozen=True)
class GraphView:
    """How a result was computed: nodes, and edges from what goes in to what comes out."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[int, int], ...]
    more: bool = False
    kind: Literal["graph"] = "graph"


@dataclass(frozen=True)
class PlainView:
    """Any other value, as Python writes it."""

    text: str
    type: str
    kind: Literal["plain"] = "plain"


View = TensorView | ModuleView | GraphView | PlainView


def view(claim: Any, raw: bytes) -> View:
    """Make a view of what a run claims.

    Parameters
    ----------
    claim
        Its description.
    raw
        The numbers, as 64-bit floats.

    Raises
    ------
    TypeError, ValueError, KeyError
        When the claim breaks a rule: sizes that do not fit the bytes, for one.
    """
    makers: dict[str, Callable[[Any, bytes], View]] = {
        "tensor": _tensor, "module": _module, "graph": _graph, "plain": _plain,
    }  # fmt: skip
    return makers[claim["is"]](claim, raw)


def _sample(claim: Any, raw: bytes, offset: int) -> tuple[Sample | None, int]:
    if claim is None:
        return None, offset
    sizes, pairs = shape(claim["shape"]), flag(claim["complex"])
    cells = prod(sizes) * (2 if pairs else 1)
    end = offset + 8 * cells
    if cells > 2 * MOST_CELLS or end > len(raw):
        raise ValueError("numbers that do not fit their shape")
    values = array.array("d", raw[offset:end])
    if sys.byteorder == "big":
        values.byteswap()
    return Sample(sizes, tuple(values), pairs), end


def _grad_state(value: Any) -> GradState:
    states: dict[str, GradState] = {"none": "none", "not_yet": "not_yet", "there": "there"}
    return states[value]


def _some(value: Any) -> float | None:
    return None if value is None else number(value)


def _tensor(claim: Any, raw: bytes) -> TensorView:
    sample, used = _sample(claim["sample"], raw, 0)
    grad, used = _sample(claim["grad"], raw, used)
    if used != len(raw):
        raise ValueError("numbers that belong to nothing")
    return TensorView(
        shape(claim["shape"]), text(claim["dtype"]), text(claim["device"]), text(claim["layout"]),
        flag(claim["requires_grad"]), text(claim["grad_fn"]), sample,
        _some(claim["low"]), _some(claim["high"]), _some(claim["mean"]),
        whole(claim["nan"], 2**62), whole(claim["inf"], 2**62), _grad_state(claim["grad_state"]), grad,
        "numpy" if claim["library"] == "numpy" else "torch",
    )  # fmt: skip


def _row(one: Any) -> Row:
    return Row(
        text(one["path"], 120), text(one["type"]), whole(one["depth"], 40), whole(one["own"], 2**50),
        text(one["shapes"], 200), flag(one["trainable"]), text(one["shared"], 120),
    )  # fmt: skip


def _module(claim: Any, raw: bytes) -> ModuleView:
    if raw or len(claim["rows"]) > MOST_ROWS:
        raise ValueError("a module with too much")
    rows = tuple(map(_row, claim["rows"]))
    return ModuleView(
        text(claim["type"]),
        whole(claim["total"], 2**50),
        whole(claim["trainable"], 2**50),
        rows,
        whole(claim["more"]),
    )


def _graph(claim: Any, raw: bytes) -> GraphView:
    nodes, edges = claim["nodes"], claim["edges"]
    if raw or len(nodes) > MOST_NODES or len(edges) > 4 * MOST_NODES:
        raise ValueError("a graph with too much")
    made = tuple(
        Node(text(one["label"]), flag(one["leaf"]), text(one["shape"]), _grad_state(one["grad_state"]))
        for one in nodes
    )
    last = len(nodes) - 1
    return GraphView(made, tuple((whole(a, last), whole(b, last)) for a, b in edges), flag(claim["more"]))


def _plain(claim: Any, raw: bytes) -> PlainView:
    if raw:
        raise ValueError("numbers that belong to nothing")
    return PlainView(text(claim["text"], 4000), text(claim["type"]))
