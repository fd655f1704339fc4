"""Share out: one text in, a bar for each token that could come next."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core import next_word
from core.ui import frame, model_box
from core.ui.charts import next_word as charts
from core.ui.next_word import settings

_ROLLS = 100
_TURN = "_next_word.turn"


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the text to what is seen."""
    ask, controls, _figure = lesson.stage("share")
    with ask:
        examples = lesson.value("examples")
        text = lesson.text_input(
            "text", lesson.t("controls.text"), lesson.t("default_text"), examples=examples
        )
        st.caption(lesson.t("notes.gatito"))
    with controls:
        sampling = settings.sampling(lesson)
        rolled = st.toggle(lesson.t("controls.hundred"), key=lesson.key("rolled", default=False))
    with lesson.more_settings():
        model_id = settings.model(lesson)
        seed = model_box.seed(lesson)
    with lesson.guard():
        loaded = model_box.ready(lesson, model_id)
        if text not in examples or not lesson.predicting or _predicted(lesson, text, model_id):
            table, seconds = frame.timed(next_word.distribution, text, model_id, **sampling.arguments())
            counts = (
                next_word.frequencies(text, model_id, _ROLLS, **sampling.arguments(), seed=seed)
                if rolled
                else None
            )
            lesson.seeing(_seen(lesson, table, sampling, counts))
            _figure_of(lesson, text, table, counts, model_box.badge(loaded, seconds), sampling)
            with controls:
                _go_on(lesson, text, table)
            settings.warn(lesson, loaded, text)


def _predicted(lesson: frame.Lesson, text: str, model_id: str) -> bool:
    """Ask for a guess, once per example; the options are the model's favourites in alphabetical order."""
    table = next_word.distribution(text, model_id)
    best = [settings.label(lesson, token) for token in table["token"].head(4)]
    options = {word: word for word in sorted(best)} | {"other": lesson.t("predict.other")}
    return bool(
        lesson.predict(
            f"next:{model_id}:{text}",
            lesson.t("predict.question"),
            options,
            answer=lambda: best[0],
            say=lambda mine, truth: lesson.md(
                "predict.right" if mine == truth else "predict.wrong", word=truth
            ),
        )
    )


def _figure_of(
    lesson: frame.Lesson,
    text: str,
    table: pd.DataFrame,
    counts: Any,
    badge: frame.Badge,
    sampling: settings.Sampling,
) -> None:
    first, second = (settings.label(lesson, token) for token in table["token"].head(2))
    drawn = lesson.t("figure.drawn") if counts is not None else None
    spec = charts.bars(lesson.palette, lesson.t("figure.final"), lesson.t("figure.base"), drawn)
    p, q = (float(value) for value in table["p_final"].head(2))
    lesson.figure(
        spec,
        data=charts.bars_data(table, settings.words(lesson), lesson.number, counts),
        name=_name(),
        badge=badge,
        alt=lesson.t("figure.share_alt", text=text[-60:], first=first, second=second, p=p, q=q),
        table=table if counts is None else table.merge(counts[["token_id", "count"]], how="left"),
        source=[next_word.distribution, next_word.reshape],
        call=f"from core.next_word import distribution\ndistribution({text!r}, {sampling.call()})",
        on_select=lambda: _clicked(lesson, text),
    )


def _clicked(lesson: frame.Lesson, text: str) -> None:
    """A bar was clicked: its token joins the text."""
    chosen = st.session_state[f"chart--next_word-{_name()}"]["selection"].get(charts.PICK) or []
    if chosen:
        _put(lesson, text.rstrip(" ") + chosen[0]["token"])


def _name() -> str:
    """The chart's name: another one after each change of text by hand, so that no bar stays pressed."""
    turn = st.session_state.get(_TURN, 0)
    return f"distribution-{turn}" if turn else "distribution"


def _put(lesson: frame.Lesson, text: str) -> None:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    lesson.set(text=text)


def _go_on(lesson: frame.Lesson, text: str, table: pd.DataFrame) -> None:
    """The same by keyboard: the favourites as buttons, and the way back."""
    st.caption(lesson.t("controls.go_on"))
    with st.container(horizontal=True, gap="small", key="go-on"):
        for place, token in enumerate(table["token"][table["kept"]].head(4)):
            word = settings.label(lesson, token)
            if token == "<|endoftext|>":
                continue
            st.button(
                word,
                key=f"force-{place}",
                on_click=lambda token=token: _put(lesson, text.rstrip(" ") + token),
                type="secondary",
            )
        shorter = text.rstrip().rsplit(" ", 1)[0] if " " in text.strip() else ""
        st.button(
            lesson.t("controls.undo"), key="undo", icon=":material/undo:", type="tertiary", disabled=not shorter,
            on_click=lambda: _put(lesson, shorter),
        )  # fmt: skip


def _seen(lesson: frame.Lesson, table: pd.DataFrame, sampling: settings.Sampling, counts: Any) -> str:
    """Sentences from the numbers on screen."""
    first, second = (settings.label(lesson, token) for token in table["token"].head(2))
    a, b = (float(value) for value in table["p_final"].head(2))
    base = float(table["p_base"].iloc[0])
    kept = int(table["kept"].sum())
    if a > 0.9 and sampling.temperature > 0:
        said = [lesson.md("seeing.certain", first=first, a=a, others=len(table) - 1)]
    else:
        third, fourth = (settings.label(lesson, token) for token in table["token"].iloc[2:4])
        c, d = (float(value) for value in table["p_final"].iloc[2:4])
        rest = max(0.0, 1 - a - b - c - d)
        said = [
            lesson.md(
                "seeing.share", first=first, second=second, third=third, fourth=fourth, a=a, b=b, c=c, d=d,
                others=len(table) - 4, rest=rest,
            )
        ]  # fmt: skip
    if sampling.temperature == 0:
        said = [lesson.md("seeing.greedy", first=first)]
    elif sampling.temperature == 1:
        said.append(lesson.md("seeing.neutral"))
    else:
        key = "seeing.cold" if sampling.temperature < 1 else "seeing.hot"
        said.append(lesson.md(key, t=sampling.temperature, first=first, base=base, a=a))
    if kept < len(table) and sampling.temperature > 0:
        said.append(lesson.md("seeing.cut", kept=kept))
    if counts is not None:
        drawn = int(counts["count"].iloc[0])
        said.append(lesson.md("seeing.hundred", first=first, n=drawn, expected=round(100 * a)))
    return " ".join(said)
