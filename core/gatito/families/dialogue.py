"""Short conversations of up to 25 lines: someone says a name, things are asked, the name is asked back.

Lines alternate between two speakers and are separated by line breaks. Everything that the second speaker says
is either a fact of Gatito's world or was said earlier in the conversation: recalling it needs the context.
"""

from __future__ import annotations

from functools import cache

from core.gatito import lexicon_world as world
from core.gatito.draw import Dice, Table
from core.gatito.families.geography import COUNTRIES
from core.gatito.families.shared import ANIMALS, BAD, GOOD, HELD_OUT_NAMES, MEN, PEOPLE, WOMEN
from core.gatito.words import adjective, noun, split

_INTRODUCED = Table.even([(name, "m") for name in MEN] + [(name, "f") for name in WOMEN])
_LENGTH = Table([(n, 1.0) for n in range(12)])
_HELLO = Table(
    [("Mi nombre es", 6.0), ("Hola. Mi nombre es", 2.0), ("Me llamo", 1.0), ("Hola. Me llamo", 1.0)]
)
_HELLO_OTHERWISE = Table([("Me llamo", 0.6), ("Hola. Me llamo", 0.4)])
_REPLY = Table([("Hola,", 5.0), ("Mucho gusto,", 3.0), ("Bienvenido a casa,", 1.0), ("Buenos días,", 1.0)])
_WHO = Table([("known", 0.58), ("invented", 0.30), ("nobody", 0.12)])
# Invented names are spelt from syllables: too many to learn by heart, so recalling one takes copying from the context.
_SYLLABLE = Table.even([consonant + vowel for consonant in "bdfgklmptvz" for vowel in "aeiou"])
_MIDDLE = Table([("", 30.0), *((syllable, 1.0) for syllable in _SYLLABLE.items)])
_CONSONANT = Table.even(list("bdfgklmptvz"))
_LAST = Table.even([("a", "f"), ("o", "m")])
_CODA = Table([("", 0.7), ("n", 0.15), ("s", 0.15)])  # no «r»: «Pilar» is a real name
_KIN = Table.even(
    [("hermano", "m"), ("hermana", "f"), ("padre", "m"), ("madre", "f"), ("primo", "m"), ("prima", "f")]
)
_PETS = Table.even(["gato", "gata", "perro", "perra", "loro", "tortuga"])
_PET_NAMES = Table.even(
    ["Luna", "Nube", "Canela", "Chispa", "Pelusa", "Copo", "Trufa", "Rayo", "Lolo", "Mota", "Kiko"]
)
_COUNTRY = Table.even(COUNTRIES)
_FRUIT = Table.even([tuple(row.split()) for row in split(world.FRUIT)])
_NUMBERS = world.NUMBERS.split()
_SUMS = Table.even([(a, b) for a in range(11) for b in range(11) if a + b <= 20])
_OPENERS = Table.even(
    [
        "Tengo hambre.",
        "Tengo sed.",
        "Tengo frío.",
        "Tengo calor.",
        "Tengo sueño.",
        "Tengo miedo.",
        "Tengo prisa.",
    ]
)
_ADVICE = {"Tengo hambre.": "Come algo rico.", "Tengo sed.": "Bebe un vaso de agua.", "Tengo frío.": "Ponte el abrigo.",
           "Tengo calor.": "Abre la ventana.", "Tengo sueño.": "Duerme un rato.", "Tengo miedo.": "No pasa nada.",
           "Tengo prisa.": "Toma el tren."}  # fmt: skip
_ENDINGS = Table([("name", 0.7), ("bye", 0.3)])


class _Memory:
    """What has been said so far in one conversation."""

    __slots__ = ("kin", "name", "pet")

    def __init__(self, name: tuple[str, str] | None) -> None:
        self.name = name
        self.kin: tuple[str, str] | None = None
        self.pet: tuple[str, str] | None = None


def dialogue(dice: Dice) -> None:
    """A whole conversation, line by line."""
    who = dice.pick(_WHO)
    name = dice.pick(_INTRODUCED) if who == "known" else _invented(dice) if who == "invented" else None
    memory = _Memory(name)
    if name:
        hello = _HELLO_OTHERWISE if name[0] in HELD_OUT_NAMES else _HELLO
        dice.say(dice.pick(hello), name[0] + ".", "\n", dice.pick(_REPLY), name[0] + ".")
    else:
        dice.say("Hola.", "\n", "Hola.")
    for _ in range(dice.pick(_LENGTH)):
        kind = dice.pick(_kinds(memory.kin is not None, memory.pet is not None))
        dice.say("\n")
        _EXCHANGES[kind](dice, memory)
    _ending(dice, memory)


def _invented(dice: Dice) -> tuple[str, str]:
    """A name that nobody has, as «Pelako» or «Zivan», and the gender its vowel suggests."""
    start, middle, consonant = dice.pick(_SYLLABLE), dice.pick(_MIDDLE), dice.pick(_CONSONANT)
    vowel, gender = dice.pick(_LAST)
    return (start + middle + consonant + vowel + dice.pick(_CODA)).capitalize(), gender


def _ending(dice: Dice, memory: _Memory) -> None:
    if dice.pick(_ENDINGS) == "name":
        dice.say("\n", "¿Cuál es mi nombre?", "\n")
        dice.say(f"Tu nombre es {memory.name[0]}." if memory.name else "No sé tu nombre.")
    else:
        dice.say("\n", "Adiós.", "\n", f"Hasta luego, {memory.name[0]}." if memory.name else "Hasta luego.")


@cache
def _kinds(has_kin: bool, has_pet: bool) -> Table[str]:
    weights = {"lives": 1.5, "capital": 2.0, "eats": 1.2, "sum": 1.0, "colour": 1.0, "work": 1.5, "need": 1.0, "feel": 1.2,
               "called": 0.8, "opposite": 0.5}  # fmt: skip
    weights |= {"ask_kin": 2.0} if has_kin else {"tell_kin": 1.0}
    weights |= {"ask_pet": 2.0} if has_pet else {"tell_pet": 1.0}
    return Table(weights)


def _lives(dice: Dice, _: _Memory) -> None:
    animal = dice.pick(ANIMALS)
    the = next(iter(animal.forms.values())).the
    dice.say("¿Dónde vive", the + "?", "\n", the.capitalize(), "vive en", animal.habitat + ".")


def _capital(dice: Dice, _: _Memory) -> None:
    country, capital, *_rest = dice.pick(_COUNTRY)
    dice.say("¿Cuál es la capital de", country + "?", "\n", "La capital de", country, "es", capital + ".")


def _eats(dice: Dice, _: _Memory) -> None:
    animal = dice.pick(ANIMALS)
    the = next(iter(animal.forms.values())).the
    dice.say("¿Qué come", the + "?", "\n", the.capitalize(), "come", dice.pick(Table.even(animal.food)) + ".")


def _sum(dice: Dice, _: _Memory) -> None:
    a, b = dice.pick(_SUMS)
    dice.say("¿Cuánto es", _NUMBERS[a], "más", _NUMBERS[b] + "?", "\n")
    dice.say(
        _NUMBERS[a].capitalize(), "más", _NUMBERS[b], "son" if a + b > 1 else "es", _NUMBERS[a + b] + "."
    )


def _colour(dice: Dice, _: _Memory) -> None:
    article, single, _many, colour = dice.pick(_FRUIT)
    fruit = noun(f"{article} {single}")
    dice.say(
        "¿De qué color es",
        fruit.the + "?",
        "\n",
        fruit.the.capitalize(),
        "es",
        adjective(colour)(fruit) + ".",
    )


def _work(dice: Dice, _: _Memory) -> None:
    person = dice.pick(PEOPLE)
    the = dice.pick(Table.even([person.forms["m", 1].the, person.forms["f", 1].the]))
    dice.say("¿Dónde pasa el día", the + "?", "\n", the.capitalize(), "pasa el día en", person.place + ".")


def _need(dice: Dice, _: _Memory) -> None:
    need = dice.pick(_OPENERS)
    dice.say(need, "\n", _ADVICE[need])


def _feel(dice: Dice, memory: _Memory) -> None:
    gender = memory.name[1] if memory.name else "m"
    valence = dice.pick(Table.even(["good", "bad"]))
    feeling = dice.pick(GOOD if valence == "good" else BAD).form(gender, 1)
    dice.say(
        "Hoy estoy", feeling + ".", "\n", "Me alegro mucho." if valence == "good" else "Lo siento mucho."
    )


def _called(dice: Dice, memory: _Memory) -> None:
    dice.say("¿Cómo me llamo?", "\n", f"Te llamas {memory.name[0]}." if memory.name else "No lo sé.")


def _opposite(dice: Dice, _: _Memory) -> None:
    first, second = dice.pick(_OPPOSITES)
    dice.say("¿Qué es lo contrario de", first + "?", "\n", "Lo contrario de", first, "es", second + ".")


def _tell_kin(dice: Dice, memory: _Memory) -> None:
    kin, gender = dice.pick(_KIN)
    other = dice.pick(_INTRODUCED_BY_GENDER[gender])
    memory.kin = (kin, other)
    dice.say("Mi", kin, "se llama", other + ".", "\n", other, "es un nombre bonito.")


def _ask_kin(dice: Dice, memory: _Memory) -> None:
    kin, other = memory.kin or ("", "")
    dice.say("¿Cómo se llama mi", kin + "?", "\n", "Tu", kin, "se llama", other + ".")


def _tell_pet(dice: Dice, memory: _Memory) -> None:
    memory.pet = (dice.pick(_PETS), dice.pick(_PET_NAMES))
    dice.say("Mi", memory.pet[0], "se llama", memory.pet[1] + ".", "\n", "Qué", "gracia.")


def _ask_pet(dice: Dice, memory: _Memory) -> None:
    pet, called = memory.pet or ("", "")
    dice.say("¿Cómo se llama mi", pet + "?", "\n", "Tu", pet, "se llama", called + ".")


_OPPOSITES = Table.even(
    [pair for row in split(world.OPPOSITES) for pair in (tuple(row.split()), tuple(reversed(row.split())))]
)
_INTRODUCED_BY_GENDER = {
    gender: Table.even([name for name, g in _INTRODUCED.items if g == gender]) for gender in ("m", "f")
}
_EXCHANGES = {
    "lives": _lives, "capital": _capital, "eats": _eats, "sum": _sum, "colour": _colour, "work": _work, "need": _need,
    "feel": _feel, "called": _called, "opposite": _opposite, "tell_kin": _tell_kin, "ask_kin": _ask_kin,
    "tell_pet": _tell_pet, "ask_pet": _ask_pet,
}  # fmt: skip


def small_talk(dice: Dice, exchanges: int) -> None:
    """`exchanges` questions and answers in which nobody's name is said: what may stand between a name and its recall."""
    nobody = _Memory(None)
    for turn in range(exchanges):
        if turn:
            dice.say("\n")
        _EXCHANGES[dice.pick(_IMPERSONAL)](dice, nobody)


_IMPERSONAL = Table(
    {"lives": 1.5, "capital": 2.0, "eats": 1.2, "sum": 1.0, "colour": 1.0, "work": 1.5, "need": 1.0}
)
