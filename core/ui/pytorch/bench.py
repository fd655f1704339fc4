"""The free bench: the programs of the syllabus one click away, and room for any other."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from core import sandbox
from core.sandbox.events import Value
from core.sandbox.views import PlainView, TensorView
from core.ui import frame, session
from core.ui.charts.pytorch_tensor import written
from core.ui.pytorch import laboratory, running
from core.ui.pytorch.programs import PROGRAMS
from core.ui.pytorch.state import Lab


def draw(lesson: frame.Lesson) -> None:
    """The activity."""
    left, right = laboratory.halves("bench")
    with left:
        key = lesson.key("program", "tensors", among=PROGRAMS)
        chosen = st.selectbox(
            lesson.t("bench.program"), list(PROGRAMS), key=key, on_change=partial(lesson.set, code=""),
            format_func=lambda one: lesson.t(f"bench.programs.{one}.title"),
        )  # fmt: skip
        start = PROGRAMS[chosen]
        mine = laboratory.opened(lesson, f"bench-{chosen}", start)
        lesson.prose(lesson.value(f"bench.programs.{chosen}.about"))
        laboratory.write(lesson, mine, f"bench-{chosen}", start, lesson.t("editor.label"))
        st.caption(lesson.t("bench.words"))
    with right:
        running.warm_up(lesson, mine)
        if mine.status == "asked" or _predicted(lesson, chosen, mine, start):
            laboratory.show(lesson, mine, partial(_empty, lesson))


def _predicted(lesson: frame.Lesson, chosen: str, mine: Lab, start: str) -> bool:
    """Ask what the last line will give, of a program that is as it came; the answer is computed by running it."""
    words = lesson.value(f"bench.programs.{chosen}")
    if "question" not in words or mine.status == "idle" or mine.ran != start:
        return True
    return bool(
        lesson.predict(
            f"program:{chosen}",
            words["question"],
            [str(one) for one in words["options"]],
            answer=lambda: _last_value(lesson, start),
            say=lambda bet, truth: lesson.md("bench.right" if bet == truth else "bench.wrong", truth=truth),
            height=260,
        )
    )


def _last_value(lesson: frame.Lesson, code: str) -> str:
    """Run a program for the value of its last line, written as the options of the question are."""
    events = list(sandbox.shared().start(code, seed=laboratory.SEED, look=False))
    last = next((one for one in events if isinstance(one, Value) and not one.name), None)
    return _short(last.view, lesson) if last is not None else ""


def _short(view: Any, lesson: frame.Lesson) -> str:
    if isinstance(view, TensorView) and view.sample is not None and view.count == 1:
        return written(view.sample.values[0], lesson.number)
    return view.text if isinstance(view, PlainView) else ""


def _empty(lesson: frame.Lesson) -> None:
    with st.container(key=session.numbered("waiting"), height=260, border=False):
        st.markdown(f":material/science: {lesson.t('bench.empty')}")
