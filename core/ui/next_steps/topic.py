"""One page about a way on: what changes, what it costs, what it does not do, and a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.ui import frame
from core.ui.charts import drawing


def draw(lesson: frame.Lesson, topic: str) -> None:
    """Draw a topic in a stage of its own: the text at the left, the drawing at the right."""
    if not lesson.present:
        _stage(lesson, topic)


def draw_alone(lesson: frame.Lesson) -> None:
    """The activity of the topic that has nothing to run."""
    _stage(lesson, "multimodal")


def _stage(lesson: frame.Lesson, topic: str) -> None:
    ask, _controls, _figure = lesson.stage(f"topic-{topic}")
    with ask:
        st.subheader(lesson.t(f"topics.{topic}.title"), anchor=False)
        lesson.prose(lesson.value(f"topics.{topic}.text"))
    plan = lesson.value(f"drawings.{topic}")
    rows = max(int(box["row"]) + int(box.get("rows", 1)) for box in plan["boxes"])
    lesson.figure(
        drawing.spec(lesson.palette, int(plan["columns"]), rows), data=drawing.data(plan["boxes"], plan["arrows"]),
        name=f"drawing-{topic}", badge=frame.Badge("drawing"), alt=lesson.t(f"topics.{topic}.alt"),
        table=_arrows(lesson, plan),
    )  # fmt: skip


def _arrows(lesson: frame.Lesson, plan: Mapping[str, Any]) -> pd.DataFrame:
    """Say in words which box leads to which."""
    names = {box["id"]: box["text"].replace("\n", " ") for box in plan["boxes"]}
    rows = [{"from": names[one], "to": names[two]} for one, two in plan["arrows"]]
    return pd.DataFrame(rows).rename(columns=lesson.value("drawing_columns"))
