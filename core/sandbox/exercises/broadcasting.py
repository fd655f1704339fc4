"""Chapter 2: shapes that stretch, so that no loop is needed."""

from __future__ import annotations

from typing import Any

from core.sandbox.exercises.checking import Draw, against, called, get, holds
from core.sandbox.exercises.exercise import Exercise, code


def _outer(names: dict[str, Any]) -> tuple[Any, Any]:
    draw = Draw()
    cases = [(draw.normal(n), draw.normal(m)) for n, m in ((3, 4), (1, 5), (4, 4))]
    return against("outer", lambda a, b: a[:, None] * b, cases)(names)


def _standardize(names: dict[str, Any]) -> tuple[Any, Any]:
    draw = Draw()
    cases = [(draw.normal(rows, columns, scale=3) + 10,) for rows, columns in ((5, 2), (4, 4), (9, 3))]
    return against("standardize", lambda x: (x - x.mean(0)) / x.std(0), cases, close=1e-3)(names)


def _distances(names: dict[str, Any]) -> tuple[Any, Any]:
    draw = Draw()
    cases = [(draw.normal(n, d), draw.normal(m, d)) for n, m, d in ((3, 4, 2), (1, 1, 5), (4, 4, 4))]
    return against("distances", lambda a, b: ((a[:, None] - b) ** 2).sum(-1), cases, close=1e-3)(names)


def _one_hot(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    draw = Draw()
    cases = [(draw.whole(0, n, count), n) for count, n in ((4, 5), (1, 1), (6, 6))]
    cases.append((torch.tensor([1, 0]), 5))
    return against("one_hot", lambda ids, n: torch.nn.functional.one_hot(ids, n).float(), cases)(names)


def _softmax(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    draw = Draw()
    cases = [(draw.normal(3, 4),), (draw.normal(1, 6, scale=5),), (draw.normal(4, 4),)]
    pair = against("softmax", lambda z: torch.softmax(z, -1), cases)(names)
    large = torch.tensor([[1000.0, 1001.0, 999.0]])
    mine = called(get(names, "softmax"), large, name="softmax")
    holds(bool(torch.isfinite(mine).all()), "overflow", mine, torch.softmax(large, -1), name="softmax")
    return pair


def _causal(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    return against("causal_mask", lambda n: torch.ones(n, n).tril().bool(), [(1,), (4,), (6,)])(names)


EXERCISES = (
    Exercise("broadcasting_outer", code("""
import torch

def outer(a, b):
    return ...

outer(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([10.0, 100.0]))
"""), code("""
import torch

def outer(a, b):
    return a[:, None] * b[None, :]

outer(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([10.0, 100.0]))
"""), _outer),
    Exercise("broadcasting_standardize", code("""
import torch

def standardize(x):
    return ...

standardize(torch.tensor([[1.0, 100.0], [2.0, 200.0], [3.0, 300.0]]))
"""), code("""
import torch

def standardize(x):
    return (x - x.mean(dim=0)) / x.std(dim=0)

standardize(torch.tensor([[1.0, 100.0], [2.0, 200.0], [3.0, 300.0]]))
"""), _standardize),
    Exercise("broadcasting_distances", code("""
import torch

def distances(a, b):
    return ...

distances(torch.zeros(1, 2), torch.tensor([[3.0, 4.0], [1.0, 0.0]]))
"""), code("""
import torch

def distances(a, b):
    difference = a[:, None, :] - b[None, :, :]
    return (difference**2).sum(dim=-1)

distances(torch.zeros(1, 2), torch.tensor([[3.0, 4.0], [1.0, 0.0]]))
"""), _distances),
    Exercise("broadcasting_onehot", code("""
import torch

def one_hot(ids, n):
    return ...

one_hot(torch.tensor([2, 0]), 4)
"""), code("""
import torch

def one_hot(ids, n):
    return (ids[:, None] == torch.arange(n)).float()

one_hot(torch.tensor([2, 0]), 4)
"""), _one_hot),
    Exercise("broadcasting_softmax", code("""
import torch

def softmax(z):
    return ...

softmax(torch.tensor([[2.0, 1.0, 0.0], [5.0, 5.0, 5.0]]))
"""), code("""
import torch

def softmax(z):
    z = z - z.max(dim=-1, keepdim=True).values
    e = torch.exp(z)
    return e / e.sum(dim=-1, keepdim=True)

softmax(torch.tensor([[2.0, 1.0, 0.0], [5.0, 5.0, 5.0]]))
"""), _softmax),
    Exercise("broadcasting_causal", code("""
import torch

def causal_mask(n):
    return ...

causal_mask(4)
"""), code("""
import torch

def causal_mask(n):
    places = torch.arange(n)
    return places[:, None] >= places[None, :]

causal_mask(4)
"""), _causal),
)  # fmt: skip
