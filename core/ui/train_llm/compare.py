"""Compare: the same run twice, but for one thing; and every run of the session against its computing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from core import device
from core.gatito.training import Settings, parameters
from core.train_llm import Driver, milestones, presets
from core.train_llm import compare as core_compare
from core.train_llm.probing import data_of, probes
from core.ui import figure as drawing
from core.ui import frame
from core.ui.charts import train_llm_compare as charts
from core.ui.charts.train_llm import ends
from core.ui.train_llm import bets, runs, ticking

SAME = 0.02
"""Nats between two losses that are as good as equal."""
STEPS = (100, 200, 400, 800)


def draw(lesson: frame.Lesson) -> None:
    """The activity: what changes at the left, both runs at the right."""
    ask, controls, figure = lesson.stage("compare")
    with ask:
        names = lesson.value("compare.changes")
        change = st.selectbox(
            lesson.t("compare.change"), list(names), format_func=names.__getitem__,
            key=lesson.key("change", "no_attention", among=names),
        )  # fmt: skip
    with controls:
        sizes = {code: lesson.value("sizes")[code] for code in presets.SIZES}
        size = st.selectbox(
            lesson.t("controls.size"), list(sizes), format_func=sizes.__getitem__,
            key=lesson.key("base", "small", among=sizes),
        )  # fmt: skip
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
        _curves(lesson, pair, labels)
    with controls:
        _board(lesson, pair, labels)
    said = _seen(lesson, pair, labels)
    if all(one.done for one in pair):
        said += " " + bets.verdict(lesson, "compare", bet, _better(pair))
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


def _curves(lesson: frame.Lesson, pair: list[Driver], labels: list[str]) -> None:
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
    drawing.draw(
        spec,
        data,
        key="chart--train_llm-compare",
        alt=_seen(lesson, pair, labels),
        on_select=None,
        height=None,
    )


def _trained(lesson: frame.Lesson) -> list[Any]:
    return [
        (name_of(lesson, one.settings), one.settings, one.point.moments)
        for one in runs.trained()
        if one.point is not None
    ]


def name_of(lesson: frame.Lesson, settings: Settings) -> str:
    """Name a run by what it is: its shape, and what it does without."""
    parts = [f"{settings.layers} × {settings.width}"]
    parts += [] if settings.attention else [lesson.t("compare.no_attention")]
    parts += [] if settings.positions else [lesson.t("compare.no_positions")]
    if settings.learning_rate != replace(presets.settings()).learning_rate:
        parts.append(lesson.t("compare.rate", rate=settings.learning_rate))
    return " · ".join(parts)


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


def _better(pair: list[Driver]) -> str:
    """Which run loses less by now: ``"base"``, ``"other"`` or ``"same"``."""
    a, b = (one.point.moments[-1].held_out_loss if one.point else 0.0 for one in pair)
    return "same" if abs(a - b) <= SAME else "base" if a < b else "other"


def _seen(lesson: frame.Lesson, pair: list[Driver], labels: list[str]) -> str:
    points = [one.point for one in pair]
    if points[0] is None or points[1] is None or not (points[0].state.step and points[1].state.step):
        return lesson.md("compare.seeing_start", change=labels[1])
    a, b = (point.moments[-1] for point in points if point is not None)
    key = {"base": "seeing_worse", "other": "seeing_better", "same": "seeing_same"}[_better(pair)]
    said = lesson.md(
        f"compare.{key}", a=a.held_out_loss, b=b.held_out_loss, change=labels[1], step=min(a.step, b.step)
    )
    short = pair[0].settings.steps < STEPS[-1]
    return f"{said} {lesson.t('compare.more', n=STEPS[-1])}" if short else said
