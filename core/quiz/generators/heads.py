"""Computed questions about attention: one row by hand, the mask, heads, and Gatito's own shapes."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping
from typing import Any

from core.quiz.generators import contract, torch_answers
from core.quiz.generators.by_the_book import cut, gatito_config
from core.quiz.generators.draft import Draft, Generator
from core.quiz.generators.vectors import dot
from core.quiz.generators.words import exponentials

SENTENCES = (
    "El gato está en la mesa.",
    "París es la capital de Francia.",
    "El gato que comió el ratón estaba satisfecho.",
    "La reina vive en el castillo.",
)


def _row(dice: random.Random) -> Draft:
    query = [dice.randint(0, 3) for _ in range(4)]
    keys = [[dice.randint(0, 2) for _ in range(4)] for _ in range(2)]
    scores = [dot(query, key) for key in keys]
    values = {
        "q": query,
        "k1": keys[0],
        "k2": keys[1],
        "scores": scores,
        "scaled": [one / 2 for one in scores],
    }
    options = {
        "right": torch_answers.attention_row(query, keys)[0],
        "scale_does_not_matter": exponentials(scores)[0],
        "softmax_is_division": scores[0] / sum(scores) if sum(scores) else -1.0,
        "rows_need_not_sum": scores[0] / 2,
    }
    return Draft(values, options, tolerance=0.011)


def _row_again(values: Mapping[str, Any]) -> float:
    scores = [dot(values["q"], values[name]) / math.sqrt(len(values["q"])) for name in ("k1", "k2")]
    return exponentials(scores)[0]


def _cells(dice: random.Random) -> Draft:
    tokens = dice.randint(4, 12)
    options = {
        "right": torch_answers.causal_cells(tokens),
        "sees_the_future": tokens**2,
        "counting_slip": tokens * (tokens - 1) // 2,
    }
    return Draft({"tokens": tokens, "all": tokens**2, "total": tokens * (tokens + 1) // 2}, options)


def _cells_again(values: Mapping[str, Any]) -> int:
    return sum(1 for row in range(values["tokens"]) for column in range(values["tokens"]) if column <= row)


def _width(dice: random.Random) -> Draft:
    heads, each = dice.choice([2, 4, 8, 12]), dice.choice([16, 32, 64])
    width = heads * each
    options = {
        "right": torch_answers.head_width(width, heads),
        "heads_add_parameters": width,
        "counting_slip": width * heads,
    }
    return Draft({"width": width, "heads": heads, "each": each}, options)


def _weights(dice: random.Random) -> Draft:
    sentence = dice.choice(SENTENCES)
    layers, heads, tokens, _ = shape = contract.attention_shape(sentence)
    options = {
        "right": str(tuple(shape)),
        "axes_are_swapped": str((tokens, tokens, heads, layers)),
        "rows_need_not_sum": str((layers, heads, tokens)),
        "only_the_last_word": str((layers, tokens, 1, 1)),
    }
    return Draft({"sentence": sentence, "layers": layers, "heads": heads, "tokens": tokens}, options)


def _weights_again(values: Mapping[str, Any]) -> str:
    """Read the sizes from the configuration, and count the tokens by the book."""
    sizes, words = gatito_config(), re.findall(r" ?\w+|[^\w ]+", values["sentence"])
    tokens = 1 + sum(len(cut(word, "gatito")) for word in words)
    return str((sizes["n_layer"], sizes["n_head"], tokens, tokens))


def _growth(dice: random.Random) -> Draft:
    tokens, times = dice.choice([50, 100, 200, 500]), dice.choice([2, 3, 4, 5, 10])
    options = {
        "right": torch_answers.attention_cells(tokens * times) / torch_answers.attention_cells(tokens),
        "cost_is_linear": times,
        "counting_slip": times**2 - 1,
    }
    return Draft({"tokens": tokens, "longer": tokens * times, "times": times, "square": times**2}, options)


GENERATORS = (
    Generator("attention_weight", "attention", 3, "numeric", _row, _row_again),
    Generator("causal_cells", "attention", 1, "numeric", _cells, _cells_again),
    Generator("head_width", "attention", 1, "numeric", _width, lambda v: v["width"] / v["heads"]),
    Generator("weights_shape", "attention", 2, "single", _weights, _weights_again),
    Generator(
        "attention_growth", "attention", 2, "numeric", _growth, lambda v: (v["longer"] / v["tokens"]) ** 2
    ),
)
