"""Lists of words: what a learner types, pastes or drops, and the lists that ship with the course."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from core.embeddings.lookup import LONGEST
from core.embeddings.nearest import unique
from core.errors import ContentError
from core.texts import checked

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "words"

MOST_WORDS = 2000
"""Words on one map."""

LONGEST_WORD = 40
"""Letters of what still is read as a word."""

_SEPARATORS = re.compile(r"[\n\r,;\t|]+")


@dataclass(frozen=True)
class WordList:
    """What was read out of a text.

    Parameters
    ----------
    words
        Each once, in order.
    repeated
        How many were there already.
    too_long
        How many were longer than a word is.
    left_out
        How many came after the list was full.
    """

    words: tuple[str, ...]
    repeated: int = 0
    too_long: int = 0
    left_out: int = 0


@dataclass(frozen=True)
class Group:
    """Words that belong together, in both languages: ``es[i]`` and ``en[i]`` mean the same."""

    id: str
    es: tuple[str, ...]
    en: tuple[str, ...]

    def words(self, language: str) -> tuple[str, ...]:
        """Give its words in one language, ``"es"`` or ``"en"``."""
        return self.en if language == "en" else self.es


def read_words(text: str, most: int = MOST_WORDS) -> WordList:
    """Read words out of a line, a list or a CSV; a line without commas is cut at its spaces.

    Parameters
    ----------
    text
        Separated by line breaks, commas, semicolons, tabs or bars; quotes around a word are dropped.
    most
        How many are taken.

    Examples
    --------
    >>> read_words("gato perro").words, read_words("Buenos Aires, gato, gato").words
    (('gato', 'perro'), ('Buenos Aires', 'gato'))
    >>> read_words("a,b,b,c", most=2)
    WordList(words=('a', 'b'), repeated=1, too_long=0, left_out=1)
    """
    text = text.strip().lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    fields = _SEPARATORS.split(text) if _SEPARATORS.search(text) else text.split()
    named = [" ".join(one.strip(" \"'«»“”").split()) for one in fields]
    named = [one for one in named if one]
    short = [one for one in named if len(one) <= LONGEST_WORD]
    once = unique(short)
    return WordList(
        tuple(once[:most]), len(short) - len(once), len(named) - len(short), max(0, len(once) - most)
    )


@lru_cache(maxsize=1)
def themes() -> dict[str, tuple[Group, ...]]:
    """Give the lists that ship, by theme: each a few groups of words in Spanish and English.

    Raises
    ------
    ContentError
        When the file is missing or broken.

    Examples
    --------
    >>> [group.es[0] for group in themes()["syllabus"]]
    ['rey', 'perro', 'feliz']
    """
    found: dict[str, tuple[Group, ...]] = {}
    for theme, groups in _read("themes.yaml").items():
        found[theme] = tuple(
            Group(name, tuple(pairs), tuple(str(word) for word in pairs.values()))
            for name, pairs in groups.items()
        )
    return found


@lru_cache(maxsize=1)
def relations() -> dict[str, dict[str, tuple[tuple[str, str], ...]]]:
    """Give pairs of words by language and relation: ``relations()["es"]["gender"][0]``.

    Examples
    --------
    >>> relations()["en"]["gender"][0]
    ('man', 'woman')
    """
    return {
        language: {name: tuple((str(a), str(b)) for a, b in pairs.items()) for name, pairs in listed.items()}
        for language, listed in _read("relations.yaml").items()
    }


@lru_cache(maxsize=4)
def everything(language: str) -> tuple[str, ...]:
    """Give every word of the lists of a language, each once: where an answer is looked for.

    Examples
    --------
    >>> "reina" in everything("es"), "queen" in everything("en")
    (True, True)
    """
    listed = [word for groups in themes().values() for group in groups for word in group.words(language)]
    pairs = [word for named in relations()[language].values() for pair in named for word in pair]
    return tuple(unique([*listed, *pairs]))


def outside(words: Sequence[str], model_id: str) -> list[str]:
    """List the words that a model cannot know: outside of Gatito's world, or made of signs an encoder has no token for.

    Examples
    --------
    >>> outside(["gato", "blockchain"], "gatito")
    ['blockchain']
    """
    from core.models import load

    if model_id == "gatito":
        from core.gatito.grammar import vocabulary

        world = vocabulary()
        return [word for word in words if not all(part in world for part in word.split())]
    loaded = load(model_id)
    none = loaded.tokenizer.unk_token_id
    if none is None:
        return []
    read = [checked(word, LONGEST) for word in words]
    return [word for word in read if none in loaded.tokenizer(word, add_special_tokens=False)["input_ids"]]


def _read(name: str) -> dict[str, Any]:
    path = FOLDER / name
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(
            f"{path.name} cannot be read: {error}", "content_missing", what=path.name
        ) from error
    if not isinstance(found, dict):
        raise ContentError(f"{path.name} holds no lists", "content_missing", what=path.name)
    return found
