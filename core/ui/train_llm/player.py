"""The row of buttons of a run, and the line that says where it is."""

from __future__ import annotations

import streamlit as st

from core.train_llm import Driver
from core.ui import frame
from core.ui.train_llm import runs
from core.ui.train_llm.choices import Choice


def buttons(lesson: frame.Lesson, driver: Driver, choice: Choice) -> None:
    """Play or pause, one step, back to a checkpoint, reset."""
    point = driver.point
    step = point.state.step if point else 0
    going = driver.playing

    def play() -> None:
        runs.pause_others(driver)
        driver.play()

    def reset() -> None:
        runs.anew(choice.settings, choice.probes)

    def back() -> None:
        chosen = st.session_state["train-back"]
        if chosen is not None:
            driver.back(chosen)
            st.session_state["train-back"] = None

    label = "pause" if going else "play" if step == 0 else "go_on"
    icon = ":material/pause:" if going else ":material/play_arrow:"
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="train-buttons"):
        st.button(
            lesson.t(f"buttons.{label}"), type="primary", icon=icon, key="train-play", disabled=driver.done,
            # Each label has an act of its own: the run may have stopped by itself since it was drawn.
            on_click=driver.pause if going else play,
        )  # fmt: skip
        st.button(
            lesson.t("buttons.step"), icon=":material/skip_next:", key="train-step", on_click=driver.step,
            disabled=driver.done or going or point is None,
        )  # fmt: skip
        st.button(
            lesson.t("buttons.reset"), icon=":material/replay:", type="tertiary", key="train-reset", disabled=step == 0,
            on_click=reset,
        )  # fmt: skip
        steps = [one.state.step for one in driver.checkpoints if one.state.step < step]
        st.selectbox(
            lesson.t("buttons.back"), steps, index=None, key="train-back", on_change=back, width=170,
            placeholder=lesson.t("buttons.back"), label_visibility="collapsed", disabled=not steps,
            format_func=lambda one: lesson.t("buttons.back_to", step=one),
        )  # fmt: skip


def status(lesson: frame.Lesson, driver: Driver) -> None:
    """One line in tabular figures: step, time, speed, time left."""
    point = driver.point
    if point is None:
        st.caption(f":material/hourglass_empty: {lesson.t('status.drawing')}")
        return
    state, total = point.state, driver.settings.steps
    if state.step == 0:
        st.caption(f":material/flag: {lesson.t('status.ready', steps=total)}")
        return
    speed = state.tokens_seen / point.wall if point.wall else 0.0
    left = point.wall / state.step * (total - state.step)
    key = "status.done" if driver.done else "status.going" if driver.playing else "status.paused"
    line = lesson.t(
        key, step=state.step, steps=total, time=point.wall, speed=round(speed), left=left,
        norm=next((row[4] for row in reversed(state.history)), 0.0),
    )  # fmt: skip
    st.caption(line)
