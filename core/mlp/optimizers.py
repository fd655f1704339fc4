"""How weights move once the gradient is known: the formulas of ``torch.optim``, on one vector."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from core.mlp.experiment import Experiment

MOMENTUM = 0.9
BETAS = (0.9, 0.999)
EPSILON = 1e-8
HALVES_EVERY = 100
COSINE_EPOCHS = 1000


def rate(experiment: Experiment, epoch: int) -> float:
    """The learning rate of an epoch.

    Examples
    --------
    >>> rate(Experiment(learning_rate=0.1, schedule="halving"), 250)
    0.025
    """
    if experiment.schedule == "halving":
        return experiment.learning_rate * 0.5 ** (epoch // HALVES_EVERY)
    if experiment.schedule == "cosine":
        return experiment.learning_rate * 0.5 * (1 + math.cos(math.pi * min(1.0, epoch / COSINE_EPOCHS)))
    return experiment.learning_rate


def move(
    experiment: Experiment,
    vector: Tensor,
    gradient: Tensor,
    moments: Tensor,
    is_weight: Tensor,
    epoch: int,
    step: int,
) -> None:
    """Change the parameters in place.

    Parameters
    ----------
    experiment
        Which optimizer, and its rate.
    vector, gradient, is_weight
        Parameters, the loss's gradient, and 1 where a parameter is a weight and no bias; shape (n,).
    moments
        The optimizer's memory, shape (2, n); changed in place.
    epoch, step
        Epoch from 0; steps since the beginning, this one included.

    Source: D. P. Kingma and J. Ba (2014), arXiv:1412.6980, for Adam; I. Loshchilov and F. Hutter (2017),
    arXiv:1711.05101, for AdamW.
    """
    pace = rate(experiment, epoch)
    kind = experiment.optimizer
    if kind == "sgd":
        vector.add_(gradient, alpha=-pace)
    elif kind == "momentum":
        vector.add_(moments[0].mul_(MOMENTUM).add_(gradient), alpha=-pace)
    else:
        if kind == "adamw" and experiment.l2:
            vector.addcmul_(vector.clone(), is_weight, value=-pace * experiment.l2)
        first, second = moments[0], moments[1]
        first.lerp_(gradient, 1 - BETAS[0])
        second.mul_(BETAS[1]).addcmul_(gradient, gradient, value=1 - BETAS[1])
        spread = (second.sqrt() / math.sqrt(1 - BETAS[1] ** step)).add_(EPSILON)
        vector.addcdiv_(first, spread, value=-pace / (1 - BETAS[0] ** step))


def of_torch(experiment: Experiment, parameters: list[Tensor]) -> torch.optim.Optimizer:
    """The same optimizer as PyTorch makes it, to check against; penalties are left to the loss."""
    pace = experiment.learning_rate
    if experiment.optimizer == "sgd":
        return torch.optim.SGD(parameters, lr=pace)
    if experiment.optimizer == "momentum":
        return torch.optim.SGD(parameters, lr=pace, momentum=MOMENTUM)
    if experiment.optimizer == "adam":
        return torch.optim.Adam(parameters, lr=pace, betas=BETAS, eps=EPSILON)
    return torch.optim.AdamW(parameters, lr=pace, betas=BETAS, eps=EPSILON, weight_decay=0.0)
