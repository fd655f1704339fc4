"""RAG in small: the same question without documents and with the one that was found."""

from __future__ import annotations

import streamlit as st

from core import next_steps
from core.content import plain
from core.ui import frame, model_box
from core.ui.charts import next_steps as charts
from core.ui.next_steps import shared, topic

MOST_SHOWN = 8


def draw(lesson: frame.Lesson) -> None:
    """The activity, from a question to the two answers."""
    ask, controls, _figure = lesson.stage("rag")
    with ask:
        question = lesson.text_input(
            "question", lesson.t("controls.question"), lesson.t("defaults.question"),
            examples=lesson.value("examples.questions"), max_chars=200, carry=False,
        )  # fmt: skip
    with controls:
        documents = shared.lines(lesson, "documents", height=170)
    with lesson.guard():
        loaded = model_box.ready(lesson)
        table, seconds = frame.timed(next_steps.search, question, documents)
        table = table.head(MOST_SHOWN)
        result = next_steps.answer(question, documents)
        data = table.assign(
            label=table["document"],
            value=table["similarity"].clip(lower=0),
            written=[lesson.number.decimal(one) for one in table["similarity"]],
            mark=["first"] + ["rest"] * (len(table) - 1),
        )
        lesson.figure(
            charts.bars(lesson.palette, lesson.t("rag.axis"), len(table)), data=data, name="search",
            badge=model_box.badge(loaded, seconds), alt=lesson.t("rag.alt", found=result.found),
            table=table.rename(columns=lesson.value("rag.columns")), source=[next_steps.search, next_steps.answer],
            call=f"from core.next_steps import answer\nanswer({question!r}, {documents!r})",
        )  # fmt: skip
        with controls:
            _answers(lesson, result)
        words = {"without": result.without, "found": result.found, "given": result.given}
        lesson.seeing(lesson.md(f"rag.seeing_{result.use}", **words))
    topic.draw(lesson, "rag")


def _answers(lesson: frame.Lesson, result: next_steps.Answer) -> None:
    """Put the two answers one above the other."""
    with st.container(border=True, key="rag-answers", gap="xsmall"):
        st.markdown(f":gray[{lesson.t('rag.without')}]  \n{plain(result.without)}")
        st.markdown(f":primary[{lesson.t('rag.given')}]  \n**{plain(result.given)}**")
