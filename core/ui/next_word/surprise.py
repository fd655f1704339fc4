"""Be surprised: bits per token of the learner's own sentence, and the learner's word beside the model's."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from core import next_word
from core.ui import frame, model_box
from core.ui.charts import next_word as charts
from core.ui.charts.labels import distinct
from core.ui.next_word import settings

_SHOWN = 40
_LEANING = 12
"""Tokens whose names have room to lean; more of them stand upright."""


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the sentence to its surprises."""
    ask, controls, _figure = lesson.stage("surprise")
    with ask:
        examples = [lesson.t("surprise_text"), "París es la capital de Italia.", "La sopa está caliente."]
        text = lesson.text_input(
            "read", lesson.t("controls.text"), lesson.t("surprise_text"), examples=examples
        )
    with controls:
        key = lesson.key("guess", "", max_chars=30)
        guess = st.text_input(
            lesson.t("controls.guess"), key=key, max_chars=30, placeholder=lesson.t("controls.guess_hint")
        ).strip()
    with lesson.more_settings():
        model_id = settings.model(lesson)
    with lesson.guard():
        loaded = model_box.ready(lesson, model_id)
        read, seconds = frame.timed(next_word.surprise, text, model_id)
        table = read.table.copy()
        table["label"] = distinct([settings.label(lesson, token) for token in table["token"]])
        table["value"] = [lesson.number.decimal(bits, 1) for bits in table["bits"]]
        worst = table.iloc[int(table["bits"].to_numpy().argmax())]
        word = settings.label(lesson, worst["token"])
        if (
            text in examples
            and lesson.predicting
            and not _predicted(lesson, text, model_id, table, worst["label"])
        ):
            return
        lesson.figure(
            charts.surprise_bars(lesson.palette, lesson.t("figure.bits"), many=len(table) > _LEANING),
            data=table.tail(_SHOWN), name="surprise",
            badge=model_box.badge(loaded, seconds), alt=lesson.t("figure.surprise_alt", bits=float(worst["bits"]), word=word),
            table=read.table, source=[next_word.surprise],
            call=f"from core.next_word import surprise\nsurprise({text!r}, {model_id!r}).table",
        )  # fmt: skip
        settings.warn(lesson, loaded, text)
        if len(table) > _SHOWN:
            lesson.note(lesson.t("notes.tail", shown=_SHOWN, total=len(table)))
        said = [
            lesson.md(
                "seeing.surprise", bits=read.bits, word=word, most=float(worst["bits"]), p=float(worst["p"])
            )
        ]
        if guess:
            said.append(_guessed(lesson, text, guess, model_id))
        lesson.seeing(" ".join(said))


def _predicted(lesson: frame.Lesson, text: str, model_id: str, table: pd.DataFrame, answer: str) -> bool:
    """Ask, once per example, which of its words costs most."""
    words = [
        label
        for label, token in zip(table["label"], table["token"], strict=True)
        if any(map(str.isalpha, token))
    ]
    return bool(
        lesson.predict(
            f"surprise:{model_id}:{text}",
            lesson.t("predict.surprise"),
            words,
            answer=lambda: answer,
            say=lambda mine, truth: lesson.md(
                "predict.surprise_right" if mine == truth else "predict.surprise_wrong", word=truth
            ),
        )
    )


def _guessed(lesson: frame.Lesson, text: str, guess: str, model_id: str) -> str:
    """The learner's next word after the text without its full stop, beside the model's favourite."""
    before = text.rstrip().rstrip(".").rsplit(" ", 1)[0]
    p = next_word.word_probability(before, guess, model_id)
    table = next_word.distribution(before, model_id)
    best = settings.label(lesson, table["token"].iloc[0])
    bits = -math.log2(p) if p > 0 else math.inf
    return lesson.md("seeing.guess", word=guess, p=p, bits=bits, best=best, q=float(table["p_base"].iloc[0]))
