"""A bet that is made before a run and judged by its numbers, when they have come."""

from __future__ import annotations

import streamlit as st

from core.ui import frame


def draw(lesson: frame.Lesson, name: str) -> str | None:
    """Ask for a bet, when predictions are on; None when there is none."""
    if not lesson.predicting or lesson.present:
        return None
    options = lesson.value(f"{name}.options")
    return st.pills(
        lesson.t(f"{name}.question"), list(options), format_func=options.__getitem__, key=f"train-bet-{name}", wrap=True
    )  # fmt: skip


def verdict(lesson: frame.Lesson, name: str, bet: str | None, truth: str) -> str:
    """Say whether the bet was right; nothing when there was none."""
    if bet is None:
        return ""
    return lesson.md(
        "bets.right" if bet == truth else "bets.wrong", what=lesson.value(f"{name}.options")[truth]
    )
