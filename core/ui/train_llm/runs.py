"""The runs of a learner's session: one per settings, the newest few kept, so that going back to old settings finds them."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import TimeoutError as NotYet

import streamlit as st

from core import compute
from core.errors import CourseError
from core.gatito.training import Settings
from core.train_llm import Driver, Probes, estimate
from core.ui import session

MOST_RUNS = 6
_RUNS = "_train_llm.runs"


def kept() -> OrderedDict[Settings, Driver]:
    """Give the runs of this session, oldest first."""
    found: OrderedDict[Settings, Driver] = st.session_state.setdefault(_RUNS, OrderedDict())
    return found


def run(settings: Settings, probes: Probes) -> Driver:
    """Give the run of these settings; a new one is begun when there is none."""
    mine = kept()
    driver = mine.get(settings)
    if driver is None:
        driver = Driver(settings, probes, compute.backend(), learner=session.learner())
        mine[settings] = driver
        _forget(mine)
    driver.probes = probes
    mine.move_to_end(settings)
    driver.touch()
    return driver


def anew(settings: Settings, probes: Probes) -> Driver:
    """Begin the run of these settings again."""
    old = kept().pop(settings, None)
    if old is not None:
        old.pause()
    return run(settings, probes)


def trained() -> list[Driver]:
    """Give the runs that have learnt something, the newest last."""
    return [one for one in kept().values() if one.point is not None and one.point.state.step > 0]


def pause_others(driver: Driver) -> None:
    """Let only one run of a learner go on at a time, where only one is watched."""
    for other in kept().values():
        if other is not driver:
            other.pause()


def _forget(mine: OrderedDict[Settings, Driver]) -> None:
    while len(mine) > MOST_RUNS:
        _, old = mine.popitem(last=False)
        old.pause()


def speed(device: str) -> float | None:
    """Give the operations per second of this machine; None while they are being measured."""
    asked = estimate.speed(compute.backend(), device)
    try:
        return asked.result(0.02)
    except (NotYet, CourseError):  # a lost worker is asked again the next time
        return None
