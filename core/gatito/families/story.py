"""Very short tales: one protagonist, whose gender, home and mood hold from the first sentence to the last."""

from __future__ import annotations

from core.gatito.draw import Dice, Table
from core.gatito.families.shared import BAD, GENDER, GOOD, PEOPLE, QUALITIES, animal_form
from core.gatito.words import Animal, Being, Noun, animals, listed, of, people, to

_CAST: list[tuple[Being, float]] = [(p, 4.0 if p.group == "royalty" else 1.0) for p in people()]
_CAST += [(a, 1.0) for a in animals() if a.group in ("pet", "farm", "wild")]
_HEROES = Table(_CAST)
_LOST = listed("el anillo, la llave, el mapa, la corona, la espada, el libro, la moneda, el collar")
_WHERE = listed("el bosque, el río, la montaña, la playa, el mercado, la cueva, el camino, el jardín")
_TALES = Table.even(["lost", "friend", "feast"])
_FEAST = listed("una tarta, un guiso, una sopa, un pastel, una empanada")


def _hero(dice: Dice) -> tuple[Noun, str]:
    being = dice.pick(_HEROES)
    if isinstance(being, Animal):
        noun = dice.pick(Table.even([form for form in being.forms.values() if form.number == 1]))
        return noun, being.habitat
    return being.forms[dice.pick(GENDER), 1], being.place


def story(dice: Dice) -> None:
    """A tale of four to seven sentences."""
    hero, home = _hero(dice)
    dice.say("Había una vez", hero.a, "que vivía en", home + ".")
    dice.say(hero.the.capitalize(), "era muy", dice.pick(QUALITIES)(hero) + ".")
    tale = dice.pick(_TALES)
    {"lost": _lost, "friend": _friend, "feast": _feast}[tale](dice, hero)
    dice.say("Y", hero.the, "vivió", "feliz para siempre.")


def _lost(dice: Dice, hero: Noun) -> None:
    thing, where = dice.pick(_LOST), dice.pick(_WHERE)
    dice.say("Un día perdió", thing, "en", where + ".")
    dice.say(hero.the.capitalize(), "estaba", dice.pick(BAD)(hero) + ".")
    finder = dice.pick(PEOPLE).forms[dice.pick(GENDER), 1]
    dice.say("Entonces", finder.the, "fue", to(where), "y encontró", thing + ".")
    dice.say(hero.the.capitalize(), "dio las gracias", to(finder.the) + ".")


def _friend(dice: Dice, hero: Noun) -> None:
    dice.say("Un día llegó", dice.pick(_WHERE_FROM) + ".")
    friend = animal_form(dice, dice.pick(_COMPANIONS))
    dice.say("Allí estaba" if friend.number == 1 else "Allí estaban", friend.the + ".")
    dice.say(hero.the.capitalize(), "y", friend.the, "jugaron toda la tarde.")
    dice.say("Por la noche", hero.the, "estaba", dice.pick(GOOD)(hero) + ".")


def _feast(dice: Dice, hero: Noun) -> None:
    food = dice.pick(_FEAST)
    guest = dice.pick(PEOPLE).forms[dice.pick(GENDER), 1]
    dice.say("Un día preparó", food, "para", guest.the + ".")
    dice.say("La casa", of(hero.the), "estaba llena de música.")
    dice.say(guest.the.capitalize(), "estaba", dice.pick(GOOD)(guest), "y", hero.the, "también.")


_WHERE_FROM = Table.even([to(place) for place in _WHERE.items])
_COMPANIONS = Table.even([a for a in animals() if a.group in ("pet", "wild")])
