"""The course in five ideas, with the learner's own figures."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import models, next_steps
from core.content import plain
from core.course import COURSE
from core.ui import frame, model_box, session
from core.ui.charts import next_steps as charts

IDEAS = ("history", "architecture", "processing", "learning", "implementation")


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the learner's sentence to five ideas."""
    ask, controls, _figure = lesson.stage("summary")
    with ask:
        sentence = lesson.text_input(
            "sentence", lesson.t("controls.sentence"), lesson.sentence(), max_chars=300
        )
    with lesson.guard():
        loaded = model_box.ready(lesson)
        done, seconds = frame.timed(next_steps.passage, sentence)
        _figure_of(lesson, loaded, done, seconds, sentence)
        words = {"sentence": sentence, "favourite": done.favourite, "p": done.p}
        lesson.seeing(lesson.md("summary.magic", **words))
        with controls:
            st.caption(lesson.t("summary.intro"))
        _ideas(lesson, done)


def _figure_of(
    lesson: frame.Lesson, loaded: models.LoadedModel, done: next_steps.Passage, seconds: float, sentence: str
) -> None:
    """Draw how the numbers grow on their way through the model."""
    counts = {
        "tokens": len(done.pieces),
        "looks": done.looks,
        "parameters": loaded.card.parameters or 1,
        "products": done.products,
    }
    names = lesson.value("summary.bars")
    data = pd.DataFrame(
        {
            "label": [names[one] for one in counts],
            "value": list(counts.values()),
            "written": [lesson.number.integer(one) for one in counts.values()],
            "mark": "first",
        }
    )
    table = data[["label", "value"]].rename(columns={"label": "what", "value": "count"})
    lesson.figure(
        charts.bars(lesson.palette, lesson.t("summary.axis"), len(data), log=True), data=data, name="summary",
        badge=model_box.badge(loaded, seconds),
        alt=lesson.t("summary.alt", count=len(done.pieces), looks=done.looks, products=done.products),
        table=table.rename(columns=lesson.value("summary.columns")), source=[next_steps.passage],
        call=f"from core.next_steps import passage\npassage({sentence!r})",
    )  # fmt: skip


def _ideas(lesson: frame.Lesson, done: next_steps.Passage) -> None:
    notes = session.notes()
    visited = sum(bool(notes.get(one.id, {}).get("visited")) for one in COURSE)
    for place, idea in enumerate(IDEAS, start=1):
        with st.container(key=f"idea--{idea}", gap="xxsmall"):
            title, text = lesson.t(f"summary.{idea}.title"), lesson.t(f"summary.{idea}.text")
            lesson.prose(f"**{place}. {title}.** {text} {_figures(lesson, idea, done)}")
    st.caption(lesson.t("summary.pages", visited=visited, total=len(COURSE)))


def _figures(lesson: frame.Lesson, idea: str, done: next_steps.Passage) -> str:
    """Write the figures of an idea: from the learner's notes, or from the sentence."""
    if idea == "history":
        best = session.kept("game_best", lesson="history")
        return (
            lesson.t("summary.history.todo")
            if best is None
            else lesson.md("summary.history.done", best=float(best))
        )
    if idea == "learning":
        guesses = session.kept("guesses", 0)
        if not guesses:
            return lesson.t("summary.learning.todo")
        return lesson.md("summary.learning.done", guesses=guesses, right=session.kept("guesses_right", 0))
    pieces = " · ".join(f"`{plain(one.strip()) or '␣'}`" for one in done.pieces[:12])
    values = {"blocks": done.blocks, "heads": done.heads, "looks": done.looks, "products": done.products}
    text = lesson.md(f"summary.{idea}.done", **values, count=len(done.pieces), pieces="PIECES")
    return text.replace("PIECES", pieces)
