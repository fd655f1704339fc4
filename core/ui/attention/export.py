"""Taking the view away: a page of its own with every head, and one head as SVG."""

from __future__ import annotations

import streamlit as st

from core.ui import frame
from core.ui.charts import attention_export
from core.ui.components import heads as component


def draw(lesson: frame.Lesson, view: component.View, payload: bytes, model: str) -> None:
    """Two quiet downloads under the figure; each file is made only when it is asked for."""
    if lesson.present:
        return
    palette, language = lesson.palette, lesson.language
    title = lesson.t("export.title", model=model)
    name = lesson.t("controls.head_name", layer=view.layer + 1, head=view.head + 1)
    note = lesson.t("export.note")
    with st.container(horizontal=True, gap="small", key="attention-export"):
        st.download_button(
            lesson.t("export.page"),
            lambda: component.document(payload, title, note, palette, language),
            "attention.html",
            "text/html",
            icon=":material/html:",
            type="tertiary",
            on_click="ignore",
        )
        st.download_button(
            lesson.t("export.svg"),
            lambda: attention_export.svg(view, palette, f"{model} · {name}", lesson.number.decimal),
            "attention.svg",
            "image/svg+xml",
            icon=":material/shapes:",
            type="tertiary",
            on_click="ignore",
        )
