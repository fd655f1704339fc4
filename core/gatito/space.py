"""Gatito's input embeddings as a space of words: analogies and neighbours, measured over every pair and group."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.gatito import lexicon_world
from core.gatito.families.geography import COUNTRIES
from core.gatito.families.shared import BAD, GOOD
from core.gatito.grammar import vocabulary
from core.gatito.words import animals, people, split


def word_vectors(model: Any, tokenizer: Any) -> tuple[list[str], np.ndarray]:
    """Words of Gatito's world that are one token, and their unit-length embeddings (words, width)."""
    words = sorted(word for word in vocabulary() if len(_ids(tokenizer, word)) == 1)
    table = model.get_input_embeddings().weight.detach().float().cpu().numpy()
    rows = table[[_ids(tokenizer, word)[0] for word in words]]
    return words, rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _ids(tokenizer: Any, word: str) -> list[int]:
    found: list[int] = tokenizer(f" {word}", add_special_tokens=False)["input_ids"]
    return found


def gendered_pairs() -> list[tuple[str, str]]:
    """(masculine, feminine) of every lemma for people, singular."""
    return [(person.forms["m", 1].word, person.forms["f", 1].word) for person in people()]


def analogies(model: Any, tokenizer: Any) -> dict[str, Any]:
    """How often b − a + c lands on d, inputs excluded, over all ordered pairs of gendered pairs, both ways."""
    words, unit = word_vectors(model, tokenizer)
    place = {word: i for i, word in enumerate(words)}
    pairs = [pair for pair in gendered_pairs() if pair[0] in place and pair[1] in place]
    firsts = total = 0
    for one in pairs:
        for other in pairs:
            if one == other:
                continue
            for side in (0, 1):
                a, c, b, d = one[1 - side], one[side], other[1 - side], other[side]
                firsts += _lands(unit, place, (b, a, c)) == place[d]
                total += 1
    rey = [words[_lands(unit, place, ("rey", "hombre", "mujer"))]] if "rey" in place else []
    return {"first": firsts / max(1, total), "questions": total, "rey_hombre_mujer": rey[0] if rey else ""}


def _lands(unit: np.ndarray, place: dict[str, int], bac: tuple[str, str, str]) -> int:
    b, a, c = (place[word] for word in bac)
    scores = unit @ (unit[b] - unit[a] + unit[c])
    scores[[a, b, c]] = -np.inf
    return int(np.argmax(scores))


def groups() -> dict[str, set[str]]:
    """Words that belong together, by group."""
    places = [p.split(" ", 1)[1] for p in (*split(lexicon_world.PLACES), *split(lexicon_world.ROOMS))]
    homes = [a.habitat.split(" ", 1)[1] for a in animals()] + [p.place.split(" ", 1)[1] for p in people()]
    return {
        "royalty": {form.word for p in people() if p.group == "royalty" for form in p.forms.values()},
        "animals": {form.word for a in animals() for form in a.forms.values()},
        "places": {*places, *homes},
        "feelings": {form for table in (GOOD, BAD) for feeling in table.items for form in feeling.forms},
        "capitals": {capital for _, capital, *_ in COUNTRIES},
    }


def neighbours_together(model: Any, tokenizer: Any, nearest: int = 5) -> dict[str, float]:
    """Per group, the mean share of each word's nearest words (cosine) that belong to its group."""
    words, unit = word_vectors(model, tokenizer)
    place = {word: i for i, word in enumerate(words)}
    found = {}
    for group, members in groups().items():
        inside = [place[word] for word in sorted(members) if word in place]
        scores = unit[inside] @ unit.T
        scores[np.arange(len(inside)), inside] = -np.inf
        best = np.argsort(-scores, axis=1)[:, :nearest]
        found[group] = float(np.isin(best, inside).mean())
    return found
