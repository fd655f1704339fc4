"""One weight under the microscope: what comes in, the gradient of this batch, and the step, with the numbers in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import torch
from torch import Tensor

from core.errors import InputError
from core.mlp.datasets import Array
from core.mlp.engine import Engine
from core.mlp.experiment import Experiment
from core.mlp.network import Network, sizes, views
from core.mlp.optimizers import rate
from core.mlp.training import TrainState

NUDGE = 1e-5
"""How far a weight is moved to see what the loss does."""


@dataclass(frozen=True)
class Look:
    """A parameter and its next step.

    Parameters
    ----------
    weight, gradient, learning_rate
        Before the step: its value, the slope of the batch's loss, and the rate of this epoch.
    after
        Its value after the optimizer's step; with plain SGD, ``weight − learning_rate · gradient``.
    nudged
        The same slope without any calculus: how the loss changes when the weight is moved by `NUDGE` both ways.
    rows
        For each point of the batch: what came in (`input`), the slope at the unit's sum (`slope`), and their product;
        the gradient is the sum of the products and the penalty. For a bias what comes in is 1.
    inputs
        What each point of the batch gives the network, shape (rows, inputs).
    loss
        Of the batch.
    decay
        What AdamW adds to the step without passing through the gradient: ``l2 · weight``; 0 for the other optimizers
        and for a bias.
    """

    weight: float
    gradient: float
    learning_rate: float
    after: float
    nudged: float
    rows: pd.DataFrame
    inputs: Array
    loss: float
    decay: float = 0.0

    @property
    def penalty(self) -> float:
        """What L1 and L2 add to the gradient."""
        return self.gradient - float(self.rows["product"].sum())

    @property
    def used(self) -> float:
        """What the optimizer makes of the gradient: ``after = weight − learning_rate · (used + decay)``."""
        return (self.weight - self.after) / self.learning_rate - self.decay if self.learning_rate else 0.0


def look(state: TrainState, layer: int, unit: int, source: int | None) -> Look:
    """Look at a weight (or at a bias, without `source`) on the batch that comes next, with the units that dropout silences in it.

    Raises
    ------
    InputError
        When there is no such parameter.

    Examples
    --------
    >>> from core.mlp import Experiment, start
    >>> seen = look(start(Experiment()), layer=0, unit=1, source=0)
    >>> abs(seen.gradient - seen.nudged) < 1e-6
    True
    """
    engine = Engine(state)
    _check(engine.network, layer, unit, source)
    inputs, targets = list(engine.batches(state.epoch))[state.batch]
    before = state.vector.clone()
    masks = engine.masks(len(inputs), state.epoch, state.batch)
    engine.step(inputs, targets, masks)
    slopes = engine.slopes_of(len(inputs))[layer][:, unit]
    below = inputs if not layer else engine.outs_of(len(inputs))[layer - 1]
    if masks and layer:
        below = below * masks[layer - 1]
    fed = below[:, source] if source is not None else torch.ones(len(inputs), dtype=torch.float64)
    place = _place(engine.network.sizes, layer, unit, source)
    gradient = float(engine.gradient[place])
    rows = pd.DataFrame({"input": fed.numpy().copy(), "slope": slopes.numpy().copy()})
    rows["product"] = rows["input"] * rows["slope"]
    e = state.experiment
    engine.move(state.epoch, state.batch)
    return Look(
        float(before[place]), gradient, rate(e, state.epoch), float(engine.vector[place]),
        slope_by_nudging(e, before, place, inputs, targets, masks), rows, inputs.numpy(),
        batch_loss(e, before, inputs, targets, masks),
        e.l2 * float(before[place]) if e.optimizer == "adamw" and source is not None else 0.0,
    )  # fmt: skip


def slope_by_nudging(
    experiment: Experiment,
    vector: Tensor,
    place: int,
    inputs: Tensor,
    targets: Tensor,
    masks: Sequence[Tensor] = (),
) -> float:
    """The gradient by finite differences: (L(w + ε) − L(w − ε)) / 2ε, penalties included."""
    found = []
    for sign in (1, -1):
        moved = vector.clone()
        moved[place] += sign * NUDGE
        found.append(batch_loss(experiment, moved, inputs, targets, masks))
    return (found[0] - found[1]) / (2 * NUDGE)


def batch_loss(
    experiment: Experiment, vector: Tensor, inputs: Tensor, targets: Tensor, masks: Sequence[Tensor] = ()
) -> float:
    """The loss of a batch with its penalties: what the gradient is the slope of."""
    out = Network(experiment, vector).forward(inputs, masks)[-1][1]
    if experiment.loss == "cross_entropy":
        loss = torch.nn.functional.cross_entropy(out, targets)
    else:
        loss = (out - targets).square().sum(1).mul(0.5).mean()
    weights = torch.cat([one.flatten() for one in views(vector, sizes(experiment))[0]])
    decayed = experiment.l2 if experiment.optimizer != "adamw" else 0.0
    return float(loss + 0.5 * decayed * weights.square().sum() + experiment.l1 * weights.abs().sum())


def _place(shape: tuple[int, ...], layer: int, unit: int, source: int | None) -> int:
    """Where a parameter stands in the vector."""
    before = sum((shape[one] + 1) * shape[one + 1] for one in range(layer))
    inputs, outputs = shape[layer], shape[layer + 1]
    return before + (inputs * outputs + unit if source is None else unit * inputs + source)


def _check(network: Network, layer: int, unit: int, source: int | None) -> None:
    known = 0 <= layer < len(network.weights)
    known = known and 0 <= unit < len(network.biases[layer])
    if not (known and (source is None or 0 <= source < network.weights[layer].shape[1])):
        raise InputError(f"there is no weight {layer}, {unit}, {source}", "mlp_no_weight")
