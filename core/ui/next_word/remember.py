"""Remember: a name, messages in between, and a window that may or may not still hold it."""

from __future__ import annotations

import html

import streamlit as st

from core import next_word
from core.ui import frame, model_box
from core.ui.charts import next_word as charts

_WINDOWS = (24, 40, 60, 80, 120, 160, 240, 320, 400, 511)
_MOST_BETWEEN = 40


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the name to the curve."""
    ask, controls, _figure = lesson.stage("remember")
    with ask:
        name = st.text_input(
            lesson.t("controls.name"),
            key=lesson.key("name", "Juan", max_chars=30),
            max_chars=30,
            placeholder="Juan",
        )
    with controls:
        key = lesson.key("between", 12, between=(0, _MOST_BETWEEN))
        between = st.slider(lesson.t("controls.between"), 0, _MOST_BETWEEN, step=2, key=key)
        key = lesson.key("window", 160, between=(_WINDOWS[0], _WINDOWS[-1]))
        if st.session_state[key] not in _WINDOWS:
            st.session_state[key] = min(_WINDOWS, key=lambda w: abs(w - st.session_state[key]))
        window = st.select_slider(lesson.t("controls.window"), _WINDOWS, key=key)
    with lesson.more_settings():
        seed = model_box.seed(lesson)
    with lesson.guard():
        loaded = model_box.ready(lesson, model_box.OFFLINE)
        guess = lesson.predict(
            "memory",
            lesson.md("predict.memory", name=name, n=between),
            {"yes": lesson.t("predict.remembers"), "no": lesson.t("predict.forgets")},
            answer=lambda: "yes" if next_word.answer(name, between, window, seed) == name.strip() else "no",
            say=lambda mine, truth: lesson.md(
                "predict.memory_right" if mine == truth else "predict.memory_wrong"
            ),
        )
        if not guess:
            return
        found, seconds = frame.timed(next_word.recall, name, between, window, seed)
        curve = next_word.recall_curve(name, window, seed, _MOST_BETWEEN)
        curve["here"] = curve["between"] == between
        spec = charts.recall_curve(
            lesson.palette, tuple((k, lesson.t(f"figure.{k}")) for k in ("between", "recall", "here"))
        )
        lesson.figure(
            spec, data=curve, name="recall", badge=model_box.badge(loaded, seconds),
            alt=lesson.t("figure.memory_alt", p=found.p, n=between), table=curve.drop(columns="here"),
            source=[next_word.recall, next_word.conversation, next_word.answer],
            call=f"from core.next_word import recall\nrecall({name!r}, between={between}, window={window}, seed={seed}).p",
        )  # fmt: skip
        said = next_word.answer(name, between, window, seed)
        _conversation(lesson, found, said)
        lost = "_lost" if found.inside and said != name.strip() else ""
        key = ("seeing.memory_in" if found.inside else "seeing.memory_out") + lost
        lesson.seeing(lesson.md(key, window=found.window, tokens=found.tokens, p=found.p, said=said))


def _conversation(lesson: frame.Lesson, found: next_word.Recall, said: str) -> None:
    """The conversation itself, what is outside the window in grey, and what the model says."""
    outside = html.escape(found.hidden).replace("\n", "<br>")
    inside = html.escape(found.visible).replace("\n", "<br>")
    border = f"border-bottom:2px dashed {lesson.palette.learner};color:{lesson.palette.muted};opacity:.7"
    hidden = (
        f"<div style='{border};padding-bottom:.4rem;margin-bottom:.4rem'>"
        f"<small>{html.escape(lesson.t('memory.hidden'))}</small><br>{outside}</div>"
        if outside
        else ""
    )
    answer = f"<b style='color:{lesson.palette.model}'> {html.escape(said)}</b>"
    asked = html.escape("\n".join(found.visible.strip("\n").split("\n")[-2:])).replace("\n", "<br>")
    st.markdown(f"<div>{asked}{answer}</div>", unsafe_allow_html=True)  # the end of the box, in sight
    style = "border-radius:.6rem;padding:.8rem 1.1rem;max-height:17rem;overflow:auto;line-height:1.55;"
    style += f"border:1px solid {lesson.palette.grid}"
    st.markdown(
        f"<div tabindex='0' role='log' style='{style}'>{hidden}{inside}{answer}</div>", unsafe_allow_html=True
    )
