"""What the activities of lesson 2 share: the settings, the model's card and the words for tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core import models, next_word
from core.content import quoted
from core.ui import frame, model_box
from core.ui.charts import next_word as charts

MOST_KEPT = 50


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen."""

    temperature: float
    top_k: int | None
    top_p: float | None

    def arguments(self) -> dict[str, Any]:
        """The settings as keyword arguments of `core.next_word`."""
        return {"temperature": self.temperature, "top_k": self.top_k, "top_p": self.top_p}

    def call(self) -> str:
        """The settings as they are written in a notebook."""
        return f"temperature={self.temperature}, top_k={self.top_k}, top_p={self.top_p}"


def sampling(lesson: frame.Lesson) -> Sampling:
    """Temperature, top-k and top-p, drawn where the caller's container is."""
    temperature = lesson.slider(
        "temperature", lesson.t("controls.temperature"), 1.0, low=0.0, high=2.0, step=0.1, digits=1
    )
    left, right = st.columns(2)
    every = lesson.t("controls.all")
    with left:
        key = lesson.key("top_k", 0, between=(0, MOST_KEPT))
        top_k = st.select_slider(
            lesson.t("controls.top_k"),
            range(MOST_KEPT + 1),
            format_func=lambda k: str(k) if k else every,
            key=key,
        )
    with right:
        top_p = lesson.slider("top_p", lesson.t("controls.top_p"), 1.0, low=0.05, high=1.0, step=0.05)
    return Sampling(temperature, int(top_k) or None, top_p if top_p < 1 else None)


def model(lesson: frame.Lesson) -> str:
    """The model to ask: one of the catalogue that writes, or any id of the hub."""
    causal = [model_id for model_id, card in models.CATALOGUE.items() if card.kind == "causal"]
    return model_box.model(lesson, "model", causal, hub="hub_id")


def words(lesson: frame.Lesson) -> dict[str, str]:
    """Labels for tokens that cannot be seen."""
    return dict(lesson.value("tokens"))


def label(lesson: frame.Lesson, token: str) -> str:
    """A token as the learner reads it."""
    names = words(lesson)
    return charts.readable(token, names["newline"], names["end"])


def warn(lesson: frame.Lesson, loaded: models.LoadedModel, text: str) -> None:
    """Say what the model cannot know about this text: words of another world, another language, a cut beginning."""
    cut = next_word.cut_to_context(loaded, text)[1]
    if cut:
        lesson.note(lesson.md("notes.cut", n=cut), kind="warning")
    if loaded.card.id == model_box.OFFLINE:
        foreign = next_word.foreign_words(text)
        if foreign:
            words = quoted(foreign, lesson.language)
            lesson.note(lesson.md("notes.foreign", words=words), kind="warning")
    elif not set(loaded.card.languages) & {"es", "multi"} and next_word.looks_spanish(text):
        lesson.warn_language(loaded.card.name, loaded.card.languages[0], lesson.t("notes.foreign_language"))
