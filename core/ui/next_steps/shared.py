"""What the activities of the last page share: the model, its badge, and the dice."""

from __future__ import annotations

import streamlit as st

from core.ui import frame, session
from core.ui.charts.next_word import readable


def lines(lesson: frame.Lesson, name: str, *, height: int, most: int = 1200) -> list[str]:
    """Draw a box of sentences, one per line, and give those that say something."""
    key = lesson.key(name, lesson.t(f"defaults.{name}"), max_chars=most)
    typed = st.text_area(lesson.t(f"controls.{name}"), key=key, max_chars=most, height=height)
    return [line.strip() for line in (typed or "").split("\n") if line.strip()]


def token_name(token: str) -> str:
    """Name a token as the lesson on the next word does: spaces trimmed, what cannot be seen in words."""
    names = session.words("next_word").value("tokens")
    return readable(token, names["newline"], names["end"])
