"""What the activities of lesson 2 share: the settings, the model's card and the words for tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core import models, next_word
from core.ui import frame
from core.ui.charts import next_word as charts

LARGEST_SEED = 2**31 - 1
OFFLINE = "gatito"
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


def seed(lesson: frame.Lesson) -> int:
    """The seed of the dice, visible and in the link."""
    key = lesson.key("seed", 0, between=(0, LARGEST_SEED))
    return int(st.number_input(lesson.t("controls.seed"), 0, LARGEST_SEED, step=1, key=key))


def model(lesson: frame.Lesson) -> str:
    """The model to ask: one of the catalogue that writes, or any id of the hub."""
    causal = [model_id for model_id, card in models.CATALOGUE.items() if card.kind == "causal"]
    key = lesson.key("model", OFFLINE, among=[*causal, "hub"])
    own = lesson.t("controls.own_model")
    chosen = st.selectbox(
        lesson.t("controls.model"),
        [*causal, "hub"],
        format_func=lambda m: own if m == "hub" else models.CATALOGUE[m].name,
        key=key,
    )
    if chosen != "hub":
        return str(chosen)
    key = lesson.key("hub_id", "", max_chars=120)
    written = st.text_input(own, key=key, placeholder=lesson.t("controls.own_model_hint")).strip()
    return written or OFFLINE


def ready(lesson: frame.Lesson, model_id: str) -> models.LoadedModel:
    """The model, loaded; while it loads the page says what and how big."""
    card = models.CATALOGUE.get(model_id)
    name, size = (card.name, card.size_bytes) if card else (model_id, None)
    with lesson.loading(name, size) as report:
        return models.load(model_id, progress=lambda done, _total: report(done))


def badge(loaded: models.LoadedModel, seconds: float | None) -> frame.Badge:
    """The badge of a figure that this model computed."""
    card = loaded.card
    language = card.languages[0] if len(card.languages) == 1 else "multi"
    return frame.Badge("real", model=card.name, params=card.parameters, language=language, seconds=seconds)


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
    if loaded.card.id == OFFLINE:
        foreign = next_word.foreign_words(text)
        if foreign:
            shown = ", ".join(f"«{word}»" for word in foreign[:6]) + ("…" if len(foreign) > 6 else "")
            lesson.note(lesson.md("notes.foreign", words=shown), kind="warning")
    elif not set(loaded.card.languages) & {"es", "multi"} and next_word.looks_spanish(text):
        lesson.warn_language(loaded.card.name, loaded.card.languages[0], lesson.t("notes.foreign_language"))
