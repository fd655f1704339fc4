"""What the activities of lesson 4 share: models, lists of words, badges and the words of the cloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core import embeddings, models
from core.content import quoted
from core.ui import frame, model_box
from core.ui.components.tokens import live_area
from core.ui.settings import LONGEST_IN_LINK

ENGLISH = "minilm"
ALL = "all"
"""The theme that holds the words of every other."""
KEPT_TEXT = 5_000_000
"""Characters that a box of words keeps."""


@dataclass(frozen=True)
class Words:
    """Words to be drawn, with the group of each."""

    words: tuple[str, ...]
    groups: tuple[int, ...]
    names: tuple[str, ...]


def model(lesson: frame.Lesson, setting: str = "model", *, first: str = "", only: Sequence[str] = ()) -> str:
    """Draw the box that chooses a model: one of the catalogue, or any id of the hub."""
    default = first or (ENGLISH if lesson.language == "en" else model_box.OFFLINE)

    def named(code: str) -> str:
        card = models.CATALOGUE[code]
        return f"{card.name} · {lesson.t(f'languages.{spoken(card)}')}"

    hub = None if only else f"{setting}_hub"
    return model_box.model(lesson, setting, only or list(models.CATALOGUE), default, hub=hub, named=named)


def spoken(card: models.Card) -> str:
    """Give the language of a model: es, en or multi."""
    return card.languages[0] if card.languages in {("es",), ("en",)} else "multi"


def language_of(lesson: frame.Lesson, card: models.Card) -> str:
    """Give the language of the words for a model: its own, or the page's for one that knows several."""
    known = spoken(card)
    return lesson.language if known == "multi" else known


def side(lesson: frame.Lesson, model_id: str) -> str:
    """Give the language of a model before it is loaded, so that each language keeps words of its own."""
    card = models.CATALOGUE.get(model_id)
    return language_of(lesson, card) if card else lesson.language


def default(lesson: frame.Lesson, language: str, name: str) -> Any:
    """Give what a setting starts with in a language."""
    return lesson.value(f"defaults.{language}.{name}")


def themed(lesson: frame.Lesson, theme: str, language: str, *, twins: bool = False) -> Words:
    """Give the words of a theme by group; with `twins`, those of the other language too, in the same groups.

    The theme ``"all"`` has them all, and each theme is a group.
    """
    lists, where = _lists(lesson, theme), dict[str, int]()
    sides = (language, "es" if language == "en" else "en") if twins else (language,)
    for one in sides:
        for place, (_, groups) in enumerate(lists):
            for word in (word for group in groups for word in group.words(one)):
                where.setdefault(word, place)
    return Words(tuple(where), tuple(where.values()), tuple(name for name, _ in lists))


def _lists(lesson: frame.Lesson, theme: str) -> list[tuple[str, tuple[embeddings.Group, ...]]]:
    """Name the groups of a theme, each with its lists of words."""
    known = embeddings.themes()
    if theme == ALL:
        return [(lesson.t(f"themes.{name}"), groups) for name, groups in known.items() if name != "syllabus"]
    return [(lesson.t(f"groups.{group.id}"), (group,)) for group in known[theme]]


def theme(lesson: frame.Lesson, setting: str = "theme", *, first: str = "syllabus", own: bool = False) -> str:
    """Draw the box that chooses a list of words."""
    codes = [*embeddings.themes(), ALL, *(["own"] if own else [])]
    return str(
        st.selectbox(
            lesson.t("controls.theme"), codes, format_func=lambda code: lesson.t(f"themes.{code}"),
            key=lesson.key(setting, first, among=codes),
        )
    )  # fmt: skip


def own_words(lesson: frame.Lesson, setting: str = "words") -> embeddings.WordList:
    """Draw the live box of the learner's own words, which takes a CSV too, and read what it holds."""
    key = lesson.key(setting, "", max_chars=KEPT_TEXT)
    text = {
        one: lesson.t(f"controls.{one}") for one in ("placeholder", "open", "too_big", "not_text", "halves")
    }
    typed = live_area(setting, key, lesson.t("controls.words"), text, rows=1, files=True, most=KEPT_TEXT)
    return embeddings.read_words(typed)


def cloud_words(lesson: frame.Lesson, hint: str, **values: object) -> dict[str, str]:
    """Give the sentences of the cloud; the values are those of its hint."""
    found: dict[str, Any] = lesson.value("cloud")
    return {**found, "hint": lesson.t(f"hints.{hint}", **values)}


def warn(lesson: frame.Lesson, loaded: models.LoadedModel, words: Sequence[str]) -> None:
    """Say which words a model cannot know, and how it makes do."""
    unknown: dict[str, list[str]] = {}
    for word in embeddings.unique(embeddings.outside(words, loaded.card.id)):
        key = "unknown"
        if loaded.card.id == model_box.OFFLINE:
            key = "outside" if len(embeddings.pieces(word)) > 1 else "never_read"
        unknown.setdefault(key, []).append(word)
    for key, found in unknown.items():
        text = lesson.md(f"notes.{key}", words=quoted(found, lesson.language), model=loaded.card.name)
        lesson.note(text, kind="warning")


def read_notes(lesson: frame.Lesson, read: embeddings.WordList, setting: str = "words") -> None:
    """Say what of a list was not taken, and when it is too long for a link."""
    if len(lesson.get(setting)) > LONGEST_IN_LINK:
        lesson.note(lesson.md("notes.not_in_link", limit=LONGEST_IN_LINK))
    for name in ("repeated", "too_long", "left_out"):
        count = getattr(read, name)
        if count:
            lesson.note(lesson.md(f"notes.{name}", n=count, most=embeddings.MOST_WORDS))
