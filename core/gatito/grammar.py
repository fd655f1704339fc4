"""Gatito's world as a probabilistic grammar: documents with a seed, each with its exact log-probability.

A document is prose (sentences drawn independently from the families), a dialogue or a tale. Because the grammar
says how probable each document is, the *entropy floor* is known: the mean of −log p per token, which no
model, of any size, can beat on average.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from core.errors import InputError
from core.gatito.draw import Family, Reader, Sampler, Table, readings
from core.gatito.families import animals, daily, feelings, food, geography, home, people, relatives
from core.gatito.families.dialogue import dialogue
from core.gatito.families.story import story

SENTENCES: dict[str, tuple[Family, float]] = {
    name: pair
    for module in (home, food, animals, people, feelings, relatives, geography, daily)
    for name, pair in module.FAMILIES.items()
}
"""Every sentence family by name: the function and its weight."""

TEXTS: dict[str, Family] = {"dialogue": dialogue, "story": story}
"""Families that write a whole document."""

_KINDS = {"prose": 0.60, "dialogue": 0.30, "story": 0.10}
_LENGTH = Table([(1, 3.0), (2, 2.0), (3, 2.0), (4, 2.0), (6, 2.0), (8, 1.5), (12, 1.0), (16, 0.5)])
_BREAK = Table([(" ", 0.6), ("\n", 0.4)])


@dataclass(frozen=True)
class Document:
    """A drawn text with `logp`, its natural-log probability (nats), and its kind."""

    text: str
    logp: float
    kind: str


def capitalised(sentence: str) -> str:
    """The sentence with a capital first letter.

    Examples
    --------
    >>> capitalised("el gato está en la mesa.")
    'El gato está en la mesa.'
    """
    return sentence[0].upper() + sentence[1:]


class Grammar:
    """The grammar, whole or without some families.

    Parameters
    ----------
    without
        Names of families to leave out (of `SENTENCES` or `TEXTS`).

    Raises
    ------
    InputError
        When a name is unknown or nothing is left.

    Examples
    --------
    >>> document = Grammar().draw(seed=7)
    >>> document == Grammar().draw(seed=7), document.logp < 0
    (True, True)
    """

    def __init__(self, without: Iterable[str] = ()) -> None:
        absent = frozenset(without)
        unknown = absent - SENTENCES.keys() - TEXTS.keys()
        if unknown:
            raise InputError(f"unknown families: {sorted(unknown)}; see grammar.SENTENCES", "unknown_family")
        kept = {name: pair for name, pair in SENTENCES.items() if name not in absent}
        if not kept:
            raise InputError("no sentence family is left; keep one at least", "no_family")
        self.families = Table([(name, weight) for name, (_, weight) in kept.items()])
        self._functions = {name: function for name, (function, _) in kept.items()}
        self._kinds = Table([(kind, weight) for kind, weight in _KINDS.items() if kind not in absent])

    def draw(self, seed: int | str, *, held_out: bool = False) -> Document:
        """One document and its exact log-probability.

        Parameters
        ----------
        seed
            The same seed draws the same document.
        held_out
            Use the subject–verb–object combinations that training never sees.
        """
        sampler = Sampler(seed, held_out)
        kind = sampler.pick(self._kinds)
        text = self._prose(sampler) if kind == "prose" else self._whole(sampler, TEXTS[kind])
        return Document(text, sampler.logp, kind)

    def _prose(self, sampler: Sampler) -> str:
        length = sampler.pick(_LENGTH)
        between = sampler.pick(_BREAK) if length > 1 else ""
        sentences = []
        for _ in range(length):
            sampler.words = []
            self._functions[sampler.pick(self.families)](sampler)
            sentences.append(capitalised(" ".join(sampler.words)))
        return between.join(sentences)

    @staticmethod
    def _whole(sampler: Sampler, family: Family) -> str:
        family(sampler)
        return " ".join(sampler.words).replace(" \n ", "\n")

    def sentence(self, family: str, seed: int | str, *, held_out: bool = False) -> Document:
        """One sentence of a family; `logp` is given the family."""
        sampler = Sampler(seed, held_out)
        self._functions[family](sampler)
        return Document(capitalised(" ".join(sampler.words)), sampler.logp, family)

    def _said(self, sentence: str) -> set[str]:
        """How families would have said a sentence: with its capital or without."""
        return {sentence, sentence[:1].lower() + sentence[1:]} if sentence else {""}

    def sentence_logp(self, sentence: str) -> float:
        """Exact log-probability (nats) that the grammar draws this sentence, over all families and readings.

        Returns −inf for a sentence that Gatito's world cannot say.

        Examples
        --------
        >>> Grammar().sentence_logp("El gato vuela en bicicleta.")
        -inf
        """
        logs = [
            math.log(p) + reading.logp
            for name, p in zip(self.families.items, self.families.probabilities, strict=True)
            for said in self._said(sentence)
            for reading in readings(self._functions[name], said)
        ]
        return _log_sum(logs)

    def next_words(self, beginning: str) -> dict[str, float]:
        """The true distribution of the next word of a sentence of prose: what a perfect model would say.

        Parameters
        ----------
        beginning
            The sentence so far, whole words, at least one.

        Returns
        -------
        dict
            Probability of each next word, highest first; empty when the grammar cannot begin so.

        Examples
        --------
        >>> {w: round(p, 2) for w, p in Grammar().next_words("El gato está en la").items()}
        {'mesa.': 0.4, 'cama.': 0.25, 'cocina.': 0.2, 'calle.': 0.15}
        """
        totals: dict[str, float] = {}
        for name, p in zip(self.families.items, self.families.probabilities, strict=True):
            for said in self._said(beginning.strip()):
                for reading in readings(self._functions[name], said + " ", whole=False):
                    word = _following(reading, said)
                    totals[word] = totals.get(word, 0.0) + p * math.exp(reading.logp)
        whole = math.fsum(totals.values())
        return {w: v / whole for w, v in sorted(totals.items(), key=lambda pair: -pair[1])}


def _following(reading: Reader, said: str) -> str:
    return reading.said[len(said) + 1 :].split(" ", 1)[0]


def _log_sum(logs: list[float]) -> float:
    if not logs:
        return -math.inf
    top = max(logs)
    return top + math.log(math.fsum(math.exp(x - top) for x in logs))


@cache
def vocabulary() -> frozenset[str]:
    """Every word that at least three of 20,000 documents use, without punctuation (invented names do not recur)."""
    grammar = Grammar()
    found: Counter[str] = Counter()
    for seed in range(20_000):
        found.update({word.strip("¿?.,") for word in grammar.draw(seed).text.split()})
    return frozenset(word for word, documents in found.items() if word and documents >= 3)


@cache
def known_words() -> frozenset[str]:
    """The words of `vocabulary` as written and in lower case."""
    return vocabulary() | {word.lower() for word in vocabulary()}
