"""The mixed exam: every module in turn, nothing said until the end, timed if one wants."""

from __future__ import annotations

import streamlit as st

from core.quiz import exam as exams
from core.ui import settings
from core.ui.frame import Lesson
from core.ui.quiz import starting

FEWEST, MOST, STEP = 10, 40, 10
SECONDS_EACH = 60


def draw(lesson: Lesson) -> bool:
    """Draw the activity; say whether a question is on screen."""
    return starting.room(lesson, "exam", lambda: _form(lesson))


def _form(lesson: Lesson) -> None:
    starting.declare_seed(lesson)
    with st.container(key="quiz-start"):
        st.markdown(lesson.t("exam.what"))
        key = lesson.key("length", 20, between=(FEWEST, MOST))
        stops = list(range(FEWEST, MOST + 1, STEP))
        settings.snap(key, stops)
        count = st.select_slider(lesson.t("exam.count"), stops, key=key)
        st.toggle(
            lesson.t("exam.timed", minutes=count * SECONDS_EACH // 60), key=lesson.key("timed", default=False)
        )
        if lesson.get("seed"):
            st.caption(lesson.t("exam.same", seed=lesson.get("seed")))
        st.button(
            lesson.t("start"),
            key="quiz-begin",
            type="primary",
            icon=":material/play_arrow:",
            on_click=_begin,
            args=(lesson,),
        )


def _begin(lesson: Lesson) -> None:
    seed, count = starting.seed_of(lesson), lesson.current("length")
    questions = exams.compose("exam", count=count, seed=seed, language=lesson.language)
    starting.begin("exam", questions, seed, seconds=count * SECONDS_EACH if lesson.current("timed") else None)
