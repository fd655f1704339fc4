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
        _seeing(lesson, told, found, direction, depth)
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
    arrows = _counted(lesson, "arrows", len(found.arrows))
    lesson.figure(
        charts.spec(lesson.palette, len(events)),
        data=charts.data(found, events), name="lineage", badge=frame.Badge("published"),
        alt=lesson.t(
            "lineage.alt" if found.arrows else "lineage.alt_alone", title=told[found.center].title, count=len(events),
            arrows=arrows, first=str(events[0].year), last=str(events[-1].year),
        ),
        table=lambda: history.table(told, events), source=[history.lineage, history.ancestors], on_select=take,
        call=f"from core.history import lineage, load\n"
        f"lineage(load({lesson.language!r}), {found.center!r}, direction={direction!r}, depth={depth})",
    )  # fmt: skip


def _seeing(lesson: frame.Lesson, told: History, found: Lineage, direction: str, depth: int) -> None:
    title = told[found.center].title
    if len(found.nodes) == 1 and direction != "both":
        lesson.seeing(lesson.md("lineage.seeing_alone", title=title))
        return
    sides = DIRECTIONS[:2] if direction == "both" else (direction,)
    said = [_side(lesson, told, found.center, side, depth) for side in sides]
    if found.steps > 1:
        said.append(lesson.t("lineage.farthest", steps=_counted(lesson, "steps", found.steps)))
    if found.arrows:
        said.append(lesson.t("lineage.legend"))
    lesson.seeing(" ".join(said))


def _side(lesson: frame.Lesson, told: History, center: str, side: str, depth: int) -> str:
    """Say what is before an event, or after it: what is seen within so many steps, and what there is in all."""
    title = told[center].title
    every, near = (
        _others(told, history.lineage(told, center, direction=side, depth=steps))
        for steps in (history.MOST_STEPS, depth)
    )
    if not every:
        return lesson.md(f"lineage.none_{side}", title=title)
    ideas = _ideas(lesson, every, side)
    if len(near) == len(every):
        return lesson.md(f"lineage.seeing_{side}", title=title, ideas=ideas)
    steps = _counted(lesson, "steps", depth)
    return lesson.md(
        f"lineage.within_{side}", title=title, steps=steps, near=_ideas(lesson, near, side), ideas=ideas
    )


def _others(told: History, found: Lineage) -> list[Event]:
    """Give the events of a lineage in order of time, without the one in the centre."""
    return [told[one] for one in found.nodes if one != found.center]


def _ideas(lesson: frame.Lesson, events: list[Event], side: str) -> str:
    """Count some ideas and name the one farthest in time; of one alone there is no oldest."""
    end = events[-1] if side == "descendants" else events[0]
    one = "_one" if len(events) == 1 else f"_{side}"
    return lesson.t(f"lineage.ideas{one}", n=len(events), end=end.title, year=str(end.year))


def _counted(lesson: frame.Lesson, name: str, count: int) -> str:
    return lesson.t(f"lineage.{name}_one" if count == 1 else f"lineage.{name}", n=count)
