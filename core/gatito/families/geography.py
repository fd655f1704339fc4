"""Countries, capitals, continents and languages."""

from __future__ import annotations

from core.gatito import lexicon_world as world
from core.gatito.draw import Dice, Table
from core.gatito.families.shared import NAMES
from core.gatito.words import split

COUNTRIES = tuple(tuple(field.replace("_", " ") for field in row.split()) for row in split(world.COUNTRIES))
"""Rows of country, capital, continent, language (or «-»)."""

_ALL = Table.even(COUNTRIES)
_SPEAKING = Table.even([row for row in COUNTRIES if row[3] != "-"])


def capital_of(dice: Dice) -> None:
    """«París es la capital de Francia.»"""
    country, capital, *_ = dice.pick(_ALL)
    dice.say(capital, "es la capital de", country + ".")


def capital_is(dice: Dice) -> None:
    """«La capital de Francia es París.»"""
    country, capital, *_ = dice.pick(_ALL)
    dice.say("la capital de", country, "es", capital + ".")


def country_continent(dice: Dice) -> None:
    """«Perú está en América.»"""
    country, _, continent, _ = dice.pick(_ALL)
    dice.say(country, "está en", continent + ".")


def country_language(dice: Dice) -> None:
    """«En Japón se habla japonés.»"""
    country, *_, language = dice.pick(_SPEAKING)
    dice.say("en", country, "se habla", language + ".")


def name_from(dice: Dice) -> None:
    """«Iván nació en Roma y habla italiano.»"""
    name = dice.pick(NAMES)[0]
    _, capital, _, language = dice.pick(_SPEAKING)
    dice.say(name, "nació en", capital, "y habla", language + ".")


def name_lives_city(dice: Dice) -> None:
    """«Raúl vive en Lima, en Perú.»"""
    name = dice.pick(NAMES)[0]
    country, capital, *_ = dice.pick(_ALL)
    dice.say(name, "vive en", capital + ",", "en", country + ".")


def name_flies(dice: Dice) -> None:
    """«Nuria vuela de Madrid a Tokio.»"""
    name = dice.pick(NAMES)[0]
    dice.say(name, "vuela de", dice.pick(_ALL)[1], "a", dice.pick(_ALL)[1] + ".")


FAMILIES = {
    "capital_of": (capital_of, 2.5),
    "capital_is": (capital_is, 2.5),
    "country_continent": (country_continent, 0.8),
    "country_language": (country_language, 0.8),
    "name_from": (name_from, 0.8),
    "name_lives_city": (name_lives_city, 1.2),
    "name_flies": (name_flies, 0.6),
}
