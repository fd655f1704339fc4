"""For teachers: which questions work, seen in everybody's first answers and without names."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from core.errors import InputError
from core.quiz import exam, statistics
from core.quiz.generators import is_computed
from core.quiz.questions import Question
from core.ui import frame
from core.ui.charts import quiz as charts
from core.ui.quiz import keeper, wording

ANY = ""


def draw(lesson: frame.Lesson) -> bool:
    """Draw the activity."""
    keeper.say_troubles(lesson)
    rows = keeper.attempt(lambda progress, _learner: progress.item_rows())
    with st.container(key="quiz-prose"):
        st.markdown(lesson.t("teachers.what"))
        if rows.empty:
            st.markdown(lesson.t("teachers.none"))
            return False
    table = statistics.items(rows)
    table = table[[_question(lesson, item) is not None for item in table["item"]]]
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
        column_config={lesson.value("teachers.columns")["question"]: st.column_config.Column(width="medium")},
        height=min(420, 60 + 36 * len(shown)),
        key="quiz-items",
    )
    _one(lesson, rows, shown)
    return False


def _question(lesson: frame.Lesson, item: str) -> Question | None:
    try:
        return exam.find(f"{item}:0" if is_computed(f"{item}:0") else item, lesson.language)
    except InputError:  # of another version of the bank
        return None


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
            columns["question"]: [_stem(lesson, item) for item in table["item"]],
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


def _stem(lesson: frame.Lesson, item: str) -> str:
    question = _question(lesson, item)
    return wording.plain_stem(question, 80) if question else item


def _one(lesson: frame.Lesson, rows: pd.DataFrame, table: pd.DataFrame) -> None:
    """Draw how often each option of one item was chosen."""
    items = [item for item in table["item"] if _question(lesson, item)]
    item = st.selectbox(
        lesson.t("teachers.one"),
        items,
        format_func=lambda one: _stem(lesson, one),
        key=f"quiz-item-{lesson.language}",
    )
    question = _question(lesson, item)
    if question is None:
        return
    counts = statistics.choices(rows, item).set_index("option")
    data = pd.DataFrame(
        [
            {
                "text": option.text,
                "correct": option.correct,
                "share": float(counts["share"].get(option.id, 0.0)),
                "value": lesson.number.percent(float(counts["share"].get(option.id, 0.0)), 0),
            }
            for option in question.options
        ]
    )
    top = data.sort_values("share", ascending=False, kind="stable").iloc[0]
    lesson.figure(
        charts.choices(lesson.palette, len(data)),
        data=data,
        name="choices",
        badge=frame.Badge("real", note=lesson.t("teachers.badge")),
        alt=lesson.t("teachers.alt", text=top["text"], share=float(top["share"])),
        source=[statistics.items, statistics.choices],
        call=f"from core.quiz import statistics\nfrom core.quiz.store import progress\n"
        f"statistics.choices(progress().item_rows(), {item!r})",
    )
