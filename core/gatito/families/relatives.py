"""Who did what: relative clauses of several depths, with agreement at a distance.

Between a subject and its adjective stand nouns of other genders and numbers (*attractors*): whoever agrees with
the nearest noun gets these wrong. One subject–verb–object combination in ten is held out of training.
"""

from __future__ import annotations

import zlib
from functools import cache

from core.gatito.draw import Dice, Table
from core.gatito.families.shared import ANIMALS, BAD, GOOD, PEOPLE, animal_form, person_form
from core.gatito.words import Noun, Verb, adjective, beings, listed, of, to, verbs, weighted

_EATEN = weighted(
    "el ratón 3, el queso 3, el pan 2, la sopa 1, la manzana 1, las galletas 1, el pescado 2, las fresas 1,"
    "los pasteles 1, la carne 1, las uvas 1, los huevos 1, la tarta 1"
)
_HANDLED = listed(
    "la llave, el libro, las cartas, los zapatos, la pelota, el jarrón, las monedas, los platos, el espejo,"
    "la caja, los lápices, las botellas, el reloj, la maleta"
)
_HANDLING = ("rompe", "pierde", "encuentra", "esconde", "compra", "toca")
_MEETING = ("ve", "sigue", "ayuda", "asusta", "despierta", "busca", "saluda", "escucha")

# How somebody who has eaten feels; below, how whoever did something else does, by verb.
FULL = Table(
    [
        (adjective("satisfecho"), 6.0),
        (adjective("lleno"), 1.5),
        (adjective("contento"), 1.5),
        (adjective("tranquilo"), 1.0),
    ]
)
MOODS = {
    "rompe": Table.even([adjective(a) for a in ("asustado", "avergonzado", "nervioso", "preocupado")]),
    "pierde": Table.even([adjective(a) for a in ("triste", "preocupado", "nervioso", "desanimado")]),
    "encuentra": Table.even([adjective(a) for a in ("contento", "feliz", "emocionado", "agradecido")]),
    "esconde": Table.even([adjective(a) for a in ("tranquilo", "nervioso", "inquieto", "avergonzado")]),
    "compra": Table.even([adjective(a) for a in ("contento", "satisfecho", "ilusionado", "feliz")]),
    "toca": Table.even([adjective(a) for a in ("sorprendido", "tranquilo", "contento", "confundido")]),
    "ve": Table.even([adjective(a) for a in ("sorprendido", "asustado", "contento", "tranquilo")]),
    "sigue": Table.even([adjective(a) for a in ("cansado", "despierto", "nervioso", "confundido")]),
    "ayuda": Table.even([adjective(a) for a in ("orgulloso", "satisfecho", "cansado", "contento")]),
    "asusta": Table.even([adjective(a) for a in ("enfadado", "sorprendido", "avergonzado", "orgulloso")]),
    "despierta": Table.even([adjective(a) for a in ("enfadado", "despierto", "nervioso", "animado")]),
    "busca": Table.even([adjective(a) for a in ("preocupado", "cansado", "inquieto", "perdido")]),
    "saluda": Table.even([adjective(a) for a in ("sonriente", "contento", "feliz", "animado")]),
    "escucha": Table.even([adjective(a) for a in ("aburrido", "atento", "tranquilo", "emocionado")]),
}
_SUBJECT = Table([("animal", 0.55), ("person", 0.45)])
_VERB_KIND = Table([("eats", 0.4), ("handles", 0.25), ("meets", 0.35)])
_HANDLING_TABLE, _MEETING_TABLE = Table.even(_HANDLING), Table.even(_MEETING)
_TO_OTHERS = Table.even(["persigue", "asusta", "rescata", "cuida", "vence", "abraza"])
_DEED_KIND = Table([("eats", 0.6), ("handles", 0.4)])
_STATES = Table.even(
    [adjective(a) for a in ("cansado", "dormido", "tranquilo", "enfermo", "sucio", "despierto")]
)
_DEEPER = Table([(False, 0.75), (True, 0.25)])


def held_out(subject: str, verb: str, thing: str) -> bool:
    """Whether a subject–verb–object combination (lemmas) is kept out of training: one in ten, by checksum.

    Examples
    --------
    >>> held_out("gato", "come", "ratón")
    False
    """
    if (subject, verb, thing) == ("gato", "come", "ratón"):
        return False  # the sentence of the syllabus is read as it stands
    return zlib.crc32(f"{subject}|{verb}|{thing}".encode()) % 10 == 0


@cache
def _objects(subject: str, verb: str, apart: bool) -> Table[str]:
    table = _EATEN if verb == "come" else _HANDLED
    pairs = zip(table.items, table.probabilities, strict=True)
    return Table(
        [(thing, p) for thing, p in pairs if held_out(subject, verb, thing.split()[1]) == apart]
        or [("el pan", 1.0)]
    )


@cache
def _others(subject: str, verb: str, apart: bool) -> Table[Noun]:
    kinds = [form for being in beings() for form in being.forms.values()]
    allowed = [
        form for form in kinds if held_out(subject, verb, form.lemma) == apart and form.lemma != subject
    ]
    return Table([(form, 3.0 if form.lemma in ("perro", "gato", "ratón") else 1.0) for form in allowed])


def _who(dice: Dice) -> Noun:
    if dice.pick(_SUBJECT) == "animal":
        return animal_form(dice, dice.pick(ANIMALS))
    return person_form(dice, dice.pick(PEOPLE))


def _did(dice: Dice, subject: Noun, depth: int) -> str:
    """Say «que comió el ratón»; gives the verb that decides the mood."""
    kind = dice.pick(_VERB_KIND)
    key = "come" if kind == "eats" else dice.pick(_HANDLING_TABLE if kind == "handles" else _MEETING_TABLE)
    verb: Verb = verbs()[key]
    dice.say("que", verb.past[subject.number - 1])
    if kind == "meets":
        other = dice.pick(_others(subject.lemma, key, dice.held_out))
        dice.say(to(other.the))
        if depth and dice.pick(_DEEPER):
            _did(dice, other, depth - 1)
    else:
        dice.say(dice.pick(_objects(subject.lemma, key, dice.held_out)))
    return key


def relative_mood(dice: Dice) -> None:
    """«El gato que comió el ratón estaba satisfecho.»"""
    subject = _who(dice)
    dice.say(subject.the)
    key = _did(dice, subject, depth=2)
    mood = dice.pick(FULL if key == "come" else MOODS[key])
    dice.say(("estaba", "estaban")[subject.number - 1], mood(subject) + ".")


def relative_object(dice: Dice) -> None:
    """«El ratón que el gato persiguió estaba asustado.»"""
    subject = _who(dice)
    dice.say(subject.the, "que")
    chaser = _who(dice)
    dice.say(chaser.the)
    key = dice.pick(_TO_OTHERS)
    dice.say(verbs()[key].past[chaser.number - 1])
    mood = dice.pick(GOOD if key in ("rescata", "cuida", "abraza") else BAD)
    dice.say(("estaba", "estaban")[subject.number - 1], mood(subject) + ".")


def possessor_mood(dice: Dice) -> None:
    """«El perro de las vecinas está cansado.»"""
    subject = animal_form(dice, dice.pick(ANIMALS))
    owner = person_form(dice, dice.pick(PEOPLE))
    dice.say(subject.the, of(owner.the), ("está", "están")[subject.number - 1])
    dice.say(dice.pick(_STATES)(subject) + ".")


def simple_deed(dice: Dice) -> None:
    """«Ayer el gato comió el queso.»: the same deeds, without the clause."""
    subject = _who(dice)
    kind = dice.pick(_DEED_KIND)
    key = "come" if kind == "eats" else dice.pick(_HANDLING_TABLE)
    dice.say("ayer", subject.the, verbs()[key].past[subject.number - 1])
    dice.say(dice.pick(_objects(subject.lemma, key, dice.held_out)) + ".")


FAMILIES = {
    "relative_mood": (relative_mood, 7.0),
    "relative_object": (relative_object, 1.5),
    "possessor_mood": (possessor_mood, 1.5),
    "simple_deed": (simple_deed, 1.5),
}
