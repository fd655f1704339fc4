"""Missions: a goal, hints one can page through, and a proof that the page checks."""

from __future__ import annotations

import streamlit as st

from core import mlp
from core.mlp.missions import MISSIONS, Mission, hidden_units, largest_weight
from core.mlp.runs import Run
from core.ui import frame, session
from core.ui.components import network as component
from core.ui.mlp import controls, runs
from core.ui.mlp.train import badge, buttons, call, look, loss_of, table


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the goal to its proof."""
    ask, places, _figure = lesson.stage("missions")
    key = lesson.key("mission", next(iter(MISSIONS)), among=MISSIONS)
    words = lesson.value("missions.list")
    done = [name for name in MISSIONS if session.kept(f"mission.{name}", lesson=lesson.id)]

    def begin() -> None:
        if st.session_state[key] in MISSIONS:  # a label of the other language may still be on its way
            lesson.set(**controls.settings_of(MISSIONS[st.session_state[key]].begin))

    with ask:
        name = st.selectbox(
            lesson.t("missions.choose"), list(MISSIONS), key=key, on_change=begin,
            format_func=lambda one: words[one]["name"],
        )  # fmt: skip
        st.caption(lesson.t("missions.done", n=len(done), total=len(MISSIONS)))
        st.markdown(
            words[name]["goal"]
            + (f" :primary[:material/done_all: {lesson.t('missions.solved')}]" if name in done else "")
        )
        st.button(
            lesson.t("missions.begin"),
            icon=":material/flag:",
            key="mission-begin",
            on_click=begin,
            type="tertiary",
        )
        _hints(lesson, name, words[name]["hints"])
    away = controls.hidden_by_link(lesson)
    with places:
        controls.stage(lesson, away)
    with lesson.more_settings():
        controls.more(lesson, away)
    with lesson.guard():
        run = runs.run(controls.experiment(lesson))
        with places:
            buttons(lesson, run)
            answer = _answer(lesson, name, MISSIONS[name])
        _figure_of(lesson, run, name, answer, first=name not in done)


def _hints(lesson: frame.Lesson, name: str, hints: list[str]) -> None:
    """Page through the hints, forth and back."""
    key = f"mission-hint-{name}"
    at = int(st.session_state.get(key, 0))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            lesson.t("missions.hint_less"), key=f"less-{name}", type="tertiary", icon=":material/chevron_left:", disabled=at == 0,
            on_click=lambda: st.session_state.update({key: at - 1}),
        )  # fmt: skip
        st.button(
            lesson.t("missions.hint", n=min(at + 1, len(hints)), total=len(hints)), key=f"more-{name}", type="tertiary",
            icon=":material/lightbulb:", disabled=at >= len(hints), on_click=lambda: st.session_state.update({key: at + 1}),
        )  # fmt: skip
    for hint in hints[:at]:
        st.caption(hint)


def _answer(lesson: frame.Lesson, name: str, mission: Mission) -> str:
    """Ask the mission's question, if it has one."""
    if not mission.answers:
        return ""
    label = lesson.t(f"missions.list.{name}.question")
    if mission.answers == ("number",):
        return str(st.number_input(label, 0, 192, step=1, key=f"answer-{name}"))
    options = lesson.value(f"missions.list.{name}.answers")
    return str(
        st.segmented_control(label, list(options), format_func=options.__getitem__, key=f"answer-{name}")
        or ""
    )


def _figure_of(lesson: frame.Lesson, run: Run, name: str, answer: str, *, first: bool) -> None:
    def live() -> None:
        runs.tick(run)
        state = run.state
        component.network(
            state,
            look(lesson, state, runs.picked(run)),
            lesson.palette,
            "mlp-mission-network",
        )
        proved = MISSIONS[name].proved(state, answer)
        if proved and first:
            session.keep(f"mission.{name}", value=True, lesson=lesson.id)
        lesson.seeing(_said(lesson, state, proved=proved))

    lesson.figure(
        runs.ticking(run, live), name="mission", badge=badge(lesson, run.state),
        alt=lesson.t("figure.alt", data=lesson.value("choices.data")[run.experiment.data]), table=lambda: table(run.state),
        source=[Mission.proved, mlp.accuracy], call=call(run.state),
    )  # fmt: skip


def _said(lesson: frame.Lesson, state: mlp.TrainState, *, proved: bool) -> str:
    """What the proof looks at, with the run's own numbers."""
    right = mlp.accuracy(state) if mlp.split(state.experiment).points.classes else 0.0
    facts = lesson.md(
        "missions.facts", p=right, units=hidden_units(state), w=largest_weight(state), n=state.epoch,
        train=loss_of(lesson, state.train_loss), test=loss_of(lesson, state.test_loss),
    )  # fmt: skip
    if "relu" in state.experiment.activations and state.epoch < 20:
        facts += " " + lesson.md("missions.wait", n=20)
    return (lesson.md("missions.proved") if proved else lesson.md("missions.not_yet")) + " " + facts
