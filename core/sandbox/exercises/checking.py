"""Checking by properties: random inputs, a reference, and a sentence for whatever differs. Runs inside the walls."""

from __future__ import annotations

import copy
import math
import os
from collections.abc import Callable
from typing import Any

from core.sandbox.exercises.exercise import FailedError


class Draw:
    """Random inputs, new ones at every check, so that no learned answer passes."""

    def __init__(self) -> None:
        import torch

        self.generator = torch.Generator().manual_seed(int.from_bytes(os.urandom(7), "little"))

    def normal(self, *shape: int, scale: float = 1.0) -> Any:
        """Draw numbers around zero."""
        import torch

        return torch.randn(*shape, generator=self.generator) * scale

    def whole(self, low: int, high: int, *shape: int) -> Any:
        """Draw whole numbers from `low` to `high` - 1."""
        import torch

        return torch.randint(low, high, shape, generator=self.generator)

    def size(self, low: int = 2, high: int = 7) -> int:
        """Draw one size."""
        return int(self.whole(low, high, 1))


def get(names: dict[str, Any], name: str) -> Any:
    """Find what the exercise asks for.

    Raises
    ------
    FailedError
        When the program made no such name.
    """
    if name not in names or names[name] is Ellipsis:
        raise FailedError("missing", name=name)
    return names[name]


def called(function: Any, *arguments: Any, name: str, **named: Any) -> Any:
    """Call what the learner wrote; what it breaks or changes is told.

    Raises
    ------
    FailedError
        When it is no function, raises, gives nothing, or changes what it was given.
    """
    import torch

    if not callable(function):
        raise FailedError("not_callable", name=name)
    kept = [one.detach().clone() if isinstance(one, torch.Tensor) else copy.copy(one) for one in arguments]
    case = ", ".join(map(written, arguments))
    try:
        result = function(*arguments, **named)
    except Exception as error:
        raise FailedError(
            "raised", name=name, case=case, type=type(error).__name__, message=str(error)[:200]
        ) from error
    for before, after in zip(kept, arguments, strict=True):
        if isinstance(after, torch.Tensor) and not same_numbers(before, after.detach()):
            raise FailedError("changed_input", after, before, name=name)
    if result is Ellipsis:
        raise FailedError("gives_dots", name=name)
    if result is None:
        raise FailedError("gives_nothing", name=name)
    return result


def written(value: Any) -> str:
    """Write an argument shortly: a tensor by its shape."""
    import torch

    if isinstance(value, torch.Tensor):
        return f"tensor{tuple(value.shape)}" if value.dim() else f"{value.item():.4g}"
    return getattr(value, "__name__", type(value).__name__) if callable(value) else repr(value)[:40]


def same_numbers(one: Any, other: Any, close: float = 0.0) -> bool:
    """Say whether two tensors hold the same numbers, NaN equal to NaN."""
    import torch

    if one.shape != other.shape:
        return False
    a, b = one.detach().to(torch.float64), other.detach().to(torch.float64)
    return bool(torch.allclose(a, b, rtol=close, atol=close, equal_nan=True))


def equal(
    mine: Any, target: Any, name: str, case: str = "", *, close: float = 1e-4, dtype: bool = True
) -> tuple[Any, Any]:
    """Check that a value is the right one: a tensor, its shape, its kind of numbers, its numbers.

    Raises
    ------
    FailedError
        At the first that is not, with both values to draw.
    """
    import torch

    if not isinstance(target, torch.Tensor):
        return _equal_numbers(mine, target, name, case, close)
    if not isinstance(mine, torch.Tensor):
        raise FailedError("not_tensor", name=name, case=case, type=type(mine).__name__)
    if mine.shape != target.shape:
        raise FailedError(
            "shape",
            mine,
            target,
            name=name,
            case=case,
            mine_shape=tuple(mine.shape),
            target_shape=tuple(target.shape),
        )
    if dtype and mine.dtype != target.dtype:
        kinds = {"mine_dtype": str(mine.dtype)[6:], "target_dtype": str(target.dtype)[6:]}
        raise FailedError("dtype", mine, target, name=name, case=case, **kinds)
    if not same_numbers(mine, target, close):
        raise FailedError(
            "values", mine, target, name=name, case=case, **_first_difference(mine, target, close)
        )
    return mine, target


def _equal_numbers(mine: Any, target: Any, name: str, case: str, close: float) -> tuple[Any, Any]:
    if isinstance(target, bool | str) or not isinstance(target, int | float):
        right = type(mine) is type(target) and mine == target
    else:
        try:
            right = math.isclose(float(mine), target, rel_tol=close, abs_tol=close)
        except (TypeError, ValueError, RuntimeError):
            raise FailedError("not_number", name=name, case=case, type=type(mine).__name__) from None
    if not right:
        raise FailedError("number", name=name, case=case, mine=_short(mine), target=_short(target))
    return mine, target


def _short(value: Any) -> str:
    try:
        return f"{float(value):.5g}"
    except (TypeError, ValueError, RuntimeError):
        return repr(value)[:80]


def _first_difference(mine: Any, target: Any, close: float) -> dict[str, str]:
    import torch

    a, b = mine.detach().to(torch.float64), target.detach().to(torch.float64)
    wrong = ~torch.isclose(a, b, rtol=close, atol=close, equal_nan=True)
    place = tuple(wrong.nonzero()[0].tolist())
    values = {
        "place": str(list(place)) if place else "",
        "mine": f"{a[place].item():.5g}",
        "target": f"{b[place].item():.5g}",
    }
    return values | {"count": str(int(wrong.sum())), "all": str(wrong.numel())}


def holds(condition: bool, key: str, yours: Any = None, right: Any = None, /, **values: object) -> None:
    """Check one property.

    Raises
    ------
    FailedError
        When it does not hold.
    """
    if not condition:
        raise FailedError(key, yours, right, **values)


def has_shape(mine: Any, shape: tuple[int, ...], name: str, case: str = "") -> None:
    """Check that something is a tensor of a shape, whatever its numbers.

    Raises
    ------
    FailedError
        When it is not.
    """
    given = tuple(getattr(mine, "shape", ()))
    if given != shape:
        raise FailedError("shape", mine, None, name=name, case=case, mine_shape=given, target_shape=shape)


def against(
    name: str, reference: Callable[..., Any], cases: list[tuple[Any, ...]], close: float = 1e-4
) -> Callable[..., tuple[Any, Any]]:
    """Compare the learner's function with a reference on every case; gives the last pair."""

    def compare(names: dict[str, Any]) -> tuple[Any, Any]:
        function, pair = get(names, name), (None, None)
        for arguments in cases:
            mine = called(function, *arguments, name=name)
            pair = equal(mine, reference(*arguments), name, ", ".join(map(written, arguments)), close=close)
        return pair

    return compare
