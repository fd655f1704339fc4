"""Chapter 3: gradients by hand, by finite differences, and by the machine."""

from __future__ import annotations

from typing import Any

from core.sandbox.exercises.checking import Draw, called, equal, get, holds
from core.sandbox.exercises.exercise import Exercise, code


def _square(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    x = get(names, "x")
    holds(isinstance(x, torch.Tensor) and x.requires_grad, "no_requires_grad", name="x")
    equal(x, torch.tensor(2.0), "x")
    holds(x.grad is not None, "no_backward", name="x")
    return equal(x.grad, torch.tensor(4.0), "x.grad")


def _slope(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    slope, pair = get(names, "slope"), (None, None)
    draw = Draw()
    for f, derivative in (
        (lambda x: x**3, lambda x: 3 * x**2),
        (torch.sin, torch.cos),
        (torch.exp, torch.exp),
    ):
        x = draw.normal(1)[0].double()
        mine = called(slope, f, x, name="slope")
        pair = equal(mine, derivative(x), "slope", close=1e-5, dtype=False)
    return pair


def _by_hand(names: dict[str, Any]) -> tuple[Any, Any]:
    """Compare with autograd and with finite differences, both in 64 bits."""
    import torch

    function, pair, draw = get(names, "gradient"), (None, None), Draw()
    for rows, columns in ((1, 1), (5, 3), (8, 4)):
        w, x, y = (draw.normal(*shape).double() for shape in ((columns,), (rows, columns), (rows,)))
        mine = called(function, w, x, y, name="gradient")
        followed = w.clone().requires_grad_()
        ((x @ followed - y) ** 2).mean().backward()
        pair = equal(mine, followed.grad, "gradient", close=1e-6)
        step = torch.zeros_like(w)
        step[0] = 1e-5
        measured = (((x @ (w + step) - y) ** 2).mean() - ((x @ (w - step) - y) ** 2).mean()) / 2e-5
        equal(mine[0], measured, "gradient[0]", close=1e-4)
    return pair


def _descend(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    function, pair, draw = get(names, "descend"), (None, None), Draw()
    for f in (lambda x: ((x - 3) ** 2).sum(), lambda x: (x**4).mean() + x.sum()):
        start = draw.normal(3)
        for steps, rate in ((1, 0.1), (7, 0.05)):
            mine = called(function, f, start.clone(), steps, rate, name="descend")
            target = _descended(f, start, steps, rate)
            pair = equal(
                mine.detach() if isinstance(mine, torch.Tensor) else mine, target, "descend", f"steps={steps}"
            )
    return pair


def _descended(f: Any, start: Any, steps: int, rate: float) -> Any:
    import torch

    x = start.clone()
    for _ in range(steps):
        followed = x.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(f(followed), followed)
        x = x - rate * gradient
    return x


def _influence(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    function, pair, draw = get(names, "influence"), (None, None), Draw()
    for f in (lambda x: (x**2).sum(), lambda x: torch.sin(x).sum() * x[0]):
        x = draw.normal(4)
        followed = x.clone().requires_grad_()
        (target,) = torch.autograd.grad(f(followed), followed)
        mine = called(function, f, x, name="influence")
        holds(not x.requires_grad and x.grad is None, "left_traces", name="influence")
        pair = equal(mine, target, "influence")
    return pair


EXERCISES = (
    Exercise("autograd_square", code("""
import torch

x = torch.tensor(2.0)
y = x**2

x.grad
"""), code("""
import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**2
y.backward()

x.grad
"""), _square),
    Exercise("autograd_slope", code("""
import torch

def slope(f, x):
    h = 1e-5
    return ...

slope(torch.sin, torch.tensor(0.0, dtype=torch.float64))
"""), code("""
import torch

def slope(f, x):
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)

slope(torch.sin, torch.tensor(0.0, dtype=torch.float64))
"""), _slope),
    Exercise("autograd_hand", code("""
import torch

def loss(w, x, y):
    return ((x @ w - y) ** 2).mean()

def gradient(w, x, y):
    return ...

w, x, y = torch.ones(2), torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([0.0, 1.0])
gradient(w, x, y)
"""), code("""
import torch

def loss(w, x, y):
    return ((x @ w - y) ** 2).mean()

def gradient(w, x, y):
    error = x @ w - y
    return 2 * x.T @ error / len(y)

w, x, y = torch.ones(2), torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([0.0, 1.0])
gradient(w, x, y)
"""), _by_hand),
    Exercise("autograd_descend", code("""
import torch

def descend(f, start, steps, rate):
    x = start.clone().requires_grad_()
    for step in range(steps):
        f(x).backward()
    return x.detach()

descend(lambda x: ((x - 3) ** 2).sum(), torch.zeros(2), steps=50, rate=0.1)
"""), code("""
import torch

def descend(f, start, steps, rate):
    x = start.clone().requires_grad_()
    for step in range(steps):
        f(x).backward()
        with torch.no_grad():
            x -= rate * x.grad
        x.grad = None
    return x.detach()

descend(lambda x: ((x - 3) ** 2).sum(), torch.zeros(2), steps=50, rate=0.1)
"""), _descend),
    Exercise("autograd_influence", code("""
import torch

def influence(f, x):
    return ...

influence(lambda x: (x**2).sum(), torch.tensor([1.0, -2.0, 0.5]))
"""), code("""
import torch

def influence(f, x):
    copy = x.detach().clone().requires_grad_()
    f(copy).backward()
    return copy.grad

influence(lambda x: (x**2).sum(), torch.tensor([1.0, -2.0, 0.5]))
"""), _influence),
)  # fmt: skip
