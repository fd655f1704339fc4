"""What came out of a program, from the verdict and the error down to every tensor that has a name."""

from __future__ import annotations

import html
import math
from operator import itemgetter
from typing import Any

import pandas as pd
import streamlit as st

from core.sandbox.events import Check, Error, Figure, Metric, Notice, Output, Value
from core.sandbox.exercises import MINE, TARGET
from core.sandbox.explain import explain, stretched
from core.sandbox.views import GraphView, ModuleView, PlainView, TensorView, View
from core.ui import frame, notices, session
from core.ui.charts import pytorch as charts
from core.ui.charts import pytorch_error, pytorch_tensor, theme
from core.ui.pytorch.state import Lab

MOST_OPEN = 6
"""Named values that are drawn at once; the others wait folded."""

MOST_PRINTED = 100_000


def draw(lesson: frame.Lesson, lab: Lab) -> None:
    """Draw everything that a program told."""
    if lab.failure is not None:
        notices.say_error(lab.failure)
        return
    _verdict(lesson, lab)
    _ending(lesson, lab)
    for error in lab.of(Error):
        _error(lesson, error)
    for notice in lab.of(Notice):
        _notice(lesson, notice)
    _printed(lab)
    _curves(lesson, lab)
    for place, figure in enumerate(lab.of(Figure)[:12]):
        _figure(lesson, figure, place)
    _values(lesson, lab)


def summary(lesson: frame.Lesson, lab: Lab) -> str:
    """Say what is to be seen, from its numbers."""
    end = lab.end
    tensors = {one.name: one.view.count for one in _named(lab) if isinstance(one.view, TensorView)}
    tensors = {name: count for name, count in tensors.items() if name} or tensors
    if end is None or lab.failure is not None:
        return ""
    parts = [lesson.t(f"ends.{end.reason}")]
    if end.usage.cpu_seconds:
        parts.append(lesson.t("seeing.time", s=end.usage.cpu_seconds))
    elif end.usage.wall_seconds:
        parts.append(lesson.t("seeing.wall", s=end.usage.wall_seconds))
    if end.usage.lines:
        parts.append(lesson.t("seeing.lines" if end.usage.lines > 1 else "seeing.line", n=end.usage.lines))
    if tensors:
        name, count = max(tensors.items(), key=itemgetter(1))
        key = ("seeing.tensors" if len(tensors) > 1 else "seeing.tensor") + ("_of_one" if count == 1 else "")
        parts.append(lesson.md(key, n=len(tensors), name=name or lesson.t("figure.last"), count=count))
    return " ".join(parts)


def table(lesson: frame.Lesson, lab: Lab) -> pd.DataFrame:
    """List every value with its facts."""
    rows = []
    for one in _named(lab):
        if isinstance(one.view, TensorView):
            view = one.view
            rows.append(
                (one.name, pytorch_error.shape_text(view.shape), view.dtype, view.low, view.high, view.mean)
            )
        else:
            rows.append((one.name, "", one.view.kind, None, None, None))
    words = [lesson.t(f"table.{one}") for one in ("name", "shape", "dtype", "low", "high", "mean")]
    return pd.DataFrame(rows, columns=words)


def wrong_line(lab: Lab) -> int:
    """Give the line of the learner's code that failed last; 0 when none did."""
    errors = lab.of(Error)
    return errors[-1].places[-1].line if errors and errors[-1].places else 0


def _named(lab: Lab) -> list[Value]:
    """List the values to draw; one that the code showed and that is the same at the end is one."""
    return list(dict.fromkeys(one for one in lab.of(Value) if one.name not in (MINE, TARGET)))


def _verdict(lesson: frame.Lesson, lab: Lab) -> None:
    checks = lab.of(Check)
    if not checks:
        return
    check = checks[-1]
    with st.container(key="verdict"):
        if check.passed:
            st.markdown(
                f":material/check_circle: **{lesson.t('checks_title.passed')}** {lesson.t('checks_title.passed_more')}"
            )
        else:
            values = {"case": "", "name": "", **check.values}  # noqa: PD011 (words by name)
            sentence = lesson.md(f"checks.{check.key}", **values)
            case = lesson.md("checks_title.case", case=values["case"]) if values["case"] else ""
            st.markdown(f":material/adjust: **{lesson.t('checks_title.not_yet')}** {sentence} {case}")
        _pair(lesson, lab)


def _pair(lesson: frame.Lesson, lab: Lab) -> None:
    """The learner's value beside the right one."""
    shown = {one.name: one.view for one in lab.of(Value) if one.name in (MINE, TARGET)}
    if len(shown) < 2:
        return
    for column, name, word in zip(st.columns(2), (TARGET, MINE), ("target", "mine"), strict=True):
        with column:
            st.caption(f"**{lesson.t(f'checks_title.{word}')}** · {_facts(shown[name])}")
            _view(lesson, shown[name])


def _ending(lesson: frame.Lesson, lab: Lab) -> None:
    end = lab.end
    if end is not None and end.reason not in ("finished", "error"):
        notices.note(lesson.t(f"ends.{end.reason}"), "warning")


def _error(lesson: frame.Lesson, error: Error) -> None:
    """The explanation first, with its drawing; then the line; Python's own words last."""
    told = explain(error)
    with st.container(key="error"):
        words = session.words("pytorch_errors")
        if told is not None and words.has(told.key):
            values = {name: f"`{value}`" if value else "" for name, value in told.values.items()}  # noqa: PD011
            st.markdown(f":material/error_outline: **{words.text(f'{told.key}.title')}**")
            lesson.prose(words.text(f"{told.key}.why", **values))
            if told.drawing is not None:
                st.html(pytorch_error.drawing(told.drawing, lesson.palette, words.value("rules")))
            lesson.prose(f"**{lesson.t('error.try')}** {words.text(f'{told.key}.mend', **values)}")
        else:
            st.markdown(f":material/error_outline: **{lesson.t('error.unknown')}**")
        for place in error.places[-3:]:
            where = (
                lesson.t("error.line_in", n=place.line, name=place.function)
                if place.function
                else lesson.t("error.line", n=place.line)
            )
            st.html(_line(where, place.text, place.start, place.end, lesson.palette))
        message = f"{error.type}: {error.message}" if error.message else error.type
        st.code(message, language=None, wrap_lines=True)


def _line(where: str, text: str, start: int, end: int, palette: theme.Palette) -> str:
    mark = f"background:color-mix(in srgb, {palette.learner} 28%, transparent);border-bottom:2px solid {palette.learner}"
    marked = f"<span style='{mark}'>{html.escape(text[start:end])}</span>" if start < end else ""
    shown = f"{html.escape(text[:start])}{marked}{html.escape(text[max(start, end) :])}"
    small = f"<span style='font-size:.8rem;color:{palette.muted}'>{html.escape(where)}</span>"
    return f"<div>{small}<pre style='margin:.1rem 0 .3rem;white-space:pre-wrap;color:{palette.text}'>{shown}</pre></div>"


def _notice(lesson: frame.Lesson, notice: Notice) -> None:
    words = session.words("pytorch_errors")
    if not words.has(f"notices.{notice.key}"):
        return
    values = {name: f"`{value}`" for name, value in notice.values.items()}  # noqa: PD011
    where = f" ({lesson.t('error.line', n=notice.line)})" if notice.line else ""
    notices.note(words.text(f"notices.{notice.key}", **values) + where, "info")
    drawing = stretched(notice)
    if drawing is not None:
        st.html(pytorch_error.drawing(drawing, lesson.palette, words.value("rules")))


def _printed(lab: Lab) -> None:
    text = "".join(one.text for one in lab.of(Output))
    if text:
        st.code(text[:MOST_PRINTED], language=None, height="content" if text.count("\n") < 18 else 420)


def _curves(lesson: frame.Lesson, lab: Lab) -> None:
    metrics = lab.of(Metric)
    if not metrics:
        return
    points = charts.metric_points(metrics)
    several = len(set(points["name"])) > 1
    title = lesson.t("figure.value") if several else str(points["name"].iloc[0])
    _chart(lesson, points, title, "metrics", several=several)
    if any(math.isnan(one.value) for one in metrics):
        notices.note(session.words("pytorch_errors").text("notices.nan_metric"), "warning")


def _figure(lesson: frame.Lesson, figure: Figure, place: int) -> None:
    if figure.svg:
        st.html(charts.picture(figure.svg, lesson.t("figure.picture", n=place + 1)))
    else:
        _chart(lesson, charts.plot_points(figure), figure.label, f"plot-{place}", several=False)


def _chart(lesson: frame.Lesson, points: pd.DataFrame, title: str, key: str, *, several: bool) -> None:
    spec = charts.curve(lesson.palette, lesson.t("figure.step"), title, several=several)
    dressed = theme.dress(spec, lesson.palette, lesson.language, 1.4 if lesson.present else 1.0)
    last = points["y"].dropna()
    said = (
        lesson.t("figure.curve_alt", name=title, first=float(last.iloc[0]), last=float(last.iloc[-1]))
        if len(last)
        else title
    )
    st.vega_lite_chart(points, dressed, width="stretch", key=f"laboratory-{key}", alt=said)


def _values(lesson: frame.Lesson, lab: Lab) -> None:
    values = _named(lab)
    for place, one in enumerate(values[:MOST_OPEN]):
        _value(lesson, one, place)
    if len(values) > MOST_OPEN:
        key = "figure.more_values" if len(values) > MOST_OPEN + 1 else "figure.more_value"
        with st.expander(lesson.t(key, n=len(values) - MOST_OPEN)):
            for place, one in enumerate(values[MOST_OPEN:], MOST_OPEN):
                _value(lesson, one, place)


def _value(lesson: frame.Lesson, one: Value, place: int) -> None:
    with st.container(key=f"value--{place}", gap="xxsmall"):
        name = f"`{one.name}`" if one.name.isidentifier() else one.name or lesson.t("figure.last")
        title = lesson.t("figure.graph") if isinstance(one.view, GraphView) else _facts(one.view)
        st.markdown(f"**{name}** · :gray[{title}]" if title else f"**{name}**")
        _view(lesson, one.view)


def _facts(view: View) -> str:
    if isinstance(view, TensorView):
        return pytorch_tensor.facts(view).replace("_", "\\_")
    return "" if isinstance(view, GraphView) else view.type.replace("_", "\\_")


def _view(lesson: frame.Lesson, view: View) -> None:
    words: dict[str, Any] = lesson.value("figure")
    if isinstance(view, TensorView):
        st.html(pytorch_tensor.tensor(view, lesson.palette, lesson.number, words))
    elif isinstance(view, ModuleView):
        st.markdown(lesson.t("figure.parameters", n=view.total, trainable=view.trainable))
        st.html(pytorch_tensor.module(view, lesson.palette, lesson.number, words))
    elif isinstance(view, GraphView):
        dot = charts.graph(
            view, lesson.palette, {"there": words["grad_there"], "not_yet": words["grad_not_yet"]}
        )
        st.graphviz_chart(dot, width="content", alt=lesson.t("figure.graph_alt", n=len(view.nodes)))
        if view.more:
            st.caption(lesson.t("figure.more_nodes"))
    elif isinstance(view, PlainView):
        st.html(pytorch_tensor.plain(view, lesson.palette))
