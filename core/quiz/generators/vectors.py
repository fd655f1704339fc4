"""Computed questions about vectors: cosines, analogies walked by hand, tables, and Gatito's own neighbours."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import Any

from core.quiz.generators import contract, torch_answers
from core.quiz.generators.draft import Draft, Generator

WORDS = (
    "gato", "perro", "vaca", "caballo", "ratón", "rey", "reina", "castillo", "madre", "padre", "mesa", "cama",
    "pan", "queso", "sopa", "feliz", "triste", "Francia", "Italia", "París", "Roma",
)  # fmt: skip
"""Words of Gatito's world whose neighbours are asked for."""


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    """Multiply number by number and add up."""
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Divide the dot product by both lengths.

    Examples
    --------
    >>> round(cosine([1, 0], [1, 1]), 3)
    0.707
    """
    return dot(one, other) / math.sqrt(dot(one, one) * dot(other, other))


def _cosine(dice: random.Random) -> Draft | None:
    one, other = ([dice.randint(-3, 4) for _ in range(2)] for _ in range(2))
    if not any(one) or not any(other):
        return None
    values: dict[str, Any] = {"a": one, "b": other}
    values |= {"dot": dot(one, other), "aa": dot(one, one), "bb": dot(other, other)}
    options = {
        "right": torch_answers.cosine_similarity(one, other),
        "length_decides": values["dot"],
        "counting_slip": values["dot"] / (values["aa"] * values["bb"]),
    }
    return Draft(values, options, tolerance=0.011)


def _analogy(dice: random.Random) -> Draft:
    man, king = ([dice.randint(0, 5) for _ in range(2)] for _ in range(2))
    woman = [man[0] + dice.choice([1, 2, 3]), man[1] + dice.choice([-1, 0, 1])]
    walked = torch_answers.walked(man, king, woman)
    queen = [walked[0], walked[1] + dice.choice([-0.5, 0.5])]
    back = [m - k + w for m, k, w in zip(man, king, woman, strict=True)]
    values = {"man": man, "king": king, "woman": woman, "queen": queen}
    options = {"right": walked, "analogies_are_exact": queen, "counting_slip": back, "near_is_synonym": king}
    return Draft(values, options)


def _walked_again(values: Mapping[str, Any]) -> list[float]:
    steps = [woman - man for woman, man in zip(values["woman"], values["man"], strict=True)]
    return [king + step for king, step in zip(values["king"], steps, strict=True)]


def _table(dice: random.Random) -> Draft:
    rows, width = dice.choice([1000, 2000, 3000, 5000, 8000]), dice.choice([16, 32, 64, 128, 256])
    options = {
        "right": torch_answers.table_parameters(rows, width),
        "counting_slip": rows + width,
        "id_has_meaning": rows,
    }
    return Draft({"rows": rows, "width": width, "total": rows * width}, options)


def _neighbour(dice: random.Random) -> Draft | None:
    word = dice.choice(WORDS)
    ranked = contract.neighbours(word, list(WORDS))
    if ranked[0][1] - ranked[1][1] < 0.05:  # too close to call: another machine might round it the other way
        return None
    far = [one for one, _ in ranked[len(ranked) // 2 :]]
    wrong = [dice.choice(far[: len(far) // 2]), far[-1]]
    letters = max((one for one, _ in ranked[2:] if one not in wrong), key=lambda one: _shared(one, word))
    values = {"word": word, "near": ranked[0][0], "similarity": round(ranked[0][1], 2)}
    options = {
        "right": ranked[0][0],
        "token_is_letter": letters,
        "near_is_synonym": wrong[0],
        "human_mind": wrong[1],
    }
    similar = dict(ranked)
    values |= {f"s_{name}": round(similar[option], 2) for name, option in options.items()}
    return Draft(values, options)


def _shared(one: str, other: str) -> int:
    return len(set(one) & set(other))


def _neighbour_again(values: Mapping[str, Any]) -> str:
    vectors = dict(zip(WORDS, contract.word_vectors(list(WORDS)), strict=True))
    here = vectors.pop(values["word"])
    return max(vectors, key=lambda word: cosine(here, vectors[word]))


GENERATORS = (
    Generator("cosine", "embeddings", 2, "numeric", _cosine, lambda v: cosine(v["a"], v["b"])),
    Generator("analogy_point", "embeddings", 1, "single", _analogy, _walked_again),
    Generator("table_parameters", "embeddings", 1, "numeric", _table, lambda v: v["rows"] * v["width"]),
    Generator("gatito_neighbour", "embeddings", 2, "predict", _neighbour, _neighbour_again),
)
