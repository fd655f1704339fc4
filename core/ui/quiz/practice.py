"""Practice: the questions of one module, with the reasons after each."""

from __future__ import annotations

import streamlit as st

from core.errors import InputError
from core.quiz import MODULES, exam
from core.ui import settings
from core.ui.frame import Lesson
from core.ui.notices import say_error
from core.ui.quiz import keeper, starting, wording

COUNTS = (5, 10, 15, 20)
ALL_LEVELS = 0


def draw(lesson: Lesson) -> bool:
    """Draw the activity; say whether a question is on screen."""
    return starting.room(lesson, "practice", lambda: _form(lesson))


def _form(lesson: Lesson) -> None:
    starting.declare_seed(lesson)
    names = wording.module_names(lesson)
    with st.container(key="quiz-start"):
        st.markdown(lesson.t("practice.what"))
        key = lesson.key("module", MODULES[1], among=MODULES)
        module = st.selectbox(lesson.t("practice.module"), MODULES, format_func=names.__getitem__, key=key)
        key = lesson.key("level", ALL_LEVELS, between=(0, 3))
        labels = lesson.value("practice.levels")
        level = st.segmented_control(
            lesson.t("practice.level"), (0, 1, 2, 3), format_func=labels.__getitem__, key=key, required=True
        )
        key = lesson.key("count", COUNTS[1], between=(COUNTS[0], COUNTS[-1]))
        stops = list(range(COUNTS[0], COUNTS[-1] + 1, 5))
        settings.snap(key, stops)
        count = st.select_slider(lesson.t("practice.count"), stops, key=key)
        there_are = exam.available(module, level or None, lesson.language)
        if there_are < count:
            fewer = "practice.fewer" if level else "practice.fewer_all"
            st.caption(lesson.md(fewer, module=names[module], n=there_are))
        st.button(
            lesson.t("start"),
            key="quiz-begin",
            type="primary",
            icon=":material/play_arrow:",
            on_click=_begin,
            args=(lesson,),
        )


def _begin(lesson: Lesson) -> None:
    seed, module = starting.seed_of(lesson), lesson.current("module")
    seen = keeper.attempt(lambda progress, learner: progress.seen(learner))
    try:
        questions = exam.compose(
            "practice",
            count=lesson.current("count"),
            seed=seed,
            module=module,
            level=lesson.current("level") or None,
            seen=seen,
            language=lesson.language,
        )
    except InputError as error:
        say_error(error)
        return
    starting.begin("practice", questions, seed, module=module)
