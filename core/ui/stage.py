"""The stage of a lesson: what to ask and the controls at the left, one figure at the right.

On a phone the style sheet orders them: ask, prediction, figure, what you are seeing, controls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from core import course
from core.content import Content
from core.ui import prose, session

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

SHARES = (5, 8)
"""Widths of the controls and of the figure, in thirteenths."""


class Stage(NamedTuple):
    """The three places that a page fills."""

    ask: DeltaGenerator
    controls: DeltaGenerator
    figure: DeltaGenerator


class Slots(NamedTuple):
    """The places that the frame fills by itself."""

    prediction: DeltaGenerator
    seeing: DeltaGenerator
    figure: DeltaGenerator
    more: DeltaGenerator


def header(lesson: Content, *, present: bool) -> None:
    """Draw where one is, the title, and the idea in one sentence."""
    words, here = session.words("frame"), course.lesson(lesson.name)
    place = words.text("header.beside")
    if here.number:
        place = words.text("header.place", number=here.number, total=len(course.COURSE))
    with st.container(key="lesson-header", gap="xxsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", key="lesson-place"):
            st.markdown(f":primary[{place}]", width="content")
            _present_switch(words, on=present)
        st.title(session.words("home").text(f"lessons.{here.id}.title"), anchor=False)
        if not present:
            prose.write(lesson.value("idea"))


def build(lesson: Content, name: str) -> tuple[Stage, Slots]:
    """Draw an empty stage and give its places."""
    suffix = f"--{lesson.name}-{name}"
    _experiment(lesson, suffix)
    with st.container(key=f"stage{suffix}"):
        left, right = st.columns(SHARES, gap="large")
    with left:
        ask = st.container(key=f"stage-ask{suffix}")
        prediction = st.container(key=f"stage-prediction{suffix}")
        with st.container(key=f"stage-controls{suffix}"):
            controls, more = st.container(), st.container()
    with right.container(key=f"stage-figure{suffix}"):
        shown = st.container()
        seeing = st.container(key=f"stage-seeing{suffix}")
    return Stage(ask, controls, shown), Slots(prediction, seeing, shown, more)


def waiting(height: int) -> None:
    """Hold the figure's place while the result waits for a guess."""
    with st.container(key=session.numbered("waiting"), height=height, border=False):
        st.markdown(f":material/hourglass_empty: {session.words('frame').text('predict.waiting')}")


def start_experiment(lesson_id: str, place: int) -> None:
    """Keep the question of an experiment in sight until the learner puts it away; from a callback."""
    st.session_state[_running(lesson_id)] = place


def _experiment(lesson: Content, suffix: str) -> None:
    """Say the question of the running experiment above the stage."""
    key = _running(lesson.name)
    offered = lesson.value("deeper.experiments") if lesson.has("deeper.experiments") else []
    running = [one for place, one in enumerate(offered) if place == st.session_state.get(key)]
    if not running:
        return

    def put_away() -> None:
        del st.session_state[key]

    words = session.words("frame")
    with st.container(key=f"running{suffix}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/science: **{running[0]['name']}.** {running[0]['question']}", width="content")
        close = words.text("deeper.close")
        st.button(close, type="tertiary", icon=":material/close:", key=f"put-away{suffix}", on_click=put_away)


def _running(lesson_id: str) -> str:
    return f"_experiment.{lesson_id}"


def _present_switch(words: Content, *, on: bool) -> None:
    label, icon = words.text("present.enter"), "present_to_all"
    if on:
        label, icon = words.text("present.leave"), "close_fullscreen"
    st.button(
        label,
        type="tertiary",
        icon=f":material/{icon}:",
        key="present-switch",
        help=words.text("present.enter_help"),
        on_click=session.present,
        args=(not on,),
    )
