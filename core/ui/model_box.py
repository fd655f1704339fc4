"""What lessons with a model ask alike: which model, which seed; and how the model is loaded and named under a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from core import models
from core.ui import frame

OFFLINE = "gatito"
HUB = "hub"
"""Stands in a list of models for any id of the hub, which the learner types."""

LARGEST_SEED = 2**31 - 1


def model(
    lesson: frame.Lesson,
    setting: str,
    listed: Sequence[str],
    default: str = OFFLINE,
    *,
    hub: str | None = None,
    named: Callable[[str], str] | None = None,
) -> str:
    """Draw the box that chooses a model of the catalogue, or types any id of the hub.

    Parameters
    ----------
    setting
        Name of the setting.
    listed
        Ids of the catalogue to choose from.
    default
        The one chosen at first, and while no id of the hub is typed.
    hub
        Name of the setting that keeps an id of the hub; without it there is no such choice.
    named
        What stands for a model of the catalogue; its name by default.
    """
    codes = [*listed, *([HUB] if hub else [])]
    own = lesson.t("controls.own_model") if hub else ""
    name_of = named or (lambda code: models.CATALOGUE[code].name)
    chosen = st.selectbox(
        lesson.t("controls.model"),
        codes,
        format_func=lambda code: own if code == HUB else name_of(code),
        key=lesson.key(setting, default, among=codes),
    )
    if hub is None or chosen != HUB:
        return str(chosen)
    key = lesson.key(hub, "", max_chars=120)
    return st.text_input(own, key=key, placeholder=lesson.t("controls.own_model_hint")).strip() or default


def ready(lesson: frame.Lesson, model_id: str = OFFLINE) -> models.LoadedModel:
    """Give the model, loaded; while it loads the page says what and how big."""
    card = models.CATALOGUE.get(model_id)
    name, size = (card.name, card.size_bytes) if card else (model_id, None)
    with lesson.loading(name, size) as report:
        return models.load(model_id, progress=lambda done, _total: report(done))


def badge(loaded: models.LoadedModel, seconds: float | None = None, note: str | None = None) -> frame.Badge:
    """Give the badge of a figure that this model computed."""
    card = loaded.card
    language = card.languages[0] if len(card.languages) == 1 else "multi"
    known = language if language in {"es", "en", "multi"} else None
    return frame.Badge(
        "real", model=card.name, params=card.parameters, language=known, seconds=seconds, note=note
    )


def seed(lesson: frame.Lesson) -> int:
    """Draw the seed of the dice, visible and in the link."""
    key = lesson.key("seed", 0, between=(0, LARGEST_SEED))
    return int(st.number_input(lesson.t("controls.seed"), 0, LARGEST_SEED, step=1, key=key))
