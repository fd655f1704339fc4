"""Chapter 1: what a tensor is, and how to take it apart."""

from __future__ import annotations

from typing import Any

from core.sandbox.exercises.checking import Draw, against, equal, get
from core.sandbox.exercises.exercise import Exercise, code


def _shapes(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    equal(get(names, "scalar"), torch.tensor(7.0), "scalar")
    equal(get(names, "vector"), torch.tensor([1.0, 2.0, 3.0, 4.0]), "vector")
    equal(get(names, "matrix"), torch.ones(2, 3), "matrix")
    return equal(get(names, "cube"), torch.zeros(2, 3, 4, dtype=torch.int64), "cube")


def _rows(names: dict[str, Any]) -> tuple[Any, Any]:
    draw = Draw()
    cases = [(draw.normal(n * m), n) for n, m in ((2, 3), (1, 5), (draw.size(), draw.size()))]
    return against("rows", lambda x, n: x.reshape(n, -1), cases)(names)


def _last_column(names: dict[str, Any]) -> tuple[Any, Any]:
    draw = Draw()
    cases = [(draw.normal(*shape),) for shape in ((1, 1), (3, 4), (draw.size(), draw.size()))]
    return against("last_column", lambda x: x[:, -1], cases)(names)


def _row_means(names: dict[str, Any]) -> tuple[Any, Any]:
    draw = Draw()
    cases = [(draw.normal(*shape),) for shape in ((3, 3), (1, 4), (draw.size(), 1 + draw.size()))]
    return against("row_means", lambda x: x.mean(1), cases)(names)


def _pick(names: dict[str, Any]) -> tuple[Any, Any]:
    draw = Draw()
    cases = [(draw.normal(6, 3), draw.whole(0, 6, count)) for count in (1, 4, 8)]
    cases.append((draw.normal(5, 2), draw.whole(0, 5, 2, 3)))
    return against("pick", lambda table, ids: table[ids], cases)(names)


def _doorman(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    draw = Draw()
    cases = [(draw.normal(4),), (torch.zeros(2, 2),), (draw.normal(2, 3, 2),), (torch.tensor(-3.0),)]
    return against("doorman", torch.relu, cases)(names)


def _mix(names: dict[str, Any]) -> tuple[Any, Any]:
    draw = Draw()
    cases = [
        (draw.normal(2, 3), draw.normal(3, 4)),
        (draw.normal(1, 1), draw.normal(1, 5)),
        (draw.normal(4, 4), draw.normal(4, 4)),
    ]
    return against("mix", lambda x, w: x @ w, cases)(names)


EXERCISES = (
    Exercise("tensors_shapes", code("""
import torch

scalar = ...
vector = ...
matrix = ...
cube = ...
"""), code("""
import torch

scalar = torch.tensor(7.0)
vector = torch.tensor([1.0, 2.0, 3.0, 4.0])
matrix = torch.ones(2, 3)
cube = torch.zeros(2, 3, 4, dtype=torch.int64)
"""), _shapes),
    Exercise("tensors_rows", code("""
import torch

def rows(x, n):
    return ...

rows(torch.arange(6), 2)
"""), code("""
import torch

def rows(x, n):
    return x.reshape(n, -1)

rows(torch.arange(6), 2)
"""), _rows),
    Exercise("tensors_column", code("""
import torch

def last_column(x):
    return ...

last_column(torch.arange(12).reshape(3, 4))
"""), code("""
import torch

def last_column(x):
    return x[:, -1]

last_column(torch.arange(12).reshape(3, 4))
"""), _last_column),
    Exercise("tensors_means", code("""
import torch

def row_means(x):
    return ...

row_means(torch.tensor([[1.0, 3.0], [10.0, 20.0]]))
"""), code("""
import torch

def row_means(x):
    return x.mean(dim=1)

row_means(torch.tensor([[1.0, 3.0], [10.0, 20.0]]))
"""), _row_means),
    Exercise("tensors_pick", code("""
import torch

def pick(table, ids):
    return ...

table = torch.arange(12.0).reshape(4, 3)
pick(table, torch.tensor([3, 0, 3]))
"""), code("""
import torch

def pick(table, ids):
    return table[ids]

table = torch.arange(12.0).reshape(4, 3)
pick(table, torch.tensor([3, 0, 3]))
"""), _pick),
    Exercise("tensors_doorman", code("""
import torch

def doorman(x):
    return ...

doorman(torch.tensor([-2.0, -0.5, 0.0, 3.0]))
"""), code("""
import torch

def doorman(x):
    return torch.where(x > 0, x, 0.0)

doorman(torch.tensor([-2.0, -0.5, 0.0, 3.0]))
"""), _doorman),
    Exercise("tensors_mix", code("""
import torch

def mix(x, w):
    return ...

mix(torch.ones(2, 3), torch.ones(3, 4))
"""), code("""
import torch

def mix(x, w):
    return x @ w

mix(torch.ones(2, 3), torch.ones(3, 4))
"""), _mix),
)  # fmt: skip
