"""What people do, where, with what; family, royalty and jobs."""

from __future__ import annotations

from core.gatito.draw import Dice, Table
from core.gatito.families.shared import (
    FAMILY,
    GENDER,
    NAMES,
    PEOPLE,
    QUALITIES,
    ROYALTY,
    TENSE,
    WORKERS,
    is_,
    person_form,
)
from core.gatito.words import of, people, to

_ACTIVITIES = {person.lemma: Table.even(person.activities) for person in people()}
_KINDRED = {"hermano", "hijo", "nieto", "primo", "tío", "sobrino", "alumno"}
_PAIRABLE = Table(
    [
        (p, 3.0 if p.group == "royalty" else 1.0)
        for p in people()
        if p.group != "child" and p.lemma not in _KINDRED
    ]
)
_DESCRIBED = Table(
    [(p, 2.0 if p.group == "royalty" else 1.0) for p in people() if p.lemma not in ("hombre", "niño")]
)
_KIN = Table.even([
    ("la madre de mi madre", "mi abuela"), ("el padre de mi padre", "mi abuelo"), ("la hermana de mi madre", "mi tía"),
    ("el hermano de mi padre", "mi tío"), ("el hijo de mi tío", "mi primo"), ("la hija de mi tía", "mi prima"),
    ("el hijo de mi hermana", "mi sobrino"), ("la hija de mi hermano", "mi sobrina"), ("el hijo de mi hijo", "mi nieto"),
    ("la hija de mi hija", "mi nieta"), ("la madre de mi esposo", "mi suegra"), ("el padre de mi esposa", "mi suegro"),
    ("el hijo de mi padre", "mi hermano"), ("la hija de mi madre", "mi hermana"),
])  # fmt: skip
_GIFTS = Table.even(
    [
        "una flor",
        "un libro",
        "un beso",
        "una carta",
        "un regalo",
        "una manzana",
        "un abrazo",
        "un reloj",
        "una foto",
    ]
)


def person_acts(dice: Dice) -> None:
    """«La panadera amasa la harina.»"""
    person = dice.pick(PEOPLE)
    noun = person_form(dice, person)
    dice.say(noun.the)
    tense = dice.pick(TENSE)
    verb, rest = dice.pick(_ACTIVITIES[person.lemma])
    dice.say(getattr(verb, tense)[noun.number - 1], rest + ".")


def person_place(dice: Dice) -> None:
    """«Los médicos pasan el día en el hospital.»"""
    person = dice.pick(PEOPLE)
    noun = person_form(dice, person)
    dice.say(noun.the, ("pasa", "pasan")[noun.number - 1], "el día en", person.place + ".")


def place_person(dice: Dice) -> None:
    """«En el hospital está la médica.»"""
    person = dice.pick(PEOPLE)
    noun = person_form(dice, person)
    dice.say("en", person.place, is_(noun), noun.the + ".")


def person_needs(dice: Dice) -> None:
    """«El cartero necesita el buzón.»"""
    person = dice.pick(PEOPLE)
    noun = person_form(dice, person)
    dice.say(noun.the, ("necesita", "necesitan")[noun.number - 1], person.thing + ".")


def thing_of_person(dice: Dice) -> None:
    """«El trono es del rey.»"""
    person = dice.pick(PEOPLE)
    thing = person.thing
    dice.say(
        thing, "son" if thing.startswith(("los ", "las ")) else "es", of(person_form(dice, person).the) + "."
    )


def person_gender(dice: Dice) -> None:
    """«La reina es una mujer.»"""
    person = dice.pick(_DESCRIBED)
    gender = dice.pick(GENDER)
    child = person.group == "child"
    what = {"m": "un niño" if child else "un hombre", "f": "una niña" if child else "una mujer"}[gender]
    dice.say(person.forms[gender, 1].the, "es", what + ".")


def person_marries(dice: Dice) -> None:
    """«El duque se casa con la duquesa.»"""
    person = dice.pick(_PAIRABLE)
    first, second = dice.pick(Table.even([("m", "f"), ("f", "m")]))
    dice.say(person.forms[first, 1].the, "se casa con", person.forms[second, 1].the + ".")


def royal_child(dice: Dice) -> None:
    """«La princesa es hija del rey y de la reina.»"""
    child = dice.pick(Table.even([("el príncipe", "hijo"), ("la princesa", "hija")]))
    parents = dice.pick(ROYALTY)
    father, mother = parents.forms["m", 1].the, parents.forms["f", 1].the
    dice.say(child[0], "es", child[1], of(father), "y", of(mother) + ".")


def person_is(dice: Dice) -> None:
    """«Las abuelas son generosas.»"""
    noun = person_form(dice, dice.pick(PEOPLE))
    dice.say(noun.the, is_(noun, permanent=True), dice.pick(QUALITIES)(noun) + ".")


def royal_crown(dice: Dice) -> None:
    """«La corona de la reina es de oro.»"""
    dice.say("la corona", of(person_form(dice, dice.pick(ROYALTY)).the), "es de oro.")


def royal_castle(dice: Dice) -> None:
    """«El conde vive en un castillo.»"""
    noun = person_form(dice, dice.pick(ROYALTY))
    dice.say(noun.the, ("vive", "viven")[noun.number - 1], "en un castillo.")


def name_is_job(dice: Dice) -> None:
    """«Paula es médica y trabaja en el hospital.»"""
    name, gender = dice.pick(NAMES)
    dice.say(name, "es")
    worker = dice.pick(WORKERS)
    dice.say(worker.forms[gender, 1].word, "y trabaja en", worker.place + ".")


def name_wants_job(dice: Dice) -> None:
    """«Martín quiere ser bombero.»"""
    name, gender = dice.pick(NAMES)
    dice.say(name, "quiere ser", dice.pick(WORKERS).forms[gender, 1].word + ".")


def name_is_quality(dice: Dice) -> None:
    """«Olga es muy curiosa.»"""
    name, gender = dice.pick(NAMES)
    dice.say(name, "es muy", dice.pick(QUALITIES).form(gender, 1) + ".")


def kin_fact(dice: Dice) -> None:
    """«La madre de mi madre es mi abuela.»"""
    who, what = dice.pick(_KIN)
    dice.say(who, "es", what + ".")


def family_gives(dice: Dice) -> None:
    """«El nieto le da una flor a la abuela.»"""
    giver = dice.pick(FAMILY).forms[dice.pick(GENDER), 1]
    dice.say(
        giver.the, "le da", dice.pick(_GIFTS), to(dice.pick(FAMILY).forms[dice.pick(GENDER), 1].the) + "."
    )


def name_gives(dice: Dice) -> None:
    """«Rosa le regala un libro a Pablo.»"""
    giver = dice.pick(NAMES)[0]
    dice.say(giver, "le regala", dice.pick(_GIFTS), "a", dice.pick(NAMES)[0] + ".")


def both_pair(dice: Dice) -> None:
    """«El rey y la reina están juntos.»"""
    person = dice.pick(PEOPLE)
    first, second = dice.pick(Table.even([("m", "f"), ("f", "m")]))
    dice.say(person.forms[first, 1].the, "y", person.forms[second, 1].the, "están juntos.")


FAMILIES = {
    "person_acts": (person_acts, 6.0),
    "person_place": (person_place, 2.5),
    "place_person": (place_person, 1.5),
    "person_needs": (person_needs, 2.0),
    "thing_of_person": (thing_of_person, 2.0),
    "person_gender": (person_gender, 2.0),
    "person_marries": (person_marries, 2.0),
    "royal_child": (royal_child, 0.6),
    "person_is": (person_is, 1.5),
    "royal_crown": (royal_crown, 0.8),
    "royal_castle": (royal_castle, 0.8),
    "name_is_job": (name_is_job, 1.2),
    "name_wants_job": (name_wants_job, 0.8),
    "name_is_quality": (name_is_quality, 0.8),
    "kin_fact": (kin_fact, 0.6),
    "family_gives": (family_gives, 0.8),
    "name_gives": (name_gives, 0.8),
    "both_pair": (both_pair, 1.0),
}
