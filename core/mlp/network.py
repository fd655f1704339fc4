"""A network as one long vector of numbers, and the views of it that are its layers.

With all parameters in one vector an optimizer moves them in one operation instead of one per layer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor

from core.mlp.activations import ACTIVATIONS
from core.mlp.experiment import Experiment, split


def sizes(experiment: Experiment) -> tuple[int, ...]:
    """Units of every layer, from the inputs to the outputs.

    Examples
    --------
    >>> sizes(Experiment(features=("x", "y", "xy"), hidden=(4, 2)))
    (3, 4, 2, 1)
    """
    known = split(experiment)
    return (known.inputs.shape[1], *experiment.hidden, known.outputs)


def output_activation(experiment: Experiment) -> str:
    """What is done with the last sums before the loss looks at them: tanh for classes with squared error."""
    classified = experiment.loss == "mse" and bool(split(experiment).points.classes)
    return "tanh" if classified else "linear"


class Network:
    """Views of a vector of parameters, layer by layer.

    Parameters
    ----------
    experiment
        Gives the shape.
    vector
        All parameters, shape (n,), float64: for each layer its weights, row by row, and then its biases.

    Attributes
    ----------
    weights, biases
        Of each layer: shape (out, in) and (out,), as in ``torch.nn.Linear``. They are views: who changes them
        changes the vector.
    activations
        Names, one per layer, the output's included.
    """

    def __init__(self, experiment: Experiment, vector: Tensor) -> None:
        self.sizes = sizes(experiment)
        self.weights, self.biases = views(vector, self.sizes)
        self.activations = (*experiment.activations, output_activation(experiment))

    def forward(self, inputs: Tensor, masks: Sequence[Tensor] = ()) -> list[tuple[Tensor, Tensor]]:
        """Sums and activations of every layer, each of shape (n, units); the last one is what comes out.

        `masks` are those of dropout, one per hidden layer, or none.
        """
        found: list[tuple[Tensor, Tensor]] = []
        a = inputs
        for layer, name in enumerate(self.activations):
            z = torch.addmm(self.biases[layer], a, self.weights[layer].t())
            a = torch.empty_like(z)
            ACTIVATIONS[name].apply(z, a)
            a = a * masks[layer] if layer < len(masks) else a
            found.append((z, a))
        return found


def views(vector: Tensor, shape: Sequence[int]) -> tuple[list[Tensor], list[Tensor]]:
    """Cut a vector into weights and biases without copying."""
    weights, biases, place = [], [], 0
    for inputs, outputs in pairwise(shape):
        weights.append(vector[place : place + inputs * outputs].view(outputs, inputs))
        place += inputs * outputs
        biases.append(vector[place : place + outputs])
        place += outputs
    return weights, biases


def length(shape: Sequence[int]) -> int:
    """How many parameters a network has.

    Examples
    --------
    >>> length((2, 4, 2, 1))
    25
    """
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(shape))


def first_weights(shape: Sequence[int], init: str, seed: int) -> Tensor:
    """Draw the parameters of a network before it has learnt anything; biases begin at 0.

    Source: X. Glorot and Y. Bengio (2010) for ``"xavier"``; K. He et al. (2015), arXiv:1502.01852, for ``"he"``.
    """
    generator = torch.Generator().manual_seed(seed)
    vector = torch.zeros(length(shape), dtype=torch.float64)
    place = 0
    for inputs, outputs in pairwise(shape):
        spread = {
            "xavier": math.sqrt(2 / (inputs + outputs)), "he": math.sqrt(2 / inputs), "normal": 0.5, "zeros": 0.0,
        }  # fmt: skip
        drawn = torch.randn(inputs * outputs, dtype=torch.float64, generator=generator)
        vector[place : place + inputs * outputs] = drawn * spread[init]
        place += (inputs + 1) * outputs
    return vector
