"""What is asked of a model while it learns: beginnings, watched words, an attention sentence, the words of the map."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import numpy as np

from core.gatito.corpus import WorldStream, tokenizer
from core.train_llm.own_text import TextStream, opened

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from core.gatito.training import Settings

PROMPTS = ("El gato está en la", "París es la capital de", "La reina")
SENTENCE = "El gato que comió el ratón estaba satisfecho"
WATCHED = (
    ("El gato está en la", ("mesa", "cama", "cocina", "calle")),
    ("París es la capital de", ("Francia",)),
    ("El gato que comió el ratón estaba", ("satisfecho", "satisfecha")),
)
PLACES = {"mesa": 0.40, "cama": 0.25, "cocina": 0.20, "calle": 0.15}
"""The true shares after «El gato está en la»."""
GROUPS = {
    "animals": ("gato", "gata", "perro", "perra", "león", "leona", "oso", "loro", "caballo", "ratón"),
    "people": ("rey", "reina", "príncipe", "princesa", "hombre", "mujer", "niño", "niña", "médico", "médica"),
    "places": ("mesa", "cama", "cocina", "calle"),
    "capitals": ("París", "Madrid", "Lima", "Roma", "Berlín", "Tokio"),
    "countries": ("Francia", "España", "Perú", "Italia", "Alemania", "Japón"),
    "feelings": (
        "satisfecho",
        "satisfecha",
        "contento",
        "contenta",
        "triste",
        "cansado",
        "cansada",
        "nervioso",
    ),
}
"""Words of the map by what they are; those that are no single token are left out."""
MOST_WORDS = 40
LONGEST_PROMPT = 24
"""Tokens of a beginning that are used."""


@dataclass(frozen=True)
class Probes:
    """What is measured again and again, in a form that travels to a child process.

    Parameters
    ----------
    prompts
        Beginnings that the model goes on with; the learner's is the last one.
    watched
        Pairs of a beginning and the words whose probability is followed.
    sentence
        Where attention is looked at.
    words
        Words of the map, each one token with its space.
    groups
        What each of the words is, for its colour.
    marks
        Abilities that this data can teach: ``"places"``, ``"agreement"``, ``"capitals"``, ``"names"``.
    """

    prompts: tuple[str, ...]
    watched: tuple[tuple[str, tuple[str, ...]], ...]
    sentence: str
    words: tuple[str, ...]
    groups: tuple[str, ...]
    marks: tuple[str, ...] = ()


Data = WorldStream | TextStream
"""What a watched run learns from."""


def data_of(settings: Settings) -> Data:
    """Give the data of settings that were made here."""
    return cast("Data", settings.data)


def tokenizer_of(data: Data) -> Tokenizer:
    """Give the tokenizer that made the ids of this data."""
    return opened(data.tokenizer_json) if isinstance(data, TextStream) else tokenizer(data.tokenizer_path)


def probes(data: Data, own_prompt: str = "") -> Probes:
    """Choose what to measure for this data.

    Parameters
    ----------
    data
        Of `core.train_llm.presets.world` or `core.train_llm.own_text.prepare`.
    own_prompt
        The learner's beginning; empty for none.

    Examples
    --------
    >>> from core.train_llm.presets import world
    >>> probes(world()).marks
    ('places', 'agreement', 'capitals')
    """
    mine = (own_prompt.strip(),) if own_prompt.strip() else ()
    if isinstance(data, TextStream):
        return _of_text(data, mine)
    words, groups = _single(data.tokenizer_path)
    return Probes((*PROMPTS, *mine), WATCHED, SENTENCE, words, groups, marks_of(data))


def marks_of(data: WorldStream) -> tuple[str, ...]:
    """List the abilities that sentences of this data teach."""
    needs = {
        "places": {"pet_at_home"},
        "agreement": {"relative_mood"},
        "capitals": {"capital_of"},
        "names": {"dialogue"},
    }
    return tuple(mark for mark, families in needs.items() if not families & set(data.without))


@lru_cache(maxsize=4)
def _single(path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    encode = tokenizer(path).encode
    kept = [
        (word, name) for name, words in GROUPS.items() for word in words if len(encode(f" {word}").ids) == 1
    ]
    return tuple(word for word, _ in kept), tuple(name for _, name in kept)


def _of_text(data: TextStream, mine: tuple[str, ...]) -> Probes:
    """Take beginnings from the part kept apart, and the commonest words of all."""
    one = opened(data.tokenizer_json)
    rest = data.ids[data.first_apart :].tolist()
    places = np.linspace(0, max(0, len(rest) - 12), 3).astype(int)
    starts = [_clean(one.decode(rest[at : at + 8])) for at in places]
    watched = tuple(
        (one.decode(rest[at : at + 8]), (one.decode(rest[at + 8 : at + 9]),))
        for at in places
        if at + 8 < len(rest)
    )
    words = _common(one, data.ids)
    sentence = _clean(one.decode(rest[:12]))
    return Probes((*starts, *mine), watched, sentence, words, ("",) * len(words))


def _clean(text: str) -> str:
    return " ".join(text.replace("\ufffd", "").split()) or "…"


def _common(one: Tokenizer, ids: np.ndarray) -> tuple[str, ...]:
    counted = Counter(ids.tolist())
    found: list[str] = []
    for token, _ in counted.most_common():
        piece = one.decode([token])
        if re.fullmatch(r" \w{3,}", piece) and piece.strip() not in found:
            found.append(piece.strip())
        if len(found) == MOST_WORDS:
            break
    return tuple(found)


def first_ids(one: Tokenizer, words: Sequence[str]) -> list[int]:
    """Give the first token of each word as it stands after a space; words with their own space are taken as they are."""
    return [one.encode(word if word[:1].isspace() else f" {word}").ids[0] for word in words]
