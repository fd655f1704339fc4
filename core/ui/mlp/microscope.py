"""The microscope: one weight, what comes in, its gradient, and its next step with the numbers in."""

from __future__ import annotations

import math
import re

import pandas as pd
import streamlit as st

from core.mlp import advance, edited, split
from core.mlp.microscope import Look, look
from core.mlp.runs import Run
from core.ui import frame
from core.ui.components import network as component
from core.ui.mlp import controls, runs
from core.ui.mlp.train import badge, blown, buttons, call, inputs
from core.ui.mlp.train import look as drawn

_VISIBLE = 5e-5
"""What is smaller is written as zero."""
_WORDS = 5
"""Words of an opinion that are named as the heaviest."""


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
        if run.state.trouble is not None:
            with places:
                buttons(lesson, run, plays=False)
            _broken(lesson, run, (layer, unit, source))
            return
        fresh = run.state.epoch == 0 and run.state.batch == 0
        seen = look(run.state, layer, unit, None if source < 0 else source)
        with places:
            buttons(lesson, run, plays=False)
            _edit(lesson, run, seen, (layer, unit, source))
            if not fresh:
                _rows(lesson, products(lesson, run, seen))
        _figure_of(lesson, run, seen, (layer, unit, source), fresh=fresh)
        lesson.seeing(_said(lesson, run, seen, (layer, unit), fresh=fresh))


def _which(lesson: frame.Lesson, run: Run) -> tuple[int, int, int]:
    """Choose a weight without a mouse: its layer, its unit, and where it comes from."""
    layer, unit, source = runs.picked(run)
    sizes = run.state.network.sizes
    st.caption(lesson.t("microscope.how"))
    layer_place, unit_place = st.columns(2)
    layers = [lesson.t("figure.hidden", n=n + 1) for n in range(len(sizes) - 2)] + [lesson.t("figure.output")]
    with layer_place:
        layer = st.selectbox(
            lesson.t("microscope.layer"), range(len(layers)), index=layer, format_func=layers.__getitem__
        )
    unit = unit if unit < sizes[layer + 1] else 0
    source = source if source < sizes[layer] else 0
    with unit_place:
        unit = st.selectbox(
            lesson.t("microscope.unit"), range(sizes[layer + 1]), index=unit, format_func=lambda n: str(n + 1)
        )
    sources = [*range(sizes[layer]), -1]
    names = (
        dict(enumerate(inputs(lesson, run.state)))
        if layer == 0
        else {n: str(n + 1) for n in range(sizes[layer])}
    )
    names[-1] = lesson.t("microscope.bias")
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
        _network(lesson, run, place)
        st.latex(_formula(lesson, run, seen, fresh=fresh))

    lesson.figure(
        draw_both,
        name="microscope",
        badge=badge(lesson, run.state),
        alt=lesson.t("microscope.alt"),
        table=products(lesson, run, seen),
        source=[look],
        call=_call(run, place),
    )


def _broken(lesson: frame.Lesson, run: Run, place: tuple[int, int, int]) -> None:
    """A network that blew up: there is no next step to look at."""

    def drawn_and_told() -> None:
        _network(lesson, run, place)
        blown(lesson, run.state)

    lesson.figure(
        drawn_and_told,
        name="microscope",
        badge=badge(lesson, run.state),
        alt=lesson.t("figure.graph_alt", n=run.state.epoch),
        source=[advance],
        call=call(run.state),
    )


def _network(lesson: frame.Lesson, run: Run, place: tuple[int, int, int]) -> None:
    component.network(
        run.state,
        drawn(lesson, run.state, place),
        lesson.palette,
        "mlp-microscope-network",
        lambda: runs.clicked("mlp-microscope-network"),
    )


def _formula(lesson: frame.Lesson, run: Run, seen: Look, *, fresh: bool) -> str:
    """The update with its numbers; before the first step there is no gradient yet, not even zero."""
    if fresh:
        unknown = rf"\frac{{\partial L}}{{\partial w}} = \text{{{lesson.t('microscope.not_yet')}}}"
        return _localised(lesson, rf"w = {seen.weight:.4f} \qquad {unknown}")
    g = f"{seen.gradient:.4f}"
    penalty = f" {seen.penalty:+.4f}" if abs(seen.penalty) > _VISIBLE else ""
    lines = [rf"g = \frac{{\partial L}}{{\partial w}} = \sum_i a_i\,\delta_i{penalty} = {g}"]
    kind, used, name = run.experiment.optimizer, g, "g"
    if kind != "sgd":
        used, name = f"{seen.used:.4f}", r"\hat g"
        lines.append(rf"\hat g = \text{{{lesson.value('choices.optimizer')[kind]}}}(g) = {used}")
    rate = controls.rate_of(lesson, seen.learning_rate).replace(",", lesson.t("latex_point"))
    if seen.decay:
        name, used = rf"({name} + \lambda w)", f"{used} {seen.decay:+.4f}"
    lines.append(
        rf"w \leftarrow w - \eta\,{name}\\[3pt] = {seen.weight:.4f} - {rate}\cdot({used}) = {seen.after:.4f}"
    )
    return _localised(lesson, r"\begin{gathered}" + r"\\[3pt]".join(lines) + r"\end{gathered}")


def _localised(lesson: frame.Lesson, written: str) -> str:
    return re.sub(r"(\d)\.(\d)", lambda found: found[1] + lesson.t("latex_point") + found[2], written)


def products(lesson: frame.Lesson, run: Run, seen: Look) -> pd.DataFrame:
    """Every point of the batch: what came in, the slope at the sum, and their product; and the penalty, if there is one.

    The products sum to the gradient.
    """
    rows = seen.rows.copy()
    rows["point"] = _points(run, seen)
    if abs(seen.penalty) > _VISIBLE:
        penalty = {"point": [lesson.t("microscope.penalty")], "product": [seen.penalty]}
        rows = pd.concat([rows, pd.DataFrame(penalty)], ignore_index=True)
    return rows.rename(columns={name: lesson.t(f"microscope.columns.{name}") for name in rows})


def _points(run: Run, seen: Look) -> list[str]:
    """What the points of a batch are called: their numbers, or the words of a sentence that the network is given."""
    if run.experiment.data != "opinions":
        return [str(place + 1) for place in range(len(seen.rows))]
    names = split(run.experiment).points.names
    return [", ".join(names[word] for word in row.nonzero()[0]) for row in seen.inputs]


def _rows(lesson: frame.Lesson, shown: pd.DataFrame) -> None:
    written = shown.copy()
    for name in shown.columns[:-1]:
        written[name] = shown[name].map(
            lambda value: "" if math.isnan(value) else lesson.number.decimal(value, 4)
        )
    st.dataframe(written, hide_index=True, height=180, key="mlp-rows")


def _said(lesson: frame.Lesson, run: Run, seen: Look, place: tuple[int, int], *, fresh: bool) -> str:
    if fresh:
        return lesson.md("microscope.seeing_fresh", w=seen.weight)
    said = [
        lesson.md(
            "microscope.seeing",
            w=seen.weight,
            g=seen.gradient,
            nudged=seen.nudged,
            after=seen.after,
            n=len(seen.rows),
        )
    ]
    if abs(seen.penalty) > _VISIBLE:
        said.append(lesson.md("microscope.seeing_penalty", p=seen.penalty))
    if seen.decay:
        said.append(lesson.md("microscope.seeing_decay", p=seen.decay, l=run.experiment.l2))
    if run.experiment.dropout and run.experiment.hidden:
        said.append(lesson.md("microscope.seeing_dropout"))
    layer, unit = place
    if run.experiment.data == "opinions" and layer == 0:
        said.append(lesson.md("microscope.seeing_words", words=_heaviest(lesson, run, unit)))
    return " ".join(said)


def _heaviest(lesson: frame.Lesson, run: Run, unit: int) -> str:
    """The words that weigh most in a unit, with their weights."""
    weights, names = run.state.network.weights[0][unit], split(run.experiment).points.names
    most = weights.abs().argsort(descending=True)[:_WORDS].tolist()
    return ", ".join(lesson.t("microscope.word", word=names[word], w=float(weights[word])) for word in most)


def _call(run: Run, place: tuple[int, int, int]) -> str:
    layer, unit, source = place
    return (
        "from core.mlp import Experiment, advance, start\nfrom core.mlp.microscope import look\n"
        f"state = advance(start({run.experiment!r}), epochs={run.state.epoch})\n"
        f"look(state, layer={layer}, unit={unit}, source={None if source < 0 else source})"
    )
