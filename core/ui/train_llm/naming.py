"""What runs are called: by their shape, and by whatever sets them apart from the other runs beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.gatito.corpus import WorldStream
from core.gatito.grammar import SENTENCES, TEXTS
from core.gatito.training import Settings
from core.train_llm import presets
from core.train_llm.probing import data_of
from core.ui import frame

_NUMBERS = ("steps", "heads", "context", "vocabulary", "seed")
"""Settings that are told only where the runs differ in them."""


def names(lesson: frame.Lesson, runs: Sequence[Settings]) -> list[str]:
    """Name runs so that no two are called the same; those that no word tells apart are counted."""
    told = [_ways(lesson, one) for one in runs]
    telling = [way for way in ("data", *_NUMBERS) if len({one[way] for one in told}) > 1]
    plain = [
        " · ".join([_shape(lesson, one), *(ways[way] for way in telling)])
        for one, ways in zip(runs, told, strict=True)
    ]
    return _counted(plain)


def _shape(lesson: frame.Lesson, settings: Settings) -> str:
    """Say how large a model is, and what it does without."""
    parts = [f"{settings.layers} × {settings.width}"]
    parts += [] if settings.attention else [lesson.t("compare.no_attention")]
    parts += [] if settings.positions else [lesson.t("compare.no_positions")]
    if settings.learning_rate != presets.settings().learning_rate:
        parts.append(lesson.t("compare.rate", rate=settings.learning_rate))
    return " · ".join(parts)


def _ways(lesson: frame.Lesson, settings: Settings) -> dict[str, str]:
    """Say everything else in which runs can differ, by setting."""
    numbers = {way: lesson.t(f"compare.ways.{way}", n=getattr(settings, way)) for way in _NUMBERS}
    return {"data": _data(lesson, settings)} | numbers


def _data(lesson: frame.Lesson, settings: Settings) -> str:
    """Say what a run reads: the learner's text, or which world and how much of it."""
    data, kinds = data_of(settings), lesson.value("controls.kinds")
    if not isinstance(data, WorldStream):
        return str(kinds["own"])
    kept = (SENTENCES.keys() | TEXTS.keys()) - set(data.without)
    kind = "small" if kept <= {name for families in presets.SMALL.values() for name in families} else "whole"
    topics = [topic for topic in presets.TOPICS if kept & set(presets.WORLDS[kind][topic])]
    way = "data" if "capitals" in topics else "no_capitals"
    return lesson.t(f"compare.ways.{way}", kind=kinds[kind], n=len(topics), of=len(presets.TOPICS))


def _counted(plain: list[str]) -> list[str]:
    """Number the names that come more than once.

    Examples
    --------
    >>> _counted(["a", "b", "a"])
    ['a (1)', 'b', 'a (2)']
    """
    often, seen = Counter(plain), Counter[str]()
    found = []
    for name in plain:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if often[name] > 1 else name)
    return found
