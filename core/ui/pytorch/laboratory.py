"""The two halves that every activity of the laboratory shares: the editor at the left, what came out at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from core import sandbox
from core.ui import frame, session, settings
from core.ui.components.editor import Pressed, editor
from core.ui.pytorch import results, running
from core.ui.pytorch.state import LONGEST_KEPT, Lab, lab

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

SEED = 0
"""Where chance starts in every run, so that a program gives the same numbers twice."""


def halves(name: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Open the two halves; on a phone the second one lies below the first."""
    with st.container(key=f"laboratory-{name}"):
        left, right = st.columns((7, 7), gap="large")
    return left, right


def opened(lesson: frame.Lesson, name: str, start: str) -> Lab:
    """Give the editor of that name: with the code of the link, of the last visit, or the code to start with."""
    key = lesson.key("code", "")
    linked = str(settings.remembered(key))
    kept = session.kept(f"code.{name}", lesson=lesson.id)
    first = linked or (kept if isinstance(kept, str) and kept.strip() else start)
    return lab(name, first)


def write(lesson: frame.Lesson, mine: Lab, name: str, start: str, label: str) -> None:
    """Draw the editor with its buttons."""

    def run(code: str) -> None:
        code = settings.clean(code)
        mine.ask(code)
        _publish(lesson, code, start)
        if len(code) <= LONGEST_KEPT:
            session.keep(f"code.{name}", code, lesson=lesson.id)

    def reset() -> None:
        mine.put(start)
        _publish(lesson, start, start)
        session.keep(f"code.{name}", "", lesson=lesson.id)

    words = {one: lesson.t(f"editor.{one}") for one in ("run", "stop", "reset", "keys", "leave")}
    busy = mine.status in ("asked", "running")
    wrong = results.wrong_line(mine) if mine.status == "done" else 0
    editor(
        name, mine.code, Pressed(run, mine.stop, reset), lesson.palette, words,
        label=label, running=busy, wrong=wrong, times=mine.replaced,
    )  # fmt: skip


def put(lesson: frame.Lesson, mine: Lab, code: str, start: str) -> None:
    """Put a text into the editor from outside; from a callback."""
    mine.put(code)
    _publish(lesson, code, start)


def show(
    lesson: frame.Lesson, mine: Lab, empty: Callable[[], None], exercise: str = "",
    after: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    """Draw what came out: run what was asked for, and draw the whole page again when it has ended.

    Parameters
    ----------
    lesson
        The page.
    mine
        The program.
    empty
        Draws what stands there before anything ran.
    exercise
        Whose checker looks at the result.
    after
        Called once when a run has ended.
    """
    if mine.status == "asked":
        place = st.empty()
        running.go(lesson, mine, exercise, SEED, place)
        after()
        st.rerun()
    if mine.status == "idle":
        empty()
        return
    with lesson.guard():
        end = mine.end
        badge = frame.Badge(
            "toy",
            model="PyTorch",
            seconds=(end.usage.wall_seconds or None) if end else None,
            note=lesson.t("run.badge"),
        )
        lesson.figure(
            lambda: results.draw(lesson, mine), name="result", badge=badge, alt=results.summary(lesson, mine),
            table=lambda: results.table(lesson, mine), source=[sandbox.run],
            call=f"from core import sandbox\n\ncode = {mine.ran!r}\nfor event in sandbox.run(code):\n    print(event)",
        )  # fmt: skip
        said = results.summary(lesson, mine)
        if said:
            lesson.seeing(said)


def _publish(lesson: frame.Lesson, code: str, start: str) -> None:
    """Put short code into the address; what is longer, or what everybody starts with, is not."""
    short = code if len(code) <= settings.LONGEST_IN_LINK and code != start else ""
    lesson.set(code=short)
