"""The whole line of time: eras and winters, themes, a search, and any event in full."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from core import history
from core.history import Event, History
from core.ui import frame
from core.ui.charts import history as charts
from core.ui.history import card, wording

FIRST_EVENT = "turing_test"


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the filters to the chosen event."""
    told = history.load(lesson.language)
    ask, controls, _figure = lesson.stage("timeline")
    with ask:
        query = st.text_input(
            lesson.t("controls.search"), key=lesson.key("search", "", max_chars=200), live=True,
            placeholder=lesson.t("controls.search_hint"), icon=":material/search:",
        )  # fmt: skip
    with controls:
        era, themes = _filters(lesson, told)
    shown = history.in_view(told, era=era, themes=themes, query=query or "")
    guess = lesson.predict(
        "neuron", lesson.t("predict.timeline.question"), lesson.value("predict.timeline.options"),
        answer=lambda: f"y{told['mcculloch_pitts'].year}",
        say=lambda mine, truth: lesson.md(f"predict.timeline.{'right' if mine == truth else 'wrong'}"),
        height=charts.HEIGHT,
    )  # fmt: skip
    if not guess:
        return
    if not shown:
        _nothing(lesson)
        return
    with controls:
        event = _choice(lesson, told, shown)
    _figure_of(lesson, told, shown, event, era, themes, query or "")
    _seeing(lesson, told, shown, era)
    card.draw(lesson, told, event)


def _filters(lesson: frame.Lesson, told: History) -> tuple[str, list[str]]:
    eras = {"": lesson.t("controls.era_all"), **{one.id: one.name for one in told.eras}}
    era = st.selectbox(
        lesson.t("controls.era"),
        list(eras),
        format_func=eras.__getitem__,
        key=lesson.key("era", "", among=eras),
    )
    themes = st.multiselect(
        lesson.t("controls.themes"), list(told.themes), format_func=told.themes.__getitem__,
        key=lesson.key("themes", [], among=told.themes), placeholder=lesson.t("controls.themes_all"),
    )  # fmt: skip
    if era and not lesson.present:
        st.caption(lesson.t(f"eras.{era}.analogy") + " " + lesson.t(f"eras.{era}.breaks"))
    return era or "", list(themes)


def _choice(lesson: frame.Lesson, told: History, shown: tuple[Event, ...]) -> Event:
    """Choose the event to read: by its name here, or by a click on its point."""
    key = lesson.key("event", FIRST_EVENT, among=told.by_id)
    ids = [event.id for event in shown]
    if lesson.get("event") not in ids:
        lesson.set(event=next((event.id for event in shown if event.landmark), ids[0]))
        key = lesson.key("event", FIRST_EVENT, among=told.by_id)
    label = lesson.t("controls.event")
    chosen = st.selectbox(label, ids, format_func=lambda one: wording.option(told[one]), key=key)
    return told[chosen]


def _domain(told: History, era: str) -> tuple[float, float]:
    """Give the years of the axis: those of an era, or all, with a little air at both ends."""
    chosen = [one for one in told.eras if era in ("", one.id)]
    first, end = chosen[0].first, chosen[-1].end
    air = 0.02 * (end - first)
    return first - air, end + air


def _figure_of(
    lesson: frame.Lesson,
    told: History,
    shown: tuple[Event, ...],
    event: Event,
    era: str,
    themes: list[str],
    query: str,
) -> None:
    def take() -> None:
        chosen = card.picked("timeline")
        if chosen:
            lesson.set(event=chosen)

    domain = _domain(told, era)
    lesson.figure(
        charts.timeline(lesson.palette, domain),
        data=charts.placed(
            shown, domain, {event.id: "here"}, wording.dates(lesson, shown), (told.eras, told.winters)
        ),
        name="timeline",
        badge=frame.Badge("published", note=lesson.t("timeline.hint")),
        alt=lesson.t("timeline.alt", shown=len(shown), first=str(shown[0].year), last=str(shown[-1].year)),
        table=lambda: history.table(told, shown), source=[history.in_view, history.rows], on_select=take,
        call=f"from core.history import in_view, load, table\nhistory = load({lesson.language!r})\n"
        f"table(history, in_view(history, era={era!r}, themes={themes!r}, query={query!r}))",
    )  # fmt: skip


def _seeing(lesson: frame.Lesson, told: History, shown: tuple[Event, ...], era: str) -> None:
    per_year = Counter(event.year for event in shown)
    count = max(per_year.values())
    fullest = sorted(year for year in per_year if per_year[year] == count)
    first, last = str(shown[0].year), str(shown[-1].year)
    if len(shown) == 1:
        said = [lesson.md("timeline.seeing_one", total=len(told.events), first=first)]
    else:
        said = [
            lesson.md("timeline.seeing", shown=len(shown), total=len(told.events), first=first, last=last)
        ]
        if count == 1:
            said.append(lesson.t("timeline.dense_flat"))
        elif len(fullest) == 1:
            said.append(lesson.t("timeline.dense", year=str(fullest[0]), count=count))
        else:
            said.append(
                lesson.t("timeline.dense_tied", years=len(fullest), first=str(fullest[0]), count=count)
            )
    low, high = _domain(told, era)
    cold = [one for one in told.winters if one.first < high and one.end > low]
    if cold:
        said.append(lesson.t("timeline.winters" if len(cold) > 1 else f"timeline.winter_{cold[0].id}"))
    lesson.seeing(" ".join(said))


def _nothing(lesson: frame.Lesson) -> None:
    def clear() -> None:
        lesson.set(search="", era="", themes=[])

    lesson.note(lesson.t("timeline.none"))
    st.button(
        lesson.t("timeline.clear"), icon=":material/filter_alt_off:", key="clear-filters", on_click=clear
    )
