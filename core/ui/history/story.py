"""The story: one walk through the events, a step at a time, with buttons or with the arrow keys."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core import history
from core.history import History, Story
from core.ui import frame
from core.ui.charts import history as charts
from core.ui.history import card, wording

MOST_STEPS = 60
"""More steps than any story has; a link that asks for more stops at the last one."""


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the choice of a story to the event of its current step."""
    told = history.load(lesson.language)
    ask, controls, _figure = lesson.stage("story")
    with ask:
        ids = list(told.stories)
        label, key = lesson.t("controls.path"), lesson.key("path", ids[0], among=ids)
        path = told.stories[
            st.selectbox(
                label,
                ids,
                format_func=lambda one: told.stories[one].name,
                key=key,
                on_change=_restart,
                args=(lesson,),
            )
        ]
        st.caption(f"{path.intro} {lesson.t('story.intro')}")
    lesson.key("step", 1, between=(1, MOST_STEPS))
    step = min(lesson.get("step"), len(path.events))
    event = told[path.events[step - 1]]
    with controls:
        _steps(lesson, step, len(path.events))
        card.head(lesson, event)
    _figure_of(lesson, told, path, step)
    lesson.seeing(
        lesson.md(
            "story.seeing",
            n=step,
            total=len(path.events),
            path=path.name,
            title=event.title,
            year=str(event.year),
        )
        + " "
        + f"{_gap(lesson, told, path, step)} {_era(lesson, told, path, step)}"
    )
    card.rest(lesson, told, event)


def _restart(lesson: frame.Lesson) -> None:
    lesson.set(step=1)


def _steps(lesson: frame.Lesson, step: int, total: int) -> None:
    def go(to: int) -> None:
        lesson.set(step=to)

    with st.container(horizontal=True, vertical_alignment="center", key="story-steps"):
        back, on = lesson.t("controls.previous"), lesson.t("controls.next")
        st.button(
            back,
            key="story-back",
            shortcut="Left",
            disabled=step == 1,
            on_click=go,
            args=(step - 1,),
        )
        st.markdown(lesson.t("controls.place", n=step, total=total), width="content")
        st.button(
            on, type="primary", key="story-on", shortcut="Right",
            disabled=step == total, on_click=go, args=(step + 1,),
        )  # fmt: skip


def _figure_of(lesson: frame.Lesson, told: History, path: Story, step: int) -> None:
    marks = {one: "before" if place < step - 1 else "ahead" for place, one in enumerate(path.events)}
    marks[path.events[step - 1]] = "here"
    moments = [told[one].when.moment for one in path.events]
    margin = max(4.0, 0.04 * (moments[-1] - moments[0]))
    domain = (moments[0] - margin, min(moments[-1] + margin, told.eras[-1].end))
    event = told[path.events[step - 1]]
    lesson.figure(
        charts.timeline(lesson.palette, domain, walk=True),
        data=charts.placed(told.events, domain, marks, wording.dates(lesson, told), (told.eras, told.winters), only=True),
        name="story",
        badge=frame.Badge("published"),
        alt=lesson.t("story.alt", total=len(path.events), path=path.name, title=event.title, year=str(event.year)),
        table=lambda: history.table(told, [told[one] for one in path.events]),
        source=[history.load], on_select=_picker(lesson, path.events),
        call=f"from core.history import load, table\nhistory = load({lesson.language!r})\n"
        f"table(history, [history[one] for one in history.stories[{path.id!r}].events])",
    )  # fmt: skip


def _picker(lesson: frame.Lesson, steps: tuple[str, ...]) -> Callable[[], None]:
    """Make the callback of a click on a point: a step of the story, or any other event."""

    def take() -> None:
        chosen = card.picked("story")
        if chosen in steps:
            lesson.set(step=steps.index(chosen) + 1)
        elif chosen:
            card.read(lesson, chosen)

    return take


def _gap(lesson: frame.Lesson, told: History, path: Story, step: int) -> str:
    if step == 1:
        return lesson.t("story.gap_first")
    here, before = told[path.events[step - 1]], told[path.events[step - 2]]
    years = here.year - before.year
    key = {0: "story.gap_same", 1: "story.gap_one"}.get(years, "story.gap")
    return lesson.md(key, years=years, before=before.title)


def _era(lesson: frame.Lesson, told: History, path: Story, step: int) -> str:
    """Present the era when a story enters it."""
    era, before = (
        next(one for one in told.eras if one.holds(told[path.events[place]]))
        for place in (step - 1, max(step - 2, 0))
    )
    if step > 1 and era == before:
        return ""
    return lesson.md("story.era", era=era.name) + f" {lesson.t(f'eras.{era.id}.analogy')}"
