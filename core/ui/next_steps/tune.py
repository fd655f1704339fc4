"""Fine-tune a copy of Gatito on the learner's sentences, and see what it gains and what it forgets."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from core import next_steps
from core.next_steps.tuning import MOST_STEPS
from core.ui import frame, model_box, settings
from core.ui.charts import next_steps as charts
from core.ui.next_steps import shared, topic

FORGETS = 0.1
"""Nats per token by which a loss must move to be called better or worse."""


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the sentences to the two curves."""
    ask, controls, _figure = lesson.stage("tune")
    with ask:
        sentences = shared.lines(lesson, "sentences", height=110)
    with controls:
        key, stops = lesson.key("steps", 15, between=(0, MOST_STEPS)), list(range(0, MOST_STEPS + 1, 5))
        settings.snap(key, stops)
        steps = st.select_slider(lesson.t("controls.steps"), stops, key=key)
        probe = st.selectbox(
            lesson.t("controls.probe"), lesson.value("examples.probes"), accept_new_options=True,
            key=lesson.key("probe", lesson.t("defaults.probe"), max_chars=200),
        )  # fmt: skip
    with lesson.more_settings():
        rate = lesson.slider(
            "rate", lesson.t("controls.rate"), 0.0003, low=0.0001, high=0.002, step=0.0001, digits=4
        )
    with lesson.guard():
        loaded = model_box.ready(lesson)
        asked = (sentences, str(probe or ""), int(steps), rate)
        guess = lesson.predict(
            "tune", lesson.t("predict.question"), lesson.value("predict.options"), answer=lambda: _truth(asked),
            say=lambda mine, truth: lesson.t(f"predict.{'right' if mine == truth else 'wrong'}.{truth}"), live=True,
        )  # fmt: skip
        if guess:
            with lesson.loading(lesson.t("topics.tune.title")):
                result, seconds = _tuned(asked)
            _figure_of(lesson, result, model_box.badge(loaded, seconds), asked)
    topic.draw(lesson, "tune")


def _tuned(asked: tuple[list[str], str, int, float]) -> tuple[next_steps.Tuning, float]:
    sentences, probe, steps, rate = asked
    return _timed(tuple(sentences), probe, steps, rate)


@lru_cache(maxsize=32)
def _timed(
    sentences: tuple[str, ...], probe: str, steps: int, rate: float
) -> tuple[next_steps.Tuning, float]:
    """Keep the seconds with the result: the badge tells the time of the work, not of looking it up."""
    return frame.timed(next_steps.tune, list(sentences), probe, steps=steps, learning_rate=rate)


def _truth(asked: tuple[list[str], str, int, float]) -> str:
    """Say what really happened to the rest."""
    return _became(_tuned(asked)[0].curve["rest"])


def _became(loss: pd.Series) -> str:
    """Say what became of a loss: a tenth of a nat either way counts as nothing."""
    change = float(loss.iloc[-1] - loss.iloc[0])
    return "worse" if change > FORGETS else "better" if change < -FORGETS else "same"


def _figure_of(
    lesson: frame.Lesson,
    result: next_steps.Tuning,
    badge: frame.Badge,
    asked: tuple[list[str], str, int, float],
) -> None:
    curve, (sentences, probe, steps, rate) = result.curve, asked
    names = (lesson.t("tune.lines.wanted"), lesson.t("tune.lines.rest"))
    data = curve.melt("step", ["wanted", "rest"], var_name="which", value_name="value")
    data["which"] = data["which"].map(dict(zip(("wanted", "rest"), names, strict=True)))
    first, last = curve.iloc[0], curve.iloc[-1]
    words = {
        "steps": steps,
        "wanted_before": first["wanted"],
        "wanted_after": last["wanted"],
        "rest_before": first["rest"],
        "rest_after": last["rest"],
    }
    lesson.figure(
        charts.curves(lesson.palette, names, (lesson.t("tune.axis_x"), lesson.t("tune.axis_y"))),
        data=data, name="tuning", badge=badge, alt=lesson.t("tune.alt", **words),
        table=curve.rename(columns=lesson.value("tune.columns")), source=[next_steps.tune],
        call=f"from core.next_steps import tune\ntune({sentences!r}, {probe!r}, steps={steps}, learning_rate={rate})",
    )  # fmt: skip
    old, new = result.before.iloc[0], result.after.iloc[0]
    lesson.seeing(
        lesson.md(
            "tune.seeing",
            **words,
            verdict=lesson.t(f"tune.rest_{_became(curve['rest'])}"),
            probe=probe,
            old=shared.token_name(old["token"]),
            old_p=old["p"],
            new=shared.token_name(new["token"]),
            new_p=new["p"],
        )
    )
