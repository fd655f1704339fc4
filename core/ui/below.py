"""What stands below the stage: deeper in tabs, and the way on to the next lesson."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import streamlit as st

from core.content import Content
from core.course import Lesson, neighbours
from core.ui import navigation, prose, session


def deeper(lesson: Content, apply: Callable[[int], None]) -> None:
    """Draw the tabs: the analogy, how it works, experiments, what is often misunderstood.

    Parameters
    ----------
    lesson
        Text of the lesson.
    apply
        Starts the experiment at a place of the list; called from a callback.
    """
    words = session.words("frame")
    drawers = {"analogy": _analogy, "how": _how, "experiments": _experiments, "misunderstood": _misunderstood}
    names = [name for name in drawers if lesson.has(f"deeper.{name}")]
    with st.container(key="deeper"):
        labels = [words.text(f"deeper.{name}") for name in names]
        tabs = st.tabs(labels, key=f"deeper--{lesson.name}", on_change="rerun")
        for tab, name in zip(tabs, names, strict=True):
            if tab.open:  # each redraw of a page goes through all that it holds, what nobody sees included
                with tab:
                    drawers[name](words, lesson, apply)


def end(lesson: Content) -> None:
    """Draw what was learnt, and the two questions."""
    words = session.words("frame")
    if not lesson.has("learnt"):
        return
    with st.container(key="ending"):
        prose.write(f"**{words.text('end.learnt')}** {lesson.value('learnt')}")
        if not lesson.has("quiz"):
            return
        st.subheader(words.text("end.quiz"), anchor=False)
        for column, question in zip(st.columns(2, gap="large"), lesson.value("quiz"), strict=True):
            with column:
                _question(lesson.name, question, session.language())


def ways(here: Lesson) -> None:
    """Draw the links to the previous and the next lesson."""
    words, titles = session.words("frame"), session.words("home")
    before, after = neighbours(here.id)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="ways"):
        if before is not None:
            label = f"{words.text('end.previous')}: {titles.text(f'lessons.{before.id}.title')}"
            navigation.link(before.id, label, icon=":material/arrow_back:")
        else:
            navigation.link("home", titles.text("home"), icon=":material/arrow_back:")
        if after is not None:
            label = f"{words.text('end.next')}: {titles.text(f'lessons.{after.id}.title')}"
            navigation.link(after.id, label, icon=":material/arrow_forward:", icon_position="right")


def _analogy(words: Content, lesson: Content, _apply: Callable[[int], None]) -> None:
    prose.write(lesson.value("deeper.analogy.text"))
    prose.write(f"**{words.text('deeper.breaks')}** {lesson.value('deeper.analogy.breaks')}")


def _how(words: Content, lesson: Content, _apply: Callable[[int], None]) -> None:
    prose.write(lesson.value("deeper.how.text"))
    if lesson.has("deeper.how.formula"):
        st.latex(lesson.value("deeper.how.formula"))
    if lesson.has("deeper.how.symbols"):
        lines = [f"- ${one['symbol']}$: {one['means']}" for one in lesson.value("deeper.how.symbols")]
        prose.write(f"**{words.text('deeper.symbols')}**\n\n" + "\n".join(lines))


def _experiments(words: Content, lesson: Content, apply: Callable[[int], None]) -> None:
    for number, one in enumerate(lesson.value("deeper.experiments")):
        with st.container(key=f"experiment--{number}", horizontal=True, wrap=False, gap="medium"):
            with st.container(gap="small"):
                stop = "" if one["name"].endswith(("?", "!")) else "."
                st.markdown(f"**{one['name']}{stop}** {one['question']}")
                if "answer" in one:
                    with st.expander(words.text("deeper.answer"), type="compact"):
                        prose.write(one["answer"])
            key = f"try--{lesson.name}--{number}"
            st.button(
                words.text("deeper.try"), key=key, on_click=apply, args=(number,), icon=":material/science:"
            )


def _misunderstood(words: Content, lesson: Content, _apply: Callable[[int], None]) -> None:
    for number, one in enumerate(lesson.value("deeper.misunderstood")):
        with st.container(key=f"misunderstood--{number}"):
            wrong, right = st.columns(2, gap="large")
            wrong.markdown(f":gray[{words.text('deeper.wrong')}]\n\n*{one['wrong']}*")
            with right:
                prose.write(f":primary[{words.text('deeper.right')}]\n\n{one['right']}")


@st.fragment
def _question(lesson_id: str, question: dict[str, Any], language: str) -> None:
    """Ask one question; an answer gets its reason at once, and a wrong one another try."""
    words, options = Content("frame", language), question["options"]
    order = list(range(len(options)))
    random.Random(question["id"]).shuffle(order)
    chosen = st.radio(
        question["stem"],
        order,
        index=None,
        format_func=lambda place: options[place]["text"],
        key=f"quiz--{question['id']}",
    )
    if chosen is None:
        return
    option = options[chosen]
    verdict = words.text("end.right" if option["correct"] else "end.wrong")
    icon = ":material/check_circle:" if option["correct"] else ":material/lightbulb:"
    retry = "" if option["correct"] else f" {words.text('end.again')}"
    prose.write(f"{icon} **{verdict}** {option['why']}{retry}")
    if option["correct"]:
        session.keep(f"quiz.{question['id']}", value=True, lesson=lesson_id)
