"""One forward pass by hand: four numbers through three ReLUs and a softmax, every product in sight.

The weights are chosen by hand, so that `INPUTS` gives about 0.1, 0.7 and 0.2: a toy whose arithmetic is real.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import InputError

INPUTS = (0.2, 0.8, 0.1, 0.9)
HIDDEN = ((1.0, -0.5, 0.5, 0.4), (-0.5, 1.0, 0.3, 0.5), (0.6, -1.0, 1.0, -0.2))
HIDDEN_BIASES = (0.1, -0.1, 0.2)
OUTPUT = ((0.5, -0.6, 0.3), (-0.4, 1.2, 0.5), (0.8, 0.1, -0.7))
OUTPUT_BIASES = (-0.21, 0.07, -0.37)
LARGEST = 1e6


@dataclass(frozen=True)
class Pass:
    """Everything that happens between inputs and outputs.

    Parameters
    ----------
    products
        A row per product: `layer` (``"hidden"`` or ``"output"``), `unit`, `source`, `value` (what comes in), `weight`,
        `product`.
    sums, activations
        Of the hidden units: the products and the bias added up, and the same after ReLU.
    logits, probabilities
        Of the outputs, before and after softmax.
    """

    products: pd.DataFrame
    sums: tuple[float, ...]
    activations: tuple[float, ...]
    logits: tuple[float, ...]
    probabilities: tuple[float, ...]


def forward(inputs: Sequence[float] = INPUTS) -> Pass:
    """Pass four numbers through the network.

    Raises
    ------
    InputError
        When there are not four, or one of them is no number.

    Examples
    --------
    >>> [round(p, 2) for p in forward().probabilities]
    [0.1, 0.7, 0.2]
    """
    if len(inputs) != len(INPUTS) or not all(math.isfinite(x) and abs(x) <= LARGEST for x in inputs):
        raise InputError(f"four numbers up to {LARGEST:g}, please", "mlp_inputs")
    rows: list[dict[str, float | str]] = []
    sums = _layer("hidden", inputs, HIDDEN, HIDDEN_BIASES, rows)
    activations = tuple(max(0.0, z) for z in sums)
    logits = _layer("output", activations, OUTPUT, OUTPUT_BIASES, rows)
    powers = np.exp(np.array(logits) - max(logits))
    probabilities = tuple(float(p) for p in powers / powers.sum())
    return Pass(pd.DataFrame(rows), sums, activations, logits, probabilities)


def _layer(
    name: str,
    values: Sequence[float],
    weights: Sequence[Sequence[float]],
    biases: Sequence[float],
    rows: list[dict[str, float | str]],
) -> tuple[float, ...]:
    sums = []
    for unit, (row, bias) in enumerate(zip(weights, biases, strict=True), start=1):
        products = [value * weight for value, weight in zip(values, row, strict=True)]
        for source, (value, weight, product) in enumerate(zip(values, row, products, strict=True), start=1):
            rows.append(
                {
                    "layer": name,
                    "unit": unit,
                    "source": source,
                    "value": value,
                    "weight": weight,
                    "product": product,
                }
            )
        sums.append(math.fsum(products) + bias)
    return tuple(sums)
