"""Sentences made to test a model: the same world, chosen so that only agreement at a distance gets them right."""

from __future__ import annotations

from dataclasses import dataclass

from core.gatito.draw import Sampler
from core.gatito.families import relatives
from core.gatito.words import Adjective, Noun, adjective, beings


@dataclass(frozen=True)
class Attractor:
    """`beginning` up to the verb; `verbs` and `forms` with the right one first."""

    beginning: str
    verbs: tuple[str, str]
    forms: tuple[str, ...]


def attractor_sentences(count: int) -> list[Attractor]:
    """Sentences of held-out combinations whose last noun differs from the subject in gender or number.

    Examples
    --------
    >>> case = attractor_sentences(1)[0]
    >>> case.verbs[0] in ("estaba", "estaban"), len(case.forms) > 1
    (True, True)
    """
    found: list[Attractor] = []
    nouns = {form.word: form for being in beings() for form in being.forms.values()}
    seed = 0
    while len(found) < count:
        sampler = Sampler(f"attractor-{seed}", held_out=True)
        seed += 1
        relatives.relative_mood(sampler)
        *clause, verb, mood = " ".join(sampler.words).rstrip(".").split(" ")
        subject, last = nouns[clause[1]], _last(clause)
        feeling = _feeling(mood, subject)
        if (last.gender, last.number) != (subject.gender, subject.number) and feeling:
            found.append(_attractor(clause, verb, mood, feeling))
    return found


def _last(clause: list[str]) -> Noun:
    article = clause[-2]
    number = 2 if article in ("los", "las") else 1
    return Noun(clause[-1], "f" if article in ("la", "las") else "m", number, clause[-1])


def _feeling(form: str, subject: Noun) -> Adjective | None:
    for table in (relatives.FULL, *relatives.MOODS.values()):
        for lemma in table.items:
            if lemma(subject) == form and len(set(lemma.forms)) == 4:
                return adjective(lemma.lemma)
    return None


def _attractor(clause: list[str], verb: str, mood: str, feeling: Adjective) -> Attractor:
    text = " ".join(clause)
    other = "estaba" if verb == "estaban" else "estaban"
    wrong = [form for form in feeling.forms if form != mood]
    return Attractor(text[0].upper() + text[1:], (verb, other), (mood, *wrong))
