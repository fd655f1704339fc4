"""Share out: one text in, a bar for each token that could come next."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import streamlit as st

from core import models, next_word
from core.ui import frame, model_box
from core.ui.charts import next_word as charts
from core.ui.next_word import settings

_ROLLS = 100
_TURN, _FORCED, _REFUSED = "_next_word.turn", "_next_word.forced", "_next_word.refused"
_CERTAIN = 0.9
"""The share from which a model hardly doubts."""
_NAMED = 4
"""Tokens whose shares are told."""


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
            warmed = next_word.reshape(table["logit"].to_numpy(), sampling.temperature)[0]
            lesson.seeing(_seen(lesson, table, sampling, float(warmed), counts))
            _figure_of(lesson, text, table, counts, loaded, seconds, sampling)
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
    loaded: models.LoadedModel,
    seconds: float,
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
        badge=model_box.badge(loaded, seconds),
        alt=lesson.t("figure.share_alt", text=text[-60:], first=first, second=second, p=p, q=q),
        table=table if counts is None else table.merge(counts[["token_id", "count"]], how="left"),
        source=[next_word.distribution, next_word.reshape],
        call=f"from core.next_word import distribution\ndistribution({text!r}, {loaded.card.id!r}, {sampling.call()})",
        on_select=lambda: _clicked(lesson, text),
    )


def _clicked(lesson: frame.Lesson, text: str) -> None:
    """A bar was clicked: its token joins the text."""
    chosen = st.session_state[f"chart--next_word-{_name()}"]["selection"].get(charts.PICK) or []
    if chosen:
        _force(lesson, text, chosen[0]["token"])


def _name() -> str:
    """The chart's name: another one after each change of text by hand, so that no bar stays pressed."""
    turn = st.session_state.get(_TURN, 0)
    return f"distribution-{turn}" if turn else "distribution"


def _force(lesson: frame.Lesson, text: str, token: str) -> None:
    """Put a token at the end of the text; the way back is kept."""
    if not _fits(token):
        st.session_state[_REFUSED] = token
        _put(lesson, text)
        return
    longer = text.rstrip(" ") + token
    st.session_state.setdefault(_FORCED, []).append((text, longer))
    _put(lesson, longer)


def _fits(token: str) -> bool:
    """Whether a token can be written in a box of one line: not the end of the text, a line break or part of a letter."""
    return token != "<|endoftext|>" and "\n" not in token and not re.search("⟨[0-9A-F]{2}⟩", token)


def _put(lesson: frame.Lesson, text: str) -> None:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    lesson.set(text=text)


def _before(text: str) -> str:
    """The text before its last token was forced, or before its last word; nothing where there is only one."""
    forced = st.session_state.get(_FORCED, [])
    if forced and forced[-1][1] == text:
        return str(forced[-1][0])
    return text.rstrip().rsplit(" ", 1)[0] if " " in text.strip() else ""


def _undo(lesson: frame.Lesson, text: str, shorter: str) -> None:
    forced = st.session_state.get(_FORCED, [])
    if forced and forced[-1] == (shorter, text):
        forced.pop()
    _put(lesson, shorter)


def _go_on(lesson: frame.Lesson, text: str, table: pd.DataFrame) -> None:
    """The same by keyboard: the favourites as buttons, and the way back."""
    st.caption(lesson.t("controls.go_on"))
    with st.container(horizontal=True, gap="small", key="go-on"):
        for place, token in enumerate(table["token"][table["kept"]].head(4)):
            if _fits(token):
                st.button(
                    settings.label(lesson, token),
                    key=f"force-{place}",
                    on_click=_force,
                    args=(lesson, text, token),
                )
        shorter = _before(text)
        st.button(
            lesson.t("controls.undo"), key="undo", icon=":material/undo:", type="tertiary", disabled=not shorter,
            on_click=_undo, args=(lesson, text, shorter),
        )  # fmt: skip
    refused = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        lesson.note(lesson.md("notes.not_in_a_box", token=settings.label(lesson, refused)))


def _seen(
    lesson: frame.Lesson, table: pd.DataFrame, sampling: settings.Sampling, warmed: float, counts: Any
) -> str:
    """Sentences from the numbers on screen; `warmed` is what the favourite had before any cut."""
    first = settings.label(lesson, table["token"].iloc[0])
    final, base = (float(table[column].iloc[0]) for column in ("p_final", "p_base"))
    kept = int(table["kept"].sum())
    if sampling.temperature == 0:
        said = [lesson.md("seeing.greedy", first=first)]
    else:
        said = [_shares(lesson, table)] if kept > 1 else []
        if sampling.temperature != 1:
            key = "seeing.cold" if sampling.temperature < 1 else "seeing.hot"
            said.append(lesson.md(key, t=sampling.temperature, first=first, base=base, a=warmed))
        if kept == 1:
            said.append(lesson.md("seeing.cut_to_one", first=first, a=warmed))
        elif kept < len(table):
            key = "seeing.cut_up" if round(100 * final) > round(100 * warmed) else "seeing.cut"
            said.append(lesson.md(key, kept=kept, first=first, a=warmed, b=final))
        elif sampling.temperature == 1:
            said.append(lesson.md("seeing.neutral"))
    if counts is not None:
        drawn, key = int(counts["count"].iloc[0]), "seeing.hundred" if kept > 1 else "seeing.hundred_alike"
        said.append(lesson.md(key, first=first, n=drawn, expected=round(100 * final)))
    return " ".join(said)


def _shares(lesson: frame.Lesson, table: pd.DataFrame) -> str:
    """How much the first tokens get, of those that may come."""
    kept = table[table["kept"]]
    labels = [settings.label(lesson, token) for token in kept["token"].head(_NAMED)]
    names = dict(zip(("first", "second", "third", "fourth"), labels, strict=False))
    shares = dict(zip("abcd", kept["p_final"].head(_NAMED).tolist(), strict=False))
    if len(kept) == len(table) and float(kept["p_base"].iloc[0]) > _CERTAIN:
        return lesson.md("seeing.certain", first=labels[0], a=shares["a"], others=len(kept) - 1)
    if shares["a"] > _CERTAIN or len(kept) < _NAMED:
        return lesson.md("seeing.leads", first=labels[0], second=labels[1], a=shares["a"], b=shares["b"])
    if len(kept) == _NAMED:
        return lesson.md("seeing.share_four", **names, **shares)
    rest = float(kept["p_final"].iloc[_NAMED:].sum())
    return lesson.md("seeing.share", **names, **shares, others=len(kept) - _NAMED, rest=rest)
