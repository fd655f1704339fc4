"""What is said after an answer: option by option, why, and which idea a wrong one gives away."""

from __future__ import annotations

import streamlit as st

from core.content import plain
from core.errors import InputError
from core.quiz.answers import write_number
from core.quiz.grade import Feedback, Grade, grade
from core.quiz.questions import CHOICE, Answer, Option, Question
from core.ui.frame import Lesson
from core.ui.quiz import wording

_ICONS = {True: ":material/check_circle:", False: ":material/lightbulb:"}


def show(lesson: Lesson, question: Question, answer: Answer, key: str) -> None:
    """Draw the verdict and the reasons.

    Parameters
    ----------
    question
        With its options in the order in which they were shown.
    answer
        What was answered; None when the question was left.
    key
        Unique on the page.
    """
    try:
        given = grade(question, answer, lesson.language)
    except InputError:  # an answer to the question as an older bank had it
        answer, given = None, grade(question, None, lesson.language)
    st.markdown(f"{_ICONS[given.right]} **{_verdict(lesson, given, answer)}**")
    if question.kind in CHOICE:
        _options(lesson, question, given, key)
    elif question.kind in {"order", "match"}:
        _places(lesson, question, answer, given, key)
    else:
        _typed(lesson, question, answer, given, key)
    if given.otherwise and question.kind == "order":
        st.markdown(given.otherwise)
    for name in given.misconceptions:
        st.markdown(f"{lesson.t('feedback.idea')} {wording.refutation(lesson, name)}")
    if question.tip:
        st.markdown(f":material/key: **{lesson.t('feedback.tip')}** {question.tip}")


def _verdict(lesson: Lesson, given: Grade, answer: Answer) -> str:
    if answer is None:
        return lesson.t("feedback.left")
    if given.right:
        return lesson.t("feedback.right")
    if given.score > 0:
        return lesson.t("feedback.partly", share=given.score)
    return lesson.t("feedback.wrong")


def _options(lesson: Lesson, question: Question, given: Grade, key: str) -> None:
    missed = lesson.t("feedback.missed" if question.kind == "multiple" else "feedback.right_one")
    for place, line in enumerate(given.feedback):
        with st.container(key=f"option--{_colour(line)}--{key}--{place}", gap=None):
            mark = _mark(line, lesson.t("feedback.yours"), missed)
            st.markdown(_with_reason(f"{line.option.text}{mark}", line.option.why))


def _with_reason(text: str, why: str) -> str:
    """Write an option and, under it, its reason: the second paragraph, which the style makes quiet."""
    return f"{text}\n\n{why}"


def _colour(line: Feedback) -> str:
    if line.option.correct:
        return "good"
    return "bad" if line.chosen else "other"


def _mark(line: Feedback, yours: str, missed: str) -> str:
    """Say in words what the colour says: right, chosen, or right and not chosen."""
    if line.chosen:
        icon = ":primary[:material/check_circle:]" if line.option.correct else ":orange[:material/cancel:]"
        return f" {icon} *{yours}*"
    return f" :primary[:material/check_circle:] *{missed}*" if line.option.correct else ""


def _typed(lesson: Lesson, question: Question, answer: Answer, given: Grade, key: str) -> None:
    right = question.right[0]
    yours = (
        write_number(float(answer), lesson.language, digits=6)
        if isinstance(answer, int | float)
        else str(answer or "")
    )
    unit = f" {question.unit}" if question.unit else ""
    if answer is not None:
        st.markdown(lesson.md("feedback.typed", yours=yours + unit))
    with st.container(key=f"option--good--{key}--right", gap=None):
        st.markdown(_with_reason(f"**{plain(right.text)}{unit}**", given.otherwise or right.why))
    for line in given.feedback:
        if line.chosen and not line.option.correct:
            with st.container(key=f"option--bad--{key}--yours", gap=None):
                st.markdown(_with_reason(f"{plain(line.option.text)}{unit}", line.option.why))


def _places(lesson: Lesson, question: Question, answer: Answer, given: Grade, key: str) -> None:
    """List the pieces as they should be, each with its reason."""
    kept = {line.option.id: line.good for line in given.feedback}
    ordered = sorted(question.options, key=lambda option: option.place or 0)
    for place, option in enumerate(ordered):
        good = kept[option.id]
        with st.container(key=f"option--{'good' if good else 'bad'}--{key}--{place}", gap=None):
            mark = (
                ":primary[:material/check_circle:]" if good else _elsewhere(lesson, question, answer, option)
            )
            st.markdown(_with_reason(f"{_piece(question, option, place)} {mark}", option.why))


def _piece(question: Question, option: Option, place: int) -> str:
    return (
        f"**{place + 1}.** {option.text}" if question.kind == "order" else f"{option.text} → {option.match}"
    )


def _elsewhere(lesson: Lesson, question: Question, answer: Answer, option: Option) -> str:
    """Say where a piece was put, or which partner it got."""
    icon = ":orange[:material/cancel:]"
    if isinstance(answer, list):
        return f"{icon} *{lesson.t('feedback.elsewhere', n=answer.index(option.id) + 1)}*"
    if isinstance(answer, dict):
        return f"{icon} *{lesson.t('feedback.other_pair')}* {question.option(answer[option.id]).match}"
    return ""
