"""Sentences to measure heads on: Gatito's world for models that read Spanish, short English ones for the rest."""

from __future__ import annotations

import random
from dataclasses import dataclass

from core.gatito.corpus import grammar
from core.gatito.draw import Sampler
from core.gatito.families.dialogue import small_talk
from core.gatito.families.probes import attractor_sentences
from core.models import LoadedModel

_CONSONANTS, _VOWELS = "bdfgklmptvz", "aeiou"
_ENGLISH = (
    ("The key", "to the cabinets", "is"), ("The keys", "to the cabinet", "are"), ("The dog", "near the cats", "was"),
    ("The dogs", "near the cat", "were"), ("The teacher", "of the children", "has"),
    ("The teachers", "of the child", "have"), ("The book", "about the wars", "is"),
    ("The books", "about the war", "are"), ("The boy", "who saw the girls", "was"),
    ("The boys", "who saw the girl", "were"), ("The picture", "of the mountains", "is"),
    ("The pictures", "of the mountain", "are"), ("The queen", "who met the soldiers", "was"),
    ("The queens", "who met the soldier", "were"), ("The road", "between the rivers", "is"),
    ("The roads", "beside the river", "are"),
)  # fmt: skip


@dataclass(frozen=True)
class Agreeing:
    """A sentence up to its verb; `subject` is what the verb agrees with, `forms` adjectives, the right one first."""

    text: str
    subject: str
    forms: tuple[str, ...] = ()


def spanish(loaded: LoadedModel) -> bool:
    """Whether a model read Spanish."""
    return bool(set(loaded.card.languages) & {"es", "multi"})


def plain(loaded: LoadedModel, count: int = 24) -> list[str]:
    """Sentences of everyday.

    Examples
    --------
    >>> from core.models import load
    >>> plain(load("minilm"), 1)
    ['The key to the cabinets is old.']
    """
    if spanish(loaded):
        return [grammar(()).draw(f"heads-{i}").text[:240] for i in range(count)]
    return [f"{subject} {between} {verb} old." for subject, between, verb in _ENGLISH][:count]


def agreeing(loaded: LoadedModel, count: int = 48) -> list[Agreeing]:
    """Sentences whose verb agrees with a subject that is not the noun just before.

    Examples
    --------
    >>> from core.models import load
    >>> case = agreeing(load("gatito"), 1)[0]
    >>> case.text.startswith(case.subject), case.text.split()[-1] in ("estaba", "estaban")
    (True, True)
    """
    if not spanish(loaded):
        return [Agreeing(f"{s} {between} {verb}", s) for s, between, verb in _ENGLISH][:count]
    cases = attractor_sentences(count)
    return [
        Agreeing(f"{c.beginning} {c.verbs[0]}", " ".join(c.beginning.split()[:2]), c.forms) for c in cases
    ]


def invented_names(count: int, seed: int = 0) -> list[str]:
    """Names of three syllables that nobody has learnt by heart.

    Examples
    --------
    >>> len(invented_names(3)), invented_names(3) == invented_names(3)
    (3, True)
    """
    dice = random.Random(seed)
    made = ["".join(dice.choice(_CONSONANTS) + dice.choice(_VOWELS) for _ in range(3)) for _ in range(count)]
    return [name.capitalize() for name in made]


def dialogues(count: int = 24) -> list[tuple[str, str]]:
    """Conversations in which an invented name is said, asked for later, and said again: text up to it, and the name.

    Examples
    --------
    >>> text, name = dialogues(1)[0]
    >>> text.startswith(f"Mi nombre es {name}.") and text.endswith("Tu nombre es")
    True
    """
    made = []
    for place, name in enumerate(invented_names(count)):
        sampler = Sampler(f"induction-{place}")
        small_talk(sampler, exchanges=2)
        talk = " ".join(sampler.words).replace(" \n ", "\n")
        made.append((f"Mi nombre es {name}.\nHola, {name}.\n{talk}\n¿Cuál es mi nombre?\nTu nombre es", name))
    return made
