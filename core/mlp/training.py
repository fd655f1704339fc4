"""Training in slices: `start`, then `advance` again and again; the step that learners read is the one that runs.

The step itself is in `core.mlp.engine`.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from core.errors import InputError
from core.mlp.engine import Engine, Trouble
from core.mlp.experiment import Experiment, split
from core.mlp.network import Network, first_weights, sizes, views

EXPLODED = 1e6
"""A loss from which nothing comes back."""

LONGEST_HISTORY = 20_000
"""Rows of history; a longer run keeps every second one, and so on."""


@dataclass(frozen=True)
class TrainState:
    """A run at one moment; it can be pickled and goes on anywhere to the same numbers.

    Parameters
    ----------
    experiment
        Its settings.
    epoch
        Passes over the training points so far.
    vector
        All parameters, shape (n,), float64; see `core.mlp.network.Network`.
    moments
        What the optimizer remembers, shape (2, n).
    history
        Shape (rows, 3 + layers): epoch, training loss, test loss, and the norm of each layer's last gradient.
    trouble
        Where it broke, for a run that stopped being numbers.
    batch
        Batches of the epoch begun that are already learnt from.
    """

    experiment: Experiment
    epoch: int
    vector: Tensor
    moments: Tensor
    history: npt.NDArray[np.float64]
    train_loss: float
    test_loss: float
    trouble: Trouble | None = None
    batch: int = 0

    @property
    def network(self) -> Network:
        """Its layers, as views of the vector."""
        return Network(self.experiment, self.vector)


def start(experiment: Experiment) -> TrainState:
    """A run before its first step.

    Examples
    --------
    >>> state = start(Experiment(data="xor", points=100, hidden=(4,)))
    >>> state.epoch, tuple(state.network.weights[0].shape)
    (0, (4, 2))
    """
    shape = sizes(experiment)
    vector = first_weights(shape, experiment.init, experiment.seed)
    train, test = losses(experiment, vector)
    row = np.array([[0, train, test, *[math.nan] * (len(shape) - 1)]], dtype=np.float64)
    return TrainState(
        experiment, 0, vector, torch.zeros(2, len(vector), dtype=torch.float64), row, train, test
    )


def advance(state: TrainState, epochs: int = 1, seconds: float | None = None) -> TrainState:
    """The run a little later: `epochs` passes over the training points, fewer when `seconds` are over.

    The state that is given stays as it was. A run in trouble does not go on.

    Examples
    --------
    >>> state = start(Experiment(data="gaussians", seed=1))
    >>> accuracy(advance(state, epochs=20)) > 0.95
    True
    """
    engine, began, rows = Engine(state), time.perf_counter(), []
    trouble = state.trouble
    train, test, epoch = state.train_loss, state.test_loss, state.epoch
    while trouble is None and epoch < state.epoch + epochs:
        before, first = engine.copy(), state.batch if epoch == state.epoch else 0
        engine.epoch(epoch, first)
        train, test = losses(state.experiment, engine.vector)
        if _exploded(train):
            trouble = engine.found(
                before, epoch, first, lambda now: _exploded(losses(state.experiment, now)[0])
            )
        epoch += 1
        rows.append((epoch, train, test, *engine.norms()))
        if seconds is not None and time.perf_counter() - began >= seconds:
            break
    history = np.concatenate(
        [state.history, np.array(rows, dtype=np.float64).reshape(len(rows), state.history.shape[1])]
    )
    if len(history) > LONGEST_HISTORY:
        history = history[::2]
    return TrainState(state.experiment, epoch, engine.vector, engine.moments, history, train, test, trouble)


def step(state: TrainState) -> TrainState:
    """The run one batch later.

    Examples
    --------
    >>> state = step(start(Experiment(points=40, batch_size=10)))
    >>> state.epoch, state.batch, step(state).epoch
    (0, 1, 1)
    """
    if state.trouble is not None:
        return state
    engine = Engine(state)
    batches = list(engine.batches(state.epoch))
    if state.batch + 1 >= len(batches):
        return advance(state)
    before = engine.copy()
    engine.one(state.epoch, state.batch, *batches[state.batch])
    train, test = losses(state.experiment, engine.vector)
    trouble = None
    if _exploded(train):
        trouble = engine.found(before, state.epoch, state.batch, lambda _: True)
    return replace(
        state, vector=engine.vector, moments=engine.moments, batch=state.batch + 1, train_loss=train, test_loss=test,
        trouble=trouble,
    )  # fmt: skip


def _exploded(loss: float) -> bool:
    return not (math.isfinite(loss) and loss < EXPLODED)


def losses(experiment: Experiment, vector: Tensor) -> tuple[float, float]:
    """Loss on the training points and on the test points: half the squared error, or cross-entropy in nats."""
    known = split(experiment)
    out = Network(experiment, vector).forward(known.inputs)[-1][1]
    if experiment.loss == "cross_entropy":
        each = torch.nn.functional.cross_entropy(out, known.targets, reduction="none")
    else:
        each = (out - known.targets).square().sum(1).mul(0.5)
    return float(each[known.train].mean()), float(each[known.test].mean())


def answers(state: TrainState, inputs: Tensor) -> Tensor:
    """What the network answers: a class number for each row, or a number for regression."""
    known = split(state.experiment)
    out = state.network.forward(inputs)[-1][1]
    if not known.points.classes:
        return out[:, 0]
    return (out[:, 0] > 0).long() if out.shape[1] == 1 else out.argmax(1)


def accuracy(state: TrainState, *, train: bool = False) -> float:
    """Share of the test points (or of the training points) that are told right, from 0 to 1.

    Raises
    ------
    InputError
        When the points have numbers instead of classes.
    """
    known = split(state.experiment)
    if not known.points.classes:
        raise InputError("these points have numbers, not classes: look at the loss", "mlp_no_classes")
    places = known.train if train else known.test
    right = answers(state, known.inputs[places]) == torch.from_numpy(known.points.y)[places].long()
    return float(right.double().mean())


def edited(state: TrainState, layer: int, unit: int, source: int | None, value: float) -> TrainState:
    """The same run with one weight (or one bias, without `source`) set by hand.

    Raises
    ------
    InputError
        When the value is no number.
    """
    if not math.isfinite(value):
        raise InputError(f"a weight cannot be {value}", "mlp_weight", given=value)
    vector = state.vector.clone()
    weights, biases = views(vector, sizes(state.experiment))
    if source is None:
        biases[layer][unit] = value
    else:
        weights[layer][unit, source] = value
    train, test = losses(state.experiment, vector)
    return replace(state, vector=vector, train_loss=train, test_loss=test)
