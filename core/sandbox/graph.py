"""The autograd graph of a result: what was computed from what, and which leaf waits for its gradient."""

from __future__ import annotations

from collections import deque
from typing import Any

from core.sandbox.views import MOST_NODES


def described(result: Any, names: dict[str, Any]) -> dict[str, Any]:
    """Walk back from a result to its leaves.

    Parameters
    ----------
    result
        A tensor with a ``grad_fn``.
    names
        The names of the program, so that a node is called what the learner calls it.

    Returns
    -------
    dict
        The claim of a `core.sandbox.views.GraphView`; the result is node 0.

    Examples
    --------
    >>> import torch
    >>> x = torch.tensor(2.0, requires_grad=True)
    >>> [node["label"] for node in described(x**2, {"x": x})["nodes"]]
    ['Pow', 'x']
    """
    leaves, results = _names(names)
    nodes: list[dict[str, Any]] = []
    edges: list[list[int]] = []
    places: dict[Any, int] = {}
    waiting: deque[tuple[Any, int | None]] = deque([(result.grad_fn, None)])
    more = False
    while waiting:
        step, into = waiting.popleft()
        if step not in places:
            if len(nodes) >= MOST_NODES:
                more = True
                continue
            places[step] = len(nodes)
            nodes.append(_node(step, leaves, results))
            waiting.extend((before, places[step]) for before, _ in step.next_functions if before is not None)
        if into is not None:
            edges.append([places[step], into])
    return {"is": "graph", "nodes": nodes, "edges": edges[: 4 * MOST_NODES], "more": more}


def _names(names: dict[str, Any]) -> tuple[dict[int, str], dict[Any, str]]:
    """Name leaves by their identity, parameters of modules too, and results by the step that made them."""
    import torch

    leaves: dict[int, str] = {}
    results: dict[Any, str] = {}
    for name, value in list(names.items()):
        if isinstance(value, torch.nn.Module):
            for path, parameter in value.named_parameters():
                leaves.setdefault(id(parameter), f"{name}.{path}")
        elif isinstance(value, torch.Tensor) and name[:1] != "_":
            if value.grad_fn is None:
                leaves[id(value)] = name
            else:
                results.setdefault(value.grad_fn, name)
    return leaves, results


def _node(step: Any, leaves: dict[int, str], results: dict[Any, str]) -> dict[str, Any]:
    leaf = getattr(step, "variable", None)
    if leaf is not None:
        state = "there" if leaf.grad is not None else "not_yet"
        shape = str(tuple(leaf.shape)) if leaf.dim() else ""
        return {"label": leaves.get(id(leaf), "?")[:80], "leaf": True, "shape": shape, "grad_state": state}
    operation = type(step).__name__.removesuffix("0").removesuffix("Backward")
    label = f"{results[step]} = {operation}" if step in results else operation
    return {"label": label[:80], "leaf": False, "shape": "", "grad_state": "none"}
