"""One forward pass by hand: every product in sight."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.mlp.forward_pass import HIDDEN_BIASES, INPUTS, OUTPUT_BIASES, Pass, forward
from core.ui import frame
from core.ui.charts import mlp as charts


def draw(lesson: frame.Lesson) -> None:
    """The activity, from four numbers to three probabilities."""
    ask, places, _figure = lesson.stage("pass")
    with ask:
        st.caption(lesson.t("pass.how"))
        columns = st.columns(4)
        given = []
        for place, (column, default) in enumerate(zip(columns, INPUTS, strict=True)):
            key = lesson.key(f"input_{place + 1}", default, between=(-10.0, 10.0))
            with column:
                given.append(st.number_input(f"x{place + 1}", -10.0, 10.0, step=0.1, key=key))
    with places:
        layer = st.segmented_control(
            lesson.t("pass.layer"), ["hidden", "output"], key=lesson.key("pass_layer", "hidden", among=("hidden", "output")),
            format_func=lesson.value("pass.layers").__getitem__, required=True,
        )  # fmt: skip
    with lesson.guard():
        told, seconds = frame.timed(forward, given)
        asked = tuple(given) == INPUTS
        if not asked or _predicted(lesson, told):
            _figure_of(lesson, told, str(layer), given, seconds)


def _predicted(lesson: frame.Lesson, told: Pass) -> bool:
    """Ask which hidden unit the doorman stops."""
    stopped = str(next(n for n, a in enumerate(told.activations, start=1) if a == 0))
    return bool(
        lesson.predict(
            "doorman", lesson.t("pass.question"), {str(n): lesson.t("pass.unit", n=n) for n in (1, 2, 3)}, answer=lambda: stopped,
            say=lambda mine, truth: lesson.md("pass.right" if mine == truth else "pass.wrong", n=int(truth), z=min(told.sums)),
        )
    )  # fmt: skip


def _figure_of(lesson: frame.Lesson, told: Pass, layer: str, given: list[float], seconds: float) -> None:
    rows = told.products[told.products["layer"] == layer]
    hidden = layer == "hidden"
    source = "x" if hidden else "a"
    sums, biases = (told.sums, HIDDEN_BIASES) if hidden else (told.logits, OUTPUT_BIASES)
    after = told.activations if hidden else told.probabilities
    number = lesson.number.decimal
    cells = [
        {
            "source": f"{source}{int(from_)} = {number(value)}", "unit": _unit(lesson, layer, int(unit)),
            "product": product, "written": f"{number(value)} · {number(weight)} = {number(product)}",
        }
        for unit, from_, value, weight, product in rows[["unit", "source", "value", "weight", "product"]].to_numpy(float)
    ]  # fmt: skip
    for unit, (bias, total, out) in enumerate(zip(biases, sums, after, strict=True), start=1):
        name = _unit(lesson, layer, unit)
        cells += [
            {"source": lesson.t("pass.bias"), "unit": name, "product": bias, "written": number(bias)},
            {"source": lesson.t("pass.sum"), "unit": name, "product": 0.0, "written": number(total)},
            {
                "source": lesson.t("pass.relu" if hidden else "pass.softmax"),
                "unit": name,
                "product": out,
                "written": number(out),
            },
        ]
    lesson.figure(
        charts.products(lesson.palette, lesson.t("pass.columns"), lesson.t("pass.product")),
        data=pd.DataFrame(cells), name="pass", badge=frame.Badge("toy", seconds=seconds),
        alt=lesson.t("pass.alt", p=told.probabilities[0], q=told.probabilities[1], r=told.probabilities[2]), table=told.products,
        source=[forward], call=f"from core.mlp.forward_pass import forward\nforward({given})",
    )  # fmt: skip
    best = max(range(3), key=told.probabilities.__getitem__)
    lesson.seeing(
        lesson.md(
            "pass.seeing", z1=told.sums[0], z2=told.sums[1], z3=told.sums[2], stopped=sum(a == 0 for a in told.activations),
            p=told.probabilities[0], q=told.probabilities[1], r=told.probabilities[2], best=best + 1,
        )
    )  # fmt: skip


def _unit(lesson: frame.Lesson, layer: str, unit: int) -> str:
    return lesson.t("pass.unit" if layer == "hidden" else "pass.class", n=unit)
