"""For teachers: which questions work, seen in everybody's first answers and without names."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from core.quiz import exam, sheet, statistics
from core.quiz.generators import is_computed
from core.quiz.questions import Option
from core.ui import frame
from core.ui.charts import quiz as charts
from core.ui.quiz import keeper, wording

ANY = ""

LABEL = 46
"""Letters of a line of an option beside its bar."""


def draw(lesson: frame.Lesson) -> bool:
    """Draw the activity."""
    rows = keeper.attempt(lambda progress, _learner: progress.item_rows())
    keeper.say_troubles(lesson)
    with st.container(key="quiz-prose"):
        st.markdown(lesson.t("teachers.what"))
        if rows.empty:
            st.markdown(lesson.t("teachers.none"))
            return False
    table = statistics.items(rows)
    table = table[[bool(wording.item_name(lesson, item)) for item in table["item"]]]
    shown = _filtered(lesson, table)
    with st.container(key="quiz-prose-2"):
        st.markdown(
            lesson.md("teachers.count", people=int(rows["who"].nunique()), items=len(table), shown=len(shown))
        )
    if shown.empty:
        return False
    st.dataframe(
        _written(lesson, shown),
        hide_index=True,
        column_config={lesson.value("teachers.columns")["question"]: st.column_config.Column(width=300)},
        height=min(420, 60 + 36 * len(shown)),
        key="quiz-items",
    )
    _one(lesson, rows, shown)
    return False


def _filtered(lesson: frame.Lesson, table: pd.DataFrame) -> pd.DataFrame:
    flags = lesson.value("teachers.flags")
    key = lesson.key("flag", ANY, among=[ANY, *flags])
    labels = {ANY: lesson.t("teachers.all"), **flags}
    chosen = st.selectbox(lesson.t("teachers.show"), list(labels), format_func=labels.__getitem__, key=key)
    return table[table["flag"] == chosen] if chosen else table


def _written(lesson: frame.Lesson, table: pd.DataFrame) -> pd.DataFrame:
    """Write the table as people read it; what cannot be known is a dash."""
    names, flags, number = wording.module_names(lesson), lesson.value("teachers.flags"), lesson.number
    columns = lesson.value("teachers.columns")
    return pd.DataFrame(
        {
            columns["question"]: [wording.item_name(lesson, item) for item in table["item"]],
            columns["module"]: [names[module] for module in table["module"]],
            columns["count"]: [number.integer(int(count)) for count in table["count"]],
            columns["right"]: [number.percent(float(share), 0) for share in table["right"]],
            columns["discrimination"]: [
                "–" if math.isnan(power) else number.decimal(float(power))
                for power in table["discrimination"]
            ],
            columns["flag"]: [flags.get(flag, "") for flag in table["flag"]],
        }
    )


def _one(lesson: frame.Lesson, rows: pd.DataFrame, table: pd.DataFrame) -> None:
    """Draw how often each option of one item was chosen."""
    item = st.selectbox(
        lesson.t("teachers.one"),
        list(table["item"]),
        format_func=lambda one: wording.item_name(lesson, one),
        key=f"quiz-item-{lesson.language}",
    )
    data = _shares(lesson, statistics.choices(rows, item), str(item))
    top = data.sort_values("share", ascending=False, kind="stable").iloc[0]
    lesson.figure(
        charts.choices(lesson.palette, len(data)),
        data=data,
        table=data[["text", "correct", "share"]],
        name="choices",
        badge=frame.Badge("real", note=lesson.t("teachers.badge")),
        alt=lesson.t("teachers.alt", text=top["text"], share=float(top["share"])),
        source=[statistics.items, statistics.choices],
        call=f"from core.quiz import statistics\nfrom core.quiz.store import progress\n"
        f"statistics.choices(progress().item_rows(), {item!r})",
    )


def _shares(lesson: frame.Lesson, counts: pd.DataFrame, item: str) -> pd.DataFrame:
    """Give a row per option with the share of people who chose it, what nobody foresaw last."""
    chosen = counts.set_index("option")["share"]
    rows = []
    for option in exam.find(f"{item}:0" if is_computed(f"{item}:0") else item, lesson.language).options:
        text = _computed(lesson, option) if is_computed(f"{item}:0") else wording.plain_text(option.text)
        rows.append((text, option.correct, float(chosen.get(option.id, 0.0))))
    if statistics.UNFORESEEN in chosen:
        rows.append((lesson.t("teachers.unforeseen"), False, float(chosen[statistics.UNFORESEEN])))
    data = pd.DataFrame(rows, columns=["text", "correct", "share"])
    data["label"] = ["\n".join(sheet.wrapped(text, LABEL)) for text in data["text"]]
    return data.assign(value=[lesson.number.percent(share, 0) for share in data["share"]])


def _computed(lesson: frame.Lesson, option: Option) -> str:
    """Name an option whose numbers are others each time: by the idea behind it."""
    if option.place is not None:
        return lesson.t("teachers.place", n=option.place + 1)
    if option.misconception is None:
        return lesson.t("feedback.right_one")
    return wording.idea(lesson, option.misconception).name
