"""What the activities of lesson 3 share: names, controls, rows of pieces and the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core import tokenizer
from core.tokenizer import HUB_PREFIX, VOCABULARIES, Tokens
from core.tokenizer.pieces import together, views, window, windows
from core.ui import frame
from core.ui.components.tokens import Row, live_area

DEFAULT = "o200k_base"
LONGEST_TEXT = 5_000_000
KEPT_TEXT = 50_000_000
"""Characters that a box keeps: what is too long to cut is refused with a sentence, never erased."""


@dataclass(frozen=True)
class Cut:
    """A text cut by one vocabulary."""

    vocabulary: str
    tokens: Tokens
    seconds: float

    @property
    def name(self) -> str:
        """Name of the vocabulary for people."""
        return name_of(self.vocabulary)


def name_of(vocabulary: str) -> str:
    """Give the name of a vocabulary for people."""
    known = VOCABULARIES.get(vocabulary)
    return known.name if known else vocabulary.removeprefix(HUB_PREFIX)


def options() -> list[str]:
    """Give the vocabularies to choose from."""
    return tokenizer.available()


def vocabulary(lesson: frame.Lesson, setting: str, default: str, among: Sequence[str]) -> str:
    """Draw the box that chooses one vocabulary."""
    key = lesson.key(setting, default, among=among)
    return str(st.selectbox(lesson.t("controls.vocabulary"), among, format_func=name_of, key=key))


def area(lesson: frame.Lesson, setting: str, default: str, label: str, *, rows: int = 3) -> str:
    """Draw a live box of text that takes files too; the setting keeps the text."""
    key = lesson.key(setting, default, max_chars=KEPT_TEXT)
    words = {
        one: lesson.t(f"controls.{one}") for one in ("placeholder", "open", "too_big", "not_text", "halves")
    }
    text = live_area(setting, key, label, words, rows=rows, files=True, most=LONGEST_TEXT)
    lesson.key(setting, default, max_chars=KEPT_TEXT)  # the box may have changed it: the address follows
    return text


def cut(text: str, vocabulary_id: str) -> Cut:
    """Cut a text and measure how long it took."""
    tokenizer.backend(vocabulary_id)  # loading is not cutting
    tokens, seconds = frame.timed(tokenizer.encode, text, vocabulary_id)
    return Cut(vocabulary_id, tokens, seconds)


def row(
    lesson: frame.Lesson,
    text: str,
    one: Cut,
    number: int = 0,
    *,
    name: str | None = None,
    note: str = "",
    grouped: bool = False,
) -> Row:
    """Prepare one window of a cut text to be drawn."""
    first, last = window(text, one.tokens, number) if windows(text) > 1 else (0, len(one.tokens))
    shown = views(text, one.tokens, first, last)
    groups = together(text, shown) if grouped else {}
    return Row(name or one.name, counted(lesson, len(one.tokens)), shown, groups, first, note)


def note_of(lesson: frame.Lesson, vocabulary_id: str) -> str:
    """Say the family of a vocabulary and how long its list is."""
    loaded = tokenizer.backend(vocabulary_id)
    kind = lesson.t(f"kinds.{loaded.vocabulary.kind}")
    return f"{kind} · {lesson.t('words.size', n=loaded.size)}"


def counted(lesson: frame.Lesson, count: int, what: str = "tokens") -> str:
    """Write how many there are of something: one, or several."""
    return lesson.t(f"words.amounts.{what}.{'one' if count == 1 else 'many'}", n=count)


def words(lesson: frame.Lesson) -> dict[str, Any]:
    """Give the sentences of the component that draws pieces."""
    found: dict[str, Any] = lesson.value("words")
    return found


def badge(cuts: Sequence[Cut], note: str | None = None) -> frame.Badge:
    """Say which vocabularies cut, and how long it took."""
    names = ", ".join(dict.fromkeys(one.name for one in cuts))
    return frame.Badge("real", model=names, seconds=sum(one.seconds for one in cuts), note=note)


def listed(values: Sequence[str]) -> str:
    """Write several things in a row."""
    return ", ".join(values)
