"""How models have grown: published figures on a scale where each line is worth ten times the one below."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from core import history
from core.history import History
from core.history.records import MEASURES
from core.models import CATALOGUE
from core.ui import frame
from core.ui.charts import history_growth as charts


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the measure to the published figures."""
    told = history.load(lesson.language)
    _ask, controls, _figure = lesson.stage("growth")
    with controls:
        names = lesson.value("controls.measures")
        key = lesson.key("measure", MEASURES[0], among=MEASURES)
        measure = st.radio(lesson.t("controls.measure"), MEASURES, format_func=names.__getitem__, key=key)
        st.caption(lesson.t("growth.unknown"))
    ratio = history.times(told, "GPT", "GPT-3")
    guess = lesson.predict(
        "growth", lesson.t("predict.growth.question"), lesson.value("predict.growth.options"),
        answer=lambda: _nearest(ratio),
        say=lambda mine, truth: lesson.md(
            f"predict.growth.{'right' if mine == truth else 'wrong'}", times=_roundly(ratio)
        ),
    )  # fmt: skip
    if guess:
        _figure_of(lesson, told, measure)


def _nearest(ratio: float) -> str:
    """Give the option whose number is nearest on the scale of powers of ten."""
    return min(("x10", "x100", "x1500", "x100000"), key=lambda one: abs(math.log(int(one[1:]) / ratio)))


def _figure_of(lesson: frame.Lesson, told: History, measure: str) -> None:
    table = history.growth_table(told, measure)
    data = table.assign(tip=[_tip(lesson, one, measure) for one in table.to_dict("records")])
    least, most = table.iloc[0], table.iloc[-1]
    lesson.figure(
        charts.spec(lesson.palette, lesson.t(f"growth.axis.{measure}"), charts.span(table), charts.years(table)),
        data=charts.laid_out(data), name="growth",
        badge=frame.Badge("published"),
        alt=lesson.t(
            "growth.alt", measure=lesson.t(f"controls.measures.{measure}"), count=len(table), least=least["model"],
            first=least["date"][:4], most=most["model"], last=most["date"][:4],
        ),
        table=table.rename(columns=lesson.value("growth.columns")).drop(columns="moment"),
        source=[history.growth_table],
        call=f"from core.history import growth_table, load\ngrowth_table(load({lesson.language!r}), {measure!r})",
    )  # fmt: skip
    _seeing(lesson, table, measure)


def _tip(lesson: frame.Lesson, row: dict[Hashable, Any], measure: str) -> str:
    """Write a model's figures in one line."""
    short, unit = lesson.number.short, lesson.t(f"growth.axis.{measure}")
    written = f"{row['value']:.1e}" if measure == "flops" else short(row["value"])
    active = (
        "" if math.isnan(row["active"]) else f" ({lesson.t('growth.columns.active')}: {short(row['active'])})"
    )
    return f"{row['model']}, {row['date'][:4]}: {written} {unit}{active}"


def _seeing(lesson: frame.Lesson, table: pd.DataFrame, measure: str) -> None:
    least, most = table.iloc[0], table.sort_values("value").iloc[-1]
    said = lesson.md(
        "growth.seeing", first=least["model"], first_year=least["date"][:4], last=most["model"],
        last_year=most["date"][:4], times=_roundly(most["value"] / least["value"]),
    )  # fmt: skip
    if measure == "parameters":
        mine = CATALOGUE["gatito"].parameters or 1
        said += " " + lesson.t("growth.seeing_active")
        said += " " + lesson.t("growth.seeing_gatito", parameters=mine, less=_roundly(most["value"] / mine))
    lesson.seeing(said)


def _roundly(ratio: float) -> int:
    """Keep two figures: more would pretend to know."""
    return int(float(f"{ratio:.1e}"))
