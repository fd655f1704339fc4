"""The transformer step by step: every value of the learner's sentence, at the pace of the keys; and the logit lens."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core import attention, models
from core.texts import token_text
from core.ui import frame, model_box
from core.ui.attention import settings
from core.ui.charts import attention as charts
from core.ui.charts.labels import distinct

SHOWN = 14
"""Tokens on screen, the last ones."""

LENS_SHOWN = 10
"""Tokens under the lens, the last ones."""

MOST_LAYERS = 8
"""Layers up to which each one is offered as a guess."""


def draw(lesson: frame.Lesson) -> None:
    """The activity: walk or lens."""
    ask, controls, _figure = lesson.stage("steps")
    with ask:
        text = settings.text(lesson)
        key = lesson.key("walk", "walk", among=["walk", "lens"])
        names, label = lesson.value("controls.walks"), lesson.t("controls.walk")
        chosen = st.segmented_control(label, ["walk", "lens"], format_func=names.get, key=key, required=True)
    with lesson.more_settings():
        model_id = settings.model(lesson)
    with lesson.guard():
        loaded = model_box.ready(lesson, model_id)
        if chosen == "lens":
            _lens(lesson, loaded, text)
            return
        (tokens, stops), seconds = frame.timed(attention.walk, text, model_id)
        with controls:
            place = _pace(lesson, len(stops))
            if stops[place].what == "logits":
                _back_in(lesson, loaded, text, int(stops[place].value.argmax()))
        _stop(lesson, loaded, text, tokens, stops, place, seconds)


def _pace(lesson: frame.Lesson, count: int) -> int:
    """Forward and back by button or arrow key, and a slider to see where one is."""
    key = lesson.key("step", 1, between=(1, 400))
    if st.session_state[key] > count:
        lesson.set(step=count)

    def go(by: int) -> None:
        lesson.set(step=min(count, max(1, int(st.session_state[key]) + by)))

    with st.container(horizontal=True, gap="small"):
        now = int(st.session_state[key])
        back, on = lesson.t("controls.back"), lesson.t("controls.on")
        st.button(back, key="step-back", on_click=go, args=(-1,), shortcut="Left", disabled=now <= 1)
        st.button(on, key="step-on", on_click=go, args=(1,), shortcut="Right", disabled=now >= count)
    return int(st.slider(lesson.t("controls.step"), 1, count, key=key)) - 1


def _stop(
    lesson: frame.Lesson,
    loaded: models.LoadedModel,
    text: str,
    tokens: tuple[str, ...],
    stops: list[attention.Stop],
    place: int,
    seconds: float,
) -> None:
    stop = stops[place]
    shape = " × ".join(str(size) for size in stop.shape)
    values = {"layer": (stop.layer or 0) + 1, "layers": loaded.model.config.num_hidden_layers}
    title = lesson.t(f"stops.{stop.what}.name", **values)
    call = f"from core.attention import walk\ntokens, stops = walk({text!r}, {loaded.card.id!r})\n"
    call += f"stops[{place}].name, stops[{place}].shape"
    common: dict[str, Any] = {
        "badge": model_box.badge(loaded, seconds),
        "source": [attention.walk, attention.Stop],
        "call": call,
    }
    alt = lesson.t("figure.stop_alt", title=title, shape=shape)
    said = lesson.md(f"stops.{stop.what}.text", **values)
    if stop.what == "logits":
        best, p = _words(lesson, loaded, stop.value)
        spec = charts.shares(lesson.palette, "model", 300)
        lesson.figure(spec, data=best, name="stop", alt=alt, **common)
        ends = int(stop.value.argmax()) == loaded.tokenizer.eos_token_id
        key = "stops.chosen_end" if ends else "stops.chosen"
        said += " " + lesson.md(key, word=str(best["label"].iloc[0]), p=p)
    else:
        data, diverging = _colours(lesson, tokens, stop)
        words = (("column", lesson.t("figure.looked_at" if stop.what == "pattern" else "figure.dimensions")),)
        spec = charts.tensor(
            lesson.palette,
            words,
            settings.height_for(min(len(tokens), SHOWN), 26, 160, 380),
            diverging=diverging,
        )
        lesson.figure(spec, data=data, name="stop", alt=alt, **common)
        if len(tokens) > SHOWN:
            key = "notes.steps_pattern" if stop.what == "pattern" else "notes.steps"
            lesson.note(lesson.md(key, shown=SHOWN, total=len(tokens), shape=shape))
    lesson.seeing(
        lesson.md("seeing.stop", n=place + 1, total=len(stops), title=title, shape=shape, name=stop.name)
        + " "
        + said
    )


def _colours(
    lesson: frame.Lesson, tokens: tuple[str, ...], stop: attention.Stop
) -> tuple[pd.DataFrame, bool]:
    """Rows are tokens; columns are the numbers each one carries or, in a pattern, the tokens looked at."""
    names = distinct(settings.inputs(lesson, tokens))
    start = max(0, len(tokens) - SHOWN)
    pattern = stop.what == "pattern"
    values = stop.value.mean(0) if pattern else stop.value
    rows = [
        (names[i], names[j] if pattern else str(j + 1), float(values[i, j]))
        for i in range(start, len(tokens))
        for j in range(start if pattern else 0, i + 1 if pattern else values.shape[1])
    ]
    return pd.DataFrame(rows, columns=["row", "column", "amount"]), not pattern


def _words(
    lesson: frame.Lesson, loaded: models.LoadedModel, scores: np.ndarray
) -> tuple[pd.DataFrame, float]:
    p = np.exp(scores - scores.max())
    p /= p.sum()
    best = np.argsort(-p, kind="stable")[:10]
    labels = settings.labels(lesson, [token_text(loaded.tokenizer, int(i)) for i in best])
    written = [lesson.number.percent(float(p[i])) for i in best]
    return pd.DataFrame({"label": labels, "share": p[best], "value": written}), float(p[best[0]])


def refused(loaded: models.LoadedModel, token_id: int) -> str | None:
    """Why a token cannot join the text, as the key of its sentence: it ends the text, or is only part of a letter."""
    if token_id == loaded.tokenizer.eos_token_id:
        return "back_in_end"
    return "back_in_part" if "\N{REPLACEMENT CHARACTER}" in loaded.tokenizer.decode([token_id]) else None


def _back_in(lesson: frame.Lesson, loaded: models.LoadedModel, text: str, best: int) -> None:
    """Offer to add the likeliest token to the text, unless it ends it or is only part of a letter."""
    word = loaded.tokenizer.decode([best])
    why_not = refused(loaded, best)

    def add() -> None:
        lesson.set(text=(text.rstrip(" ") + word)[:2000], step=1)

    st.button(
        lesson.t("controls.back_in"), key="back-in", icon=":material/replay:", on_click=add, disabled=why_not is not None,
        help=lesson.t(f"controls.{why_not}") if why_not else None,
    )  # fmt: skip


def _lens(lesson: frame.Lesson, loaded: models.LoadedModel, text: str) -> None:
    table, seconds = frame.timed(attention.logit_lens, text, loaded.card.id)
    final = table[table["layer"] == table["layer"].max()]
    truth = settings.label(lesson, str(final["top"].iloc[-1]))
    column = table[table["position"] == table["position"].max()]
    layers = int(table["layer"].max())
    agrees = [bool(top == final["top"].iloc[-1]) for top in column["top"]]
    since = next(at for at in range(len(agrees)) if all(agrees[at:]))
    options = {"0": lesson.t("controls.embedding")} | {
        str(k): lesson.t("controls.layer", layer=k) for k in range(1, layers + 1)
    }
    offered = (
        [str(k) for k in range(layers + 1)] if layers <= MOST_LAYERS else ["0", str(since or 1), str(layers)]
    )
    guess = not settings.offered(lesson, text) or lesson.predict(
        f"lens:{loaded.card.id}:{text}",
        lesson.t("predict.lens", word=truth),
        {code: options[code] for code in offered},
        answer=lambda: str(since),
        say=lambda mine, right: lesson.md(
            "predict.lens_right" if mine == right else "predict.lens_wrong", layer=options[right].lower()
        ),
    )
    if not guess:
        return
    first = max(0, len(final) - LENS_SHOWN)
    names = distinct(settings.inputs(lesson, final["token"].tolist()))
    shown = table[table["position"] >= first].copy()
    shown["place"] = [names[at] for at in shown["position"]]
    shown["layer_name"] = [options[str(at)] for at in shown["layer"]]
    shown["top"] = [settings.label(lesson, top) for top in shown["top"]]
    shown["strong"] = shown["p"] > 0.55
    words = (("layer", lesson.t("figure.layer")), ("top", lesson.t("figure.top")))
    lesson.figure(
        charts.lens(lesson.palette, words, settings.height_for(layers + 1, 52, 200, 420)), data=shown, name="lens",
        badge=model_box.badge(loaded, seconds), alt=lesson.t("figure.lens_alt", word=truth, layer=options[str(since)]),
        table=table, source=[attention.logit_lens],
        call=f"from core.attention import logit_lens\nlogit_lens({text!r}, {loaded.card.id!r})",
    )  # fmt: skip
    if first:
        lesson.note(lesson.md("notes.lens", shown=LENS_SHOWN, total=len(final)))
    lesson.seeing(
        lesson.md(
            "seeing.lens" if since else "seeing.lens_first", word=truth, layer=options[str(since)].lower(),
            p=float(column["p"].iloc[-1]), before=settings.label(lesson, str(column["top"].iloc[max(0, since - 1)])),
        )
    )  # fmt: skip
