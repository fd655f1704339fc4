"""Computed questions about PyTorch: every key is what PyTorch itself answers."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any

from core.quiz.generators import torch_answers
from core.quiz.generators.draft import Draft, Generator


def _gradient(dice: random.Random) -> Draft:
    a, power = dice.randint(1, 3), dice.choice([2, 3])
    b, x = dice.choice([-4, -3, -2, 2, 3, 4]), dice.choice([-2, -1, 1, 2, 3])
    right = torch_answers.gradient(a, power, b, x)
    values: dict[str, Any] = {"a": a, "power": power, "b": b, "x": x, "size": abs(b), "there": right}
    values |= {"formula": _formula(a, power, b), "slope": _slope(a, power, b)}
    options = {
        "right": right,
        "gradient_is_value": a * x**power + b * x,
        "counting_slip": a * power * x ** (power - 1),
    }
    return Draft(values, options)


def _formula(a: int, power: int, b: int) -> str:
    """Write a·xⁿ + b·x as Python does."""
    first = f"x**{power}" if a == 1 else f"{a} * x**{power}"
    return f"{first} {'+' if b > 0 else '-'} {abs(b)} * x"


def _slope(a: int, power: int, b: int) -> str:
    """Write its derivative as a book does."""
    return f"{a * power}x{'²' if power == 3 else ''} {'+' if b > 0 else '−'} {abs(b)}"


def _gradient_again(values: Mapping[str, Any]) -> float:
    """Move x a little to both sides: the slope by finite differences."""

    def height(x: float) -> float:
        return float(values["a"] * x ** values["power"] + values["b"] * x)

    step = 1e-4
    return round((height(values["x"] + step) - height(values["x"] - step)) / (2 * step), 5)


def _accumulated(dice: random.Random) -> Draft:
    x, times = dice.choice([1.0, 2.0, 3.0, 4.0, -1.0]), dice.choice([2, 3])
    options = {
        "right": torch_answers.accumulated_gradient(x, times),
        "gradients_clear_themselves": 2 * x,
        "gradient_is_value": x**2,
        "counting_slip": (2 * x) ** times,
    }
    return Draft({"x": x, "times": times, "once": 2 * x, "total": times * 2 * x}, options)


def _product(dice: random.Random) -> Draft:
    rows, shared, columns = dice.sample([2, 3, 4, 5, 8, 10, 16, 32], 3)
    options = {
        "right": torch_answers.product_shape((rows, shared), (shared, columns)),
        "axes_are_swapped": str((columns, rows)),
        "counting_slip": str((shared, shared)),
        "matmul_is_elementwise": None,
    }
    return Draft({"one": str((rows, shared)), "other": str((shared, columns)), "shared": shared}, options)


def _product_again(values: Mapping[str, Any]) -> str:
    """Multiply lists of zeros with three loops and measure what comes out."""
    (rows, shared), (_, columns) = (
        tuple(map(int, values[name].strip("()").split(","))) for name in ("one", "other")
    )
    product = [[sum(0 for _ in range(shared)) for _ in range(columns)] for _ in range(rows)]
    return str((len(product), len(product[0])))


def _broadcast(dice: random.Random) -> Draft:
    a, b = dice.sample([2, 3, 4, 5, 8], 2)
    one, other = ((a, 1), (1, b)) if dice.random() < 0.5 else ((a, 1), (a, b))
    options = {
        "right": torch_answers.sum_shape(one, other),
        "axes_are_swapped": str((b, a)),
        "matmul_is_elementwise": str((a, 1)),
        "shapes_must_be_equal": None,
    }
    return Draft({"one": str(one), "other": str(other)}, options)


def _broadcast_again(values: Mapping[str, Any]) -> str:
    one, other = (tuple(map(int, values[name].strip("()").split(","))) for name in ("one", "other"))
    return str(tuple(max(pair) for pair in zip(one, other, strict=True)))


def _uniform(dice: random.Random) -> Draft:
    size = dice.choice([10, 50, 100, 500, 1000, 3000, 50000])
    options = {
        "right": torch_answers.uniform_loss(size),
        "counting_slip": math.log2(size),
        "loss_is_accuracy": 1 - 1 / size,
    }
    return Draft(
        {"size": size, "nats": round(math.log(size), 3), "bits": round(math.log2(size), 3)},
        options,
        tolerance=0.05,
    )


def _lookup(dice: random.Random) -> Draft:
    batch, length, rows, width = [
        *dice.sample([2, 3, 4, 5, 6, 7], 2),
        dice.choice([100, 500, 3000]),
        dice.choice([8, 16, 32]),
    ]
    options = {
        "right": torch_answers.lookup_shape((batch, length), rows, width),
        "counting_slip": str((batch, length, rows)),
        "axes_are_swapped": str((width, batch, length)),
        "matmul_is_elementwise": str((rows, width)),
    }
    return Draft({"ids": str((batch, length)), "rows": rows, "width": width}, options)


def _lookup_again(values: Mapping[str, Any]) -> str:
    batch, length = map(int, values["ids"].strip("()").split(","))
    return str((batch, length, values["width"]))


GENERATORS = (
    Generator("gradient", "pytorch", 2, "numeric", _gradient, _gradient_again),
    Generator(
        "accumulated_gradient", "pytorch", 3, "numeric", _accumulated, lambda v: 2 * v["x"] * v["times"]
    ),
    Generator("product_shape", "pytorch", 1, "single", _product, _product_again),
    Generator("sum_shape", "pytorch", 2, "single", _broadcast, _broadcast_again),
    Generator("uniform_loss", "pytorch", 3, "numeric", _uniform, lambda v: -math.log(1 / v["size"])),
    Generator("lookup_shape", "pytorch", 2, "predict", _lookup, _lookup_again),
)
