"""What a learner chooses before training: data by topics, a size, and the settings that follow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from core.errors import InputError
from core.gatito.corpus import Stream, WorldStream
from core.gatito.families import animals, daily, feelings, food, geography, home, people, relatives
from core.gatito.grammar import SENTENCES, TEXTS
from core.gatito.training import TOKENIZER, Settings

SMALL: dict[str, tuple[str, ...]] = {
    "places": ("pet_at_home",),
    "agreement": ("relative_mood", "simple_deed"),
    "capitals": ("capital_of", "capital_is"),
    "people": ("person_acts", "person_marries"),
    "animals": ("animal_eats",),
    "talk": ("dialogue",),
}
"""The small world: few families of sentences, so that little is to be learnt and it is learnt soon."""

WHOLE: dict[str, tuple[str, ...]] = {
    "places": tuple(home.FAMILIES),
    "agreement": tuple(relatives.FAMILIES),
    "capitals": tuple(geography.FAMILIES),
    "people": (*people.FAMILIES, *feelings.FAMILIES, "story"),
    "animals": (*animals.FAMILIES, *food.FAMILIES, *daily.FAMILIES),
    "talk": tuple(TEXTS.keys() - {"story"}),
}
"""Gatito's whole world by the same topics."""

WORLDS = {"small": SMALL, "whole": WHOLE}
TOPICS = tuple(SMALL)
DEFAULT_TOPICS = ("places", "agreement", "capitals", "people", "animals")


@dataclass(frozen=True)
class Size:
    """The shape of a model: blocks, heads in each, numbers per token, tokens it looks back on."""

    layers: int
    heads: int
    width: int
    context: int


SIZES = {
    "tiny": Size(1, 2, 64, 128),
    "small": Size(2, 4, 96, 128),
    "minute": Size(3, 4, 128, 128),
    "gatito": Size(4, 4, 128, 512),
    "large": Size(6, 8, 256, 256),
}
"""Sizes by name; «minute» is the one that learns its world in about a minute on two processor cores."""

DEFAULT_SIZE = "minute"
ROW = 64
"""Tokens of a row: the sentences of the small world are short, and a short row is cheap."""


def world(kind: str = "small", topics: Collection[str] = DEFAULT_TOPICS) -> WorldStream:
    """Give the sentences of some topics of Gatito's world.

    Parameters
    ----------
    kind
        ``"small"`` or ``"whole"``.
    topics
        Of `TOPICS`; what is left out is never seen, and not learnt.

    Raises
    ------
    InputError
        When no topic is left, or none but conversations.
    KeyError
        For a kind or a topic that is not there.

    Examples
    --------
    >>> "dialogue" in world("small", ["places"]).without
    True
    """
    kept = {family for topic in topics for family in WORLDS[kind][topic]}
    if not kept:
        raise InputError("no sentence family is left; keep one at least", "no_family")
    if not kept & SENTENCES.keys():
        raise InputError("this world never is of conversations alone; keep another topic too", "only_talk")
    return WorldStream(str(TOKENIZER), tuple(sorted((SENTENCES.keys() | TEXTS.keys()) - kept)))


def settings(
    size: Size = SIZES[DEFAULT_SIZE],
    data: Stream | None = None,
    *,
    steps: int = 1200,
    learning_rate: float = 4e-3,
    vocabulary: int = 3072,
    seed: int = 0,
    device: str = "cpu",
) -> Settings:
    """Give the settings of a run that is watched while it learns: short rows and small batches, so many updates.

    Parameters
    ----------
    size
        Shape of the model.
    data
        Where its tokens come from; the small world by default.
    steps, learning_rate, vocabulary, seed, device
        As in `core.gatito.training.Settings`.

    Examples
    --------
    >>> settings().layers, settings().width
    (3, 128)
    """
    stream = data or world()
    talks = isinstance(stream, WorldStream) and "dialogue" not in stream.without
    row = min(size.context, 2 * ROW if talks or not isinstance(stream, WorldStream) else ROW)
    chosen = Settings(
        layers=size.layers, heads=size.heads, width=size.width, context=size.context, vocabulary=vocabulary, steps=steps,
        batch_tokens=12 * ROW, lengths=((row, 1),), learning_rate=learning_rate, warmup=min(30, max(1, steps // 10)),
        seed=seed, data=stream, device=device, short_rows=device == "cpu",
    )  # fmt: skip
    return chosen if row == ROW else replace(chosen, batch_tokens=24 * ROW)
