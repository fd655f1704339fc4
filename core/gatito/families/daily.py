"""Time, weather, numbers, things and what words mean."""

from __future__ import annotations

from core.gatito import lexicon_world as world
from core.gatito.draw import Dice, Table
from core.gatito.families.shared import COLOURS, GENDER, NAMES, PEOPLE
from core.gatito.words import Noun, listed, noun, split

_MONTHS, _DAYS = world.MONTHS.split(), world.DAYS.split()
_NUMBERS = world.NUMBERS.split()
_NEXT_MONTH = Table.even([(m, _MONTHS[(i + 1) % 12]) for i, m in enumerate(_MONTHS)])
_NEXT_DAY = Table.even([(d, _DAYS[(i + 1) % 7]) for i, d in enumerate(_DAYS)])
_SUMS = Table.even([(a, b) for a in range(11) for b in range(11) if a + b <= 20])
_TAKEAWAYS = Table.even([(a, b) for a in range(11) for b in range(11) if b <= a])
_OPPOSITES = Table.even([tuple(row.split()) for row in split(world.OPPOSITES)])
_CATEGORIES = Table.even([
    (kind.strip(), member.strip())
    for line in world.CATEGORIES.strip().splitlines()
    for kind, members in [line.split(":")]
    for member in members.split(",")
])  # fmt: skip
_ROWS = [[field.strip() for field in line.split(";")] for line in world.THINGS.strip().splitlines()]
_THINGS = Table.even([(*row[0].split(), row[1], row[2]) for row in _ROWS])
_CLOTHES = listed(world.CLOTHES, ";")
_INSTRUMENTS, _SPORTS = listed(world.INSTRUMENTS), listed(world.SPORTS)
_SEASONS = Table.even(list(zip(split(world.SEASONS)[::2], split(world.SEASONS)[1::2], strict=True)))
_WEATHER = Table.even(list(zip(split(world.WEATHER)[::2], split(world.WEATHER)[1::2], strict=True)))
_ONE_MANY = Table([(1, 0.65), (2, 0.35)])


def month_after(dice: Dice) -> None:
    """«Después de enero viene febrero.»"""
    first, second = dice.pick(_NEXT_MONTH)
    dice.say("después de", first, "viene", second + ".")


def day_after(dice: Dice) -> None:
    """«Después del lunes viene el martes.»"""
    first, second = dice.pick(_NEXT_DAY)
    dice.say("después del", first, "viene el", second + ".")


def adds(dice: Dice) -> None:
    """«Dos más tres son cinco.»"""
    a, b = dice.pick(_SUMS)
    dice.say(_NUMBERS[a], "más", _NUMBERS[b], "son" if a + b > 1 else "es", _NUMBERS[a + b] + ".")


def subtracts(dice: Dice) -> None:
    """«Nueve menos cuatro son cinco.»"""
    a, b = dice.pick(_TAKEAWAYS)
    dice.say(_NUMBERS[a], "menos", _NUMBERS[b], "son" if a - b > 1 else "es", _NUMBERS[a - b] + ".")


def opposite(dice: Dice) -> None:
    """«Lo contrario de grande es pequeño.»"""
    first, second = dice.pick(_OPPOSITES)
    a, b = dice.pick(Table.even([(first, second), (second, first)]))
    dice.say("lo contrario de", a, "es", b + ".")


def category(dice: Dice) -> None:
    """«La rosa es una flor.»"""
    kind, member = dice.pick(_CATEGORIES)
    dice.say(member, "son" if member.startswith("los ") else "es", kind + ".")


def thing_material(dice: Dice) -> None:
    """«Las mesas son de madera.»"""
    article, single, many, material, _ = dice.pick(_THINGS)
    if dice.pick(_ONE_MANY) == 1:
        dice.say(article, single, "es de", material + ".")
    else:
        dice.say({"el": "los", "la": "las"}[article], many, "son de", material + ".")


def thing_use(dice: Dice) -> None:
    """«El cuchillo sirve para cortar.»"""
    article, single, _, _, use = dice.pick(_THINGS)
    dice.say(article, single, "sirve para", use + ".")


def name_has_thing(dice: Dice) -> None:
    """«Elena tiene dos llaves.»"""
    name = dice.pick(NAMES)[0]
    count = dice.pick(Table.even(["dos", "tres", "cuatro", "cinco"]))
    dice.say(name, "tiene", count, dice.pick(_THINGS)[2] + ".")


def name_wears(dice: Dice) -> None:
    """«Sara lleva una falda azul.»"""
    name = dice.pick(NAMES)[0]
    garment = noun(dice.pick(_CLOTHES))
    dice.say(name, "lleva", garment.a, dice.pick(COLOURS)(garment) + ".")


def person_wears(dice: Dice) -> None:
    """«El abuelo se pone el sombrero negro.»"""
    who = dice.pick(PEOPLE).forms[dice.pick(GENDER), 1]
    garment = noun(dice.pick(_CLOTHES))
    dice.say(who.the, "se pone", garment.the, dice.pick(COLOURS)(garment) + ".")


def thing_colour(dice: Dice) -> None:
    """«Las cajas son rojas.»"""
    article, single, many, *_ = dice.pick(_THINGS)
    number = dice.pick(_ONE_MANY)
    thing = Noun((single, many)[number - 1], "f" if article == "la" else "m", number, single)
    dice.say(
        "este"
        if article == "el" and number == 1
        else {("la", 1): "esta", ("el", 2): "estos", ("la", 2): "estas"}[article, number]
    )
    dice.say(thing.word, ("es", "son")[number - 1], dice.pick(COLOURS)(thing) + ".")


def name_plays_music(dice: Dice) -> None:
    """«Pablo toca el piano.»"""
    dice.say(dice.pick(NAMES)[0], "toca", dice.pick(_INSTRUMENTS) + ".")


def name_plays_sport(dice: Dice) -> None:
    """«Sergio juega al ajedrez.»"""
    dice.say(dice.pick(NAMES)[0], "juega", dice.pick(_SPORTS) + ".")


def season_weather(dice: Dice) -> None:
    """«En invierno hace frío.»"""
    season, weather = dice.pick(_SEASONS)
    dice.say("en", season, "hace", weather + ".")


def weather_so(dice: Dice) -> None:
    """«Hoy llueve y Jaime lleva el paraguas.»"""
    weather, thing = dice.pick(_WEATHER)
    dice.say("hoy", weather, "y", dice.pick(NAMES)[0], "lleva", thing + ".")


def birthday(dice: Dice) -> None:
    """«El cumpleaños de Celia es en mayo.»"""
    dice.say("el cumpleaños de", dice.pick(NAMES)[0], "es en", dice.pick(_NEXT_MONTH)[0] + ".")


def name_age(dice: Dice) -> None:
    """«Bárbara tiene siete años.»"""
    dice.say(dice.pick(NAMES)[0], "tiene", dice.pick(Table.even(_NUMBERS[2:])), "años.")


FAMILIES = {
    "month_after": (month_after, 0.5),
    "day_after": (day_after, 0.5),
    "adds": (adds, 1.0),
    "subtracts": (subtracts, 0.7),
    "opposite": (opposite, 0.8),
    "category": (category, 1.0),
    "thing_material": (thing_material, 1.0),
    "thing_use": (thing_use, 1.0),
    "name_has_thing": (name_has_thing, 0.7),
    "name_wears": (name_wears, 0.8),
    "person_wears": (person_wears, 0.8),
    "thing_colour": (thing_colour, 0.8),
    "name_plays_music": (name_plays_music, 0.5),
    "name_plays_sport": (name_plays_sport, 0.5),
    "season_weather": (season_weather, 0.4),
    "weather_so": (weather_so, 0.7),
    "birthday": (birthday, 0.5),
    "name_age": (name_age, 0.5),
}
