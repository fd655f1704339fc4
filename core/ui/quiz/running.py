"""A run on screen: one question at a time, from the first to the last, from wherever it was left."""

from __future__ import annotations

import time

import streamlit as st

from core.errors import InputError
from core.quiz import exam
from core.quiz.questions import Question
from core.quiz.records import Answered, Mode, Run
from core.ui.frame import Lesson
from core.ui.quiz import answering, feedback, keeper, parts, wording

SILENT: tuple[Mode, ...] = ("exam", "warmup")
"""Modes that say nothing until they end."""

WITHOUT_CONFIDENCE: tuple[Mode, ...] = ("warmup",)
"""Modes too quick to ask how sure somebody is."""

_SHOWN = "_quiz.shown"


def start(run: Run) -> None:
    """Begin a run; from a callback."""
    keeper.attempt(lambda progress, learner: progress.begin(learner, run))
    st.session_state.pop(_SHOWN, None)


def ended() -> str | None:
    """Give the run whose result is on screen because it has just ended."""
    found: str | None = st.session_state.get(_SHOWN)
    return found


def put_away() -> None:
    """Take the result of the last run off the screen; from a callback."""
    st.session_state.pop(_SHOWN, None)


def finish(run_id: str) -> None:
    """End a run and have its result shown; from a callback."""
    keeper.attempt(lambda progress, learner: progress.finish(learner, run_id, time.time()))
    st.session_state[_SHOWN] = run_id


@st.fragment
def show(lesson: Lesson, run: Run) -> None:
    """Draw the question of a run that comes now; answering draws nothing else again."""
    if ended() == run.id:
        st.rerun()
    answers = keeper.attempt(lambda progress, learner: progress.run_answers(learner, run.id))
    keeper.remember_run(run, answers)
    keeper.say_troubles(lesson)
    position = _position(run, answers)
    if run.over(time.time()) or position is None:
        finish(run.id)
        st.rerun()
    with st.container(key="quiz-paper"):
        _head(lesson, run, answers, position)
        asked = exam.find(run.questions[position], lesson.language)
        question = exam.shown(asked, run.seed)
        with st.container(key="quiz-stem", gap="xsmall"):
            st.caption(wording.where(lesson, question))
            st.markdown(question.stem)
        if position in answers:
            _answered(lesson, run, question, answers, position)
            parts.follow(f"said-{run.id}-{position}", f"next--{run.id}--{position}")
        else:
            _ask(lesson, run, question, answers, position)


def _at(run: Run) -> str:
    return f"_quiz.at.{run.id}"


def _position(run: Run, answers: dict[int, Answered]) -> int | None:
    """Find the question to show: the one being read, or the first without an answer; None at the end."""
    here = st.session_state.get(_at(run))
    if here is not None and here < len(run.questions) and (here not in answers or run.mode not in SILENT):
        return int(here)
    return _next(run, answers, -1 if here is None else here)


def _next(run: Run, answers: dict[int, Answered], after: int) -> int | None:
    """Find the next question without an answer, starting again from the first when need be."""
    left = [place for place in range(len(run.questions)) if place not in answers]
    return next((place for place in left if place > after), left[0] if left else None)


def _head(lesson: Lesson, run: Run, answers: dict[int, Answered], position: int) -> None:
    count = len(run.questions)
    with st.container(
        key="quiz-head", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.markdown(lesson.t("run.place", n=position + 1, total=count), width="content")
        left = run.left(time.time())
        if left is not None:
            parts.clock(run.id, left)
        with st.popover(lesson.t("run.end"), type="tertiary", key=f"quiz-end--{run.id}"):
            st.markdown(lesson.t("run.end_why", left=count - len(answers)))
            st.button(lesson.t("run.end_yes"), key=f"quiz-end-yes--{run.id}", on_click=finish, args=(run.id,))
    st.progress(len(answers) / count)


def _ask(lesson: Lesson, run: Run, question: Question, answers: dict[int, Answered], position: int) -> None:
    key = f"{run.id}.{position}"
    since = f"_quiz.since.{key}"
    st.session_state.setdefault(since, time.time())
    with st.container(key=f"quiz-answer--{position}"):
        answer = answering.widget(lesson, question, key)
    so_far = answering.placed(key)
    parts.follow(f"ask-{run.id}-{position}-{so_far}", f"quiz-answer--{position}", "quiz-confirm")
    with st.container(key="quiz-confirm", gap="xsmall"):
        _confirm(lesson, run, position, question, answer is None, st.session_state[since])
    if len(answers) < len(run.questions) - 1 and run.mode != "warmup":
        st.button(
            lesson.t("run.later"),
            key=f"later--{key}",
            type="tertiary",
            icon=":material/skip_next:",
            on_click=_go,
            args=(run, answers, position),
        )
    if f"_quiz.lost.{run.id}" in st.session_state:
        lesson.note(lesson.t("run.other_tab"), "warning")
        del st.session_state[f"_quiz.lost.{run.id}"]


def _go(run: Run, answers: dict[int, Answered], position: int) -> None:
    """Move on to the next question that has no answer."""
    found = _next(run, answers, position)
    st.session_state[_at(run)] = len(run.questions) if found is None else found


def _confirm(
    lesson: Lesson, run: Run, position: int, question: Question, waiting: bool, since: float
) -> None:
    """Draw what confirms: how sure one is, or just that."""
    arguments = (run, position, question, since, lesson.language)
    if run.mode in WITHOUT_CONFIDENCE:
        st.button(
            lesson.t("run.confirm"),
            key=f"confirm--{run.id}--{position}",
            type="primary",
            disabled=waiting,
            on_click=_take,
            args=(*arguments, None),
        )
        return
    st.markdown(lesson.t("confidence.ask" if not waiting else "confidence.wait"))
    with st.container(horizontal=True, gap="small"):
        for confidence, name in wording.confidence_names(lesson).items():
            st.button(
                f"{name} · {lesson.number.percent(confidence, 0)}",
                key=f"confirm--{run.id}--{position}--{round(confidence * 100)}",
                disabled=waiting,
                on_click=_take,
                args=(*arguments, confidence),
            )


def _take(
    run: Run, position: int, question: Question, since: float, language: str, confidence: float | None
) -> None:
    """Confirm an answer: on disk before anything is said about it.

    The answer is read now, not when the button was drawn: a last tick may come together with the click.
    """
    now = time.time()
    answer = answering.given(question, f"{run.id}.{position}", language)
    if answer is None:
        return
    try:
        answered, _ = exam.take(
            run, position, answer, confidence=confidence, seconds=now - since, now=now, language=language
        )
    except InputError:  # the time ran out between the question and the click
        return
    kept = keeper.attempt(lambda progress, learner: progress.confirm(learner, answered))
    if (kept.answer, kept.confidence) != (answered.answer, answered.confidence):  # a double click is the same
        st.session_state[f"_quiz.lost.{run.id}"] = True
    st.session_state[_at(run)] = position


def _answered(
    lesson: Lesson, run: Run, question: Question, answers: dict[int, Answered], position: int
) -> None:
    feedback.show(lesson, question, answers[position].answer, f"{run.id}-{position}")
    last = len(answers) == len(run.questions)
    label = lesson.t("run.to_results" if last else "run.next")
    st.button(
        label,
        key=f"next--{run.id}--{position}",
        type="primary",
        icon=":material/arrow_forward:",
        icon_position="right",
        on_click=_leave,
        args=(run, answers, position),
    )


def _leave(run: Run, answers: dict[int, Answered], position: int) -> None:
    if len(answers) == len(run.questions):
        finish(run.id)
    else:
        _go(run, answers, position)
