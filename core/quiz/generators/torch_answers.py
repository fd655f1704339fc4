"""What PyTorch itself answers: keys of the questions about tensors, gradients and layers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def _tensor(values: Sequence[float] | Sequence[Sequence[float]]) -> torch.Tensor:
    import torch

    return torch.tensor(values, dtype=torch.float64)


def cosine_similarity(one: Sequence[float], other: Sequence[float]) -> float:
    """Compare where two vectors point.

    Examples
    --------
    >>> round(cosine_similarity([1, 0], [1, 1]), 3)
    0.707
    """
    from torch.nn.functional import cosine_similarity as similarity

    return float(similarity(_tensor(one), _tensor(other), dim=0))


def walked(start: Sequence[float], base: Sequence[float], end: Sequence[float]) -> list[float]:
    """Walk an analogy: base − start + end."""
    return [float(x) for x in _tensor(base) - _tensor(start) + _tensor(end)]


def neuron(inputs: Sequence[float], weights: Sequence[float], bias: float) -> float:
    """Run one ReLU neuron.

    Examples
    --------
    >>> neuron([1, 2], [0.5, -1.0], 0.5)
    0.0
    """
    return float((_tensor(inputs) @ _tensor(weights) + bias).relu())


def rectified(values: Sequence[float]) -> list[float]:
    """Apply ReLU to each number."""
    return [float(x) for x in _tensor(values).relu()]


def network_parameters(sizes: Sequence[int]) -> int:
    """Count what a fully connected network learns, biases included."""
    from torch import nn

    layers = [nn.Linear(before, after) for before, after in itertools.pairwise(sizes)]
    return sum(parameter.numel() for layer in layers for parameter in layer.parameters())


def table_parameters(rows: int, width: int) -> int:
    """Count the numbers of an embedding table."""
    from torch import nn

    return nn.Embedding(rows, width, device="meta").weight.numel()


def updated(weight: float, gradient: float, rate: float) -> float:
    """Take one step of gradient descent with PyTorch's optimizer."""
    import torch

    parameter = torch.nn.Parameter(_tensor([weight]))
    parameter.grad = _tensor([gradient])
    torch.optim.SGD([parameter], lr=rate).step()
    return float(parameter.detach()[0])


def mean_squared_error(outputs: Sequence[float], targets: Sequence[float]) -> float:
    """Compute PyTorch's mean squared error."""
    from torch.nn.functional import mse_loss

    return float(mse_loss(_tensor(outputs), _tensor(targets)))


def batches(examples: int, batch: int) -> int:
    """Count the batches of an epoch, the last one short if need be."""
    import torch

    return len(torch.zeros(examples).split(batch))


def attention_row(query: Sequence[float], keys: Sequence[Sequence[float]]) -> list[float]:
    """Give the attention weights of one query, by running PyTorch's attention on values that show them."""
    import torch
    from torch.nn.functional import scaled_dot_product_attention

    values = torch.eye(len(keys), dtype=torch.float64)
    mixed = scaled_dot_product_attention(_tensor([query])[None], _tensor(keys)[None], values[None])
    return [float(weight) for weight in mixed[0, 0]]


def causal_cells(tokens: int) -> int:
    """Count the cells that a causal mask leaves."""
    import torch

    return int(torch.ones(tokens, tokens).tril().sum())


def attention_cells(tokens: int) -> int:
    """Count the scores of one head: every token with every token."""
    import torch

    states = torch.zeros(tokens, 1, device="meta")
    return (states @ states.T).numel()


def head_width(width: int, heads: int) -> int:
    """Give the size of each head in PyTorch's multi-head attention."""
    from torch import nn

    return nn.MultiheadAttention(width, heads, device="meta").head_dim


def gradient(a: int, power: int, b: int, x: float) -> float:
    """Differentiate a·xⁿ + b·x at a point with autograd.

    Examples
    --------
    >>> gradient(1, 2, 0, 3.0)
    6.0
    """
    at = _tensor([x]).requires_grad_()
    (a * at**power + b * at).sum().backward()
    return _grad(at)


def accumulated_gradient(x: float, times: int) -> float:
    """Call backward on x² several times without clearing."""
    at = _tensor([x]).requires_grad_()
    for _ in range(times):
        (at**2).sum().backward()
    return _grad(at)


def _grad(at: torch.Tensor) -> float:
    assert at.grad is not None  # noqa: S101  (for the type checker: backward has just run)
    return float(at.grad[0])


def product_shape(one: tuple[int, ...], other: tuple[int, ...]) -> str:
    """Give the shape of a matrix product."""
    import torch

    return str(tuple((torch.zeros(one) @ torch.zeros(other)).shape))


def sum_shape(one: tuple[int, ...], other: tuple[int, ...]) -> str:
    """Give the shape of a sum with broadcasting."""
    import torch

    return str(tuple((torch.zeros(one) + torch.zeros(other)).shape))


def lookup_shape(ids: tuple[int, ...], rows: int, width: int) -> str:
    """Give the shape of what an embedding table returns for some ids."""
    import torch

    table = torch.nn.Embedding(rows, width)
    return str(tuple(table(torch.zeros(ids, dtype=torch.long)).shape))


def uniform_loss(size: int) -> float:
    """Give the cross-entropy, in nats, of equal logits over a vocabulary."""
    import torch
    from torch.nn.functional import cross_entropy

    return float(cross_entropy(torch.zeros(1, size), torch.zeros(1, dtype=torch.long)))


def bits(p: float) -> float:
    """Give the surprise of an event, in bits."""
    return float(-_tensor([p]).log2()[0])
