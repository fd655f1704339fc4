"""What stands before a run: the form that starts it, or the run that was left half way."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

import streamlit as st

from core.quiz import exam
from core.quiz.records import Mode, Run
from core.ui.frame import Lesson
from core.ui.quiz import keeper, parts, results, running

ROOMS: dict[str, str] = {
    "practice": "practice",
    "retry": "practice",
    "exam": "exam",
    "review": "review",
    "warmup": "warmup",
}
"""In which activity each mode is played."""

LARGEST_SEED = 2**31 - 1


def room(lesson: Lesson, activity: str, form: Callable[[], None]) -> bool:
    """Draw an activity: its run if one is open, the result if one has just ended, or its form.

    Returns
    -------
    bool
        Whether a question is on screen, and nothing else should be.
    """
    run = keeper.attempt(lambda progress, learner: progress.open_run(learner))
    if run is not None and (run.over(time.time()) or not _whole(lesson, run)):
        running.finish(run.id)
        run = None
    if run is not None and ROOMS[run.mode] == activity:
        running.show(lesson, run)
        return True
    keeper.say_troubles(lesson)
    parts.follow(activity)
    if (ended := running.ended()) is not None and results.belongs(ended, activity, ROOMS):
        results.just_ended(lesson, ended)
    elif run is not None:
        _half_way(lesson, run)
    else:
        form()
    return False


def _whole(lesson: Lesson, run: Run) -> bool:
    """Say whether the bank still has every question of a run."""
    return all(exam.is_known(name, lesson.language) for name in run.questions)


def begin(
    mode: Mode,
    questions: tuple[str, ...],
    seed: int,
    *,
    seconds: int | None = None,
    module: str | None = None,
) -> None:
    """Start a run; from a callback."""
    running.start(exam.begin(mode, questions, seed=seed, now=time.time(), seconds=seconds, module=module))


def seed_of(lesson: Lesson) -> int:
    """Give the seed of the link, which makes the same exam for a whole class; without one, another each time."""
    chosen = int(lesson.get("seed"))
    return chosen or secrets.randbelow(LARGEST_SEED) + 1


def declare_seed(lesson: Lesson) -> None:
    """Have the seed travel in links."""
    lesson.key("seed", 0, between=(0, LARGEST_SEED))


def _half_way(lesson: Lesson, run: Run) -> None:
    answered = len(keeper.attempt(lambda progress, learner: progress.run_answers(learner, run.id)))

    def go_on() -> None:
        lesson.set(activity=ROOMS[run.mode])

    with st.container(key="quiz-open"):
        name = lesson.t(f"modes.{run.mode}")
        st.markdown(lesson.md("open.half_way", mode=name, done=answered, total=len(run.questions)))
        with st.container(horizontal=True):
            st.button(lesson.t("open.go_on"), type="primary", key="quiz-go-on", on_click=go_on)
            st.button(lesson.t("open.end"), key="quiz-end-open", on_click=running.finish, args=(run.id,))
