"""Missions: a goal, hints one can page through, and a proof that the page checks."""

from __future__ import annotations

import streamlit as st

from core import mlp
from core.mlp.missions import MISSIONS, Mission, hidden_units, largest_weight
from core.mlp.runs import Run
from core.ui import frame, session
from core.ui.components import network as component
from core.ui.mlp import controls, runs
from core.ui.mlp.train import badge, blown, buttons, call, look, loss_of, table


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the goal to its proof."""
    ask, places, _figure = lesson.stage("missions")
    # Streamlit forgets a widget that another activity does not draw.
    arrived = f"{lesson.id}.mission" not in st.session_state
    key = lesson.key("mission", next(iter(MISSIONS)), among=MISSIONS)
    words = lesson.value("missions.list")
    done = [name for name in MISSIONS if session.kept(f"mission.{name}", lesson=lesson.id)]

    def begin() -> None:
        if st.session_state[key] in MISSIONS:  # a label of the other language may still be on its way
            lesson.set(**controls.settings_of(MISSIONS[st.session_state[key]].begin))

    if arrived and not _ready(lesson, MISSIONS[lesson.get("mission")]):
        begin()
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


def _ready(lesson: frame.Lesson, mission: Mission) -> bool:
    """Whether the page is set for a mission already: by the run at hand, or by a link to a mission under way."""
    if (run := runs.current()) is not None:
        return mission.keeps(run.experiment)
    settings = controls.settings_of(mission.begin)
    linked = any(f"{lesson.id}.{name}" in st.query_params for name in settings)
    return linked and st.query_params.get(f"{lesson.id}.data", controls.DATA_FIRST) == mission.begin.data


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
        blown(lesson, state, _told_of_trouble(name, proved=proved))
        lesson.seeing(_said(lesson, state, MISSIONS[name], proved=proved))

    lesson.figure(
        runs.ticking(run, live), name="mission", badge=badge(lesson, run.state),
        alt=lesson.t("figure.alt", data=lesson.value("choices.data")[run.experiment.data]), table=lambda: table(run.state),
        source=[Mission.proved, mlp.accuracy], call=call(run.state),
    )  # fmt: skip


def _told_of_trouble(name: str, *, proved: bool) -> tuple[str, ...]:
    """What is said of a run that broke; why it did is left to the learner where that is the question."""
    asked = MISSIONS[name].answer == "rate" and not proved
    return ("where", "back") if asked else ("where", "why", "back")


def _said(lesson: frame.Lesson, state: mlp.TrainState, mission: Mission, *, proved: bool) -> str:
    """What the proof looks at, with the run's own numbers; those of a run that broke say nothing."""
    said = [lesson.md("missions.proved" if proved else "missions.not_yet")]
    if state.trouble is not None:
        return said[0]
    if mlp.split(state.experiment).points.classes:
        said.append(lesson.md("missions.right", p=mlp.accuracy(state)))
    said.append(
        lesson.md(
            "missions.facts", units=hidden_units(state), w=largest_weight(state), n=state.epoch,
            train=loss_of(lesson, state.train_loss), test=loss_of(lesson, state.test_loss),
        )
    )  # fmt: skip
    if state.epoch < mission.least:
        said.append(lesson.md("missions.wait", n=mission.least))
    return " ".join(said)
