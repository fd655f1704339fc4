"""The microscope: one weight, what comes in, its gradient, and its next step with the numbers in."""

from __future__ import annotations

import re

import streamlit as st

from core.mlp import edited
from core.mlp.microscope import Look, look
from core.mlp.runs import Run
from core.ui import frame
from core.ui.components import network as component
from core.ui.mlp import controls, runs
from core.ui.mlp.train import badge, buttons
from core.ui.mlp.train import look as drawn

_VISIBLE = 5e-5
"""What is smaller is written as zero."""


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the weight to its update."""
    ask, places, _figure = lesson.stage("microscope")
    away = controls.hidden_by_link(lesson)
    with lesson.more_settings():
        controls.stage(lesson, away)
        controls.more(lesson, away)
    with lesson.guard():
        run = runs.run(controls.experiment(lesson))
        run.pause()
        with ask:
            layer, unit, source = _which(lesson, run)
        fresh = run.state.epoch == 0 and run.state.batch == 0
        seen = look(run.state, layer, unit, None if source < 0 else source)
        with places:
            buttons(lesson, run, plays=False)
            _edit(lesson, run, seen, (layer, unit, source))
            if not fresh:
                _rows(lesson, seen)
        _figure_of(lesson, run, seen, (layer, unit, source), fresh=fresh)
        lesson.seeing(_said(lesson, seen, fresh=fresh))


def _which(lesson: frame.Lesson, run: Run) -> tuple[int, int, int]:
    """Choose a weight without a mouse: its layer, its unit, and where it comes from."""
    layer, unit, source = runs.picked(run)
    sizes = run.state.network.sizes
    st.caption(lesson.t("microscope.how"))
    columns = st.columns(3)
    layers = [lesson.t("figure.hidden", n=n + 1) for n in range(len(sizes) - 2)] + [lesson.t("figure.output")]
    with columns[0]:
        layer = st.selectbox(
            lesson.t("microscope.layer"), range(len(layers)), index=layer, format_func=layers.__getitem__
        )
    unit = unit if unit < sizes[layer + 1] else 0
    source = source if source < sizes[layer] else 0
    with columns[1]:
        unit = st.selectbox(
            lesson.t("microscope.unit"), range(sizes[layer + 1]), index=unit, format_func=lambda n: str(n + 1)
        )
    sources = [*range(sizes[layer]), -1]
    names = {n: str(n + 1) for n in range(sizes[layer])} | {-1: lesson.t("microscope.bias")}
    if layer == 0 and run.experiment.in_plane:
        names |= {n: lesson.value("features")[name] for n, name in enumerate(run.experiment.features)}
    with columns[2]:
        source = st.selectbox(
            lesson.t("microscope.source"), sources, index=sources.index(source), format_func=names.__getitem__
        )
    runs.pick(layer, unit, source)
    return layer, unit, source


def _edit(lesson: frame.Lesson, run: Run, seen: Look, place: tuple[int, int, int]) -> None:
    """Set the weight by hand."""
    key = f"mlp-edit-{place}-{run.at}-{len(run.moments)}"

    def put() -> None:
        layer, unit, source = place
        run.put(edited(run.state, layer, unit, None if source < 0 else source, float(st.session_state[key])))

    st.number_input(
        lesson.t("microscope.edit"),
        value=round(seen.weight, 4),
        step=0.1,
        format="%.4f",
        key=key,
        on_change=put,
        help=lesson.t("microscope.edit_help"),
    )


def _figure_of(
    lesson: frame.Lesson, run: Run, seen: Look, place: tuple[int, int, int], *, fresh: bool
) -> None:
    def draw_both() -> None:
        component.network(
            run.state,
            drawn(lesson, run.state, place),
            lesson.palette,
            "mlp-microscope-network",
            lambda: runs.clicked("mlp-microscope-network"),
        )
        st.latex(_formula(lesson, run, seen, fresh=fresh))

    lesson.figure(
        draw_both,
        name="microscope",
        badge=badge(lesson, run.state),
        alt=lesson.t("microscope.alt"),
        table=seen.rows,
        source=[look],
        call=_call(run, place),
    )


def _formula(lesson: frame.Lesson, run: Run, seen: Look, *, fresh: bool) -> str:
    """The update with its numbers; before the first step the gradient is not there, and is not zero."""
    if fresh:
        return rf"w = {seen.weight:.4f} \qquad \frac{{\partial L}}{{\partial w}} = \text{{{lesson.t('microscope.not_yet')}}}"
    g, rate = f"{seen.gradient:.4f}", f"{seen.learning_rate:g}"
    penalty = f" + {seen.penalty:.4f}" if abs(seen.penalty) > _VISIBLE else ""
    lines = [rf"g = \frac{{\partial L}}{{\partial w}} = \sum_i a_i\,\delta_i{penalty} = {g}"]
    kind, used, name = run.experiment.optimizer, g, "g"
    if kind != "sgd":
        used, name = f"{seen.used:.4f}", r"\hat g"
        lines.append(rf"\hat g = \text{{{lesson.value('choices.optimizer')[kind]}}}(g) = {used}")
    lines.append(
        rf"w \leftarrow w - \eta\,{name} = {seen.weight:.4f} - {rate}\cdot({used}) = {seen.after:.4f}"
    )
    written = r"\begin{gathered}" + r"\\[3pt]".join(lines) + r"\end{gathered}"
    return re.sub(r"(\d)\.(\d)", lambda found: found[1] + lesson.t("latex_point") + found[2], written)


def _rows(lesson: frame.Lesson, seen: Look) -> None:
    """Every point of the batch: what came in, the slope at the sum, and their product."""
    names = {name: lesson.t(f"microscope.columns.{name}") for name in ("input", "slope", "product")}
    written = seen.rows.map(lambda value: lesson.number.decimal(value, 4)).rename(columns=names)
    st.dataframe(written, hide_index=True, height=180, key="mlp-rows")


def _said(lesson: frame.Lesson, seen: Look, *, fresh: bool) -> str:
    if fresh:
        return lesson.md("microscope.seeing_fresh", w=seen.weight)
    return lesson.md(
        "microscope.seeing",
        w=seen.weight,
        g=seen.gradient,
        nudged=seen.nudged,
        after=seen.after,
        n=len(seen.rows),
    )


def _call(run: Run, place: tuple[int, int, int]) -> str:
    layer, unit, source = place
    return (
        "from core.mlp import Experiment, advance, start\nfrom core.mlp.microscope import look\n"
        f"state = advance(start({run.experiment!r}), epochs={run.state.epoch})\n"
        f"look(state, layer={layer}, unit={unit}, source={None if source < 0 else source})"
    )
