"""The views of a run: loss, probabilities, one attention head, the map of words, the gradient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.train_llm import Driver, Milestone, Moment, Point, maps
from core.train_llm.probing import PLACES
from core.ui import figure, frame
from core.ui.charts import train_llm as charts
from core.ui.charts import train_llm_inside as inside

NOW = -1


@dataclass(frozen=True)
class Look:
    """What a view is drawn from: the run at one point, and the milestones reached by then."""

    lesson: frame.Lesson
    driver: Driver
    point: Point
    reached: list[Milestone]

    @property
    def words(self) -> charts.Words:
        """Words of the charts, hashable."""
        return tuple(self.lesson.value("chart").items())

    @property
    def last(self) -> Moment:
        """The newest moment."""
        return self.point.moments[-1]

    def chart(self, spec: dict[str, Any], data: pd.DataFrame, name: str, alt: str) -> None:
        """Draw a chart where the caller's container is."""
        figure.draw(spec, data, key=f"chart--train_llm-{name}", alt=alt, on_select=None, height=None)


def draw(look: Look, view: str) -> None:
    """Draw one view of the run as it stands."""
    _VIEWS[view](look)


def _loss(look: Look) -> None:
    lesson, driver, state = look.lesson, look.driver, look.point.state
    data = charts.loss_data(
        state.history, look.point.moments, driver.facts, look.reached, dict(lesson.value("chart"))
    )
    floor = driver.facts.floor if driver.facts and driver.facts.floor else 1.0
    usual = floor * 0.8, float(np.log(driver.settings.vocabulary) * 1.15)
    bottom, top = charts.ends(data["loss"], *usual)
    spec = charts.loss(lesson.palette, look.words, driver.settings.steps, top, bottom)
    data = charts.placed(data, driver.settings.steps, bottom, top)
    alt = lesson.t("figure.loss_alt", step=look.last.step, loss=look.last.held_out_loss)
    look.chart(spec, data, "loss", alt)


def _probabilities(look: Look) -> None:
    lesson, driver = look.lesson, look.driver
    data = charts.probability_data(look.point.moments, PLACES if driver.probes.marks else {})
    order = tuple(dict.fromkeys(word.strip() for _, words in driver.probes.watched for word in words))
    spec = charts.probabilities(lesson.palette, look.words, driver.settings.steps, order)
    latest = ", ".join(
        f"{word.strip()} {lesson.number.percent(p)}" for (_, word), p in look.last.probabilities.items()
    )
    look.chart(
        spec, data, "probabilities", lesson.t("figure.probabilities_alt", step=look.last.step, list=latest)
    )


def _moment(look: Look) -> Moment:
    """Let the learner look at an earlier moment; «now» follows the run."""
    lesson, moments, key = look.lesson, look.point.moments, "train-moment"
    steps = [*(one.step for one in moments), NOW]
    if st.session_state.get(key) not in steps:
        st.session_state[key] = NOW
    chosen = st.select_slider(
        lesson.t("controls.moment"), steps, key=key,
        format_func=lambda one: lesson.t("controls.now") if one == NOW else lesson.t("controls.at", step=one),
    )  # fmt: skip
    return next((one for one in moments if one.step == chosen), moments[-1])


def _attention(look: Look) -> None:
    lesson, facts = look.lesson, look.driver.facts
    if facts is None:
        return
    left, right = st.columns(2)
    with right:
        moment = _moment(look)
    with left:
        layer, head = _head(look)
    sentence = [lesson.t("chart.opening"), *facts.sentence[1:]]
    tokens = tuple(inside.distinct(sentence))
    weights = moment.attention[layer, head].astype(float)
    spec = inside.attention(lesson.palette, look.words, tokens)
    row = len(tokens) - 2
    at = int(weights[row].argmax())
    alt = lesson.t(
        "figure.attention_alt", head=f"{layer + 1}.{head + 1}", step=moment.step, token=tokens[row], other=tokens[at],
        p=float(weights[row, at]),
    )  # fmt: skip
    look.chart(spec, inside.attention_data(weights, sentence), "attention", alt)


def _head(look: Look) -> tuple[int, int]:
    """Let the learner choose a head: (layer, head) from 0."""
    lesson = look.lesson
    layers, heads = look.last.attention.shape[:2]
    layer, head = clearest(look.last.attention)
    codes = ["auto", *(f"{one + 1}.{other + 1}" for one in range(layers) for other in range(heads))]
    auto = lesson.t("controls.head_auto", head=f"{layer + 1}.{head + 1}")
    chosen = st.selectbox(
        lesson.t("controls.head"), codes, key=lesson.key("head", "auto", among=codes),
        format_func=lambda one: auto if one == "auto" else one,
    )  # fmt: skip
    if chosen == "auto":
        return layer, head
    layer, head = (int(part) - 1 for part in str(chosen).split("."))
    return layer, head


def clearest(weights: np.ndarray) -> tuple[int, int]:
    """Give the head that is most decided about an earlier word where the last token is to be predicted.

    Parameters
    ----------
    weights
        Shape (layers, heads, tokens, tokens); the opening token and the place itself do not count.
    """
    decided = weights.astype(float)[:, :, -2, 1:-2].max(-1)
    layer, head = np.unravel_index(int(decided.argmax()), decided.shape)
    return int(layer), int(head)


def _map(look: Look) -> None:
    lesson, driver = look.lesson, look.driver
    if len(driver.probes.words) < 3:
        st.caption(lesson.t("figure.no_words"))
        return
    moment = _moment(look)
    axes = maps.axes(look.last.vectors)
    reach = inside.reach(maps.project(look.last.vectors, axes))
    names = lesson.value("groups")
    groups = [names[group] for group in driver.probes.groups]
    spec = inside.word_map(lesson.palette, look.words, tuple(dict.fromkeys(groups)), reach)
    data = inside.map_data(maps.project(moment.vectors, axes), driver.probes.words, groups, reach)
    look.chart(spec, data, "map", lesson.t("figure.map_alt", step=moment.step, n=len(driver.probes.words)))
    st.caption(lesson.t("figure.map_names" if all(data["side"]) else "figure.map_hidden"))


def _gradient(look: Look) -> None:
    lesson, settings = look.lesson, look.driver.settings
    data = charts.gradient_data(look.point.state.history)
    spec = charts.gradient(lesson.palette, look.words, settings.steps, settings.clip)
    last = float(data["norm"].iloc[-1]) if len(data) else 0.0
    look.chart(spec, data, "gradient", lesson.t("figure.gradient_alt", norm=last))


_VIEWS = {
    "loss": _loss,
    "probabilities": _probabilities,
    "attention": _attention,
    "map": _map,
    "gradient": _gradient,
}


def table(driver: Driver) -> pd.DataFrame:
    """Every look at the run as rows: step, tokens, seconds, losses, scores and probabilities."""
    rows = []
    for one in driver.point.moments if driver.point else ():
        row: dict[str, Any] = {
            "step": one.step, "tokens": one.tokens, "seconds": round(one.seconds, 2), "train_loss": one.train_loss,
            "held_out_loss": one.held_out_loss, **one.scores,
        }  # fmt: skip
        rows.append(
            row | {f"{beginning} → {word.strip()}": p for (beginning, word), p in one.probabilities.items()}
        )
    return pd.DataFrame(rows)
