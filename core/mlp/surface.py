"""What a network answers over the whole plane, as a picture: one value per cell."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from core.mlp.datasets import PLANE, Array
from core.mlp.experiment import features, split
from core.mlp.training import TrainState


@lru_cache(maxsize=8)
def grid(cells: int, chosen: tuple[str, ...]) -> Tensor:
    """Features of the middle of every cell, from the upper left one row by row; shape (cells², features)."""
    middle = (np.arange(cells) + 0.5) / cells * 2 * PLANE - PLANE
    x, y = np.meshgrid(middle, middle[::-1])
    return torch.from_numpy(features(np.stack([x.ravel(), y.ravel()], axis=1), chosen))


def surface(state: TrainState, cells: int = 100) -> Array:
    """The answer of the network over the plane.

    Returns
    -------
    numpy.ndarray
        Shape (cells, cells), the first row is the top. Two classes: from −1 (class 0) to 1; more classes: the number of
        the likeliest; regression: the value.

    Examples
    --------
    >>> from core.mlp import Experiment, start
    >>> surface(start(Experiment()), cells=10).shape
    (10, 10)
    """
    out = state.network.forward(grid(cells, state.experiment.features))[-1][1]
    return _told(state, out).reshape(cells, cells)


def units(state: TrainState, cells: int = 24) -> list[list[Array]]:
    """What every unit answers over the plane: for each layer, for each unit, shape (cells, cells)."""
    layers = state.network.forward(grid(cells, state.experiment.features))
    return [[column.reshape(cells, cells).numpy() for column in a.t()] for _, a in layers]


def _told(state: TrainState, out: Tensor) -> Array:
    if not split(state.experiment).points.classes:
        return out[:, 0].numpy()
    if state.experiment.loss == "cross_entropy":
        return (torch.softmax(out, 1)[:, 1] * 2 - 1 if out.shape[1] == 2 else out.argmax(1)).double().numpy()
    return (out[:, 0] if out.shape[1] == 1 else out.argmax(1).double()).numpy()
