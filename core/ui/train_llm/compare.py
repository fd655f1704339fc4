"""Compare: the same run twice, but for one thing; and every run of the session against its computing."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core import device
from core.gatito.training import Settings, parameters
from core.train_llm import Driver, milestones, presets
from core.train_llm import compare as core_compare
from core.train_llm.moments import Moment
from core.train_llm.probing import data_of, probes
from core.ui import figure as drawing
from core.ui import frame
from core.ui.charts import train_llm_compare as charts
from core.ui.charts.train_llm import ends
from core.ui.train_llm import bets, naming, runs, ticking

SAME = 0.02
"""Nats between two losses that are as good as equal."""
STEPS = (100, 200, 400, 800)


def draw(lesson: frame.Lesson) -> None:
    """The activity: what changes at the left, both runs at the right."""
    ask, controls, figure = lesson.stage("compare")
    sizes = {code: lesson.value("sizes")[code] for code in presets.SIZES}
    base_key = lesson.key("base", "small", among=sizes)
    names = lesson.value("compare.changes")
    changes = core_compare.changes(presets.settings(presets.SIZES[st.session_state[base_key]]))
    with ask:
        change = st.selectbox(
            lesson.t("compare.change"), changes, format_func=names.__getitem__,
            key=lesson.key("change", "no_attention", among=changes),
        )  # fmt: skip
    with controls:
        size = st.selectbox(
            lesson.t("controls.size"), list(sizes), format_func=sizes.__getitem__, key=base_key
        )
        steps = st.segmented_control(
            lesson.t("controls.steps"), STEPS, format_func=lesson.number.integer, required=True,
            key=_steps_key(lesson),
        )  # fmt: skip
    with lesson.guard():
        base = presets.settings(presets.SIZES[str(size)], steps=int(steps or 400), device=device.pick().name)
        other = core_compare.CHANGES[str(change)](base)
        with controls:
            bet = bets.draw(lesson, "compare")
        _figure(lesson, (figure, controls), [_run(base), _run(other)], str(change), bet)


def _steps_key(lesson: frame.Lesson) -> str:
    key = lesson.key("compare_steps", 400, between=(STEPS[0], STEPS[-1]))
    if st.session_state[key] not in STEPS:
        lesson.set(compare_steps=400)
    return key


def _run(settings: Settings) -> Driver:
    return runs.run(settings, probes(data_of(settings)))


def _figure(
    lesson: frame.Lesson, places: tuple[Any, Any], pair: list[Driver], change: str, bet: str | None
) -> None:
    figure, controls = places
    with figure:
        names = lesson.value("compare.views")
        view = st.segmented_control(
            lesson.t("controls.view"), list(names), format_func=names.__getitem__, required=True,
            key=lesson.key("compare_view", "curves", among=names), label_visibility="collapsed",
        )  # fmt: skip

    def live() -> None:
        _live(lesson, controls, pair, (change, str(view or "curves"), bet))

    lesson.figure(
        st.fragment(live, run_every=ticking.every(pair)),
        name="compare",
        badge=frame.Badge("real", model=lesson.t("figure.mine"), language="es"),
        alt=lesson.t("compare.alt"),
        table=lambda: core_compare.scaling(_trained(lesson)),
        source=[core_compare.scaling, presets.settings],
        call="from core.train_llm import begin, forward, probes, settings\nfrom core.train_llm.compare import CHANGES\n"
        f"other = CHANGES[{change!r}](settings(steps={pair[0].settings.steps}))\n"
        "asked = probes(other.data)\nforward(begin(other, asked).state, asked, steps=100).moments[-1].held_out_loss",
    )  # fmt: skip


def _live(
    lesson: frame.Lesson, controls: Any, pair: list[Driver], asked: tuple[str, str, str | None]
) -> None:
    change, view, bet = asked
    for one in pair:
        one.touch()
    _buttons(lesson, pair)
    for one in pair:
        if one.error is not None:
            frame.say_error(one.error)
    labels = [lesson.t("compare.base"), lesson.value("compare.changes")[change]]
    if view == "scaling":
        _scaling(lesson)
    else:
        _curves(lesson, pair, labels, _seen(lesson, pair, change))
    with controls:
        _board(lesson, pair, labels)
    looks, said = _abreast(pair), _seen(lesson, pair, change)
    if looks is not None and all(one.done for one in pair):
        said += " " + bets.verdict(lesson, "compare", bet, _better(*looks))
    lesson.seeing(said.strip())
    ticking.follow("compare", pair)


def _buttons(lesson: frame.Lesson, pair: list[Driver]) -> None:
    going = any(one.playing for one in pair)

    def toggle() -> None:
        for other in runs.kept().values():
            if other not in pair:
                other.pause()
        for one in pair:
            one.pause() if going else one.play()

    def reset() -> None:
        for one in pair:
            runs.anew(one.settings, one.probes)

    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="compare-buttons"):
        st.button(
            lesson.t("buttons.pause" if going else "compare.play"), type="primary", key="compare-play", on_click=toggle,
            icon=":material/pause:" if going else ":material/play_arrow:", disabled=all(one.done for one in pair),
        )  # fmt: skip
        st.button(
            lesson.t("buttons.reset"),
            icon=":material/replay:",
            type="tertiary",
            key="compare-reset",
            on_click=reset,
        )
        steps = [one.point.state.step if one.point else 0 for one in pair]
        st.caption(lesson.t("compare.status", a=steps[0], b=steps[1], steps=pair[0].settings.steps))


def _curves(lesson: frame.Lesson, pair: list[Driver], labels: list[str], alt: str) -> None:
    rows = [
        (label, one.step, one.held_out_loss)
        for driver, label in zip(pair, labels, strict=True)
        for one in (driver.point.moments if driver.point else ())
    ]
    data = pd.DataFrame(rows, columns=["run", "step", "loss"])
    spec = charts.curves(
        lesson.palette, tuple(lesson.value("chart").items()), pair[0].settings.steps, tuple(labels),
        ends(data["loss"], *charts.ENDS),
    )  # fmt: skip
    drawing.draw(spec, data, key="chart--train_llm-compare", alt=alt, on_select=None, height=None)


def _trained(lesson: frame.Lesson) -> list[Any]:
    found = [(one.settings, one.point.moments) for one in runs.trained() if one.point is not None]
    called = naming.names(lesson, [settings for settings, _ in found])
    return [(name, settings, moments) for name, (settings, moments) in zip(called, found, strict=True)]


def _scaling(lesson: frame.Lesson) -> None:
    found = _trained(lesson)
    if not found:
        st.caption(lesson.t("compare.no_runs"))
        return
    data = core_compare.scaling(found)
    words = tuple(lesson.value("chart").items())
    order = tuple(dict.fromkeys(data["run"]))
    spec = charts.scaling(lesson.palette, words, order, ends(data["loss"], *charts.ENDS))
    best = data.sort_values("loss").iloc[0]
    alt = lesson.t("compare.scaling_alt", n=len(order), run=str(best["run"]), loss=float(best["loss"]))
    drawing.draw(spec, data, key="chart--train_llm-scaling", alt=alt, on_select=None, height=None)


def _board(lesson: frame.Lesson, pair: list[Driver], labels: list[str]) -> None:
    """A column per run: parameters, loss, and the step at which each ability came."""
    columns: dict[str, dict[str, str]] = {}
    for driver, label in zip(pair, labels, strict=True):
        if driver.point is None or driver.facts is None:
            continue
        loss = driver.point.moments[-1].held_out_loss
        columns[label] = {
            lesson.t("compare.parameters"): lesson.number.integer(parameters(driver.settings)),
            lesson.t("compare.loss"): lesson.number.decimal(loss),
        } | {
            lesson.t(f"milestones.{one.id}"): lesson.t("compare.at", step=one.moment.step)
            if one.moment
            else "—"
            for one in milestones(driver.probes, driver.facts, driver.point.moments)
        }
    if not columns:
        st.empty()  # a fragment keeps its place in a container outside it only by writing there every time
    else:
        table = pd.DataFrame(columns).fillna("—").rename_axis(lesson.t("compare.run")).reset_index()
        st.dataframe(table, hide_index=True, key="compare-board", height="content")


def _abreast(pair: list[Driver]) -> tuple[Moment, Moment] | None:
    """Give the newest look at each run after as many updates as the other; None before there is one."""
    first, second = ({look.step: look for look in one.point.moments} if one.point else {} for one in pair)
    step = max(first.keys() & second.keys(), default=0)
    return (first[step], second[step]) if step else None


def _better(first: Moment, second: Moment) -> str:
    """Which run loses less in these looks: ``"base"``, ``"other"`` or ``"same"``."""
    a, b = first.held_out_loss, second.held_out_loss
    return "same" if abs(a - b) <= SAME else "base" if a < b else "other"


def _seen(lesson: frame.Lesson, pair: list[Driver], change: str) -> str:
    name, looks = lesson.value("compare.changes")[change], _abreast(pair)
    if looks is None:
        start = change if change in lesson.value("compare.starts") else "alike"
        return lesson.md(f"compare.starts.{start}", change=name)
    a, b = looks
    key = {"base": "seeing_worse", "other": "seeing_better", "same": "seeing_same"}[_better(a, b)]
    said = lesson.md(f"compare.{key}", a=a.held_out_loss, b=b.held_out_loss, change=name, step=a.step)
    if change == "no_capitals":
        said += f" {lesson.t('compare.same_test')}"
    short = pair[0].settings.steps < STEPS[-1]
    return f"{said} {lesson.t('compare.more', n=STEPS[-1])}" if short else said
