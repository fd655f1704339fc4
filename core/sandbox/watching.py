"""What is worth knowing although it is no error: noticed while the learner's code runs, said once for each line.

| noticed | how |
|---|---|
| gradients that pile up, as nobody clears them between two steps | the optimizer's own hook before each step |
| a result larger than both operands: both were stretched by broadcasting | the operators + − × ÷ == of tensors |
| a target of another shape than the prediction | torch's own warning |
| a loss that is no number any more | the step of an optimizer whose gradients are NaN |
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

_STEPS_BEFORE_SAYING = 3
_OPERATORS = {"__add__": "+", "__sub__": "-", "__mul__": "*", "__truediv__": "/", "__eq__": "=="}


class Watch:
    """Notices, for one run.

    Parameters
    ----------
    send
        Sends one frame.
    file
        The name of the learner's code.
    """

    def __init__(self, send: Callable[..., None], file: str) -> None:
        import torch
        from torch.optim.optimizer import register_optimizer_step_pre_hook

        self._send = send
        self._file = file
        self._said: set[tuple[str, int]] = set()
        self._steps: dict[int, tuple[int, int, int]] = {}
        self._before = [register_optimizer_step_pre_hook(self._stepping)]
        self._operators = {name: getattr(torch.Tensor, name) for name in _OPERATORS}
        for name, operator in self._operators.items():
            setattr(torch.Tensor, name, self._observed(operator, _OPERATORS[name]))

    def close(self) -> None:
        """Look no more: what follows is not the learner's code."""
        import torch

        for handle in self._before:
            handle.remove()
        for name, operator in self._operators.items():
            setattr(torch.Tensor, name, operator)

    def warned(self, message: Any, category: Any, *_rest: Any) -> None:
        """Take a warning of Python or torch: a known one is explained, another one is printed."""
        text = str(message)
        if "target size" in text:
            self._say("target_size", {"message": text[:300]})
            return
        print(f"{category.__name__}: {text}", file=sys.stderr)  # noqa: T201

    def _say(self, key: str, values: dict[str, str]) -> None:
        line = self._line()
        if (key, line) not in self._said and len(self._said) < 20:
            self._said.add((key, line))
            self._send({"t": "notice", "key": key, "line": line, "values": values})

    def _line(self) -> int:
        frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 (inspect.currentframe costs much more)
        while frame is not None:
            if frame.f_code.co_filename == self._file:
                return frame.f_lineno
            frame = frame.f_back
        return 0

    def _observed(self, operator: Any, sign: str) -> Any:
        def wrapped(left: Any, right: Any) -> Any:
            result = operator(left, right)
            shape = getattr(right, "shape", None)
            if shape is not None and result is not NotImplemented:
                larger = result.shape
                if larger != left.shape and larger != shape:
                    values = {
                        "left": str(tuple(left.shape)),
                        "right": str(tuple(shape)),
                        "result": str(tuple(larger)),
                    }
                    self._say("broadcast", values | {"sign": sign})
            return result

        return wrapped

    def _stepping(self, optimizer: Any, _args: Any, _kwargs: Any) -> None:
        """Compare the first gradient with the one of the step before: the same one, added to once, was not cleared."""
        grad = next(
            (p.grad for group in optimizer.param_groups for p in group["params"] if p.grad is not None), None
        )
        if grad is None:
            return
        if not bool(grad.isfinite().all()):
            self._say("nan", {})
        same, version, count = self._steps.get(id(optimizer), (0, 0, 0))
        piled = id(grad) == same and grad._version == version + 1  # noqa: SLF001 (how often it was changed in place)
        count = count + 1 if piled else 0
        self._steps[id(optimizer)] = (id(grad), grad._version, count)  # noqa: SLF001
        if count >= _STEPS_BEFORE_SAYING:
            self._say("piling", {})


def no_input(_prompt: object = "") -> str:
    """Stand in for ``input``: nobody can type into a run.

    Raises
    ------
    EOFError
        Always.
    """
    raise EOFError("input() has nobody to ask here: write the value into the code")
