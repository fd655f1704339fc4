"""One minute: a few quick questions against the clock, to get going."""

from __future__ import annotations

import streamlit as st

from core.quiz import exam
from core.ui.frame import Lesson
from core.ui.quiz import starting


def draw(lesson: Lesson) -> bool:
    """Draw the activity; say whether a question is on screen."""
    return starting.room(lesson, "warmup", lambda: _form(lesson))


def _form(lesson: Lesson) -> None:
    starting.declare_seed(lesson)
    with st.container(key="quiz-start"):
        st.markdown(lesson.t("warmup.what", count=exam.WARMUP_QUESTIONS))
        st.button(
            lesson.t("warmup.start"),
            key="quiz-begin",
            type="primary",
            icon=":material/timer:",
            on_click=_begin,
            args=(lesson,),
        )


def _begin(lesson: Lesson) -> None:
    seed = starting.seed_of(lesson)
    questions = exam.compose("warmup", count=exam.WARMUP_QUESTIONS, seed=seed, language=lesson.language)
    starting.begin("warmup", questions, seed, seconds=exam.WARMUP_SECONDS)
