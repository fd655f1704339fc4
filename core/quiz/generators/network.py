"""Computed questions about networks: one neuron, one update, losses, shapes, parameters."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping
from typing import Any

from core.quiz.generators import torch_answers
from core.quiz.generators.draft import Draft, Generator


def _tenths(dice: random.Random, low: int, high: int) -> float:
    """Draw a number with one decimal."""
    return dice.randint(low, high) / 10


def _neuron(dice: random.Random) -> Draft:
    inputs = [dice.randint(-2, 3) for _ in range(2)]
    weights, bias = [_tenths(dice, -15, 15) for _ in range(2)], _tenths(dice, -10, 10)
    total = math.fsum(x * w for x, w in zip(inputs, weights, strict=True))
    values = {"x": inputs, "w": weights, "b": bias, "sum": round(total + bias, 6)}
    options = {
        "right": torch_answers.neuron(inputs, weights, bias),
        "relu_is_absolute": abs(total + bias),
        "activation_is_optional": total + bias,
        "bias_is_forgotten": max(0.0, total),
    }
    return Draft(values, options, tolerance=0.005)


def _neuron_again(values: Mapping[str, Any]) -> float:
    total: float = values["b"]
    for x, w in zip(values["x"], values["w"], strict=True):
        total += x * w
    return max(0.0, total)


def _parameters(dice: random.Random) -> Draft:
    sizes = [dice.randint(2, 4), dice.randint(3, 6), dice.choice([2, 3])]
    pairs = list(itertools.pairwise(sizes))
    weights, biases = sum(one * other for one, other in pairs), sum(sizes[1:])
    values = {
        "inputs": sizes[0],
        "hidden": sizes[1],
        "outputs": sizes[2],
        "weights": weights,
        "biases": biases,
    }
    options = {
        "right": torch_answers.network_parameters(sizes),
        "bias_is_forgotten": weights,
        "counting_slip": sum(sizes),
    }
    return Draft({**values, "total": weights + biases}, options)


def _parameters_again(values: Mapping[str, Any]) -> int:
    """Walk over the connections one by one."""
    layers = [values["inputs"], values["hidden"], values["outputs"]]
    return sum(1 + before for before, size in itertools.pairwise(layers) for _ in range(size))


def _update(dice: random.Random) -> Draft:
    weight, gradient = _tenths(dice, -20, 20), dice.choice([-4.0, -2.0, -1.0, 0.5, 1.0, 2.0, 3.0])
    rate = dice.choice([0.01, 0.1, 0.2])
    options = {
        "right": torch_answers.updated(weight, gradient, rate),
        "climbs_the_gradient": weight + rate * gradient,
        "faster_is_better": weight - gradient,
        "gradient_is_value": rate * gradient,
    }
    return Draft(
        {"w": weight, "g": gradient, "rate": rate, "step": rate * gradient}, options, tolerance=0.0005
    )


def _squares(dice: random.Random) -> Draft:
    outputs = [_tenths(dice, 0, 10) for _ in range(3)]
    targets = [dice.choice([0, 1]) for _ in range(3)]
    gaps = [one - other for one, other in zip(outputs, targets, strict=True)]
    options = {
        "right": torch_answers.mean_squared_error(outputs, targets),
        "counting_slip": math.fsum(gap**2 for gap in gaps),
        "loss_is_accuracy": sum(abs(gap) >= 0.5 for gap in gaps) / 3,
    }
    values = {"outputs": outputs, "targets": targets, "gaps": [round(gap, 3) for gap in gaps]}
    return Draft(values, options, tolerance=0.006)


def _squares_again(values: Mapping[str, Any]) -> float:
    total = 0.0
    for output, target in zip(values["outputs"], values["targets"], strict=True):
        total += (output - target) * (output - target)
    return total / len(values["outputs"])


def _updates(dice: random.Random) -> Draft:
    examples, batch, epochs = (
        dice.choice([60, 100, 250, 500]),
        dice.choice([8, 10, 16, 20]),
        dice.randint(2, 5),
    )
    per_epoch = math.ceil(examples / batch)
    values = {"examples": examples, "batch": batch, "epochs": epochs, "per_epoch": per_epoch}
    options = {
        "right": torch_answers.batches(examples, batch) * epochs,
        "counting_slip": per_epoch,
        "counting_slip_2": examples * epochs,
    }
    return Draft({**values, "total": per_epoch * epochs}, options)


def _updates_again(values: Mapping[str, Any]) -> int:
    """Hand out the examples one by one, and count an update whenever a batch is full or the epoch ends."""
    updates = 0
    for _ in range(values["epochs"]):
        waiting = 0
        for example in range(values["examples"]):
            waiting += 1
            if waiting == values["batch"] or example == values["examples"] - 1:
                updates, waiting = updates + 1, 0
    return updates


def _relu(dice: random.Random) -> Draft:
    values = [dice.randint(-5, 5) for _ in range(4)]
    if not (min(values) < 0 < max(values)):
        values[:2] = [-2, 3]
    options = {
        "right": torch_answers.rectified(values),
        "relu_is_absolute": [float(abs(x)) for x in values],
        "every_activation_is_a_probability": [1.0 if x > 0 else 0.0 for x in values],
        "activation_is_optional": [float(x) for x in values],
    }
    return Draft({"x": values}, options)


GENERATORS = (
    Generator("neuron_output", "mlp", 2, "numeric", _neuron, _neuron_again),
    Generator("network_parameters", "mlp", 2, "numeric", _parameters, _parameters_again),
    Generator("updated_weight", "mlp", 1, "numeric", _update, lambda v: v["w"] + (-v["g"]) * v["rate"]),
    Generator("mean_squared_error", "mlp", 2, "numeric", _squares, _squares_again),
    Generator("number_of_updates", "mlp", 2, "numeric", _updates, _updates_again),
    Generator("relu_vector", "mlp", 1, "single", _relu, lambda v: [max(0, x) for x in v["x"]]),
)
