"""What animals are and do."""

from __future__ import annotations

from core.gatito.draw import Dice, Table
from core.gatito.families.shared import ANIMAL_FORMS, ANIMALS, NAMES, animal_form
from core.gatito.words import adjective, animals, of, to

_KINDS = {"pet": "una mascota", "farm": "un animal de granja", "wild": "un animal salvaje", "sea": "un animal marino",
          "insect": "un bicho"}  # fmt: skip
_WITH_LEGS = Table([(a, 3.0 if a.lemma == "gato" else 1.0) for a in animals() if a.legs != "-"])
_HUNTERS = Table([(pair, 1.0) for pair in
                  (("gato", "ratón"), ("gato", "pez"), ("perro", "gato"), ("lobo", "oveja"), ("lobo", "conejo"),
                   ("león", "cebra"), ("tigre", "ciervo"), ("serpiente", "ratón"), ("búho", "ratón"), ("rana", "mosca"),
                   ("araña", "mosca"), ("oso", "pez"), ("tiburón", "pez"), ("gallina", "hormiga"))])  # fmt: skip
_SMALLER = {size: [a for a in animals() if a.size < size] for size in range(2, 6)}
_BIG = Table([(a, 3.0 if a.lemma == "gato" else 1.0) for a in animals() if a.size > 1])
_SIZE_WORDS = {1: "pequeño", 2: "pequeño", 3: "mediano", 4: "grande", 5: "enorme"}
_PET_NAMES = Table.even(
    ["Luna", "Nube", "Canela", "Chispa", "Pelusa", "Copo", "Trufa", "Rayo", "Duque", "Lolo", "Mota", "Kiko"]
)
_PETS = Table.even([a for a in animals() if a.group == "pet" and ("m", 1) in a.forms and ("f", 1) in a.forms])


def animal_sound(dice: Dice) -> None:
    """«Las vacas mugen.»"""
    animal = dice.pick(ANIMALS)
    noun = animal_form(dice, animal)
    dice.say(noun.the, animal.sound[noun.number - 1] + ".")


def animal_kind(dice: Dice) -> None:
    """«El gato es una mascota.»"""
    animal = dice.pick(ANIMALS)
    noun = next(form for (_, number), form in animal.forms.items() if number == 1)
    dice.say(noun.the, "es", _KINDS[animal.group] + ".")


def animal_is_animal(dice: Dice) -> None:
    """«Todos los perros son animales.»"""
    animal = dice.pick(ANIMALS)
    noun = next(form for (_, number), form in animal.forms.items() if number == 2)
    dice.say("todos" if noun.gender == "m" else "todas", noun.the, "son animales.")


def animal_size(dice: Dice) -> None:
    """«La hormiga es pequeña.»"""
    animal = dice.pick(ANIMALS)
    noun = animal_form(dice, animal)
    dice.say(noun.the, ("es", "son")[noun.number - 1], adjective(_SIZE_WORDS[animal.size])(noun) + ".")


def animal_bigger(dice: Dice) -> None:
    """«El caballo es más grande que el pato.»"""
    big = dice.pick(_BIG)
    small = dice.pick(_SMALLER_TABLES[big.size])
    noun = dice.pick(_SINGULAR[big.lemma])
    dice.say(noun.the, "es más grande que", dice.pick(_SINGULAR[small.lemma]).the + ".")


def animal_smaller(dice: Dice) -> None:
    """«El pato es más pequeño que el caballo.»"""
    big = dice.pick(_BIG)
    small = dice.pick(_SMALLER_TABLES[big.size])
    noun = dice.pick(_SINGULAR[small.lemma])
    dice.say(noun.the, "es más", adjective("pequeño")(noun), "que", dice.pick(_SINGULAR[big.lemma]).the + ".")


def animal_legs(dice: Dice) -> None:
    """«La araña tiene ocho patas.»"""
    animal = dice.pick(_WITH_LEGS)
    noun = animal_form(dice, animal)
    dice.say(noun.the, ("tiene", "tienen")[noun.number - 1], animal.legs, "patas.")


def animal_hunts(dice: Dice) -> None:
    """«El lobo persigue a la oveja.»"""
    hunter, prey = dice.pick(_HUNTERS)
    noun = dice.pick(ANIMAL_FORMS[hunter])
    verb = ("persigue", "persiguen")[noun.number - 1]
    dice.say(noun.the, verb, to(dice.pick(ANIMAL_FORMS[prey]).the) + ".")


def animal_fears(dice: Dice) -> None:
    """«La oveja huye del lobo.»"""
    hunter, prey = dice.pick(_HUNTERS)
    noun = dice.pick(ANIMAL_FORMS[prey])
    verb = ("huye", "huyen")[noun.number - 1]
    dice.say(noun.the, verb, of(dice.pick(ANIMAL_FORMS[hunter]).the) + ".")


def pet_named(dice: Dice) -> None:
    """«La perra de Julia se llama Canela.»"""
    noun = dice.pick(_SINGULAR[dice.pick(_PETS).lemma])
    dice.say(noun.the, "de", dice.pick(NAMES)[0], "se llama", dice.pick(_PET_NAMES) + ".")


def zoo_visit(dice: Dice) -> None:
    """«En el zoológico Hugo vio un tigre.»"""
    name = dice.pick(NAMES)[0]
    dice.say("en el zoológico", name, "vio", dice.pick(ANIMAL_FORMS[dice.pick(ANIMALS).lemma]).a + ".")


_SMALLER_TABLES = {size: Table.even(smaller) for size, smaller in _SMALLER.items()}
_SINGULAR = {
    a.lemma: Table.even([form for (_, number), form in a.forms.items() if number == 1]) for a in animals()
}

FAMILIES = {
    "animal_sound": (animal_sound, 1.5),
    "animal_kind": (animal_kind, 1.0),
    "animal_is_animal": (animal_is_animal, 0.6),
    "animal_size": (animal_size, 1.0),
    "animal_bigger": (animal_bigger, 1.0),
    "animal_smaller": (animal_smaller, 1.0),
    "animal_legs": (animal_legs, 0.8),
    "animal_hunts": (animal_hunts, 1.2),
    "animal_fears": (animal_fears, 0.8),
    "pet_named": (pet_named, 0.8),
    "zoo_visit": (zoo_visit, 0.8),
}
