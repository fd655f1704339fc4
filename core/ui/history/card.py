"""One event in full: what happened, why it mattered, what is told wrongly, its source and its arrows."""

from __future__ import annotations

import streamlit as st

from core.history import Event, History
from core.ui import frame, navigation
from core.ui.history import wording


def draw(lesson: frame.Lesson, history: History, event: Event) -> None:
    """Draw the whole card below the stage."""
    with st.container(key="event-card"):
        if not lesson.present:
            head(lesson, event)
        rest(lesson, history, event)


def head(lesson: frame.Lesson, event: Event) -> None:
    """Draw what happened: title, date, people and the paragraph."""
    with st.container(key="event-head", gap="xsmall"):
        st.subheader(event.title, anchor=False)
        st.caption(f"{wording.date(lesson, event.when)} · {', '.join(event.people)}")
        lesson.prose(event.text)


def rest(lesson: frame.Lesson, history: History, event: Event) -> None:
    """Draw why it mattered, what is told wrongly and where to try it; beside them, arrows and sources."""
    if lesson.present:
        return
    with st.container(key="event-rest"):
        told, beside = st.columns((8, 5), gap="large")
        with told:
            lesson.prose(f"**{lesson.t('card.why')}.** {event.why}")
            lesson.prose(f"**{lesson.t('card.wrong')}.** {event.wrong}")
            _practice(lesson, event)
            _sources(lesson, event)
        with beside:
            _arrows(lesson, history, "before", event.after)
            _arrows(lesson, history, "after", history.children[event.id])
            _lineage(lesson, event)


def _practice(lesson: frame.Lesson, event: Event) -> None:
    if event.page is None or event.practice is None:
        return
    with st.container(key="event-practice", horizontal=True, vertical_alignment="center"):
        navigation.link(
            event.page, f"**{lesson.t('card.try')}.** {event.practice}", icon=":material/arrow_forward:"
        )


def _arrows(lesson: frame.Lesson, history: History, side: str, ids: tuple[str, ...]) -> None:
    """List events as quiet buttons; one click reads another."""
    st.markdown(f"**{lesson.t(f'card.{side}')}**")
    if not ids:
        st.caption(lesson.t(f"card.nothing_{side}"))
        return
    with st.container(key=f"event-arrows--{side}", horizontal=True, gap="small"):
        for event_id in ids:
            label, key = f"{history[event_id].year} · {history[event_id].short}", f"{side}--{event_id}"
            st.button(label, type="tertiary", key=key, on_click=read, args=(lesson, event_id))


def _lineage(lesson: frame.Lesson, event: Event) -> None:
    if lesson.get("activity") == "lineage":
        return

    def go() -> None:
        lesson.set(activity="lineage", event=event.id, direction="both")

    st.button(lesson.t("card.lineage"), icon=":material/account_tree:", key="to-lineage", on_click=go)


def _sources(lesson: frame.Lesson, event: Event) -> None:
    st.markdown(f"**{lesson.t('card.source')}**")
    with st.container(key="event-sources", gap="xxsmall"):
        for source in event.sources:
            st.caption(wording.reference(source))
    if event.check:
        lesson.note(f"**{lesson.t('card.check')}.** {event.check}")


def read(lesson: frame.Lesson, event_id: str) -> None:
    """Turn to another event, in the lineage or in the whole line of time; from a callback."""
    if lesson.get("activity") == "lineage":
        lesson.set(event=event_id)
    else:
        lesson.set(activity="timeline", event=event_id, era="", themes=[], search="")


def picked(figure: str) -> str | None:
    """Give the id of the event that was clicked in a figure; from its callback."""
    chosen = st.session_state[f"chart--history-{figure}"]["selection"].get("picked") or [{}]
    found: str | None = chosen[0].get("id")
    return found
