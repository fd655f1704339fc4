"""Missions: a goal, where to begin, and a check of the run that nobody can talk their way past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch

from core.mlp.experiment import Experiment, split
from core.mlp.training import TrainState, accuracy

EVERYTHING = ("x", "y", "x2", "y2", "xy", "sin_x", "sin_y")


@dataclass(frozen=True)
class Mission:
    """A task whose success a run proves.

    Parameters
    ----------
    begin
        The settings it starts from.
    fixed
        Names of the settings that may not change.
    check
        Whether a run proves it; for a mission with a question, given the learner's answer too.
    solution
        Settings and epochs that solve it, and the answer: what the tests and the page's last hint use.
    answers
        Codes of the answers to its question, if it asks one; ``"number"`` for a whole number.
    least
        Epochs without which nothing is proved.
    """

    begin: Experiment
    fixed: tuple[str, ...]
    check: Callable[[TrainState, str], bool]
    solution: Experiment
    epochs: int
    answer: str = ""
    answers: tuple[str, ...] = field(default=())
    least: int = 0

    def proved(self, state: TrainState, answer: str = "") -> bool:
        """Whether a run solves the mission, with its fixed settings untouched."""
        return self.keeps(state.experiment) and state.epoch >= self.least and self.check(state, answer)

    def keeps(self, experiment: Experiment) -> bool:
        """Whether an experiment leaves alone what the mission fixes."""
        return all(getattr(experiment, name) == getattr(self.begin, name) for name in self.fixed)


def silent(state: TrainState) -> list[list[int]]:
    """Give, layer by layer, the hidden units that answer 0 to every training point."""
    known = split(state.experiment)
    layers = state.network.forward(known.inputs[known.train])[:-1]
    return [(a == 0).all(0).nonzero()[:, 0].tolist() for _, a in layers]


def dead(state: TrainState) -> list[int]:
    """Count, layer by layer, the hidden units that answer 0 to every training point.

    Examples
    --------
    >>> from core.mlp import start
    >>> dead(start(Experiment(data="xor", hidden=(4,), activation="relu", init="zeros")))
    [4]
    """
    return [len(units) for units in silent(state)]


def dead_relus(state: TrainState) -> list[list[int]]:
    """Give, layer by layer, the ReLU units that answer 0 to every training point; another curve that is 0 still learns."""
    names = state.experiment.activations
    return [units if name == "relu" else [] for units, name in zip(silent(state), names, strict=True)]


def hidden_units(state: TrainState) -> int:
    """How many hidden units there are in all."""
    return sum(state.experiment.hidden)


def twins(state: TrainState) -> bool:
    """Whether all units of each hidden layer are copies of one another."""
    return all(bool(torch.all(weight == weight[:1])) for weight in state.network.weights[:-1])


def largest_weight(state: TrainState) -> float:
    """The largest weight, whatever its sign."""
    return max(float(weight.abs().max()) for weight in state.network.weights)


def _exploded(state: TrainState, answer: str) -> bool:
    first, last = float(state.history[0, 1]), state.train_loss
    return answer == "rate" and (state.trouble is not None or last > 100 * first)


def _overfit(state: TrainState, _: str) -> bool:
    return (
        state.epoch > 0
        and state.train_loss < 0.02
        and state.test_loss > 10 * state.train_loss
        and state.test_loss > 0.1
    )


_DEAD = Experiment(
    data="circle", hidden=(8,), activation="relu", optimizer="sgd", learning_rate=3.0, init="he", seed=0
)

MISSIONS: dict[str, Mission] = {
    "line": Mission(
        Experiment(data="gaussians", hidden=(4,)), ("data", "noise"),
        lambda state, _: not state.experiment.hidden and accuracy(state) >= 0.95,
        Experiment(data="gaussians", hidden=()), 20,
    ),
    "xor": Mission(
        Experiment(data="xor", hidden=(1,)), ("data", "noise", "features", "points"),
        lambda state, _: hidden_units(state) <= 2 and accuracy(state) >= 0.95,
        Experiment(data="xor", hidden=(2,), activation="gelu", optimizer="adam", learning_rate=0.03, seed=2, init="normal"), 200,
    ),
    "features": Mission(
        Experiment(data="circle", hidden=(4,)), ("data", "noise", "points"),
        lambda state, _: not state.experiment.hidden and accuracy(state) >= 0.97,
        Experiment(data="circle", hidden=(), features=("x2", "y2"), learning_rate=0.1), 100,
    ),
    "spiral": Mission(
        Experiment(data="spiral"), ("data", "noise", "points"),
        lambda state, _: hidden_units(state) <= 12 and accuracy(state) >= 0.97,
        Experiment(data="spiral", hidden=(8, 4), features=EVERYTHING, optimizer="adam", learning_rate=0.01, seed=1), 200,
    ),
    "zeros": Mission(
        Experiment(data="circle", hidden=(4, 4)), ("data",),
        lambda state, _: state.experiment.init == "zeros" and twins(state) and accuracy(state) < 0.7,
        Experiment(data="circle", hidden=(4, 4), init="zeros"), 30, least=20,
    ),
    "dead": Mission(
        _DEAD, ("data", "hidden", "activation", "optimizer", "learning_rate", "init", "seed", "batch_size", "points"),
        lambda state, answer: sum(dead(state)) > 0 and answer == str(sum(dead(state))),
        _DEAD, 30, answers=("number",), least=20,
    ),
    "explode": Mission(
        Experiment(data="plane", hidden=(8, 8), activation="relu"), ("data",), _exploded,
        Experiment(data="plane", hidden=(8, 8), activation="relu", learning_rate=10.0), 20, "rate", ("data", "rate", "layers"),
    ),
    "overfit": Mission(
        Experiment(data="moons", points=60, noise=0.3, hidden=(4,)), ("data", "noise"), _overfit,
        Experiment(
            data="moons", points=60, noise=0.3, hidden=(16, 16), features=EVERYTHING, optimizer="adam", learning_rate=0.01
        ), 600,
    ),
    "small": Mission(
        Experiment(data="moons", hidden=(8, 8), noise=0.05), ("data", "noise", "points"),
        lambda state, _: largest_weight(state) < 1 and accuracy(state) >= 0.93,
        Experiment(data="moons", hidden=(8, 8), noise=0.05, l2=0.01, learning_rate=0.1, features=EVERYTHING), 200, least=20,
    ),
    "digits": Mission(
        Experiment(data="digits", points=1000, hidden=(4,), loss="mse"), ("data", "points"),
        lambda state, _: hidden_units(state) <= 16 and state.experiment.loss == "cross_entropy" and accuracy(state) >= 0.93,
        Experiment(data="digits", points=1000, hidden=(16,), loss="cross_entropy", optimizer="adam", learning_rate=0.01), 60,
    ),
}  # fmt: skip
"""The missions, from the first to the hardest; their words are in the content of the lesson."""
