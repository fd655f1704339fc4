"""What the activities of the last page share: the model, its badge, and the dice."""

from __future__ import annotations

import streamlit as st

from core import models
from core.ui import frame

OFFLINE = "gatito"
LARGEST_SEED = 2**31 - 1


def ready(lesson: frame.Lesson, model_id: str = OFFLINE) -> models.LoadedModel:
    """Give the model, loaded; while it loads the page says what and how big."""
    card = models.CATALOGUE.get(model_id)
    name, size = (card.name, card.size_bytes) if card else (model_id, None)
    with lesson.loading(name, size) as report:
        return models.load(model_id, progress=lambda done, _total: report(done))


def badge(loaded: models.LoadedModel, seconds: float | None = None) -> frame.Badge:
    """Say which model computed a figure."""
    card = loaded.card
    language = card.languages[0] if len(card.languages) == 1 else "multi"
    return frame.Badge(
        "real",
        model=card.name,
        params=card.parameters,
        language=language if language in {"es", "en", "multi"} else None,
        seconds=seconds,
    )


def seed(lesson: frame.Lesson) -> int:
    """Draw the seed of the dice."""
    key = lesson.key("seed", 0, between=(0, LARGEST_SEED))
    return int(st.number_input(lesson.t("controls.seed"), 0, LARGEST_SEED, step=1, key=key))


def lines(lesson: frame.Lesson, name: str, *, height: int, most: int = 1200) -> list[str]:
    """Draw a box of sentences, one per line, and give those that say something."""
    key = lesson.key(name, lesson.t(f"defaults.{name}"), max_chars=most)
    typed = st.text_area(lesson.t(f"controls.{name}"), key=key, max_chars=most, height=height)
    return [line.strip() for line in (typed or "").split("\n") if line.strip()]
