"""The guided path: an exercise with its task, its editor, its checker, three hints and a solution."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.content import Content
from core.sandbox.events import Check
from core.sandbox.exercises import CHAPTERS, EXERCISES, Exercise, of_chapter
from core.ui import frame, session
from core.ui.pytorch import laboratory, running
from core.ui.pytorch.state import Lab, solved

HINTS = 3


def draw(lesson: frame.Lesson) -> None:
    """The activity."""
    done = solved(session.kept("solved", lesson=lesson.id))
    left, right = laboratory.halves("path")
    with left:
        exercise = _choose(lesson, done)
        words = Content("pytorch_exercises", lesson.language)
        mine = laboratory.opened(lesson, exercise.id, exercise.start)
        lesson.prose(f"**{words.text(f'{exercise.id}.title')}.** {words.value(f'{exercise.id}.task')}")
        laboratory.write(lesson, mine, exercise.id, exercise.start, lesson.t("editor.label"))
        _help(lesson, exercise, mine, exercise.id in done)
    with right:
        running.warm_up(lesson, mine)
        noted = partial(_note, lesson, exercise, mine, done)
        laboratory.show(lesson, mine, partial(_empty, lesson), exercise.id, noted)
        if _passed(mine):
            _onward(lesson, exercise)


def _choose(lesson: frame.Lesson, done: set[str]) -> Exercise:
    """Choose an exercise from the list, or by going one on or back."""
    ids = list(EXERCISES)
    key = lesson.key("exercise", ids[0], among=EXERCISES)
    here = ids.index(str(st.session_state[key]))

    def move(by: int) -> None:
        lesson.set(exercise=ids[(here + by) % len(ids)], code="")

    with st.container(horizontal=True, vertical_alignment="bottom", key="exercise-choice", gap="small"):
        st.button(
            "",
            icon=":material/chevron_left:",
            help=lesson.t("path.back"),
            key="exercise-back",
            on_click=move,
            args=(-1,),
        )
        chosen = st.selectbox(
            lesson.t("path.exercise", done=len(done & set(ids)), all=len(ids)), ids, key=key,
            format_func=partial(_name, lesson, done), on_change=partial(lesson.set, code=""),
        )  # fmt: skip
        st.button(
            "",
            icon=":material/chevron_right:",
            help=lesson.t("path.forward"),
            key="exercise-on",
            on_click=move,
            args=(1,),
        )
    return EXERCISES[chosen]


def _name(lesson: frame.Lesson, done: set[str], exercise_id: str) -> str:
    exercise = EXERCISES[exercise_id]
    chapter = CHAPTERS.index(exercise.chapter)
    place = of_chapter(exercise.chapter).index(exercise)
    title = Content("pytorch_exercises", lesson.language).text(f"{exercise_id}.title")
    tick = "  ✓" if exercise_id in done else ""
    return f"{chapter + 1}.{place + 1} · {lesson.t(f'path.chapters.{exercise.chapter}')} · {title}{tick}"


def _help(lesson: frame.Lesson, exercise: Exercise, mine: Lab, known: bool) -> None:
    """Hints that one can page through both ways, then the solution with its discussion."""
    words = Content("pytorch_exercises", lesson.language)

    def turn(to: int) -> None:
        mine.hint = to

    def look() -> None:
        mine.solution = not mine.solution

    with st.container(horizontal=True, key="hints-bar", gap="small", vertical_alignment="center"):
        if not mine.hint:
            st.button(
                lesson.t("path.hint"), icon=":material/lightbulb:", on_click=turn, args=(1,), key="hint-first"
            )
        else:
            st.button("", icon=":material/chevron_left:", help=lesson.t("path.hint_back"), on_click=turn, args=(mine.hint - 1,),
                      key="hint-back")  # fmt: skip
            st.markdown(lesson.t("path.hint_number", n=mine.hint, all=HINTS), width="content")
            st.button("", icon=":material/chevron_right:", help=lesson.t("path.hint_on"), on_click=turn, args=(mine.hint + 1,),
                      disabled=mine.hint == HINTS, key="hint-on")  # fmt: skip
        if mine.hint == HINTS or known or mine.solution or _passed(mine):
            st.button(
                lesson.t("path.hide" if mine.solution else "path.solution"),
                icon=":material/key:",
                on_click=look,
                key="solution",
            )
    if mine.hint:
        lesson.note(words.value(f"{exercise.id}.hints")[mine.hint - 1])
    if mine.solution:
        with st.container(key="solution-box"):
            st.code(exercise.solution, language="python")
            lesson.prose(words.value(f"{exercise.id}.discussion"))
            st.button(lesson.t("path.take"), icon=":material/content_copy:", key="solution-take",
                      on_click=laboratory.put, args=(lesson, mine, exercise.solution, exercise.start))  # fmt: skip


def _passed(mine: Lab) -> bool:
    return any(one.passed for one in mine.of(Check))


def _note(lesson: frame.Lesson, exercise: Exercise, mine: Lab, done: set[str]) -> None:
    """Keep in the learner's notes what was solved."""
    if _passed(mine) and exercise.id not in done:
        session.keep("solved", sorted({*done, exercise.id}), lesson=lesson.id)


def _onward(lesson: frame.Lesson, exercise: Exercise) -> None:
    """Offer the next exercise."""
    ids = list(EXERCISES)
    after = ids[ids.index(exercise.id) + 1 :]
    if after:
        st.button(lesson.t("path.next"), icon=":material/arrow_forward:", type="primary", key="exercise-next",
                  on_click=lesson.set, kwargs={"exercise": after[0], "code": ""})  # fmt: skip


def _empty(lesson: frame.Lesson) -> None:
    with st.container(key=session.numbered("waiting"), height=260, border=False):
        st.markdown(f":material/science: {lesson.t('path.empty')}")
