"""Activations: what a unit does with its sum, each with its derivative.

Every pair works in place on tensors that exist already: a small network spends its time on asking for memory.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

_ROOT_HALF = math.sqrt(0.5)
_ROOT_TAU = math.sqrt(2 * math.pi)


@dataclass(frozen=True)
class Activation:
    """A function of each unit's sum, and its derivative.

    Parameters
    ----------
    apply
        ``apply(z, out)`` writes the activation of the sums `z` into `out`, of the same shape.
    slope
        ``slope(gradient, z, a)`` multiplies `gradient` in place by the derivative, given sums `z` and activations `a`.
    module
        How PyTorch calls it: the name of a class of ``torch.nn``.
    """

    apply: Callable[[Tensor, Tensor], object]
    slope: Callable[[Tensor, Tensor, Tensor], object]
    module: str


def _tanh_slope(gradient: Tensor, _z: Tensor, a: Tensor) -> None:
    gradient.addcmul_(gradient * a, a, value=-1)  # g (1 − a²)


def _sigmoid_slope(gradient: Tensor, _z: Tensor, a: Tensor) -> None:
    gradient.mul_(a.addcmul(a, a, value=-1))  # g a (1 − a)


def _relu_slope(gradient: Tensor, z: Tensor, _a: Tensor) -> None:
    gradient.mul_(z > 0)


def _gelu(z: Tensor, out: Tensor) -> None:
    torch.mul(z, torch.erf(z * _ROOT_HALF).add_(1).mul_(0.5), out=out)  # z Φ(z)


def _gelu_slope(gradient: Tensor, z: Tensor, _a: Tensor) -> None:
    share = torch.erf(z * _ROOT_HALF).add_(1).mul_(0.5)  # Φ(z)
    gradient.mul_(share.addcmul_(z, torch.exp(z * z * -0.5), value=1 / _ROOT_TAU))  # Φ(z) + z φ(z)


def _no_slope(gradient: Tensor, z: Tensor, a: Tensor) -> None:
    """The slope is 1 everywhere: the gradient stays as it is."""


ACTIVATIONS = {
    "relu": Activation(lambda z, out: torch.clamp_min(z, 0, out=out), _relu_slope, "ReLU"),
    "tanh": Activation(lambda z, out: torch.tanh(z, out=out), _tanh_slope, "Tanh"),
    "sigmoid": Activation(lambda z, out: torch.sigmoid(z, out=out), _sigmoid_slope, "Sigmoid"),
    "gelu": Activation(_gelu, _gelu_slope, "GELU"),
    "linear": Activation(lambda z, out: out.copy_(z), _no_slope, "Identity"),
}
