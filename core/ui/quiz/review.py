"""Spaced review: what is due today, what is being forgotten, and a run to mend it."""

from __future__ import annotations

import time

import streamlit as st

from core.quiz import exam
from core.quiz import review as reviews
from core.quiz.review import Memory
from core.ui import frame
from core.ui.charts import quiz as charts
from core.ui.quiz import starting, wording
from core.ui.quiz.keeper import attempt

MOST = 15
"""Questions of a review, at most: what is left waits for tomorrow."""


def draw(lesson: frame.Lesson) -> bool:
    """Draw the activity; say whether a question is on screen."""
    return starting.room(lesson, "review", lambda: _form(lesson))


def _form(lesson: frame.Lesson) -> None:
    starting.declare_seed(lesson)
    now = time.time()
    memories = attempt(lambda progress, learner: progress.all_memories(learner))
    known = {one.item: name for one in memories if (name := wording.item_name(lesson, one.item, 60))}
    memories = [one for one in memories if one.item in known]
    due = reviews.due(memories, now)
    with st.container(key="quiz-start"):
        if not memories:
            st.markdown(lesson.t("review.none"))
            return
        st.markdown(_state(lesson, memories, due, now))
        if due:
            items = [one.item for one in due[:MOST]]
            label = lesson.t("review.start", n=len(items))
            st.button(
                label,
                key="quiz-begin",
                type="primary",
                icon=":material/replay:",
                on_click=_begin,
                args=(lesson, items),
            )
    _curves(lesson, memories, known, now)


def _begin(lesson: frame.Lesson, items: list[str]) -> None:
    seed = starting.seed_of(lesson)
    starting.begin("review", exam.again(items, seed, MOST), seed)


def _state(lesson: frame.Lesson, memories: list[Memory], due: list[Memory], now: float) -> str:
    if due:
        return lesson.md("review.due", n=len(due), total=len(memories))
    days = max(1, round((min(one.due for one in memories) - now) / reviews.DAY))
    when = lesson.t(f"review.when.{'one' if days == 1 else 'many'}", days=days)
    return lesson.md("review.nothing", when=when, total=len(memories))


def _curves(lesson: frame.Lesson, memories: list[Memory], names: dict[str, str], now: float) -> None:
    average = lesson.t("review.average")
    few = lesson.t("review.weakest", n=min(len(memories), charts.MOST_CURVES))
    data = charts.forgetting_data(memories, names, now, average, few)
    mean = data[data["who"] == average]
    today, later = (float(mean[mean["day"] == day]["recall"].iloc[0]) for day in (0, charts.DAYS_AHEAD))
    lesson.figure(
        charts.forgetting_curves(
            lesson.palette, lesson.t("review.day"), lesson.t("review.recall"), lesson.t("review.ask")
        ),
        data=data,
        name="forgetting",
        badge=frame.Badge("real", model="FSRS-6", note=lesson.t("badge")),
        alt=lesson.t("review.alt", today=today, later=later, days=charts.DAYS_AHEAD),
        source=[reviews.forgetting, reviews.after],
        call="from core.quiz.review import forgetting\nforgetting(stability=10.0, days=range(31))",
    )
    lesson.seeing(
        lesson.md("review.seeing", n=len(memories), today=today, later=later, days=charts.DAYS_AHEAD)
    )
