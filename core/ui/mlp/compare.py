"""Compare: two runs of the same seed, side by side."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from core import mlp
from core.mlp import TrainState, accuracy
from core.mlp.experiment import same_test
from core.mlp.runs import Run, curves
from core.mlp.training import EXPLODED
from core.ui import frame
from core.ui.charts import mlp as charts
from core.ui.charts import theme
from core.ui.components import network as component
from core.ui.mlp import controls, runs
from core.ui.mlp.train import badge, blown, buttons, call, look, loss_of


def draw(lesson: frame.Lesson) -> None:
    """The activity: run A is kept, run B is the one at hand."""
    ask, places, _figure = lesson.stage("compare")
    away = controls.hidden_by_link(lesson)
    with ask:
        st.caption(lesson.t("compare.how"))
        controls.stage(lesson, away)
    with lesson.more_settings():
        controls.more(lesson, away)
    with lesson.guard():
        run = runs.run(controls.experiment(lesson))
        with places:
            buttons(lesson, run)
            st.button(
                lesson.t("compare.keep"),
                icon=":material/bookmark_add:",
                key="mlp-keep",
                on_click=lambda: runs.keep(run.state),
                disabled=run.state.epoch == 0,
            )
        _figure_of(lesson, run)


def _figure_of(lesson: frame.Lesson, run: Run) -> None:
    kept = runs.kept()

    def both() -> list[tuple[str, TrainState]]:
        return ([("A", kept)] if kept else []) + [("B", run.state)]

    def live() -> None:
        runs.tick(run)
        states = both()
        for column, (name, state) in zip(st.columns(len(states)), states, strict=True):
            with column:
                st.markdown(f"**{name}**")
                component.network(
                    state,
                    replace(look(lesson, state), compact=len(states) > 1),
                    lesson.palette,
                    f"mlp-compare-{name}",
                )
                # The way back is that of the run at hand.
                blown(lesson, state, ("where", "why", "back") if name == "B" else ("where", "why"))
        if comparable(*[state for _, state in states]):
            _chart(lesson, states, "mlp-compare-chart")
        else:
            for column, one in zip(st.columns(2), states, strict=True):
                with column:
                    _chart(lesson, [one], f"mlp-compare-chart-{one[0]}")
        lesson.seeing(_said(lesson, states))

    lesson.figure(
        runs.ticking(run, live, every=2 * runs.TICK_SECONDS),
        name="compare",
        badge=badge(lesson, run.state),
        alt=lesson.t("compare.alt"),
        table=lambda: rows(both(), ("train", "test")),
        source=[mlp.advance],
        call=call(run.state),
    )


def comparable(*states: TrainState) -> bool:
    """Whether the losses of some runs are one measure: of the same kind, on the same test points."""
    first, *others = [one.experiment for one in states]
    return all(first.loss == other.loss and same_test(first, other) for other in others)


def _chart(lesson: frame.Lesson, states: list[tuple[str, TrainState]], key: str) -> None:
    """The losses of runs that share an axis, which says what is measured."""
    names = (lesson.t("compare.train"), lesson.t("compare.test"))
    kind = lesson.value("choices.loss")[states[0][1].experiment.loss]
    spec = charts.losses(lesson.palette, lesson.t("inside.epoch"), kind, names, alone=len(states) == 1)
    st.vega_lite_chart(
        rows(states, names),
        theme.dress(spec, lesson.palette, lesson.language, 1.0),
        width="stretch",
        key=key,
        alt=lesson.t("compare.alt"),
    )


def rows(states: list[tuple[str, TrainState]], names: tuple[str, str]) -> pd.DataFrame:
    """Losses of some runs, a row per point of a curve; what exploded has no place on its axis."""
    found = curves([(name, state.history) for name, state in states], points=150)
    return pd.DataFrame(
        [
            {"run": row["run"], "epoch": row["epoch"], "loss": row[what], "what": name}
            for row in found
            for what, name in zip(("train", "test"), names, strict=True)
            if row[what] < EXPLODED
        ]
    )


def _said(lesson: frame.Lesson, states: list[tuple[str, TrainState]]) -> str:
    if len(states) == 1:
        return lesson.md("compare.one")
    (_, a), (_, b) = states
    if broken := [name for name, state in states if state.trouble is not None]:
        return lesson.md("compare.broken_both" if len(broken) == 2 else "compare.broken", name=broken[0])
    if not same_test(a.experiment, b.experiment):
        return lesson.md("compare.other_data")
    if not comparable(a, b):
        return _said_of_accuracy(lesson, a, b)
    if (a.epoch, a.test_loss) == (b.epoch, b.test_loss):
        return lesson.md("compare.same", a=loss_of(lesson, a.test_loss), m=a.epoch)
    if a.experiment == b.experiment:
        return lesson.md("compare.alike", m=a.epoch, n=b.epoch)
    better = "A" if a.test_loss < b.test_loss else "B"
    return lesson.md(
        "compare.seeing",
        a=loss_of(lesson, a.test_loss),
        b=loss_of(lesson, b.test_loss),
        m=a.epoch,
        n=b.epoch,
        better=better,
    )


def _said_of_accuracy(lesson: frame.Lesson, a: TrainState, b: TrainState) -> str:
    """Two kinds of loss have no common measure, but what is told right has."""
    p, q = accuracy(a), accuracy(b)
    kinds = lesson.value("choices.loss")
    said = lesson.md(
        "compare.accuracy",
        of_a=kinds[a.experiment.loss],
        of_b=kinds[b.experiment.loss],
        p=p,
        q=q,
        m=a.epoch,
        n=b.epoch,
    )
    verdict = "compare.even" if p == q else "compare.better"
    return f"{said} {lesson.md(verdict, better='A' if p > q else 'B')}"
