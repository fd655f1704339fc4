"""The walls: what this server tried against its own sandbox when it started, and what came of it."""

from __future__ import annotations

import time

import pandas as pd
import streamlit as st

from core import sandbox
from core.sandbox.probe import HONEST, Finding, Report, examine
from core.ui import frame
from core.ui.pytorch import running


def draw(lesson: frame.Lesson) -> None:
    """The activity."""
    ask, controls, _figure = lesson.stage("walls")
    box = sandbox.shared()
    with lesson.guard():
        if box.known() is None:
            with lesson.loading("PyTorch"):
                _wait(box)
        report = box.report()
        with ask:
            st.markdown(f"**{lesson.t(f'walls.levels.{report.level}.name')}**")
            lesson.prose(lesson.value(f"walls.levels.{report.level}.means"))
        with controls:
            lesson.prose(
                lesson.t(
                    "walls.layers", layers=", ".join(lesson.t(f"walls.layer.{one}") for one in report.layers)
                )
            )
            lesson.prose(lesson.t("walls.hidden" if report.paths_hidden else "walls.seen"))
            lesson.prose(lesson.t("walls.shared" if running.open_to_others() else "walls.private"))
        data = _table(lesson, report)
        tried = {"n": len(report.hostile), "held": sum(one.held for one in report.hostile)}
        lesson.figure(
            lambda: st.dataframe(data, hide_index=True, width="stretch", height=38 * (len(data) + 1)),
            name="walls", table=data, source=[examine],
            badge=frame.Badge("real", seconds=report.seconds, note=lesson.t("walls.badge")),
            alt=lesson.t("walls.alt", **tried),
            call="from core import sandbox\n\nsandbox.shared().report()",
        )  # fmt: skip
        honest = lesson.t("walls.honest_stopped" if HONEST in report.escaped else "walls.honest_worked")
        lesson.seeing(f"{lesson.t('walls.seeing', **tried)} {honest} {lesson.t('walls.limits')}")


def _table(lesson: frame.Lesson, report: Report) -> pd.DataFrame:
    def came(one: Finding) -> str:
        if one.name == HONEST:
            return lesson.t("walls.works" if one.held else "walls.fails")
        return lesson.t("walls.held" if one.held else "walls.escaped")

    rows = [(lesson.t(f"walls.probes.{one.name}"), came(one)) for one in report.findings]
    return pd.DataFrame(rows, columns=[lesson.t("walls.tried"), lesson.t("walls.result")])


def _wait(box: sandbox.Sandbox) -> None:
    """Wait in small steps, so that a page that is left is left at once."""
    thread, place = box.prepare(), st.empty()
    while thread.is_alive():
        time.sleep(0.1)
        place.empty()
