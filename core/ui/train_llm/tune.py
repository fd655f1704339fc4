"""Fine-tune: Gatito goes on learning from ten sentences, whole and with a LoRA, and what each learns and forgets."""

from __future__ import annotations

from concurrent.futures import Future, wait
from math import ceil
from typing import Any

import pandas as pd
import streamlit as st

from core import compute
from core.errors import CourseError
from core.train_llm import tuning
from core.ui import figure as drawing
from core.ui import frame, session, settings
from core.ui.charts import train_llm_compare as charts
from core.ui.train_llm import bets

STEPS = (20, 50, 100, 200)
RANKS = (1, 2, 4, 8, 16)
_KEPT = "_train_llm.tunings"
_LOOK_SECONDS = 0.25
FORGETS = 0.1
"""Nats by which the loss on everything else must grow to be called forgetting."""

Recipe = tuple[tuple[str, ...], int, int]
"""Sentences, steps and rank."""


def draw(lesson: frame.Lesson) -> None:
    """The activity: sentences at the left, both methods at the right."""
    ask, controls, figure = lesson.stage("tune")
    with ask:
        key = lesson.key("sentences", lesson.t("tune.default"), max_chars=2000)
        typed = st.text_area(lesson.t("tune.sentences"), key=key, height=270)
    with controls:
        steps = st.segmented_control(
            lesson.t("tune.steps"),
            STEPS,
            format_func=lesson.number.integer,
            required=True,
            key=_steps_key(lesson),
        )
        key = lesson.key("rank", 4, between=(RANKS[0], RANKS[-1]))
        settings.snap(key, RANKS)
        rank = st.select_slider(lesson.t("tune.rank"), RANKS, key=key)
    lines = tuple(line.strip() for line in (typed or "").split("\n") if line.strip())
    with lesson.guard():
        recipe = (lines, int(steps or 100), int(rank))
        with controls:
            bet = bets.draw(lesson, "tune")
        with figure:
            found = _act(lesson, recipe)
        if found:
            _figure(lesson, recipe, found, bet)
            with controls:
                st.dataframe(_endings(lesson, found), hide_index=True, key="tune-endings", height=185)


def _steps_key(lesson: frame.Lesson) -> str:
    key = lesson.key("tune_steps", 100, between=(STEPS[0], STEPS[-1]))
    if st.session_state[key] not in STEPS:
        lesson.set(tune_steps=100)
    return key


def _act(lesson: frame.Lesson, recipe: Recipe) -> list[tuning.Tuning]:
    """The button, and what it gave; nothing before it was pressed."""
    kept: dict[Any, list[tuning.Tuning]] = st.session_state.setdefault(_KEPT, {})
    with st.container(horizontal=True, key="tune-buttons", vertical_alignment="center"):
        go = st.button(lesson.t("tune.go"), type="primary", icon=":material/play_arrow:", key="tune-go")
    place = st.empty()
    if go or recipe in kept:
        try:
            found = kept.get(recipe) or _tuned(lesson, recipe, place)
        except CourseError:
            place.empty()
            raise
        while len(kept) >= 4:
            kept.pop(next(iter(kept)))
        kept[recipe] = found
        place.empty()
        return found
    place.caption(lesson.t("tune.ready", n=len(recipe[0])))
    return []


def _tuned(lesson: frame.Lesson, recipe: Recipe, place: Any) -> list[tuning.Tuning]:
    """Let both methods learn at once, a slice at a time; the curves grow meanwhile."""
    lines, steps, rank = recipe
    backend, me = compute.backend(), session.learner()
    runs: list[tuning.Tuning] = []
    jobs: list[Future[tuning.Tuning]] = [
        backend.submit(tuning.begin, method, lines, rank, learner=f"{me}-{method}")
        for method in tuning.METHODS
    ]
    runs = [_waited(job, place, lesson.t("tune.beginning")) for job in jobs]
    while runs[0].step < steps:
        jobs = [
            backend.submit(tuning.advance, one, min(tuning.EVERY, steps - one.step), learner=f"{me}-{one.method}")
            for one in runs
        ]  # fmt: skip
        said = lesson.t("tune.going", step=runs[0].step, steps=steps)
        runs = [_waited(job, place, said, runs[0].step / steps) for job in jobs]
    return runs


def _waited(job: Future[tuning.Tuning], place: Any, said: str, share: float = 0.0) -> tuning.Tuning:
    """Wait for a slice; touching the page now and then lets a click interrupt the wait."""
    while not wait([job], _LOOK_SECONDS).done:
        place.progress(share, text=said)
    place.progress(share, text=said)
    return job.result()


def _figure(lesson: frame.Lesson, recipe: Recipe, found: list[tuning.Tuning], bet: str | None) -> None:
    names = lesson.value("tune.methods")
    words = dict(lesson.value("chart"))
    tables = [one.curve().assign(method=names[one.method]) for one in found]
    data = pd.concat(tables).melt(["step", "method"], ["wanted", "rest"], var_name="what", value_name="loss")
    data["what"] = data["what"].map({"wanted": words["wanted"], "rest": words["rest"]})
    spec = charts.tuning(
        lesson.palette, tuple(words.items()), tuple(names[one.method] for one in found), recipe[1],
        float(max(7, ceil(data["loss"].max()))),
    )  # fmt: skip
    full, thin = (one.curve().iloc[-1] for one in found)
    alt = lesson.t("tune.alt", a=full["wanted"], b=full["rest"], c=thin["wanted"], d=thin["rest"])

    def drawn() -> None:
        drawing.draw(spec, data, key="chart--train_llm-tune", alt=alt, on_select=None, height=None)
        st.dataframe(_board(lesson, found), hide_index=True, key="tune-board", height="content")

    lesson.figure(
        drawn, name="tune", alt=alt, table=pd.concat(tables), source=[tuning.advance, tuning.Lora],
        badge=frame.Badge("real", model="Gatito", params=1_252_096, language="es"),
        call="from core.train_llm import tuning\n"
        f"tuned = tuning.begin('lora', {list(recipe[0])!r}, rank={recipe[2]})\ntuning.advance(tuned, {recipe[1]}).curve()",
    )  # fmt: skip
    first = found[0].curve().iloc[0]
    change = full["rest"] - first["rest"]
    truth = "forgets" if change > FORGETS else "improves" if change < -FORGETS else "same"
    lesson.seeing(
        lesson.md(
            "tune.seeing", before=first["wanted"], full=full["wanted"], lora=thin["wanted"], rest=first["rest"],
            rest_full=full["rest"], rest_lora=thin["rest"], n=found[1].parameters, of=found[0].parameters,
            agreement=full["agreement"], agreement_lora=thin["agreement"],
        )
        + " "
        + bets.verdict(lesson, "tune", bet, truth)
    )  # fmt: skip


def _board(lesson: frame.Lesson, found: list[tuning.Tuning]) -> pd.DataFrame:
    """What each method learnt and forgot, beside Gatito as it was."""
    number, names = lesson.number, lesson.value("tune.board")
    methods = lesson.value("tune.methods")
    columns = {lesson.t("tune.before"): (found[0], 0)} | {methods[one.method]: (one, -1) for one in found}
    table = {names["what"]: [names[row] for row in ("parameters", "wanted", "rest", "agreement", "capitals")]}
    for label, (one, at) in columns.items():
        row = one.curve().iloc[at]
        table[label] = [
            number.integer(one.parameters) if at else "—",
            *(number.decimal(row[name]) for name in ("wanted", "rest")),
            *(number.percent(row[name], 0) for name in ("agreement", "capitals")),
        ]
    return pd.DataFrame(table)


def _endings(lesson: frame.Lesson, found: list[tuning.Tuning]) -> pd.DataFrame:
    """How each sentence ended before and how it ends now."""
    names = lesson.value("tune.endings")
    full, thin = (one.samples for one in found)
    rows = [(a[0], a[1], a[2], b[2]) for a, b in zip(full, thin, strict=True)]
    return pd.DataFrame(rows, columns=[names["beginning"], names["before"], names["full"], names["lora"]])
