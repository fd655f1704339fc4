"""The training step: forward, loss, backward, and the memory that it works in.

Gradients are written out by hand, one line per operation, on memory that is asked for once: for networks of this size
PyTorch's autograd takes several times longer than the arithmetic. A test holds them equal to autograd's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from core.mlp.activations import ACTIVATIONS
from core.mlp.experiment import Split, split
from core.mlp.network import Network, views
from core.mlp.optimizers import move

if TYPE_CHECKING:
    from core.mlp.training import TrainState


@dataclass(frozen=True)
class Trouble:
    """Where a run broke.

    Parameters
    ----------
    epoch, step
        Epoch from 0, and step within it from 0.
    layer
        From 0; the last one is the output.
    what
        ``"activation"``, ``"gradient"`` or ``"weight"``: what stopped being a number first, or ``"loss"`` where the loss
        exploded with everything still a number.
    """

    epoch: int
    step: int
    layer: int
    what: str


class Engine:
    """The memory that a slice works in, and the step itself."""

    def __init__(self, state: TrainState) -> None:
        self.experiment = state.experiment
        self.known: Split = split(state.experiment)
        self.vector, self.moments = state.vector.clone(), state.moments.clone()
        self.steps = math.ceil(len(self.known.train) / (self.experiment.batch_size or len(self.known.train)))
        self.gradient = torch.zeros_like(self.vector)
        self.network = Network(self.experiment, self.vector)
        self.weight_gradients, self.bias_gradients = views(self.gradient, self.network.sizes)
        self.is_weight = torch.zeros_like(self.vector)
        for one in views(self.is_weight, self.network.sizes)[0]:
            one.fill_(1.0)
        self.transposed = [weight.t() for weight in self.network.weights]
        self.activations = [ACTIVATIONS[name] for name in self.network.activations]
        self._memory: dict[int, tuple[list[Tensor], list[Tensor], list[Tensor]]] = {}

    def epoch(self, epoch: int, first: int = 0) -> None:
        """Pass once over the training points, from a batch on, in an order that follows from the seed and the epoch."""
        for step, (inputs, targets) in enumerate(self.batches(epoch)):
            if step >= first:
                self.one(epoch, step, inputs, targets)

    def one(self, epoch: int, step: int, inputs: Tensor, targets: Tensor) -> None:
        """Learn from one batch."""
        self.step(inputs, targets, self.masks(len(inputs), epoch, step))
        self.move(epoch, step)

    def batches(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        """The training points in the order of an epoch, a batch at a time: inputs and targets."""
        many = len(self.known.train)
        size = self.experiment.batch_size or many
        order = self.known.train[torch.randperm(many, generator=_generator(self.experiment.seed, epoch))]
        return zip(self.known.inputs[order].split(size), self.known.targets[order].split(size), strict=True)

    def move(self, epoch: int, step: int) -> None:
        """Let the optimizer take its step."""
        made = epoch * self.steps + step + 1
        move(self.experiment, self.vector, self.gradient, self.moments, self.is_weight, epoch, made)

    def step(self, inputs: Tensor, targets: Tensor, masks: Sequence[Tensor] = ()) -> None:
        """Forward, loss, backward: leaves the gradient of the batch's loss in ``self.gradient``.

        `masks` are those of dropout, one per hidden layer, or none.
        """
        sums, outs, slopes = self._memory_for(len(inputs))
        passed = [inputs, *outs]
        # Forward: each layer's sums z = a Wᵀ + b of what the layer below passed on, and its activations.
        for layer, activation in enumerate(self.activations):
            torch.addmm(self.network.biases[layer], passed[layer], self.transposed[layer], out=sums[layer])
            activation.apply(sums[layer], outs[layer])
            if layer < len(masks):
                passed[layer + 1] = outs[layer] * masks[layer]
        # The slope of the loss at the output: what it gave, less what it should have given.
        if self.experiment.loss == "cross_entropy":
            torch.softmax(outs[-1], 1, out=slopes[-1])
            slopes[-1][torch.arange(len(targets)), targets] -= 1
        else:
            torch.sub(outs[-1], targets, out=slopes[-1])
        slopes[-1].div_(len(inputs))
        # Backward: each layer's slope gives its gradients, and the slope of the layer below.
        for layer in reversed(range(len(outs))):
            self.activations[layer].slope(slopes[layer], sums[layer], outs[layer])
            torch.mm(slopes[layer].t(), passed[layer], out=self.weight_gradients[layer])
            torch.sum(slopes[layer], 0, out=self.bias_gradients[layer])
            if layer:
                torch.mm(slopes[layer], self.network.weights[layer], out=slopes[layer - 1])
                if layer <= len(masks):
                    slopes[layer - 1].mul_(masks[layer - 1])
        if self.experiment.l2 and self.experiment.optimizer != "adamw":
            self.gradient.addcmul_(self.vector, self.is_weight, value=self.experiment.l2)
        if self.experiment.l1:
            self.gradient.addcmul_(self.vector.sign(), self.is_weight, value=self.experiment.l1)

    def masks(self, rows: int, epoch: int, step: int) -> list[Tensor]:
        """Which hidden units are silenced for each row; the others speak louder, so that the sum stays."""
        silenced = self.experiment.dropout
        if not silenced:
            return []
        generator = _generator(self.experiment.seed, epoch, step)
        drawn = [
            torch.rand(rows, units, dtype=torch.float64, generator=generator)
            for units in self.experiment.hidden
        ]
        return [(one >= silenced) / (1 - silenced) for one in drawn]

    def _memory_for(self, rows: int) -> tuple[list[Tensor], list[Tensor], list[Tensor]]:
        """Sums, activations and slopes of every layer for batches of a size: asked for once."""
        if rows not in self._memory:
            one, two, three = (
                [torch.empty(rows, units, dtype=torch.float64) for units in self.network.sizes[1:]]
                for _ in range(3)
            )
            self._memory[rows] = one, two, three
        return self._memory[rows]

    def outs_of(self, rows: int) -> list[Tensor]:
        """Activations of every layer for the last batch of that many rows."""
        return self._memory_for(rows)[1]

    def slopes_of(self, rows: int) -> list[Tensor]:
        """Slopes of the loss at every layer's sums for the last batch of that many rows, already divided by them."""
        return self._memory_for(rows)[2]

    def norms(self) -> list[float]:
        """Length of each layer's last gradient, weights and biases together."""
        pairs = zip(self.weight_gradients, self.bias_gradients, strict=True)
        return [math.hypot(float(weights.norm()), float(biases.norm())) for weights, biases in pairs]

    def copy(self) -> tuple[Tensor, Tensor]:
        """The parameters and the optimizer's memory as they are."""
        return self.vector.clone(), self.moments.clone()

    def found(
        self, before: tuple[Tensor, Tensor], epoch: int, first: int, exploded: Callable[[Tensor], bool]
    ) -> Trouble:
        """Go through an epoch that broke again, from its step `first`, until something is no number or has exploded."""
        self.vector.copy_(before[0])
        self.moments.copy_(before[1])
        step = first
        for step, (inputs, targets) in list(enumerate(self.batches(epoch)))[first:]:
            self.step(inputs, targets, self.masks(len(inputs), epoch, step))
            sums, _, _ = self._memory_for(len(inputs))
            broken = {"activation": sums, "gradient": self.weight_gradients}
            self.move(epoch, step)
            broken["weight"] = self.network.weights
            for what, tensors in broken.items():
                for layer, tensor in enumerate(tensors):
                    if not bool(torch.isfinite(tensor).all()):
                        return Trouble(epoch, step, layer, what)
            if exploded(self.vector):
                break
        largest = max(
            range(len(self.network.weights)), key=lambda layer: float(self.network.weights[layer].abs().max())
        )
        return Trouble(epoch, step, largest, "loss")


def _generator(seed: int, epoch: int, step: int = -1) -> torch.Generator:
    """The chance of one epoch's order, or of one step's dropout: it depends on nothing that came before."""
    return torch.Generator().manual_seed(((seed * 1_000_003 + epoch) * 100_003 + step + 1) % 2**63)
