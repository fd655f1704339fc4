"""Running a program from the page: warming up, waiting for a place, listening, and ending with the page."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import streamlit as st

from core import sandbox
from core.errors import CourseError
from core.sandbox import warm
from core.sandbox.events import Metric, Output, Queued
from core.ui import frame, session
from core.ui.charts import pytorch as charts
from core.ui.charts import theme
from core.ui.pytorch.state import Lab

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

REFRESH_SECONDS = 0.1
MOST_LIVE = 12_000
"""Characters of output that are drawn while a program runs; all of it is drawn when it has ended."""

_NEAR = {"127.0.0.1", "localhost", "::1"}


def open_to_others() -> bool:
    """Say whether other machines reach this server."""
    return st.get_option("server.address") not in _NEAR


def warm_up(lesson: frame.Lesson, lab: Lab) -> None:
    """Start PyTorch when the page is first opened, and say so until it is there; a run that waits says it itself."""
    box = sandbox.shared()
    if box.known() is None:
        box.prepare()
    if box.known() is None and lab.status != "asked":
        _say_warming(lesson.t("run.warming"))


@st.fragment(run_every=0.7)
def _say_warming(warming: str) -> None:
    if sandbox.shared().known() is not None:
        st.rerun()  # the line goes, and nothing asks again
    st.caption(f":material/hourglass_top: {warming}")


def go(lesson: frame.Lesson, lab: Lab, exercise: str, seed: int, place: DeltaGenerator) -> None:
    """Run what was asked for and draw it as it comes; returns when it has ended."""
    lab.status = "running"
    live = _Live(lesson, lab, place)
    try:
        box = sandbox.shared()
        _wait_until_warm(warm.kind_for(lab.ran, exercise), live)
        kind = warm.kind_for(lab.ran, exercise)
        sandbox.permitted(box.report(kind).level, open_to_others=open_to_others())
        run = box.start(lab.ran, learner=session.learner(), seed=seed, exercise=exercise)
        try:
            while run.ended is None:
                event = run.next(REFRESH_SECONDS)
                while event is not None:
                    lab.events.append(event)
                    event = run.next(0) if len(lab.events) % 200 else None
                live.draw()
            while (event := run.next(0)) is not None:
                lab.events.append(event)
        finally:
            run.close()
            lab.seconds = live.seconds
    except CourseError as error:
        lab.failure = error
    lab.status = "done"


def _wait_until_warm(kind: warm.Kind, live: _Live) -> None:
    box = sandbox.shared()
    if box.known(kind) is not None:
        return
    thread = box.prepare(kind)
    while thread.is_alive():
        live.draw(warming=kind)
        time.sleep(REFRESH_SECONDS)


class _Live:
    """What is drawn while a program runs: how long already, its last lines, its curves.

    Every drawing is also the moment in which Streamlit may end this run of the page, and the program with it.
    """

    def __init__(self, lesson: frame.Lesson, lab: Lab, place: DeltaGenerator) -> None:
        self._lesson, self._lab = lesson, lab
        self._began = self._drawn = time.monotonic()
        with place.container(key=session.numbered("live")):
            self._status, self._printed, self._curve = st.empty(), st.empty(), st.empty()
        self._seen = (0, 0)

    @property
    def seconds(self) -> float:
        """How long the program has been running, its waits left out."""
        return time.monotonic() - self._began

    def draw(self, warming: str = "") -> None:
        now = time.monotonic()
        if now - self._drawn < REFRESH_SECONDS and self._seen != (0, 0):
            return
        self._drawn = now
        self._status.caption(f":material/hourglass_top: {self._line(now, warming)}")
        printed, metrics = self._lab.of(Output), self._lab.of(Metric)
        if len(printed) != self._seen[0]:
            self._printed.code("".join(one.text for one in printed)[-MOST_LIVE:], language=None)
        if len(metrics) != self._seen[1]:
            self._draw_curve()
        self._seen = (len(printed), len(metrics))

    def _line(self, now: float, warming: str) -> str:
        if warming:
            self._began = now
            return self._lesson.t("run.warming_models" if warming == "models" else "run.warming")
        last = self._lab.events[-1] if self._lab.events else None
        if isinstance(last, Queued):
            self._began = now
            return self._lesson.t("run.queued", n=last.position)
        return self._lesson.t("run.running", s=now - self._began)

    def _draw_curve(self) -> None:
        points = charts.metric_points(self._lab.of(Metric))
        several = len(set(points["name"])) > 1
        title = self._lesson.t("figure.value") if several else str(points["name"].iloc[0])
        spec = charts.curve(self._lesson.palette, self._lesson.t("figure.step"), title, several=several)
        dressed = theme.dress(spec, self._lesson.palette, self._lesson.language)
        self._curve.vega_lite_chart(points, dressed, width="stretch")
