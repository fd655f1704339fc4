"""Feelings, their causes and their effects; always agreeing with whoever feels them."""

from __future__ import annotations

from core.gatito import lexicon_world as world
from core.gatito.draw import Dice, Table
from core.gatito.families.shared import BAD, BODY_STATES, GENDER, GOOD, NAMES, PEOPLE, is_, person_form
from core.gatito.words import Noun, listed, split

_VALENCE = Table.even(["good", "bad"])
_FEELING = {"good": GOOD, "bad": BAD}
_CAUSE = {"good": listed(world.CAUSES_GOOD, ";"), "bad": listed(world.CAUSES_BAD, ";")}
_EFFECT = {"good": listed(world.EFFECTS_GOOD), "bad": listed(world.EFFECTS_BAD)}
_BODY = Table.even([tuple(row.rsplit(" ", 1)) for row in split(world.BODY)])
_DEGREE = Table.even(["muy", "bastante", "un poco", "algo"])


def name_feels_because(dice: Dice) -> None:
    """«Ana está triste porque perdió el tren.»"""
    name, gender = dice.pick(NAMES)
    dice.say(name, "está")
    valence = dice.pick(_VALENCE)
    dice.say(dice.pick(_FEELING[valence]).form(gender, 1), "porque", dice.pick(_CAUSE[valence]) + ".")


def person_feels(dice: Dice) -> None:
    """«Las reinas están contentas.»"""
    noun = person_form(dice, dice.pick(PEOPLE))
    dice.say(noun.the, is_(noun), dice.pick(_FEELING[dice.pick(_VALENCE)])(noun) + ".")


def person_feels_degree(dice: Dice) -> None:
    """«El juez está muy preocupado.»"""
    noun = person_form(dice, dice.pick(PEOPLE))
    dice.say(noun.the, is_(noun), dice.pick(_DEGREE), dice.pick(_FEELING[dice.pick(_VALENCE)])(noun) + ".")


def name_effect(dice: Dice) -> None:
    """«Marta llora porque está triste.»"""
    name, gender = dice.pick(NAMES)
    valence = dice.pick(_VALENCE)
    dice.say(
        name, dice.pick(_EFFECT[valence]), "porque está", dice.pick(_FEELING[valence]).form(gender, 1) + "."
    )


def person_effect(dice: Dice) -> None:
    """«La niña sonríe porque está feliz.»"""
    noun = dice.pick(PEOPLE).forms[dice.pick(GENDER), 1]
    valence = dice.pick(_VALENCE)
    dice.say(noun.the, dice.pick(_EFFECT[valence]), "porque está", dice.pick(_FEELING[valence])(noun) + ".")


def when_feeling(dice: Dice) -> None:
    """«Cuando Pedro está enfadado, grita.»"""
    name, gender = dice.pick(NAMES)
    dice.say("cuando", name, "está")
    valence = dice.pick(_VALENCE)
    dice.say(dice.pick(_FEELING[valence]).form(gender, 1) + ",", dice.pick(_EFFECT[valence]) + ".")


def feelings_alike(dice: Dice) -> None:
    """«Quien está alegre se siente feliz.»: feelings of one sign keep each other company."""
    table = _FEELING[dice.pick(_VALENCE)]
    dice.say("quien está", dice.pick(table).form("m", 1), "se siente", dice.pick(table).form("m", 1) + ".")


def feeling_word(dice: Dice) -> None:
    """«Estar triste es sentir algo malo.»"""
    valence = dice.pick(_VALENCE)
    what = {"good": "algo bueno.", "bad": "algo malo."}[valence]
    dice.say("estar", dice.pick(_FEELING[valence]).form("m", 1), "es sentir", what)


def body_state(dice: Dice) -> None:
    """«Los bomberos vuelven cansados.»"""
    noun = person_form(dice, dice.pick(PEOPLE))
    dice.say(noun.the, ("vuelve", "vuelven")[noun.number - 1], dice.pick(BODY_STATES)(noun) + ".")


def body_hurts(dice: Dice) -> None:
    """«A Irene le duelen las muelas.»: the verb agrees with what hurts."""
    name = dice.pick(NAMES)[0]
    part, number = dice.pick(_BODY)
    dice.say("a", name, "le duelen" if number == "+" else "le duele", part + ".")


def pair_feels(dice: Dice) -> None:
    """«Ana y Luis están contentos.»: one man in the group makes the plural masculine."""
    (first, one), (second, two) = dice.pick(NAMES), dice.pick(NAMES)
    dice.say(first, "y", second, "están")
    noun = Noun("", "f" if one == two == "f" else "m", 2, "")
    dice.say(dice.pick(_FEELING[dice.pick(_VALENCE)])(noun) + ".")


FAMILIES = {
    "name_feels_because": (name_feels_because, 2.0),
    "person_feels": (person_feels, 2.0),
    "person_feels_degree": (person_feels_degree, 0.8),
    "name_effect": (name_effect, 1.2),
    "person_effect": (person_effect, 1.0),
    "when_feeling": (when_feeling, 0.8),
    "feelings_alike": (feelings_alike, 1.2),
    "feeling_word": (feeling_word, 0.8),
    "body_state": (body_state, 0.8),
    "body_hurts": (body_hurts, 0.8),
    "pair_feels": (pair_feels, 0.8),
}
