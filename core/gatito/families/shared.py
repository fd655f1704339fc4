"""Tables and small moves that several sentence families use."""

from __future__ import annotations

from core.gatito import lexicon_people, lexicon_world
from core.gatito.draw import Dice, Table
from core.gatito.words import Animal, Noun, Person, adjective, animals, listed, people, split

NUMBER = Table([(1, 0.75), (2, 0.25)])
GENDER = Table.even(["m", "f"])
TENSE = Table([("present", 0.6), ("past", 0.4)])

PEOPLE = Table([(person, 3.0 if person.group == "royalty" else 1.0) for person in people()])
WORKERS = Table.even([p for p in people() if p.group in ("job", "fantasy")])
ROYALTY = Table.even([p for p in people() if p.group == "royalty"])
FAMILY = Table.even([p for p in people() if p.group == "family"])

_WEIGHTS = {"gato": 10.0, "perro": 5.0}
ANIMALS = Table([(animal, _WEIGHTS.get(animal.lemma, 1.0)) for animal in animals()])

MEN = lexicon_people.NAMES_M.split()
WOMEN = lexicon_people.NAMES_F.split()
NAMES = Table.even([(name, "m") for name in MEN] + [(name, "f") for name in WOMEN])
HELD_OUT_NAMES = frozenset(lexicon_people.HELD_OUT_NAMES.split())

GOOD = Table.even([adjective(word) for word in lexicon_world.FEELINGS_GOOD.split()])
BAD = Table.even([adjective(word) for word in lexicon_world.FEELINGS_BAD.split()])
BODY_STATES = Table.even([adjective(word) for word in split(lexicon_world.FEELINGS_BODY, ",")])
QUALITIES = Table.even([adjective(word) for word in lexicon_world.QUALITIES.split()])
COLOURS = Table.even([adjective(word) for word in split(lexicon_world.COLOURS, ",")])
PLACES = listed(lexicon_world.PLACES, ";")
ROOMS = listed(lexicon_world.ROOMS, ";")


def person_form(dice: Dice, person: Person) -> Noun:
    """A noun for a lemma, in a drawn gender and number."""
    return person.forms[dice.pick(GENDER), dice.pick(NUMBER)]


def _form_tables() -> dict[str, Table[Noun]]:
    tables = {}
    for animal in animals():
        pairs = [(form, 0.75 if number == 1 else 0.25) for (_, number), form in animal.forms.items()]
        if len(pairs) == 4:
            # the kind's name in Spanish is the masculine: it is met more often
            pairs = [(form, weight * (2 if form.gender == "m" else 1)) for form, weight in pairs]
        tables[animal.lemma] = Table(pairs)
    return tables


ANIMAL_FORMS = _form_tables()


def animal_form(dice: Dice, animal: Animal) -> Noun:
    """A noun for a kind of animal, in a drawn gender (where it has two) and number."""
    return dice.pick(ANIMAL_FORMS[animal.lemma])


def is_(noun: Noun, permanent: bool = False) -> str:
    """«es/son» or «está/están», agreeing with `noun`."""
    pair = ("es", "son") if permanent else ("está", "están")
    return pair[noun.number - 1]
