"""Sentence search: a question, and a dozen sentences ranked by meaning."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import embeddings
from core.ui import frame, model_box, navigation
from core.ui.charts import embeddings as charts
from core.ui.embeddings import shared

_SHOWN = 12


def draw(lesson: frame.Lesson) -> None:
    """The activity, from a question to the ranking."""
    ask, controls, _figure = lesson.stage("search")
    with ask:
        model_id = shared.model(lesson, "search_model", first=shared.ENGLISH)
        spanish = model_id == model_box.OFFLINE
        sort = "es" if spanish else "en"
        question = _question(lesson, sort)
    with controls:
        key = lesson.key(
            f"documents_{sort}", "\n".join(lesson.value(f"search.documents_{sort}")), max_chars=6000
        )
        text = st.text_area(lesson.t("controls.documents"), key=key, height=200)
    with lesson.guard():
        loaded = model_box.ready(lesson, model_id)
        table, seconds = frame.timed(embeddings.search, question, text.splitlines(), loaded.card.id)
        data = _bars(lesson, table)
        alt = lesson.t(
            "figure.search_alt", question=question, best=table["sentence"][0], s=float(table["similarity"][0])
        )
        lesson.figure(
            charts.ranked(lesson.palette, 32), data=data, name="search",
            badge=model_box.badge(loaded, seconds), alt=alt, table=table.round(4), source=[embeddings.search],
            call=f"from core.embeddings import search\nsearch({question!r}, {list(table['sentence'])!r}, {loaded.card.id!r})",
        )  # fmt: skip
        if spanish:
            lesson.note(lesson.md("notes.mean_of_words"))
        elif lesson.language == "es" and loaded.card.id == shared.ENGLISH:
            lesson.note(lesson.md("notes.search_english"))
        lesson.seeing(_seen(lesson, question, table))
        if not lesson.present:
            navigation.link("next_steps", lesson.t("controls.to_rag"), icon=":material/arrow_forward:")


def _question(lesson: frame.Lesson, sort: str) -> str:
    examples = lesson.value(f"search.questions_{sort}")
    return lesson.text_input(
        f"question_{sort}",
        lesson.t("controls.question"),
        examples[0],
        examples=examples,
        max_chars=300,
        carry=False,
    )


def _bars(lesson: frame.Lesson, table: pd.DataFrame) -> pd.DataFrame:
    shown = table.head(_SHOWN).copy()
    shown["label"] = shown["sentence"]
    shown["value"] = [lesson.number.decimal(float(value)) for value in shown["similarity"]]
    shown["role"] = ["best"] + ["plain"] * (len(shown) - 1)
    return shown


def _seen(lesson: frame.Lesson, question: str, table: pd.DataFrame) -> str:
    best = table.iloc[0]
    most = int(table["shared"].max())
    letters = str(table["sentence"].iloc[int(table["shared"].to_numpy().argmax())])
    said = lesson.md(
        "seeing.search", best=best["sentence"], s=float(best["similarity"]), shared=int(best["shared"])
    )
    if most > int(best["shared"]):
        said += " " + lesson.md("seeing.search_letters", sentence=letters, n=most)
    elif not most:
        said += " " + lesson.md("seeing.search_nothing")
    return said + " " + lesson.md("seeing.search_rag", question=question)
