"""Looking at what a program made: tensors, modules and graphs become descriptions and raw numbers.

Runs inside the walls; `core.sandbox.views` checks on the other side what is described here.
"""

from __future__ import annotations

import ast
import math
import types
from collections.abc import Callable, Sequence
from typing import Any

from core.sandbox.views import MOST_CELLS, MOST_ROWS

Send = Callable[..., None]
NOTHING = object()

MOST_VALUES = 24
_SIDE, _LENGTH, _SLICES = 24, 64, 6
_MOST_COUNTED = 5_000_000


def report(send: Send, names: dict[str, Any], result: Any, look: bool) -> None:
    """Send the last value, then every named tensor, module and array, in the order in which they were made."""
    from core.sandbox import vocabulary

    vocabulary.pictures(send)
    if result is not NOTHING:
        send_value(send, "", result, names)
    if not look:
        return
    left = named(names)
    for name, value in left[:MOST_VALUES]:
        if value is not result:
            send_value(send, name, value, names)
    if len(left) > MOST_VALUES:
        send(
            {
                "t": "notice",
                "key": "more_values",
                "line": 0,
                "values": {"count": str(len(left) - MOST_VALUES)},
            }
        )


def named(names: dict[str, Any]) -> list[tuple[str, Any]]:
    """List the tensors, modules and arrays that have a name of their own, in the order in which they were made."""
    import numpy as np
    import torch

    kinds = (torch.Tensor, torch.nn.Module, np.ndarray)
    return [
        (name, value) for name, value in list(names.items()) if isinstance(value, kinds) and name[:1] != "_"
    ]


def send_value(send: Send, name: str, value: Any, names: dict[str, Any]) -> None:
    """Describe one value and send it; a result that autograd can follow is sent with its graph."""
    import torch

    from core.sandbox import graph

    claim, raw = described(value)
    send({"t": "value", "name": name[:80], "view": claim}, raw)
    if isinstance(value, torch.Tensor) and value.grad_fn is not None and value.numel() == 1:
        send({"t": "value", "name": name[:80], "view": graph.described(value, names)})


def described(value: Any) -> tuple[dict[str, Any], bytes]:
    """Describe any value: its claim, and its numbers as 64-bit floats.

    Examples
    --------
    >>> claim, raw = described(3)
    >>> claim["text"], claim["type"], raw
    ('3', 'int', b'')
    """
    import numpy as np
    import torch

    if isinstance(value, torch.nn.Module):
        return _module(value), b""
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiubc":
        claim, raw = _tensor(torch.from_numpy(np.ascontiguousarray(value)))
        return claim | {"library": "numpy"}, raw
    if type(value) in (torch.Tensor, torch.nn.Parameter):
        return _tensor(value)
    try:
        written = repr(value)
    except Exception as error:  # noqa: BLE001 (a learner's __repr__ may break)
        written = f"<{type(value).__name__}: {type(error).__name__} in __repr__>"
    return {"is": "plain", "text": written[:4000], "type": type(value).__name__[:80]}, b""


def _tensor(tensor: Any) -> tuple[dict[str, Any], bytes]:
    grad = tensor.grad if tensor.is_leaf or tensor.retains_grad else None
    shown, raw = _sample(tensor)
    grad_shown, grad_raw = _sample(grad) if grad is not None else (None, b"")
    wants = tensor.requires_grad and (tensor.is_leaf or tensor.retains_grad)
    claim = {
        "is": "tensor", "library": "torch", "shape": list(tensor.shape), "dtype": str(tensor.dtype).removeprefix("torch."),
        "device": str(tensor.device), "layout": str(tensor.layout).removeprefix("torch."),
        "requires_grad": bool(tensor.requires_grad),
        "grad_fn": type(tensor.grad_fn).__name__ if tensor.grad_fn is not None else "",
        "sample": shown, "grad": grad_shown,
        "grad_state": "there" if grad is not None else "not_yet" if wants else "none",
        **_statistics(tensor),
    }  # fmt: skip
    return claim, raw + grad_raw


def _sample(tensor: Any) -> tuple[dict[str, Any] | None, bytes]:
    """Cut a corner of a tensor: rows and columns of the last two sizes, a few slices of the others."""
    import torch

    plain = tensor.detach()
    if plain.device.type != "cpu" or plain.is_quantized or plain.is_nested:
        return None, b""
    if plain.layout != torch.strided:
        if plain.numel() > MOST_CELLS:
            return None, b""
        plain = plain.to_dense()
    for axis, size in enumerate(plain.shape):
        plain = plain.narrow(axis, 0, min(size, _room(axis, plain.dim())))
    while plain.numel() > MOST_CELLS:
        axis = next(place for place, size in enumerate(plain.shape) if size > 1)
        plain = plain.narrow(axis, 0, 1)
    pairs = plain.is_complex()
    numbers = torch.view_as_real(plain.resolve_conj()) if pairs else plain
    values = numbers.to(torch.float64).contiguous().flatten().tolist()
    import array

    return {"shape": list(plain.shape), "complex": pairs}, array.array("d", values).tobytes()


def _room(axis: int, dimensions: int) -> int:
    if dimensions == 1:
        return _LENGTH
    return _SIDE if axis >= dimensions - 2 else _SLICES


def _statistics(tensor: Any) -> dict[str, Any]:
    """Give extremes, mean and the numbers that are none; nothing for what is empty, complex, or far too large."""
    import torch

    empty = {"low": None, "high": None, "mean": None, "nan": 0, "inf": 0}
    plain = tensor.detach()
    strided = plain.layout == torch.strided and plain.device.type == "cpu" and not plain.is_nested
    if not strided or plain.is_complex() or plain.is_quantized or not 0 < plain.numel() <= _MOST_COUNTED:
        return empty
    numbers = plain.to(torch.float64)
    finite = numbers[torch.isfinite(numbers)]
    found = {"nan": int(numbers.isnan().sum()), "inf": int(numbers.isinf().sum())}
    if not finite.numel():
        return empty | found
    return {"low": float(finite.min()), "high": float(finite.max()), "mean": float(finite.mean()), **found}


def _module(module: Any) -> dict[str, Any]:
    parts = list(module.named_modules())
    total = sum(p.numel() for p in module.parameters() if not _lazy(p))
    trainable = sum(p.numel() for p in module.parameters() if p.requires_grad and not _lazy(p))
    owners: dict[int, str] = {}
    rows = [_row(path, part, owners) for path, part in parts[:MOST_ROWS]]
    return {
        "is": "module", "type": type(module).__name__[:80], "total": total, "trainable": trainable, "rows": rows,
        "more": max(0, len(parts) - MOST_ROWS),
    }  # fmt: skip


def _lazy(parameter: Any) -> bool:
    from torch.nn.parameter import is_lazy

    return bool(is_lazy(parameter))


def _row(path: str, part: Any, owners: dict[int, str]) -> dict[str, Any]:
    """Describe one layer; a parameter that an earlier layer has too is counted there, and `owners` knows where."""
    own = [(name, p) for name, p in part.named_parameters(recurse=False) if not _lazy(p)]
    here = path or type(part).__name__
    counted = [p for _, p in own if owners.setdefault(id(p), here) == here]
    shared = dict.fromkeys(owners[id(p)] for _, p in own if owners[id(p)] != here)
    shapes = ", ".join(f"{name} {tuple(p.shape)}" for name, p in own)
    return {
        "path": path[:120], "type": type(part).__name__[:80], "depth": min(40, path.count(".") + bool(path)),
        "own": sum(p.numel() for p in counted), "shapes": shapes[:200],
        "trainable": any(p.requires_grad for _, p in own), "shared": ", ".join(shared)[:120],
    }  # fmt: skip


def operands(frame: types.FrameType, told: Any) -> list[dict[str, Any]]:
    """Describe what stood in the line that failed: every name, attribute or item of it that is a tensor or layer."""
    import linecache

    lines = [
        linecache.getline(told.filename, line)
        for line in range(told.lineno, (told.end_lineno or told.lineno) + 1)
    ]
    try:
        tree = ast.parse("".join(lines).strip().removesuffix(":"))
    except SyntaxError:  # half of a statement of several lines
        return []
    found: dict[str, dict[str, Any]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            value = _looked_up(node, frame)
            if (one := _operand(ast.unparse(node), value)) is not None:
                found.setdefault(one["name"], one)
    return list(found.values())[:8]


def _looked_up(node: ast.Name | ast.Attribute, frame: types.FrameType) -> Any:
    """Find the value of ``x`` or ``self.layer.weight`` without running any code of the learner's."""
    if isinstance(node, ast.Name):
        return frame.f_locals.get(node.id, frame.f_globals.get(node.id, NOTHING))
    if not isinstance(node.value, ast.Name | ast.Attribute):
        return NOTHING
    owner = _looked_up(node.value, frame)
    import torch

    if isinstance(owner, torch.nn.Module):
        for kind in ("_parameters", "_modules", "_buffers"):
            if node.attr in owner.__dict__.get(kind, {}):
                return owner.__dict__[kind][node.attr]
    return owner.__dict__.get(node.attr, NOTHING) if hasattr(owner, "__dict__") else NOTHING


def _operand(name: str, value: Any) -> dict[str, Any] | None:
    import torch

    if isinstance(value, torch.Tensor):
        shape, dtype = list(value.shape), str(value.dtype).removeprefix("torch.")
        what = "tensor"
    elif isinstance(value, torch.nn.Linear):
        shape, dtype, what = [value.in_features, value.out_features], str(value.weight.dtype)[6:], "Linear"
    elif isinstance(value, torch.nn.Embedding):
        shape, dtype, what = (
            [value.num_embeddings, value.embedding_dim],
            str(value.weight.dtype)[6:],
            "Embedding",
        )
    else:
        return None
    if any(not 0 <= size < math.inf for size in shape):
        return None
    device = str(value.device if what == "tensor" else value.weight.device)
    return {"name": name[:80], "what": what, "shape": shape, "dtype": dtype, "device": device}


__all__: Sequence[str] = ["MOST_VALUES", "NOTHING", "described", "named", "operands", "report", "send_value"]
