"""Spanish forms: nouns, adjectives and verbs with their agreement, read from the lexicon's tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from core.gatito import lexicon_people, lexicon_world
from core.gatito.draw import Table

_ARTICLES = {("m", 1): "el", ("f", 1): "la", ("m", 2): "los", ("f", 2): "las"}
_INDEFINITE = {("m", 1): "un", ("f", 1): "una", ("m", 2): "unos", ("f", 2): "unas"}


@dataclass(frozen=True)
class Noun:
    """One noun in one gender and number; `number` is 1 (singular) or 2 (plural)."""

    word: str
    gender: str
    number: int
    lemma: str

    @property
    def the(self) -> str:
        """With its definite article: «el gato»."""
        return f"{_ARTICLES[self.gender, self.number]} {self.word}"

    @property
    def a(self) -> str:
        """With its indefinite article: «un gato»."""
        return f"{_INDEFINITE[self.gender, self.number]} {self.word}"


def of(phrase: str) -> str:
    """«de» and a noun phrase, contracted where Spanish does.

    Examples
    --------
    >>> of("el gato"), of("la gata")
    ('del gato', 'de la gata')
    """
    return f"del {phrase[3:]}" if phrase.startswith("el ") else f"de {phrase}"


def to(phrase: str) -> str:
    """«a» and a noun phrase, contracted where Spanish does.

    Examples
    --------
    >>> to("el gato"), to("los gatos")
    ('al gato', 'a los gatos')
    """
    return f"al {phrase[3:]}" if phrase.startswith("el ") else f"a {phrase}"


def plural(word: str) -> str:
    """Regular Spanish plural of a noun or adjective.

    Examples
    --------
    >>> [plural(w) for w in ("mesa", "feliz", "salón", "azul", "gris")]
    ['mesas', 'felices', 'salones', 'azules', 'grises']
    """
    if word[-1] in "aeiou":
        return word + "s"
    if word[-1] == "z":
        return word[:-1] + "ces"
    for accented, plain in (("ón", "on"), ("án", "an"), ("ín", "in"), ("és", "es")):
        if word.endswith(accented):
            return word[:-2] + plain + "es"
    return word + "es"


@dataclass(frozen=True)
class Adjective:
    """An adjective in its four forms."""

    lemma: str
    forms: tuple[str, str, str, str]

    def __call__(self, noun: Noun) -> str:
        """The form that agrees with `noun`."""
        return self.forms[("m", "f").index(noun.gender) + 2 * (noun.number - 1)]

    def form(self, gender: str, number: int) -> str:
        """The form for a gender («m», «f») and a number (1, 2)."""
        return self.forms[("m", "f").index(gender) + 2 * (number - 1)]


@cache
def adjective(lemma: str) -> Adjective:
    """The four forms of an adjective from its masculine singular.

    Examples
    --------
    >>> adjective("cansado").forms
    ('cansado', 'cansada', 'cansados', 'cansadas')
    >>> adjective("feliz").forms
    ('feliz', 'feliz', 'felices', 'felices')
    >>> adjective("trabajador").forms
    ('trabajador', 'trabajadora', 'trabajadores', 'trabajadoras')
    """
    if lemma.endswith("o"):
        feminine = lemma[:-1] + "a"
    elif lemma.endswith("dor"):
        feminine = lemma + "a"
    else:
        feminine = lemma
    return Adjective(lemma, (lemma, feminine, plural(lemma), plural(feminine)))


@dataclass(frozen=True)
class Verb:
    """Third person of a verb: present and past, singular and plural."""

    present: tuple[str, str]
    past: tuple[str, str]


@dataclass(frozen=True)
class Person:
    """A lemma for people in both genders, with the contexts that are its own."""

    lemma: str
    group: str
    forms: dict[tuple[str, int], Noun]
    place: str
    thing: str
    activities: tuple[tuple[Verb, str], ...]

    def __hash__(self) -> int:
        return hash(self.lemma)


@dataclass(frozen=True)
class Animal:
    """A kind of animal: its forms (some kinds have one gender only) and what is true of it."""

    lemma: str
    group: str
    forms: dict[tuple[str, int], Noun]
    size: int
    legs: str
    food: tuple[str, ...]
    habitat: str
    sound: tuple[str, str]

    def __hash__(self) -> int:
        return hash(self.lemma)


Being = Person | Animal
"""Whoever can be the subject of a sentence."""


def beings() -> tuple[Being, ...]:
    """Every animal, then every lemma for people."""
    return (*animals(), *people())


def split(text: str, separator: str = ";") -> list[str]:
    """The non-empty fields of a table, however its lines are broken."""
    return [
        field.strip()
        for line in text.strip().splitlines()
        for field in line.split(separator)
        if field.strip()
    ]


def weighted(text: str) -> Table[str]:
    """A table of words from «word weight, word weight».

    Examples
    --------
    >>> weighted("mesa 40, cama 60").probabilities
    [0.4, 0.6]
    """
    pairs = [field.rsplit(" ", 1) for field in split(text, ",")]
    return Table([(word, float(weight)) for word, weight in pairs])


def listed(text: str, separator: str = ",") -> Table[str]:
    """A table of equally likely words."""
    return Table.even(split(text, separator))


@cache
def verbs() -> dict[str, Verb]:
    """Every verb of the lexicon by its present singular."""
    rows = [line.split() for line in lexicon_people.VERBS.strip().splitlines()]
    return {row[0]: Verb((row[0], row[1]), (row[2], row[3])) for row in rows}


def _forms(words: list[str]) -> dict[tuple[str, int], Noun]:
    keys = (("m", 1), ("f", 1), ("m", 2), ("f", 2))
    lemma = next(word for word in words if word != "-")
    return {
        (gender, number): Noun(word, gender, number, lemma)
        for (gender, number), word in zip(keys, words, strict=True)
        if word != "-"
    }


@cache
def people() -> tuple[Person, ...]:
    """Every lemma for people, in the lexicon's order."""
    found = []
    for line in lexicon_people.PEOPLE.strip().splitlines():
        words, group, place, thing, acts = (field.strip() for field in line.split(";"))
        activities = []
        for act in acts.split("/"):
            verb, _, rest = act.strip().partition(" ")
            activities.append((verbs()[verb], rest))
        forms = _forms(words.split())
        found.append(Person(words.split()[0], group, forms, place, thing, tuple(activities)))
    return tuple(found)


@cache
def animals() -> tuple[Animal, ...]:
    """Every kind of animal, in the lexicon's order."""
    found = []
    for line in lexicon_world.ANIMALS.strip().splitlines():
        words, group, size, legs, food, habitat, sound = (field.strip() for field in line.split(";"))
        forms = _forms((words.split() + ["-"] * 4)[:4] if len(words.split()) != 4 else words.split())
        singular, many = sound.split()
        foods = tuple(field.strip() for field in food.split(","))
        lemma = next(iter(forms.values())).lemma
        found.append(Animal(lemma, group, forms, int(size), legs, foods, habitat, (singular, many)))
    return tuple(found)


def noun(phrase: str) -> Noun:
    """A singular noun from «el libro» or «la mesa»."""
    article, _, word = phrase.partition(" ")
    return Noun(word, "f" if article == "la" else "m", 1, word)
