"""The lineage of an idea: what made it possible, what it made possible, and the arrows among them."""

from __future__ import annotations

import streamlit as st

from core import history
from core.history import Event, History, Lineage
from core.ui import frame
from core.ui.charts import history_lineage as charts
from core.ui.history import card, wording

DIRECTIONS = ("ancestors", "descendants", "both")
FIRST_EVENT = "gpt4"


def draw(lesson: frame.Lesson) -> None:
    """The activity, from an event to everything it hangs from."""
    told = history.load(lesson.language)
    ask, controls, _figure = lesson.stage("lineage")
    with ask:
        ids = list(told.by_id)
        key = lesson.key("event", FIRST_EVENT, among=told.by_id)
        label = lesson.t("controls.event")
        event = told[st.selectbox(label, ids, format_func=lambda one: wording.option(told[one]), key=key)]
    with controls:
        names = lesson.value("controls.directions")
        key = lesson.key("direction", DIRECTIONS[0], among=DIRECTIONS)
        direction = st.radio(
            lesson.t("controls.direction"), DIRECTIONS, format_func=names.__getitem__, key=key
        )
        depth = _depth(lesson)
    guess = lesson.predict(
        "lineage", lesson.md("predict.lineage.question", title=told[FIRST_EVENT].title), numeric=(0, 80, 5),
        answer=lambda: len(history.ancestors(told, FIRST_EVENT)),
        say=lambda mine, truth: lesson.md("predict.lineage.say", truth=truth, mine=round(mine)),
    )  # fmt: skip
    if guess:
        found = history.lineage(told, event.id, direction=direction, depth=depth)
        _figure_of(lesson, told, found, direction, depth)
        _seeing(lesson, told, found, direction)
        card.draw(lesson, told, event)


def _depth(lesson: frame.Lesson) -> int:
    most = history.MOST_STEPS
    stops = [1, 2, 3, 4, 6, 8, most]
    key = lesson.key("depth", most, between=(1, most))
    if st.session_state[key] not in stops:
        st.session_state[key] = min(stops, key=lambda stop: abs(stop - st.session_state[key]))
    every = lesson.t("controls.depth_all")
    return int(
        st.select_slider(
            lesson.t("controls.depth"),
            stops,
            format_func=lambda stop: every if stop == most else str(stop),
            key=key,
        )
    )


def _figure_of(lesson: frame.Lesson, told: History, found: Lineage, direction: str, depth: int) -> None:
    def take() -> None:
        chosen = card.picked("lineage")
        if chosen:
            lesson.set(event=chosen)

    events = [told[one] for one in found.nodes]
    lesson.figure(
        charts.spec(lesson.palette, len(events)),
        data=charts.data(found, events), name="lineage", badge=frame.Badge("published"),
        alt=lesson.t(
            "lineage.alt", title=told[found.center].title, count=len(events), arrows=len(found.arrows),
            first=str(events[0].year), last=str(events[-1].year),
        ),
        table=lambda: history.table(told, events), source=[history.lineage, history.ancestors], on_select=take,
        call=f"from core.history import lineage, load\n"
        f"lineage(load({lesson.language!r}), {found.center!r}, direction={direction!r}, depth={depth})",
    )  # fmt: skip


def _seeing(lesson: frame.Lesson, told: History, found: Lineage, direction: str) -> None:
    center, events = told[found.center], [told[one] for one in found.nodes]
    if len(events) == 1:
        lesson.seeing(lesson.md("lineage.seeing_alone", title=center.title))
        return
    older = [event for event in events if event.id in history.ancestors(told, center.id)]
    said = lesson.md(
        f"lineage.seeing_{direction}", title=center.title, before=len(older), after=len(events) - 1 - len(older),
        oldest=events[0].title, newest=events[-1].title, depth=found.steps,
        year=str(_end(events, direction).year),
    )  # fmt: skip
    lesson.seeing(f"{said} {lesson.t('lineage.legend')}")


def _end(events: list[Event], direction: str) -> Event:
    return events[-1] if direction == "descendants" else events[0]
