"""Put the events in order: dealt from a seed, played with buttons or with the number keys."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from core import history
from core.history import Game, History, Score
from core.history.game import LEVELS
from core.ui import frame, session
from core.ui.charts import history_game as charts

FEWEST, MOST = 4, 8


def draw(lesson: frame.Lesson) -> None:
    """The activity, from a hand of events to its score."""
    told = history.load(lesson.language)
    ask, controls, _figure = lesson.stage("game")
    with controls:
        level, count = _rules(lesson)
    seed = _seed(lesson)
    game = history.deal(told, level=level, count=count, seed=seed)
    key = f"_order.{level}.{count}.{seed}"
    order: list[str] = st.session_state.setdefault(key, [])
    done = len(order) == len(game.dealt)
    with ask:
        _hand(lesson, told, game, order)
    result = history.score(told, order)
    if done:
        _keep_best(lesson, result)
    _figure_of(lesson, told, game, order, result)
    _seeing(lesson, told, game, order, result)


def _rules(lesson: frame.Lesson) -> tuple[str, int]:
    names = lesson.value("controls.levels")
    key = lesson.key("level", "normal", among=LEVELS)
    level = st.segmented_control(
        lesson.t("controls.level"), list(LEVELS), format_func=names.__getitem__, key=key, required=True
    )
    key = lesson.key("count", 5, between=(FEWEST, MOST))
    count = st.segmented_control(
        lesson.t("controls.count"), list(range(FEWEST, MOST + 1)), key=key, required=True
    )
    return level or "normal", int(count or 5)


def _seed(lesson: frame.Lesson) -> int:
    lesson.key("seed", 1, between=(0, 2**31 - 1))
    return int(lesson.get("seed"))


def _hand(lesson: frame.Lesson, told: History, game: Game, order: list[str]) -> None:
    """Offer the events that are left, in the order they were dealt; each keeps its number and its key."""

    def place(event_id: str) -> None:
        order.append(event_id)

    def undo() -> None:
        order.pop()

    def again() -> None:
        lesson.set(seed=lesson.get("seed") + 1)

    st.markdown(lesson.t("game.ask"))
    for number, event_id in enumerate(game.dealt, start=1):
        st.button(
            told[event_id].title, key=f"deal--{number}", shortcut=str(number), width="stretch",
            disabled=event_id in order, on_click=place, args=(event_id,),
        )  # fmt: skip
    with st.container(horizontal=True, key="game-foot"):
        st.button(
            lesson.t("controls.undo"), type="tertiary", icon=":material/undo:", key="undo", shortcut="Backspace",
            disabled=not order, on_click=undo,
        )  # fmt: skip
        kind: Literal["primary", "tertiary"] = "primary" if len(order) == len(game.dealt) else "tertiary"
        label = lesson.t("controls.again")
        st.button(label, type=kind, icon=":material/casino:", key="again", shortcut="N", on_click=again)


def _figure_of(lesson: frame.Lesson, told: History, game: Game, order: list[str], result: Score) -> None:
    done = len(order) == len(game.dealt)
    alt = (
        lesson.t("game.alt", total=len(order), right=result.right, pairs=result.pairs)
        if done
        else lesson.t("game.alt_playing", placed=len(order), total=len(game.dealt))
    )
    names = {one: told[one].short for one in game.dealt}
    dated = {one: f"{told[one].year}  {told[one].short}" for one in game.dealt}
    lesson.figure(
        charts.spec(lesson.palette, len(game.dealt)),
        data=charts.data(order, game.solution, names, dated), name="game", badge=frame.Badge("published"), alt=alt,
        table=lambda: history.table(told, [told[one] for one in game.solution]) if done else _placed(told, order),
        source=[history.deal, history.score],
        call=f"from core.history import deal, load, score\nhistory = load({lesson.language!r})\n"
        f"score(history, {order!r})",
    )  # fmt: skip


def _placed(told: History, order: list[str]) -> pd.DataFrame:
    """What was placed so far, without the dates."""
    return pd.DataFrame({"position": range(1, len(order) + 1), "event": [told[one].title for one in order]})


def _keep_best(lesson: frame.Lesson, result: Score) -> None:
    best = max(float(session.kept("game_best", 0.0, lesson=lesson.id)), result.share)
    session.keep("game_best", best, lesson=lesson.id)


def _seeing(lesson: frame.Lesson, told: History, game: Game, order: list[str], result: Score) -> None:
    if len(order) < len(game.dealt):
        lesson.seeing(lesson.md("game.seeing_playing", placed=len(order), total=len(game.dealt)))
        return
    verdict = lesson.t("game.perfect") if result.worst is None else ""
    said = lesson.t("game.score", right=result.right, pairs=result.pairs)
    worst = ""
    if result.worst:
        first, second = (told[one] for one in result.worst)
        worst = lesson.md(
            "game.worst", first=first.title, first_year=str(first.year), second=second.title,
            second_year=str(second.year),
        )  # fmt: skip
    lesson.seeing(f"{said} {verdict} {lesson.t('game.seeing_done')} {worst}")
