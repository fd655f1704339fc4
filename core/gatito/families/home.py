"""Where things and living beings are, come from and go to."""

from __future__ import annotations

from core.gatito import lexicon_world as world
from core.gatito.draw import Dice, Table
from core.gatito.families.shared import (
    ANIMAL_FORMS,
    ANIMALS,
    NAMES,
    PEOPLE,
    PLACES,
    ROOMS,
    animal_form,
    is_,
    person_form,
)
from core.gatito.words import animals, of, split, to, weighted

_PETS = Table([(a, {"gato": 12.0, "perro": 6.0}.get(a.lemma, 1.0)) for a in animals() if a.group == "pet"])
_ARTICLE = Table([("la", 0.6), ("el", 0.4)])
_AT_HOME = {"la": weighted(world.HOME_F), "el": weighted(world.HOME_M)}
_THINGS = Table.even(
    [(fields[0], fields[1]) for fields in (line.split()[:2] for line in world.THINGS.strip().splitlines())]
)
_SPOTS = Table.even(["sobre la mesa", "en el armario", "debajo de la silla", "en el cajón", "junto a la puerta", "en la maleta",
                     "detrás de la cortina", "en el suelo", "encima de la estantería", "dentro de la caja"])  # fmt: skip
_VEHICLES = Table.even([tuple(row.rsplit(" ", 1)) for row in split(world.VEHICLES)])
_ON = {"mar": "por el mar", "lago": "por el lago", "río": "por el río", "océano": "por el océano", "cielo": "por el cielo",
       "espacio": "por el espacio", "vías": "por las vías", "carretera": "por la carretera", "avenida": "por la avenida",
       "camino": "por el camino", "autopista": "por la autopista", "túnel": "por el túnel"}  # fmt: skip
_DAY = Table.even(
    ["hoy", "mañana", "el lunes", "el martes", "el jueves", "el viernes", "el sábado", "el domingo"]
)


def pet_at_home(dice: Dice) -> None:
    """«El gato está en la mesa.» with the shares of the syllabus: 40, 25, 20, 15."""
    noun = animal_form(dice, dice.pick(_PETS))
    article = dice.pick(_ARTICLE)
    dice.say(noun.the, is_(noun), "en", article, dice.pick(_AT_HOME[article]) + ".")


def person_in_room(dice: Dice) -> None:
    """«Las tías están en el comedor.»"""
    noun = person_form(dice, dice.pick(PEOPLE))
    dice.say(noun.the, is_(noun), "en", dice.pick(ROOMS) + ".")


def thing_somewhere(dice: Dice) -> None:
    """«La llave está debajo de la silla.»"""
    article, thing = dice.pick(_THINGS)
    dice.say(article, thing, "está", dice.pick(_SPOTS) + ".")


def animal_lives(dice: Dice) -> None:
    """«Los osos viven en el bosque.»"""
    animal = dice.pick(ANIMALS)
    noun = animal_form(dice, animal)
    dice.say(noun.the, ("vive", "viven")[noun.number - 1], "en", animal.habitat + ".")


def habitat_inhabitant(dice: Dice) -> None:
    """«En el bosque viven los osos.»"""
    animal = dice.pick(ANIMALS)
    noun = dice.pick(ANIMAL_FORMS[animal.lemma])
    dice.say("en", animal.habitat, ("vive", "viven")[noun.number - 1], noun.the + ".")


def name_goes(dice: Dice) -> None:
    """«Ana va al mercado.»"""
    dice.say(dice.pick(NAMES)[0], "va", to(dice.pick(PLACES)) + ".")


def name_comes(dice: Dice) -> None:
    """«Pedro viene de la playa.»"""
    dice.say(dice.pick(NAMES)[0], "viene", of(dice.pick(PLACES)) + ".")


def name_plans(dice: Dice) -> None:
    """«El martes Lucía quiere ir al museo.»"""
    dice.say(dice.pick(_DAY), dice.pick(NAMES)[0], "quiere ir", to(dice.pick(PLACES)) + ".")


def vehicle_moves(dice: Dice) -> None:
    """«El barco avanza por el mar.»"""
    vehicle, way = dice.pick(_VEHICLES)
    dice.say(vehicle, "avanza", _ON[way] + ".")


def name_travels(dice: Dice) -> None:
    """«Marta viaja en tren hasta la ciudad.»"""
    vehicle = dice.pick(_VEHICLES)[0]
    dice.say(dice.pick(NAMES)[0], "viaja en", vehicle.split(" ")[1], "hasta", dice.pick(PLACES) + ".")


FAMILIES = {
    "pet_at_home": (pet_at_home, 6.0),
    "person_in_room": (person_in_room, 2.0),
    "thing_somewhere": (thing_somewhere, 1.5),
    "animal_lives": (animal_lives, 1.5),
    "habitat_inhabitant": (habitat_inhabitant, 1.0),
    "name_goes": (name_goes, 1.0),
    "name_comes": (name_comes, 1.0),
    "name_plans": (name_plans, 0.8),
    "vehicle_moves": (vehicle_moves, 0.6),
    "name_travels": (name_travels, 0.8),
}
