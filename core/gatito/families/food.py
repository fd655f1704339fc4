"""What is eaten, drunk, liked, cooked and bought."""

from __future__ import annotations

from core.gatito import lexicon_world as world
from core.gatito.draw import Dice, Table
from core.gatito.families.shared import ANIMALS, NAMES, PEOPLE, animal_form, person_form
from core.gatito.words import Noun, adjective, listed, split, weighted

_FRUIT = Table.even([tuple(row.split()) for row in split(world.FRUIT)])
_DISHES = Table.even([tuple(row.split()) for row in split(world.DISHES)])
_TASTES = Table.even([adjective(word) for word in split(world.DISH_TASTE, ",")])
_DRINKS = weighted(world.DRINKS)
_LIKES = Table.even([tuple(row.rsplit(" ", 1)) for row in split(world.LIKES)])
_COUNT = Table([("dos", 4.0), ("tres", 4.0), ("cuatro", 2.0), ("cinco", 1.0), ("seis", 1.0), ("diez", 1.0)])
_SHOPS = listed("el mercado, la tienda, el supermercado, la frutería")


def animal_eats(dice: Dice) -> None:
    """«Los conejos comen zanahorias.»"""
    animal = dice.pick(ANIMALS)
    noun = animal_form(dice, animal)
    dice.say(noun.the, ("come", "comen")[noun.number - 1], dice.pick(Table.even(animal.food)) + ".")


def name_eats(dice: Dice) -> None:
    """«Luis come una pera.»"""
    name = dice.pick(NAMES)[0]
    article, single, *_ = dice.pick(_FRUIT)
    dice.say(name, "come", "una" if article == "la" else "un", single + ".")


def name_hungry(dice: Dice) -> None:
    """«Carmen tiene hambre y prepara la sopa.»"""
    name = dice.pick(NAMES)[0]
    article, dish, _ = dice.pick(_DISHES)
    dice.say(name, "tiene hambre y prepara", article, dish + ".")


def name_thirsty(dice: Dice) -> None:
    """«Diego tiene sed y bebe agua.»"""
    dice.say(dice.pick(NAMES)[0], "tiene sed y bebe", dice.pick(_DRINKS) + ".")


def person_drinks(dice: Dice) -> None:
    """«Las reinas beben té.»"""
    noun = person_form(dice, dice.pick(PEOPLE))
    dice.say(noun.the, ("bebe", "beben")[noun.number - 1], dice.pick(_DRINKS) + ".")


def name_likes(dice: Dice) -> None:
    """«A Juan le gustan las fresas.»: the verb agrees with what is liked."""
    name = dice.pick(NAMES)[0]
    liked, number = dice.pick(_LIKES)
    dice.say("a", name, "le gustan" if number == "+" else "le gusta", liked + ".")


def dish_tastes(dice: Dice) -> None:
    """«La sopa está caliente.»"""
    article, dish, dishes = dice.pick(_DISHES)
    taste = dice.pick(_TASTES)
    gender = "f" if article == "la" else "m"
    if dice.pick(Table([(1, 0.7), (2, 0.3)])) == 1:
        dice.say(article, dish, "está", taste.form(gender, 1) + ".")
    else:
        dice.say({"la": "las", "el": "los"}[article], dishes, "están", taste.form(gender, 2) + ".")


def fruit_colour(dice: Dice) -> None:
    """«Los plátanos son amarillos.»: a fact, not a choice."""
    article, single, many, colour = dice.pick(_FRUIT)
    gender = "f" if article == "la" else "m"
    one, several = Noun(single, gender, 1, single), Noun(many, gender, 2, single)
    noun = dice.pick(Table([(one, 0.6), (several, 0.4)]))
    dice.say(noun.the, ("es", "son")[noun.number - 1], adjective(colour)(noun) + ".")


def name_buys(dice: Dice) -> None:
    """«Eva compra tres manzanas en el mercado.»"""
    name = dice.pick(NAMES)[0]
    count = dice.pick(_COUNT)
    dice.say(name, "compra", count, dice.pick(_FRUIT)[2], "en", dice.pick(_SHOPS) + ".")


def name_orders(dice: Dice) -> None:
    """«Para cenar Elena quiere arroz y agua.»"""
    meal = dice.pick(Table.even(["desayunar", "comer", "merendar", "cenar"]))
    name = dice.pick(NAMES)[0]
    dice.say("para", meal, name, "quiere", dice.pick(_DISHES)[1], "con", dice.pick(_DRINKS) + ".")


FAMILIES = {
    "animal_eats": (animal_eats, 2.0),
    "name_eats": (name_eats, 1.0),
    "name_hungry": (name_hungry, 0.8),
    "name_thirsty": (name_thirsty, 0.6),
    "person_drinks": (person_drinks, 0.8),
    "name_likes": (name_likes, 1.2),
    "dish_tastes": (dish_tastes, 1.0),
    "fruit_colour": (fruit_colour, 1.2),
    "name_buys": (name_buys, 1.0),
    "name_orders": (name_orders, 0.7),
}
