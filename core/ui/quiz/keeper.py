"""The learner's progress on a page: on disk, or in memory for this visit when the disk refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from core.errors import StoreError
from core.quiz import store
from core.quiz.database import IN_MEMORY
from core.quiz.records import Answered, Run
from core.quiz.store import Progress
from core.ui import session
from core.ui.frame import Lesson

Result = TypeVar("Result")

_MEMORY, _SNAPSHOT, _ERROR = "_quiz.memory", "_quiz.snapshot", "_quiz.error"


def attempt(work: Callable[[Progress, str], Result]) -> Result:
    """Do something with the learner's progress; if the disk refuses, go on in memory and say so.

    Parameters
    ----------
    work
        Gets the progress and the learner's id.
    """
    learner = session.learner()
    if _MEMORY not in st.session_state:
        try:
            return work(store.progress(), learner)
        except StoreError as error:
            st.session_state[_ERROR] = error
            st.session_state[_MEMORY] = _in_memory(learner)
    return work(st.session_state[_MEMORY], learner)


def remember_run(run: Run, answers: dict[int, Answered]) -> None:
    """Have the run at hand, so that it goes on if the disk stops answering half way."""
    st.session_state[_SNAPSHOT] = (run, answers)


def say_troubles(lesson: Lesson) -> None:
    """Say what happened to the database, if anything did."""
    if _MEMORY in st.session_state:
        lesson.note(lesson.md("troubles.memory"), "warning")
        if st.button(lesson.t("troubles.try_again"), key="quiz-try-again", type="tertiary"):
            _save_again(lesson)
    elif (aside := store.progress().set_aside) is not None:
        lesson.note(lesson.md("troubles.damaged", file=aside.name), "warning")


def forget_everything() -> None:
    """Erase the learner's answers and everything else the course knows of them."""
    attempt(lambda progress, learner: progress.forget(learner))
    for key in [key for key in st.session_state if str(key).startswith("_quiz.")]:
        del st.session_state[key]
    session.forget()


def _in_memory(learner: str) -> Progress:
    made = Progress(IN_MEMORY)
    if _SNAPSHOT in st.session_state:
        run, answers = st.session_state[_SNAPSHOT]
        made.merge(learner, [run], list(answers.values()))
    return made


def _save_again(lesson: Lesson) -> None:
    """Move what is in memory to the disk, which may have room again."""
    memory: Progress = st.session_state[_MEMORY]
    learner = session.learner()
    open_run = memory.open_run(learner)
    runs = memory.finished_runs(learner) + ([open_run] if open_run else [])
    try:
        store.progress().merge(learner, runs, memory.all_answers(learner))
    except StoreError:
        lesson.note(lesson.md("troubles.still"), "warning")
        return
    del st.session_state[_MEMORY]
    st.rerun()
