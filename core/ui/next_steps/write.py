"""A text generator in fifteen lines: the same beginning, three throws of the dice."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from core import next_steps
from core.content import plain
from core.ui import frame, model_box

THROWS = 3
COLD, HOT = 0.4, 1.2
"""Temperatures up to which texts are alike, and from which they come apart."""


def draw(lesson: frame.Lesson) -> None:
    """The activity, from a beginning to three texts."""
    ask, controls, _figure = lesson.stage("write")
    with ask:
        prompt = lesson.text_input(
            "prompt", lesson.t("controls.prompt"), lesson.value("examples.prompt")[0],
            examples=lesson.value("examples.prompt"), max_chars=300,
        )  # fmt: skip
    with controls:
        temperature = lesson.slider(
            "temperature", lesson.t("controls.temperature"), 0.8, low=0.1, high=2.0, step=0.1, digits=1
        )
        st.caption(lesson.t("write.intro"))
    with lesson.more_settings():
        seed = model_box.seed(lesson)
        most = int(
            st.number_input(
                lesson.t("controls.most"), 5, 60, step=5, key=lesson.key("most", 30, between=(5, 60))
            )
        )
    with lesson.guard():
        loaded = model_box.ready(lesson)
        texts, seconds = _throw(prompt, temperature, seed, most)
        table = pd.DataFrame({"seed": [seed + one for one in range(THROWS)], "text": texts})
        lesson.figure(
            lambda: _sheets(prompt, texts), name="texts", badge=model_box.badge(loaded, seconds),
            alt=lesson.t("write.alt", prompt=prompt), table=table.rename(columns=lesson.value("write.columns")),
            source=[next_steps.write],
            call=f"from core.next_steps import write\n"
            f"''.join(write({prompt!r}, most={most}, temperature={temperature}, seed={seed}))",
        )  # fmt: skip
        mood = "cold" if temperature <= COLD else "hot" if temperature >= HOT else "mild"
        lesson.seeing(
            lesson.md("write.seeing", temperature=temperature, mood="") + lesson.t(f"write.moods.{mood}")
        )


@lru_cache(maxsize=64)
def _throw(prompt: str, temperature: float, seed: int, most: int) -> tuple[list[str], float]:
    """Write the texts, and say how long it took: the time that is kept is that of the work, not of looking it up."""
    return frame.timed(
        lambda: [
            "".join(next_steps.write(prompt, most=most, temperature=temperature, seed=seed + one))
            for one in range(THROWS)
        ]
    )


def _sheets(prompt: str, texts: list[str]) -> None:
    """Draw each text on its own sheet, the learner's beginning first."""
    for place, text in enumerate(texts):
        with st.container(border=True, key=f"sheet--{place}"):
            st.markdown(f":orange[{plain(prompt)}]{plain(text)}")
