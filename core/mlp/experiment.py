"""Everything that decides a run, in one frozen value: data, network, training."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.errors import InputError
from core.mlp.activations import ACTIVATIONS
from core.mlp.datasets import DATA, IN_THE_PLANE, Array, Points, make

FEATURES: dict[str, Callable[[Array], Array]] = {
    "x": lambda p: p[:, 0],
    "y": lambda p: p[:, 1],
    "x2": lambda p: p[:, 0] ** 2,
    "y2": lambda p: p[:, 1] ** 2,
    "xy": lambda p: p[:, 0] * p[:, 1],
    "sin_x": lambda p: np.sin(p[:, 0]),
    "sin_y": lambda p: np.sin(p[:, 1]),
}
"""What the network may be given of a point of the plane."""

LOSSES = ("mse", "cross_entropy")
OPTIMIZERS = ("sgd", "momentum", "adam", "adamw")
INITS = ("xavier", "he", "normal", "zeros")
SCHEDULES = ("constant", "halving", "cosine")
MOST_LAYERS, MOST_UNITS, MOST_POINTS = 6, 32, 20_000


@dataclass(frozen=True)
class Experiment:
    """Settings of a run; the same ones give the same numbers.

    Parameters
    ----------
    data
        One of `core.mlp.datasets.DATA`, or ``"own"`` with `own`.
    points, noise, balance
        How many points, how far from their place (0 to 1), and the share of the first class.
    train_share
        Share of the points that is learnt from; the others only test.
    features
        What the network is given of a point of the plane: names of `FEATURES`.
    hidden
        Units of each hidden layer; none for no hidden layer.
    activation
        Of the hidden layers: one name of `core.mlp.activations.ACTIVATIONS`, or one for each layer.
    loss
        ``"mse"`` (half the squared error, one output through tanh for two classes) or ``"cross_entropy"``
        (an output per class, softmax).
    optimizer, learning_rate, schedule
        How weights move: ``"sgd"``, ``"momentum"`` (0.9), ``"adam"`` or ``"adamw"``; the rate stays, halves every
        100 epochs, or follows half a cosine down to zero over 1,000 epochs.
    batch_size
        Points per step; 0 for all of them.
    l1, l2
        Penalties on the weights, not on the biases; for AdamW `l2` is its decay.
    dropout
        Share of hidden units silenced at each training step.
    init
        ``"xavier"`` or ``"he"`` (normal, by the number of connections), ``"normal"`` (σ = 0.5) or ``"zeros"``.
    seed
        Data, first weights, order and dropout follow from it.
    own
        The learner's points as rows (x, y, class).

    Raises
    ------
    InputError
        When a value is out of its range or no name that exists.
    """

    data: str = "spiral"
    points: int = 500
    noise: float = 0.0
    train_share: float = 0.5
    features: tuple[str, ...] = ("x", "y")
    hidden: tuple[int, ...] = (4, 2)
    activation: str | tuple[str, ...] = "tanh"
    loss: str = "mse"
    optimizer: str = "sgd"
    learning_rate: float = 0.03
    batch_size: int = 10
    seed: int = 0
    balance: float = 0.5
    schedule: str = "constant"
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    init: str = "xavier"
    own: tuple[tuple[float, float, int], ...] = ()

    def __post_init__(self) -> None:
        names = {
            "data": (self.data, (*DATA, "own")), "loss": (self.loss, LOSSES), "init": (self.init, INITS),
            "optimizer": (self.optimizer, OPTIMIZERS), "schedule": (self.schedule, SCHEDULES),
        }  # fmt: skip
        for field, (given, known) in names.items():
            if given not in known:
                raise _unknown(field, given, known)
        for name in self.activations:
            if name not in ACTIVATIONS:
                raise _unknown("activation", name, tuple(ACTIVATIONS))
        for name in self.features:
            if name not in FEATURES:
                raise _unknown("features", name, tuple(FEATURES))
        _in_range("points", self.points, 2, MOST_POINTS)
        _in_range("noise", self.noise, 0, 1)
        _in_range("train_share", self.train_share, 0.05, 0.95)
        _in_range("balance", self.balance, 0.05, 0.95)
        _in_range("learning_rate", self.learning_rate, 0, 1e9)
        _in_range("batch_size", self.batch_size, 0, MOST_POINTS)
        _in_range("dropout", self.dropout, 0, 0.9)
        _in_range("l1", self.l1, 0, 10)
        _in_range("l2", self.l2, 0, 10)
        _in_range("hidden", len(self.hidden), 0, MOST_LAYERS)
        for units in self.hidden:
            _in_range("hidden", units, 1, MOST_UNITS)
        if len(self.activations) != len(self.hidden):
            raise InputError(
                f"{len(self.activations)} activations for {len(self.hidden)} hidden layers", "mlp_activations",
                given=len(self.activations), wanted=len(self.hidden),
            )  # fmt: skip
        if self.in_plane and not self.features:
            raise InputError("give the network one feature at least", "mlp_no_features")

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer."""
        given = self.activation
        return (given,) * len(self.hidden) if isinstance(given, str) else tuple(given)

    @property
    def in_plane(self) -> bool:
        """Whether the points lie in the plane, so that there is a surface to draw."""
        return self.data in (*IN_THE_PLANE, "own")

    def but(self, **changes: Any) -> Experiment:
        """The same experiment with some settings changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Split:
    """An experiment's points as the network sees them.

    Parameters
    ----------
    points
        As they were drawn.
    train, test
        Places of the points that are learnt from, and of those that only test.
    inputs
        Shape (n, features), float64.
    targets
        Shape (n, outputs) for squared error; class numbers of shape (n,) for cross-entropy.
    """

    points: Points
    train: Tensor
    test: Tensor
    inputs: Tensor
    targets: Tensor

    @property
    def outputs(self) -> int:
        """How many numbers the network gives."""
        if self.targets.dim() == 1:
            return max(2, len(self.points.classes))
        return self.targets.shape[1]


@lru_cache(maxsize=64)
def split(experiment: Experiment) -> Split:
    """Draw the points of an experiment, and part them into training and test.

    Raises
    ------
    InputError
        When there are fewer than two points, or cross-entropy is asked for numbers.
    """
    e = experiment
    points = own(e.own) if e.data == "own" else make(e.data, e.points, e.noise, e.balance, e.seed)
    if len(points.y) < 2:
        raise InputError("two points are needed: one to learn from, one to test", "mlp_few_points")
    if e.loss == "cross_entropy" and not points.classes:
        raise InputError("cross-entropy tells classes apart; these points have numbers", "mlp_loss")
    many = min(len(points.y) - 1, max(1, round(e.train_share * len(points.y))))
    places = torch.arange(len(points.y))
    inputs = features(points.x, e.features) if e.in_plane else points.x
    return Split(
        points,
        places[:many],
        places[many:],
        torch.from_numpy(np.ascontiguousarray(inputs)),
        _targets(points, e.loss),
    )


def same_test(one: Experiment, other: Experiment) -> bool:
    """Whether two experiments are tested on the same points.

    Examples
    --------
    >>> e = Experiment(data="circle")
    >>> (
    ...     same_test(e, e.but(hidden=(8,), features=("x",))),
    ...     same_test(e, e.but(noise=0.5)),
    ...     same_test(e, e.but(seed=1)),
    ... )
    (True, False, False)
    """
    a, b = split(one), split(other)
    if a.points.classes != b.points.classes:
        return False
    return np.array_equal(a.points.x[a.test], b.points.x[b.test]) and np.array_equal(
        a.points.y[a.test], b.points.y[b.test]
    )


def features(x: Array, chosen: tuple[str, ...]) -> Array:
    """What the network is given of points of the plane: shape (n, 2) in, (n, features) out.

    Examples
    --------
    >>> features(np.array([[2.0, 3.0]]), ("x", "xy", "y2")).tolist()
    [[2.0, 6.0, 9.0]]
    """
    return np.stack([FEATURES[name](x) for name in chosen], axis=1)


def own(rows: tuple[tuple[float, float, int], ...]) -> Points:
    """The learner's points; they are in their order, which the learner's seed does not change."""
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    classes = int(table[:, 2].max(initial=1)) + 1
    return Points(table[:, :2], table[:, 2], tuple(str(number) for number in range(classes)))


def _targets(points: Points, loss: str) -> Tensor:
    y = torch.from_numpy(points.y)
    if loss == "cross_entropy":
        return y.long()
    if not points.classes:
        return y[:, None].clone()
    if len(points.classes) == 2:
        return (2 * y - 1)[:, None].clone()  # −1 and 1, the ends of tanh
    return 2.0 * torch.nn.functional.one_hot(y.long(), len(points.classes)).double() - 1


def _in_range(field: str, given: float, low: float, high: float) -> None:
    if not (math.isfinite(given) and low <= given <= high):
        message = f"{field} is {given}; it goes from {low} to {high}"
        raise InputError(message, "mlp_range", field=field, given=given, low=low, high=high)


def _unknown(field: str, given: object, known: tuple[str, ...]) -> InputError:
    message = f"{field} is {given!r}; there are {', '.join(known)}"
    return InputError(message, "mlp_unknown", field=field, given=str(given), known=", ".join(known))
