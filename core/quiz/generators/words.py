"""Computed questions about the next word: softmax, temperature, cuts, surprise, and Gatito itself."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import Any

from core.quiz.generators import contract, torch_answers
from core.quiz.generators.by_the_book import likeliest_word, next_logits
from core.quiz.generators.draft import Draft, Generator

PROMPTS = (
    "El gato está en la",
    "París es la capital de",
    "Roma es la capital de",
    "La gata que comió el ratón estaba",
    "El gato que comió el ratón estaba",
    "El rey vive en el",
    "La médica trabaja en el",
    "El perro duerme en la",
    "Madrid es la capital de",
    "Berlín es la capital de",
    "Lima es la capital de",
    "Lisboa es la capital de",
    "El pez vive en el",
    "El panadero trabaja en la",
    "La maestra trabaja en la",
    "El gato bebe",
    "Ana tiene sed y bebe",
)
"""Beginnings that Gatito's world knows how to continue."""

CLEAR = 0.05
"""How far apart two probabilities must be for their order to be asked about."""


def exponentials(logits: Sequence[float], temperature: float = 1.0) -> list[float]:
    """Take softmax with nothing but the definition.

    Examples
    --------
    >>> exponentials([0, 0])
    [0.5, 0.5]
    """
    raised = [math.exp(z / temperature) for z in logits]
    return [one / math.fsum(raised) for one in raised]


def _softmax(dice: random.Random) -> Draft:
    logits = [dice.randint(-1, 3) for _ in range(3)]
    total = sum(logits)
    options = {
        "right": contract.shares(logits)[0],
        "softmax_is_division": logits[0] / total if total else -1.0,
        "counting_slip": 1 / 3,
    }
    values = {"logits": logits, "raised": [round(math.exp(z), 2) for z in logits]}
    values["sum"] = round(math.fsum(math.exp(z) for z in logits), 2)
    return Draft(values, options, tolerance=0.011)


def _temperature(dice: random.Random) -> Draft | None:
    logits = sorted(dice.sample(range(-2, 5), 3), reverse=True)
    temperature = dice.choice([0.5, 2.0])

    def shown(shares: Sequence[float]) -> list[float]:
        return [round(p, 2) for p in shares]

    plain = shown(contract.shares(logits))
    right = shown(contract.shares(logits, temperature=temperature))
    other = shown(exponentials(logits, 1 / temperature))
    values = {"logits": logits, "t": temperature, "plain": plain}
    options = {
        "right": right,
        "temperature_changes_model": plain,
        "cuts_reorder": right[::-1],
        "counting_slip": other,
    }
    return Draft(values, options)


def _distribution(dice: random.Random) -> list[float]:
    """Draw probabilities in steps of 0.05, largest first, that sum to 1."""
    cuts = sorted(dice.sample(range(1, 20), 4))
    parts = [high - low for low, high in zip([0, *cuts], [*cuts, 20], strict=True)]
    return [part / 20 for part in sorted(parts, reverse=True)]


def _top_k(dice: random.Random) -> Draft:
    p, k = _distribution(dice), dice.choice([2, 3])
    kept = math.fsum(p[:k])
    options = {
        "right": contract.shares([math.log(one) for one in p], top_k=k)[0],
        "cuts_keep_shares": p[0],
        "cuts_keep_shares_2": kept,
    }
    return Draft({"p": p, "k": k, "sum": round(kept, 2), "first": p[0]}, options, tolerance=0.006)


def _top_p(dice: random.Random) -> Draft | None:
    p, limit = _distribution(dice), dice.choice([0.6, 0.7, 0.75, 0.8, 0.9])
    sums = [math.fsum(p[: count + 1]) for count in range(len(p))]
    if any(abs(total - limit) < 1e-6 for total in sums):  # on the very edge nobody should have to decide
        return None
    kept = sum(share > 0 for share in contract.shares([math.log(one) for one in p], top_p=limit))
    values = {
        "p": p,
        "limit": limit,
        "before": round(sums[kept - 2], 2) if kept > 1 else 0,
        "sum": round(sums[kept - 1], 2),
    }
    return Draft(
        {**values, "count": kept}, {"right": kept, "counting_slip": kept - 1, "cuts_reorder": len(p)}
    )


def _top_p_again(values: Mapping[str, Any]) -> int:
    reached, count = 0.0, 0
    while reached < values["limit"]:
        reached, count = reached + values["p"][count], count + 1
    return count


def _gatito(dice: random.Random) -> Draft | None:
    prompt = dice.choice(PROMPTS)
    candidates = contract.next_words(prompt)
    ranked = [(token.strip(), p) for token, p in candidates if contract.is_whole_word(token)]
    (first, p), (second, q), *rest = ranked
    if p - q < CLEAR or first != candidates[0][0].strip():
        return None
    sixth, shares = rest[3], dict(ranked)
    elsewhere = sorted(
        {_first(other) for other in _same_ending(prompt)} & shares.keys() - {first, second, sixth[0]}
    )
    if not elsewhere:
        return None
    alone = dice.choice(elsewhere)
    values = {"prompt": prompt, "last": prompt.split()[-1], "word": first, "p": p, "p_second": q}
    values |= {"p_sixth": sixth[1], "p_alone": shares[alone]}
    options = {"right": first, "human_mind": second, "likely_is_true": sixth[0]}
    return Draft(values, {**options, "only_the_last_word": alone})


def _same_ending(prompt: str) -> list[str]:
    """List the other beginnings that end in the same word: whoever reads only that word cannot tell them apart."""
    return [
        other for other in PROMPTS if other != prompt and other.split()[-1] == prompt.rsplit(maxsplit=1)[-1]
    ]


def _first(prompt: str) -> str:
    return contract.next_words(prompt)[0][0].strip()


def _warmed(dice: random.Random) -> Draft | None:
    prompt, temperature = dice.choice(PROMPTS), dice.choice([0.5, 0.7, 1.5, 2.0])
    before = contract.next_words(prompt)[0]
    after = contract.next_words(prompt, temperature=temperature)[0]
    p, q = round(before[1], 2), round(after[1], 2)
    if not contract.is_whole_word(before[0]) or abs(p - q) < CLEAR or not 0.05 < 2 * p - q < 0.99:
        return None
    values = {"prompt": prompt, "t": temperature, "word": before[0].strip(), "before": p, "after": q}
    options = {"right": q, "temperature_changes_model": p, "counting_slip": round(2 * p - q, 2)}
    return Draft(values, {**options, "always_the_likeliest": 1.0 if q < 0.99 else 0.99})


def _warmed_again(values: Mapping[str, Any]) -> float:
    logits = next_logits(values["prompt"])
    largest = max(logits)
    return round(exponentials([z - largest for z in logits], values["t"])[logits.index(largest)], 2)


def _surprise(dice: random.Random) -> Draft:
    p = dice.choice([0.5, 0.25, 0.125, 0.0625, 0.1, 0.2, 0.4])
    options = {"right": torch_answers.bits(p), "likely_is_true": p, "counting_slip": -math.log(p)}
    return Draft({"p": p, "times": 1 / p}, options, tolerance=0.02)


def _window(dice: random.Random) -> Draft:
    window, each = dice.choice([100, 128, 200, 256, 512]), dice.choice([9, 12, 15, 22, 30])
    sent = window // each + dice.randint(3, 9)
    options = {
        "right": window // each,
        "remembers_beyond_context": sent,
        "counting_slip": window // each + 1,
    }
    return Draft({"window": window, "each": each, "sent": sent, "fit": window // each}, options)


def _window_again(values: Mapping[str, Any]) -> int:
    used = fit = 0
    while fit < values["sent"] and used + values["each"] <= values["window"]:
        used, fit = used + values["each"], fit + 1
    return fit


GENERATORS = (
    Generator("softmax_share", "next_word", 3, "numeric", _softmax, lambda v: exponentials(v["logits"])[0]),
    Generator(
        "temperature_share",
        "next_word",
        3,
        "single",
        _temperature,
        lambda v: [round(p, 2) for p in exponentials(v["logits"], v["t"])],
    ),
    Generator(
        "top_k_share", "next_word", 2, "numeric", _top_k, lambda v: v["p"][0] / math.fsum(v["p"][: v["k"]])
    ),
    Generator("top_p_kept", "next_word", 3, "numeric", _top_p, _top_p_again),
    Generator("gatito_next", "next_word", 1, "predict", _gatito, lambda v: likeliest_word(v["prompt"])),
    Generator("gatito_temperature", "next_word", 2, "predict", _warmed, _warmed_again),
    Generator("surprise_bits", "next_word", 3, "numeric", _surprise, lambda v: math.log2(1 / v["p"])),
    Generator("window_messages", "next_word", 1, "numeric", _window, _window_again),
)
