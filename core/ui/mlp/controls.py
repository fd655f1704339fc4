"""From the widgets of lesson 5 to one experiment; any of them can be hidden by the link."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import streamlit as st

from core.errors import InputError
from core.mlp import Experiment
from core.mlp.activations import ACTIVATIONS
from core.mlp.datasets import DATA, IN_THE_PLANE, NUMBERED
from core.mlp.experiment import FEATURES, INITS, LOSSES, MOST_LAYERS, MOST_UNITS, OPTIMIZERS, SCHEDULES
from core.mlp.own_points import read
from core.ui import frame

RATES = ("0.0001", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10", "1000000")
BATCHES = ("1", "5", "10", "30", "0")
PENALTIES = ("0", "0.0001", "0.001", "0.003", "0.01", "0.03", "0.1")
HIDEABLE = (
    "data", "features", "hidden", "activation", "rate", "noise", "points", "share", "balance", "loss", "optimizer", "schedule",
    "batch", "l1", "l2", "dropout", "init", "seed", "own", "play", "hide",
)  # fmt: skip
DATA_FIRST = "spiral"
EACH = "each"
"""Stands for an activation of its own in every layer."""


def hidden_by_link(lesson: frame.Lesson) -> frozenset[str]:
    """Give the controls that the link hides: ``?mlp.hide=noise&mlp.hide=seed``."""
    lesson.key("hide", [], among=HIDEABLE)
    return frozenset(lesson.get("hide"))


def stage(lesson: frame.Lesson, away: frozenset[str]) -> None:
    """The controls that stand on the stage: points, features, layers, activation, learning rate."""
    data = _choice(lesson, away, "data", (*DATA, "own"), DATA_FIRST)
    if data == "own":
        _own(lesson, away)
    if data in IN_THE_PLANE or data == "own":
        key = lesson.key("features", ["x", "y"], among=FEATURES)
        if "features" not in away:
            st.pills(
                lesson.t("controls.features"), list(FEATURES), selection_mode="multi", key=key,
                format_func=lesson.value("features").__getitem__, wrap=True,
            )  # fmt: skip
    key = lesson.key("hidden", "8, 8", max_chars=40)
    if "hidden" not in away:
        st.text_input(
            lesson.t("controls.hidden"), key=key, placeholder="8, 8", help=lesson.t("controls.hidden_help")
        )
    left, right = st.columns(2)
    with left:
        _choice(lesson, away, "activation", (*ACTIVATIONS, EACH), "gelu")
    with right:
        _choice(lesson, away, "rate", RATES, "0.003", _decimal(lesson))


def more(lesson: frame.Lesson, away: frozenset[str]) -> None:
    """Everything else that decides a run."""
    for place in range(MOST_LAYERS):
        key = lesson.key(f"activation_{place + 1}", "gelu", among=ACTIVATIONS)
        if place < _many(lesson) and lesson.get("activation") == EACH and "activation" not in away:
            st.selectbox(
                lesson.t("controls.activation_of", n=place + 1), list(ACTIVATIONS), key=key,
                format_func=lesson.value("choices.activation").__getitem__,
            )  # fmt: skip
    left, right = st.columns(2)
    with left:
        _choice(lesson, away, "loss", LOSSES, "mse")
        _choice(lesson, away, "optimizer", OPTIMIZERS, "adam")
        _choice(lesson, away, "schedule", SCHEDULES, "constant")
        _choice(lesson, away, "batch", BATCHES, "10")
        _choice(lesson, away, "init", INITS, "xavier")
        _number(lesson, away, "seed", 0, (0, 2**31 - 1))
    with right:
        _number(lesson, away, "points", 500, (20, 2000))
        _slider(lesson, away, "noise", 0.0, (0.0, 0.5, 0.05))
        _slider(lesson, away, "share", 0.5, (0.1, 0.9, 0.1))
        _slider(lesson, away, "balance", 0.5, (0.1, 0.9, 0.1))
        _slider(lesson, away, "dropout", 0.0, (0.0, 0.8, 0.1))
        _choice(lesson, away, "l1", PENALTIES, "0", _decimal(lesson))
        _choice(lesson, away, "l2", PENALTIES, "0", _decimal(lesson))
    _hiding(lesson, away)


def _hiding(lesson: frame.Lesson, away: frozenset[str]) -> None:
    """Let a teacher choose what the link of the page leaves out; a link can leave out this too."""
    key = lesson.key("hide", [], among=HIDEABLE)
    if "hide" not in away:
        st.multiselect(
            lesson.t("controls.hide"), HIDEABLE, key=key, format_func=lambda name: lesson.t(f"controls.{name}"),
            help=lesson.t("controls.hide_help"), placeholder=lesson.t("controls.hide_nothing"),
        )  # fmt: skip


def experiment(lesson: frame.Lesson) -> Experiment:
    """The experiment that the settings say.

    Raises
    ------
    InputError
        When the layers cannot be read, or a setting makes no sense.
    """
    hidden = _layers(str(lesson.get("hidden")))
    one = str(lesson.get("activation"))
    each = tuple(str(lesson.get(f"activation_{place + 1}")) for place in range(len(hidden)))
    data, loss = str(lesson.get("data")), str(lesson.get("loss"))
    own = read(str(lesson.get("own")))[0] if data == "own" else ()
    in_plane = data in IN_THE_PLANE or data == "own"
    given = lesson.get("features") if in_plane else ["x", "y"]
    if data in NUMBERED:
        loss = "mse"  # numbers have no cross-entropy
    return Experiment(
        data=data, points=int(lesson.get("points")), noise=float(lesson.get("noise")), own=own,
        train_share=float(lesson.get("share")), balance=float(lesson.get("balance")),
        features=tuple(name for name in FEATURES if name in given),
        hidden=hidden, activation=each if one == EACH else one, loss=loss, optimizer=str(lesson.get("optimizer")),
        learning_rate=float(lesson.get("rate")), schedule=str(lesson.get("schedule")), batch_size=int(lesson.get("batch")),
        l1=float(lesson.get("l1")), l2=float(lesson.get("l2")), dropout=float(lesson.get("dropout")),
        init=str(lesson.get("init")), seed=int(lesson.get("seed")),
    )  # fmt: skip


def settings_of(e: Experiment) -> dict[str, Any]:
    """The settings that give an experiment: what a mission or a link sets."""
    return {
        "data": e.data, "points": e.points, "noise": e.noise, "share": e.train_share, "balance": e.balance,
        "features": list(e.features), "hidden": ", ".join(map(str, e.hidden)),
        "activation": e.activations[0] if e.hidden else "tanh",
        "loss": e.loss, "optimizer": e.optimizer, "rate": f"{e.learning_rate:g}", "schedule": e.schedule,
        "batch": str(e.batch_size),
        "l1": f"{e.l1:g}", "l2": f"{e.l2:g}", "dropout": e.dropout, "init": e.init, "seed": e.seed,
    }  # fmt: skip


def _layers(text: str) -> tuple[int, ...]:
    parts = _parts(text)
    if len(parts) > MOST_LAYERS or not all(
        part.isascii() and part.isdigit() and 1 <= int(part) <= MOST_UNITS for part in parts
    ):
        message = f"layers «{text}»: up to {MOST_LAYERS} numbers from 1 to {MOST_UNITS}"
        raise InputError(message, "mlp_layers", most=MOST_LAYERS, units=MOST_UNITS)
    return tuple(int(part) for part in parts)


def _parts(text: str) -> list[str]:
    """What stands between the commas, semicolons or spaces."""
    return text.replace(",", " ").replace(";", " ").split()


def _many(lesson: frame.Lesson) -> int:
    """How many hidden layers are asked for, as far as that can be read."""
    return len(_parts(str(lesson.get("hidden"))))


def _own(lesson: frame.Lesson, away: frozenset[str]) -> None:
    key = lesson.key("own", lesson.t("own_points"), max_chars=60_000)
    if "own" not in away:
        st.text_area(lesson.t("controls.own"), key=key, height=92, help=lesson.t("controls.own_help"))
        with suppress(InputError):  # it is told where the figure would be
            if read(str(lesson.get("own")))[2]:
                st.caption(lesson.t("controls.own_standardised"))
        st.pills(
            lesson.t("controls.draw"), ["0", "1", "2"], key=lesson.key("draw", "1", among=("0", "1", "2")), required=True,
            format_func=lesson.value("draws").__getitem__,
        )  # fmt: skip


def _decimal(lesson: frame.Lesson) -> Any:
    """Write numbers of a list as the language does."""
    return lambda code: lesson.t("written", x=code.replace(".", lesson.t("point")))


def rate_of(lesson: frame.Lesson, rate: float) -> str:
    """Write a learning rate with as many digits as it has, up to four."""
    written = np.format_float_positional(rate, precision=4, fractional=False, trim="-")
    return written.replace(".", lesson.t("point"))


def _choice(
    lesson: frame.Lesson,
    away: frozenset[str],
    name: str,
    codes: tuple[str, ...],
    default: str,
    write: Any = None,
) -> str:
    key = lesson.key(name, default, among=codes)
    if name not in away:
        words = write or lesson.value(f"choices.{name}").__getitem__
        st.selectbox(lesson.t(f"controls.{name}"), list(codes), key=key, format_func=words)
    return str(lesson.get(name))


def _number(
    lesson: frame.Lesson, away: frozenset[str], name: str, default: int, between: tuple[int, int]
) -> None:
    key = lesson.key(name, default, between=between)
    if name not in away:
        st.number_input(lesson.t(f"controls.{name}"), *between, step=1, key=key)


def _slider(
    lesson: frame.Lesson, away: frozenset[str], name: str, default: float, stops: tuple[float, float, float]
) -> None:
    low, high, step = stops
    if name in away:
        lesson.key(name, default, between=(low, high))
    else:
        lesson.slider(name, lesson.t(f"controls.{name}"), default, low=low, high=high, step=step)
