"""Inside: what units answer, how many are silent, and how long each layer's gradient is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core import mlp
from core.mlp import TrainState, split
from core.mlp.missions import dead
from core.ui import figure as drawing
from core.ui import frame
from core.ui.charts import mlp as charts
from core.ui.mlp import controls, runs
from core.ui.mlp.train import badge, blown, buttons, call

_BINS = 24
_HEIGHT_OF_ALL, _HEIGHT_OF_ONE = 540, 150
"""Pixels that the histograms share, and the most that one of them takes."""


def draw(lesson: frame.Lesson) -> None:
    """The activity: the run of the other activities, seen from within."""
    ask, places, figure = lesson.stage("inside")
    away = controls.hidden_by_link(lesson)
    with ask:
        views = lesson.value("inside.views")
        view = st.segmented_control(
            lesson.t("inside.view"),
            list(views),
            format_func=views.__getitem__,
            required=True,
            key=lesson.key("view", "activations", among=views),
        )
    with lesson.more_settings():
        controls.stage(lesson, away)
        controls.more(lesson, away)
    with lesson.guard():
        run = runs.run(controls.experiment(lesson))
        run.pause()
        with places:
            buttons(lesson, run, plays=False)
        if run.state.trouble is not None:
            with figure:
                blown(lesson, run.state)
        if view == "gradients":
            _gradients(lesson, run.state)
        elif run.state.trouble is None:
            _activations(lesson, run.state)


def histogram(state: TrainState) -> pd.DataFrame:
    """How often each activation occurs on the training points: `layer, low, high, count`."""
    known = split(state.experiment)
    rows = []
    for layer, (_, a) in enumerate(state.network.forward(known.inputs[known.train])[:-1], start=1):
        counts, edges = np.histogram(np.nan_to_num(a.numpy()), bins=_BINS)
        rows += [
            {"layer": layer, "low": float(low), "high": float(high), "count": int(count)}
            for count, low, high in zip(counts, edges, edges[1:], strict=False)
        ]
    return pd.DataFrame(rows, columns=["layer", "low", "high", "count"])


def _activations(lesson: frame.Lesson, state: TrainState) -> None:
    if not state.experiment.hidden:
        lesson.note(lesson.t("inside.no_hidden"))
        return
    data = histogram(state)
    silent = dead(state)
    alt = lesson.t("inside.activations_alt", n=len(silent))

    def drawn() -> None:
        many = len(silent)
        for layer, dumb in enumerate(silent, start=1):
            said = lesson.t("inside.of_layer", n=layer, silent=dumb, units=state.experiment.hidden[layer - 1])
            st.caption(
                f"{said} · {lesson.value('choices.activation')[state.experiment.activations[layer - 1]]}"
            )
            words = lesson.t("inside.value") if layer == many else "", lesson.t("inside.count")
            spec = charts.histogram(
                lesson.palette, *words, height=min(_HEIGHT_OF_ONE, _HEIGHT_OF_ALL // many)
            )
            key = f"chart--mlp-activations-{layer}"
            drawing.draw(spec, data[data["layer"] == layer], key=key, alt=alt, on_select=None, height=None)

    lesson.figure(
        drawn,
        table=data,
        name="activations",
        badge=badge(lesson, state),
        alt=alt,
        source=[mlp.advance],
        call=call(state),
    )
    lesson.seeing(
        lesson.md(
            "inside.seeing_activations", n=state.epoch, silent=sum(silent), all=sum(state.experiment.hidden)
        )
    )


def lengths(state: TrainState) -> pd.DataFrame:
    """Length of each layer's gradient in the epochs that were trained, those that exploded left out.

    Columns `epoch, layer, norm`.
    """
    rows = [
        {"epoch": int(row[0]), "layer": str(layer), "norm": float(norm)}
        for row in state.history[1:]
        for layer, norm in enumerate(row[3:], start=1)
        if np.isfinite(norm)
    ]
    return pd.DataFrame(rows, columns=["epoch", "layer", "norm"])


def _gradients(lesson: frame.Lesson, state: TrainState) -> None:
    computed = lengths(state)
    drawn = computed[computed["norm"] > 0]  # a logarithmic axis has no zero
    if drawn.empty:
        lesson.note(lesson.t("inside.all_zero" if len(computed) else "inside.not_yet"))
        return
    lesson.figure(
        charts.gradients(
            lesson.palette, lesson.t("inside.epoch"), lesson.t("inside.norm"), lesson.t("inside.layer")
        ),
        data=drawn,
        table=computed,
        name="gradients",
        badge=badge(lesson, state),
        alt=lesson.t("inside.gradients_alt", n=state.epoch),
        source=[mlp.advance],
        call=call(state),
    )
    if state.trouble is None:
        last = state.history[-1, 3:]
        said = lesson.md("inside.seeing_gradients", first=float(last[0]), last=float(last[-1]))
        zeros = lesson.md("inside.zeros") if len(drawn) < len(computed) else ""
        lesson.seeing(f"{said} {zeros}")
