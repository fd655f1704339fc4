"""The loop: the very code that trains, with the steps of the course marked."""

from __future__ import annotations

import inspect
import textwrap

import streamlit as st

from core.gatito import training
from core.ui import frame


def draw(lesson: frame.Lesson) -> None:
    """The activity: five steps at the left, the code at the right."""
    ask, _controls, _figure = lesson.stage("loop")
    code = textwrap.dedent(inspect.getsource(training._Engine.update))  # noqa: SLF001  (the loop is what is shown)
    with ask:
        for place, step in enumerate(lesson.value("loop.steps"), start=1):
            lesson.prose(f"**{place}.** {step}")
    lesson.figure(
        lambda: st.code(code, language="python", wrap_lines=True), name="loop",
        badge=frame.Badge("real", note=lesson.t("loop.badge", n=len(code.splitlines()))), alt=lesson.t("loop.alt"),
        source=[training.start, training.advance, training._Engine],  # noqa: SLF001
    )  # fmt: skip
    lesson.seeing(lesson.md("loop.seeing"))
