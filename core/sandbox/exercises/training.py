"""Chapter 4, second half: the loss, and the loop that trains."""

from __future__ import annotations

from typing import Any

from core.sandbox.exercises.checking import Draw, called, equal, get, holds
from core.sandbox.exercises.exercise import Exercise, FailedError, code


def _cross_entropy(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    draw, pair = Draw(), (None, None)
    function = get(names, "cross_entropy")
    for rows, classes, scale in ((1, 3, 1.0), (6, 5, 3.0), (4, 2, 200.0)):
        logits, targets = draw.normal(rows, classes, scale=scale), draw.whole(0, classes, rows)
        target = torch.nn.functional.cross_entropy(logits, targets)
        mine = called(function, logits, targets, name="cross_entropy")
        pair = equal(
            mine, target, "cross_entropy", f"logits ({rows}, {classes}), ×{scale:g}", dtype=False, close=1e-3
        )
    return pair


def _train(names: dict[str, Any]) -> tuple[Any, Any]:
    """The very losses that the same loop gives: each mistake (no zero_grad, step before backward) changes them."""
    import copy

    import torch

    draw, pair = Draw(), (None, None)
    for steps in (1, 12):
        x, targets = draw.normal(16, 3), draw.whole(0, 4, 16)
        model = torch.nn.Sequential(torch.nn.Linear(3, 8), torch.nn.ReLU(), torch.nn.Linear(8, 4))
        twin = copy.deepcopy(model)
        mine = called(get(names, "train"), model, x, targets, steps, 0.05, name="train")
        holds(
            isinstance(mine, list) and len(mine) == steps,
            "losses",
            name="train",
            target=steps,
            mine=len(mine) if hasattr(mine, "__len__") else "—",
        )
        mine = torch.tensor([float(one) for one in mine])
        pair = equal(mine, _losses(twin, x, targets, steps), "train", f"steps={steps}", close=1e-3)
    return pair


def _losses(model: Any, x: Any, targets: Any, steps: int) -> Any:
    import torch

    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for _ in range(steps):
        loss = torch.nn.functional.cross_entropy(model(x), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return torch.tensor(losses)


def _batches(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    draw, pair = Draw(), (None, None)
    for rows, size in ((10, 4), (6, 3), (3, 5)):
        x = torch.arange(rows * 2.0).reshape(rows, 2)
        y = draw.whole(0, 9, rows)
        pieces = list(called(get(names, "batches"), x, y, size, name="batches"))
        holds(
            all(isinstance(one, tuple | list) and len(one) == 2 for one in pieces),
            "not_pairs",
            name="batches",
        )
        holds(all(len(a) == len(b) for a, b in pieces), "batch_pairs", name="batches")
        sizes = [len(a) for a, _ in pieces]
        target = [size] * (rows // size) + ([rows % size] if rows % size else [])
        holds(
            sizes == target,
            "batch_sizes",
            name="batches",
            mine=sizes,
            target=target,
            case=f"{rows}, size={size}",
        )
        seen = torch.cat([a for a, _ in pieces])
        order = seen[:, 0].argsort()
        pair = equal(seen[order], x, "batches")
        equal(torch.cat([b for _, b in pieces])[order], y, "batches")
    return pair


def _accuracy(names: dict[str, Any]) -> tuple[Any, Any]:
    draw, pair = Draw(), (None, None)
    for rows, classes in ((4, 3), (9, 2), (50, 5)):
        logits, targets = draw.normal(rows, classes), draw.whole(0, classes, rows)
        target = float((logits.argmax(-1) == targets).float().mean())
        mine = called(get(names, "accuracy"), logits, targets, name="accuracy")
        if hasattr(mine, "numel") and mine.numel() != 1:
            raise FailedError("not_number", name="accuracy", case="", type="tensor" + str(tuple(mine.shape)))
        pair = equal(mine, target, "accuracy", f"logits ({rows}, {classes})")
    return pair


EXERCISES = (
    Exercise("training_loss", code("""
import torch

def cross_entropy(logits, targets):
    return ...

cross_entropy(torch.tensor([[2.0, 1.0, 0.0]]), torch.tensor([0]))
"""), code("""
import torch

def cross_entropy(logits, targets):
    log_p = torch.log_softmax(logits, dim=-1)
    rows = torch.arange(len(targets))
    return -log_p[rows, targets].mean()

cross_entropy(torch.tensor([[2.0, 1.0, 0.0]]), torch.tensor([0]))
"""), _cross_entropy),
    Exercise("training_loop", code("""
import torch

def train(model, x, targets, steps, rate):
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    losses = []
    for step in range(steps):
        ...
    return losses

x = torch.randn(60, 2)
targets = (x[:, 0] * x[:, 1] > 0).long()
model = torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.ReLU(), torch.nn.Linear(16, 2))
for loss in train(model, x, targets, steps=200, rate=0.01):
    metric("loss", loss)
"""), code("""
import torch

def train(model, x, targets, steps, rate):
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    losses = []
    for step in range(steps):
        loss = torch.nn.functional.cross_entropy(model(x), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

x = torch.randn(60, 2)
targets = (x[:, 0] * x[:, 1] > 0).long()
model = torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.ReLU(), torch.nn.Linear(16, 2))
for loss in train(model, x, targets, steps=200, rate=0.01):
    metric("loss", loss)
"""), _train),
    Exercise("training_batches", code("""
import torch

def batches(x, y, size):
    yield x, y

for a, b in batches(torch.arange(10.0)[:, None], torch.arange(10), size=4):
    print(len(a), b.tolist())
"""), code("""
import torch

def batches(x, y, size):
    order = torch.randperm(len(x))
    for places in order.split(size):
        yield x[places], y[places]

for a, b in batches(torch.arange(10.0)[:, None], torch.arange(10), size=4):
    print(len(a), b.tolist())
"""), _batches),
    Exercise("training_accuracy", code("""
import torch

def accuracy(logits, targets):
    return ...

accuracy(torch.tensor([[2.0, 1.0], [0.0, 3.0]]), torch.tensor([0, 0]))
"""), code("""
import torch

def accuracy(logits, targets):
    return (logits.argmax(dim=-1) == targets).float().mean().item()

accuracy(torch.tensor([[2.0, 1.0], [0.0, 3.0]]), torch.tensor([0, 0]))
"""), _accuracy),
)  # fmt: skip
