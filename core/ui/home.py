"""Home: the course map, the sentence to carry, progress so far, and the machine's state in one line."""

from __future__ import annotations

import streamlit as st

from core.content import Content
from core.course import COURSE, MORE, Lesson, offered
from core.ui import machine, navigation, session, settings, text_box
from core.ui.notices import say_error


def show() -> None:
    """Draw the course map."""
    words = session.words("home")
    lessons = offered(COURSE)
    with st.container(key="home-header", gap="xsmall"):
        st.title(words.text("title"), anchor=False)
        st.markdown(words.text("idea"))
    _start(words, lessons)
    left, right = st.columns([8, 5], gap="large")
    with left.container(key="home-map", gap=None):
        _map(words, lessons)
    with right:
        _sentence(words)
        _progress(words, lessons)
        _machine(session.language())
    _beside(words)


def _start(words: Content, lessons: list[Lesson]) -> None:
    """Offer the one thing to do now: the first lesson not visited after the furthest one, or else before it."""
    if not lessons:
        return
    visited = [place for place, one in enumerate(lessons) if session.kept("visited", lesson=one.id)]
    ahead = range(max(visited, default=-1) + 1, len(lessons))
    left = [place for place in (*ahead, *range(len(lessons))) if place not in visited]
    target = lessons[left[0] if left else 0]
    title = words.text(f"lessons.{target.id}.title")
    with st.container(key="home-start"):
        label = words.text("go_on" if visited else "start", title=title)
        navigation.link(target.id, label, icon=":material/arrow_forward:", icon_position="right")


def _map(words: Content, lessons: list[Lesson]) -> None:
    for one in lessons:
        with st.container(key=f"home-lesson--{one.id}", horizontal=True, gap="medium", wrap=False):
            st.markdown(str(one.number), width=32)
            with st.container(gap=None):
                navigation.link(one.id, words.text(f"lessons.{one.id}.title"))
                st.markdown(words.text(f"lessons.{one.id}.does") + _mark(words, one))


def _mark(words: Content, one: Lesson) -> str:
    """Say how far a lesson is done: visited, or its questions answered."""
    notes = session.notes().get(one.id, {})
    if sum(name.startswith("quiz.") for name in notes) >= 2:
        return f" :primary[:material/done_all: {words.text('progress.done')}]"
    return f" :primary[:material/done: {words.text('progress.visited')}]" if notes.get("visited") else ""


def _sentence(words: Content) -> None:
    """Let the learner pick the text that travels through the lessons."""
    text_box.sentence()
    with st.container(key="home-sentence"):
        st.subheader(words.text("sentence.title"), anchor=False)
        text = text_box.draw(
            text_box.SENTENCE, words.text("sentence.label"), max_chars=settings.LONGEST_IN_LINK, live=False
        )
        text_box.examples(text_box.SENTENCE, text, words.value("sentence.examples"), text_box.carry)
        st.caption(words.text("sentence.why"))


def _progress(words: Content, lessons: list[Lesson]) -> None:
    with st.container(key="home-progress"):
        st.subheader(words.text("progress.title"), anchor=False)
        visited = sum(bool(session.kept("visited", lesson=one.id)) for one in lessons)
        if not visited:
            st.caption(words.text("progress.none"))
        else:
            st.progress(visited / max(len(lessons), 1))
            lines = [words.text("progress.some", visited=visited, total=len(lessons))]
            if session.kept("guesses"):
                right = session.kept("guesses_right", 0)
                lines.append(words.text("progress.guesses", count=session.kept("guesses"), right=right))
            st.caption(" ".join(lines))
            _take_away(words)
        if "_store_error" in st.session_state:
            say_error(st.session_state["_store_error"])


def _take_away(words: Content) -> None:
    with st.popover(words.text("progress.take"), type="tertiary", icon=":material/luggage:", key="take-away"):
        st.caption(words.text("progress.take_why"))
        address = (st.context.url or "").split("?")[0]
        st.code(f"{address}?learner={session.learner()}", language=None, wrap_lines=True)
        st.button(
            words.text("progress.forget"),
            icon=":material/delete:",
            type="tertiary",
            key="forget",
            on_click=session.forget,
        )


def _beside(words: Content) -> None:
    pages = offered(MORE)
    if not pages:
        return
    with st.container(key="home-more"):
        st.subheader(words.text("more"), anchor=False)
        for column, one in zip(st.columns(len(pages), gap="medium"), pages, strict=True):
            with column:
                navigation.link(one.id, words.text(f"lessons.{one.id}.title"))
                st.caption(words.text(f"lessons.{one.id}.does"))


def _machine(language: str) -> None:
    """Say what the machine is; until the child process answers, look again every second."""
    waiting = not machine.ask().done()
    st.fragment(_machine_line, run_every=1.0 if waiting else None)(language, waiting)


def _machine_line(language: str, waiting: bool) -> None:
    words, answer = Content("home", language), machine.ask()
    with st.container(key="home-machine"):
        st.subheader(words.text("machine.title"), anchor=False)
        if not answer.done():
            st.caption(f":material/memory: {words.text('machine.looking')}")
            return
        st.caption(f":material/memory: {_described(words, answer.result())}")
    if waiting:
        st.rerun()


def _described(words: Content, found: machine.Machine | None) -> str:
    if found is None:
        return words.text("machine.unknown")
    kind = found.name.split(":")[0].lower()
    said = (f"machine.reasons.{key}" for key in (found.reason, kind) if words.has(f"machine.reasons.{key}"))
    reason = next((words.text(key) for key in said), found.reason)
    parts = [words.text("machine.device", name=found.name.upper(), reason=reason)]
    if found.total_bytes:
        parts.append(words.text("machine.memory", free=found.free_bytes, total=found.total_bytes))
    parts.append(words.text("machine.online" if found.online else "machine.offline"))
    if found.ready:
        parts.append(words.text("machine.ready", models=", ".join(found.ready)))
    return " · ".join(parts)
