"""Preferences: the model's own shares, tilted by what the learner likes and dislikes."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import next_steps
from core.ui import frame, model_box
from core.ui.charts import next_steps as charts
from core.ui.next_steps import shared, topic

SHOWN = 5


def draw(lesson: frame.Lesson) -> None:
    """The activity, from likes and dislikes to the tilted shares."""
    ask, controls, _figure = lesson.stage("rlhf")
    with ask:
        prompt = lesson.text_input(
            "judged", lesson.t("controls.prompt"), lesson.value("examples.judged")[0],
            examples=lesson.value("examples.judged"), max_chars=300, carry=False,
        )  # fmt: skip
    with lesson.guard():
        loaded = model_box.ready(lesson)
        offered = next_steps.prefer(prompt, {})["token"].head(SHOWN).tolist()
        with controls:
            rewards = _rewards(lesson, offered)
            strength = lesson.slider(
                "strength", lesson.t("controls.strength"), 2.0, low=0.0, high=6.0, step=0.5, digits=1
            )
        table, seconds = frame.timed(next_steps.prefer, prompt, rewards, strength=strength)
        _figure_of(
            lesson, table, model_box.badge(loaded, seconds), prompt, f"{rewards!r}, strength={strength}"
        )
        _seeing(lesson, table, rewards if strength else None)
    topic.draw(lesson, "rlhf")


def _rewards(lesson: frame.Lesson, offered: list[str]) -> dict[str, float]:
    """Ask for a word that is liked and for another that is not; each is worth one point, up or down."""
    chosen: dict[str, float] = {}
    for name, worth in (("liked", 1.0), ("disliked", -1.0)):
        key, left = f"rlhf-{name}", [one for one in offered if one not in chosen]
        if key not in st.session_state or st.session_state[key] not in (None, *left):
            st.session_state[key] = left[1] if worth > 0 and len(left) > 1 else None
        word = st.pills(lesson.t(f"controls.{name}"), left, format_func=shared.token_name, key=key, wrap=True)
        if word is not None:
            chosen[word] = worth
    return chosen


def _figure_of(
    lesson: frame.Lesson, table: pd.DataFrame, badge: frame.Badge, prompt: str, asked: str
) -> None:
    names = {"before": lesson.t("rlhf.before"), "after": lesson.t("rlhf.after")}
    data = table.head(SHOWN).melt("token", ["before", "after"], var_name="which", value_name="value")
    data = data.assign(
        which=data["which"].map(names),
        label=data["token"].map(shared.token_name),
        written=[lesson.number.percent(one) for one in data["value"]],
    )
    lesson.figure(
        charts.tilt(lesson.palette, lesson.t("rlhf.axis"), names["before"], names["after"], SHOWN),
        data=data, name="tilt", badge=badge, alt=lesson.t("rlhf.alt", prompt=prompt),
        table=table.rename(columns=lesson.value("rlhf.columns")), source=[next_steps.prefer],
        call=f"from core.next_steps import prefer\nprefer({prompt!r}, {asked})",
    )  # fmt: skip


def _seeing(lesson: frame.Lesson, table: pd.DataFrame, rewards: dict[str, float] | None) -> None:
    """Tell what was done with the words that were judged; None where nothing is insisted on."""
    if not rewards:
        lesson.seeing(lesson.t("rlhf.seeing_still" if rewards is None else "rlhf.seeing_none"))
        return
    rows, moved = table.set_index("token"), []
    for token, worth in rewards.items():
        words = {
            "token": shared.token_name(token),
            "before": rows.loc[token, "before"],
            "after": rows.loc[token, "after"],
        }
        moved.append(lesson.md("rlhf.rises" if worth > 0 else "rlhf.falls", **words))
    lesson.seeing(" ".join([*moved, lesson.t("rlhf.seeing")]))
