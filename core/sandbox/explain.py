"""Errors that teach: which rule of PyTorch an error broke, and the two shapes that did not fit.

An error is recognised by torch's own message; what it becomes for the learner stands in ``pytorch_errors.yaml`` under
the key. An error that nobody knows stays what it is: no explanation is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from core.sandbox.events import Error, Notice, Operand

Rule = Literal["matmul", "broadcast", "same", "range"]
"""The rule that a drawing shows: inner sizes equal, sizes equal or 1, all equal, an index inside."""


@dataclass(frozen=True)
class Box:
    """One tensor of a drawing: its name, its shape, and the places of its shape that break the rule."""

    name: str
    shape: tuple[int, ...]
    wrong: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """Two tensors and the rule between them."""

    rule: Rule
    left: Box
    right: Box


@dataclass(frozen=True)
class Explanation:
    """What an error means.

    Parameters
    ----------
    key
        Of ``pytorch_errors.yaml``.
    values
        What fills its sentences.
    drawing
        The two shapes, when two shapes are the matter.
    """

    key: str
    values: dict[str, str] = field(default_factory=dict)
    drawing: Drawing | None = None


Maker = Callable[[Error, "re.Match[str]"], Explanation]


def explain(error: Error) -> Explanation | None:
    """Recognise an error.

    Examples
    --------
    >>> told = explain(Error("RuntimeError", "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)"))
    >>> told.key, told.drawing.left.shape, told.drawing.right.shape
    ('matmul', (2, 3), (4, 5))
    """
    for types, pattern, maker in _KNOWN:
        if types and error.type not in types:
            continue
        match = re.search(pattern, error.message)
        if match:
            return maker(error, match)
    return None


def stretched(notice: Notice) -> Drawing | None:
    """Draw the two shapes that broadcasting stretched by surprise; None for any other notice.

    Examples
    --------
    >>> stretched(Notice("broadcast", 3, {"left": "(3, 1)", "right": "(3,)"})).left.shape
    (3, 1)
    """
    if notice.key != "broadcast":
        return None
    left, right = (_sizes(notice.values.get(side, "")) for side in ("left", "right"))
    return Drawing("broadcast", Box("", left), Box("", right))


def _plain(key: str) -> Maker:
    def make(_error: Error, match: re.Match[str]) -> Explanation:
        return Explanation(key, {name: value or "" for name, value in match.groupdict().items()})

    return make


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in re.findall(r"\d+", text))


def _called(error: Error, shape: tuple[int, ...], taken: str = "") -> str:
    """Find the name of a tensor of that shape in the line that failed; a batch of rows is flattened for the message."""
    for one in error.operands:
        flat = (_product(one.shape[:-1]), one.shape[-1]) if one.shape else ()
        if one.what == "tensor" and one.name != taken and shape in (one.shape, flat):
            return one.name
    return ""


def _product(sizes: tuple[int, ...]) -> int:
    total = 1
    for size in sizes:
        total *= size
    return total


def _layer(error: Error, kind: str) -> Operand | None:
    return next((one for one in error.operands if one.what == kind), None)


def _matmul(error: Error, match: re.Match[str]) -> Explanation:
    left, right = _sizes(match[1]), _sizes(match[2])
    layer = next((o for o in error.operands if o.what == "Linear" and o.shape == right), None)
    values = {
        "left": str(left),
        "right": str(right),
        "inner_left": str(left[-1]),
        "inner_right": str(right[0]),
    }
    if layer is not None or "linear" in error.places[-1].text.lower() if error.places else layer is not None:
        name = layer.name if layer else "Linear"
        drawing = Drawing("matmul", Box(_called(error, left), left, (len(left) - 1,)), Box(name, right, (0,)))
        return Explanation("linear", values | {"layer": name}, drawing)
    first = _called(error, left)
    drawing = Drawing(
        "matmul", Box(first, left, (len(left) - 1,)), Box(_called(error, right, first), right, (0,))
    )
    return Explanation("matmul", values, drawing)


def _vector(error: Error, match: re.Match[str]) -> Explanation:
    left, right = _sizes(match["mat"]), _sizes(match["vec"])
    drawing = Drawing(
        "matmul", Box(_called(error, left), left, (1,)), Box(_called(error, right), right, (0,))
    )
    values = {
        "left": str(left),
        "right": f"({right[0]},)",
        "inner_left": str(left[1]),
        "inner_right": str(right[0]),
    }
    return Explanation("matmul", values, drawing)


def _tensors(error: Error) -> list[Operand]:
    return [one for one in error.operands if one.what == "tensor"]


def _batched(error: Error, match: re.Match[str]) -> Explanation:
    pair = _tensors(error)
    if len(pair) < 2 or min(len(one.shape) for one in pair[:2]) < 2:
        return Explanation("matmul_batch", {"expected": match[1], "got": match[2]})
    left, right = pair[:2]
    inner = len(left.shape) - 1
    wrong_left = (inner,) if left.shape[-1] != right.shape[-2] else (0,)
    wrong_right = (len(right.shape) - 2,) if left.shape[-1] != right.shape[-2] else (0,)
    drawing = Drawing(
        "matmul", Box(left.name, left.shape, wrong_left), Box(right.name, right.shape, wrong_right)
    )
    values = {"left": str(left.shape), "right": str(right.shape)}
    values |= {"inner_left": str(left.shape[-1]), "inner_right": str(right.shape[-2])}
    return Explanation("matmul", values, drawing)


def _broadcast(error: Error, match: re.Match[str]) -> Explanation:
    """Two shapes that cannot be stretched to one another; read from the right, the first pair that breaks the rule."""
    pair = _tensors(error)
    if len(pair) >= 2:
        left, right = pair[0], pair[1]
        wrong = _unequal(left.shape, right.shape)
        if wrong:
            boxes = [Box(one.name, one.shape, (len(one.shape) - wrong,)) for one in (left, right)]
            values = {"left": str(left.shape), "right": str(right.shape), "a": match["a"], "b": match["b"]}
            return Explanation("broadcast", values, Drawing("broadcast", boxes[0], boxes[1]))
    return Explanation("broadcast_unnamed", {"a": match["a"], "b": match["b"], "axis": match["axis"]})


def _unequal(left: tuple[int, ...], right: tuple[int, ...]) -> int:
    """Give the place, counted from the right, of the first two sizes that do not fit; 0 when all do."""
    for place, (a, b) in enumerate(zip(reversed(left), reversed(right), strict=False), start=1):
        if a != b and 1 not in (a, b):
            return place
    return 0


def _embedding(error: Error, _match: re.Match[str]) -> Explanation:
    layer = _layer(error, "Embedding")
    if layer is None:
        return Explanation("embedding_unnamed")
    values = {"layer": layer.name, "rows": str(layer.shape[0]), "last": str(layer.shape[0] - 1)}
    return Explanation("embedding", values, Drawing("range", Box("", ()), Box(layer.name, layer.shape, (0,))))


def _batch(_error: Error, match: re.Match[str]) -> Explanation:
    left, right = (int(match[1]),), (int(match[2]),)
    drawing = Drawing("same", Box("input", left, (0,)), Box("target", right, (0,)))
    return Explanation("batch", {"left": match[1], "right": match[2]}, drawing)


def _reshape(_error: Error, match: re.Match[str]) -> Explanation:
    asked = _sizes(match[1])
    return Explanation(
        "reshape", {"asked": str(asked), "product": str(abs(_product(asked))), "has": match[2]}
    )


def _memory(_error: Error, match: re.Match[str]) -> Explanation:
    return Explanation("memory", {"megabytes": f"{int(match[1]) / 1e6:.0f}"})


def _refused(error: Error, _match: re.Match[str]) -> Explanation:
    """What the walls refuse, told by what the line wanted."""
    line = error.places[-1].text if error.places else ""
    wanted = {
        r"num_workers|DataLoader": "workers",
        r"socket|urlopen|requests|http": "network",
        r"\bopen\(|save|write|mkdir|tempfile|to_csv|Path\(": "writing",
        r"fork|subprocess|system|Popen|Process|spawn|exec": "processes",
        r"kill": "processes",
    }
    key = next((name for pattern, name in wanted.items() if re.search(pattern, line)), "refused")
    return Explanation(key)


_NOT_HERE = ("PermissionError", "OSError", "FileNotFoundError", "URLError", "ConnectionError", "gaierror")

_KNOWN: tuple[tuple[tuple[str, ...], str, Maker], ...] = (
    ((), r"shapes cannot be multiplied \((\d+x\d+) and (\d+x\d+)\)", _matmul),
    ((), r"size mismatch, got input \(\d+\), mat \((?P<mat>\d+x\d+)\), vec \((?P<vec>\d+)\)", _vector),
    ((), r"batch2 tensor to be: (\[[\d, ]+\]) but got: (\[[\d, ]+\])", _batched),
    ((), r"size of tensor a \((?P<a>\d+)\) must match the size of tensor b \((?P<b>\d+)\) .*dimension (?P<axis>\d+)", _broadcast),
    ((), r"mat1 and mat2 must have the same dtype, but got (?P<left>\w+) and (?P<right>\w+)", _plain("dtype")),
    ((), r"to have the same dtype, but got: (?P<left>[\w ]+) != (?P<right>[\w ]+)", _plain("dtype")),
    ((), r"[Oo]nly Tensors of floating point and complex dtype can require gradients", _plain("dtype_grad")),
    ((), r"could not infer output dtype.*Got: (?P<got>\w+)", _plain("dtype_mean")),
    ((), r"a leaf Variable that requires grad is being used in an in-place|a view of a leaf Variable", _plain("in_place_leaf")),
    ((), r"modified by an inplace operation", _plain("in_place_needed")),
    ((), r"backward through the graph a second time", _plain("twice")),
    ((), r"does not require grad and does not have a grad_fn", _plain("no_grad_fn")),
    ((), r"grad can be implicitly created only for scalar outputs", _plain("not_scalar")),
    (("IndexError",), r"index out of range in self", _embedding),
    ((), r"indices.*scalar types: Long, Int; but got torch\.(?P<got>\w+)Tensor", _plain("embedding_type")),
    ((), r"Torch not compiled with CUDA|NVIDIA driver|not linked with support for (mps|xpu)", _plain("no_cuda")),
    ((), r"on device (?P<left>[\w:]+) is not on the expected device (?P<right>[\w:]+)|to be on the same device",
     _plain("device")),
    ((), r"expected target dtype to be Long or Byte, but got (?P<got>\w+)|expected scalar type Long but found (?P<found>\w+)",
     _plain("target_type")),
    (("IndexError",), r"Target (?P<target>-?\d+) is out of bounds", _plain("target_range")),
    ((), r"input batch_size \((\d+)\) to match target batch_size \((\d+)\)", _batch),
    ((), r"Expected target size \[(?P<expected>[\d, ]+)\], got \[(?P<got>[\d, ]+)\]", _plain("target_shape")),
    ((), r"before Module\.__init__\(\) call|no attribute '_(?:backward_hooks|modules|parameters|buffers)'", _plain("super_init")),
    (("NotImplementedError",), r"missing the required .forward. function", _plain("no_forward")),
    ((), r"shape '(\[[-\d, ]+\])' is invalid for input of size (\d+)", _reshape),
    ((), r"view size is not compatible", _plain("view")),
    ((), r"must match except in dimension (?P<axis>\d+)\. Expected size (?P<expected>\d+) but got size (?P<got>\d+)",
     _plain("cat")),
    ((), r"Can't call numpy\(\) on Tensor that requires grad", _plain("numpy")),
    ((), r"Tensor with (?P<count>\d+) elements cannot be converted to Scalar", _plain("item")),
    ((), r"Boolean value of Tensor with more than one value is ambiguous", _plain("truth")),
    (("IndexError",), r"index (?P<index>-?\d+) is out of bounds for dimension (?P<axis>\d+) with size (?P<size>\d+)",
     _plain("index")),
    ((), r"you tried to allocate (\d+) bytes", _memory),
    (("MemoryError",), r"", _plain("memory_python")),
    (("RecursionError",), r"", _plain("recursion")),
    (("EOFError",), r"input\(\)", _plain("input")),
    (("ModuleNotFoundError", "ImportError"), r"No module named '(?P<module>[\w.]+)'", _plain("no_module")),
    (("NameError",), r"name '(?P<name>\w+)' is not defined", _plain("name")),
    (("TabError",), r"", _plain("tabs")),
    (("IndentationError",), r"", _plain("indentation")),
    (("SyntaxError",), r"'(?P<sign>[(\[{])' was never closed", _plain("not_closed")),
    (("SyntaxError",), r"", _plain("syntax")),
    (("RuntimeError",), r"can't start new thread", _plain("threads")),
    ((), r"couldn't find them in the cached files|cannot find the requested files in the local cache", _plain("no_model")),
    (_NOT_HERE, r"Operation not permitted|Permission denied|name resolution|Read-only|File too large|Errno 13|Errno 1\b",
     _refused),
    (("FileNotFoundError",), r"No such file or directory", _plain("no_file")),
)  # fmt: skip
