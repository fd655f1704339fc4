"""The real row beside the syllabus' illustration, whose numbers cannot be attention."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import attention
from core.ui import frame, model_box
from core.ui.attention import settings
from core.ui.charts import attention as charts
from core.ui.charts.labels import distinct

SENTENCE = "El gato que comió el ratón estaba satisfecho"
DRAWN = {"gato": 0.8, "comió": 0.6, "ratón": 0.4, "estaba": 0.2}
"""The illustration of the syllabus."""


def draw(lesson: frame.Lesson) -> None:
    """The activity: a real row that sums to 1, and a drawing that sums to 2."""
    ask, _controls, _figure = lesson.stage("real_row")
    with lesson.guard():
        loaded = model_box.ready(lesson, model_box.OFFLINE)
        with ask:
            st.markdown(f"*{SENTENCE}*")
            code = settings.head(lesson, "row_head", loaded, mean=True)
            key = lesson.key("row_from", "adjective", among=["adjective", "verb"])
            names = lesson.value("controls.row_froms")
            label = lesson.t("controls.row_from")
            options = ["adjective", "verb"]
            asked = st.segmented_control(label, options, format_func=names.get, key=key, required=True)
        guess = lesson.predict(
            "sum",
            lesson.t("predict.sum"),
            {"yes": lesson.t("predict.sum_yes"), "no": lesson.t("predict.sum_no")},
            answer=lambda: "no",
            say=lambda mine, truth: lesson.md("predict.sum_right" if mine == truth else "predict.sum_wrong"),
        )
        if not guess:
            return
        run, seconds = frame.timed(attention.attend, SENTENCE)
        place = len(run.tokens) - (1 if asked != "verb" else 2)
        row = run.mean_row(place) if code == settings.MEAN else run.row(*settings.decoded(code), place)
        real = _data(lesson, list(run.tokens[: place + 1]), row[: place + 1].tolist())
        _figures(lesson, real, model_box.badge(loaded, seconds), run.tokens[place].strip(), code, place)
        by_word = dict(zip([token.strip() for token in run.tokens], row.tolist(), strict=True))
        lesson.seeing(
            lesson.md(
                "seeing.real_row", word=run.tokens[place].strip(), p=by_word["gato"], q=by_word["El"],
                total=float(row.sum()), drawn=sum(DRAWN.values()), order=_order(lesson, by_word),
            )
        )  # fmt: skip


def _order(lesson: frame.Lesson, by_word: dict[str, float]) -> str:
    """Say whether the row puts the words of the drawing in the drawing's order."""
    measured = sorted(DRAWN, key=lambda word: -by_word[word])
    return lesson.t(
        "seeing.order_same" if measured == list(DRAWN) else "seeing.order_other", words=", ".join(measured)
    )


def _data(lesson: frame.Lesson, tokens: list[str], shares: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": distinct(settings.inputs(lesson, tokens)),
            "share": shares,
            "value": [lesson.number.percent(share) for share in shares],
        }
    )


def _figures(
    lesson: frame.Lesson, real: pd.DataFrame, badge: frame.Badge, word: str, code: str, place: int
) -> None:
    most = real.iloc[int(real["share"].argmax())]
    whose = "mean_row(" if code == settings.MEAN else "row({}, {}, ".format(*settings.decoded(code))
    at = f"{whose}{place})"
    lesson.figure(
        charts.shares(lesson.palette, "model", settings.height_for(len(real), 20)), data=real, name="real-row",
        badge=badge, alt=lesson.t("figure.row_alt", word=word, best=most["label"], p=float(most["share"])),
        source=[attention.attend], call=f"from core.attention import attend\nattend({SENTENCE!r}).{at}",
    )  # fmt: skip
    drawn = _data(lesson, list(DRAWN), list(DRAWN.values()))
    lesson.figure(
        charts.shares(lesson.palette, "removed", 120, 1.0), data=drawn, name="drawn-row",
        badge=frame.Badge("drawing", note=lesson.t("figure.drawn_note")), alt=lesson.t("figure.drawn_alt"),
    )  # fmt: skip
