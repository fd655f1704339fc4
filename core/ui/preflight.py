"""The check before class on a page: asked of a child process, drawn as one table that fills itself.

The child is a fresh Python with the network off, so what is green there is what a server started in class will see.
"""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
import time
from concurrent.futures import Future
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.content import Content
from core.course import ROOT
from core.preflight import NAMES, Check
from core.ui.asked import Asked

PATIENCE_SECONDS = 180.0
SHOWN = tuple(name for name in NAMES if name != "port")
"""What the page shows; the port is taken by the very server that asks."""

_MARKS = {"ok": "✓", "bad": "✗", "note": "•", "waiting": "…"}

_LOOK = """
<style>
.preflight { width: 100%; border-collapse: collapse; font-size: .92rem; }
.preflight tr { border-top: 1px solid var(--hair); }
.preflight tr:first-child { border-top: 0; }
.preflight th, .preflight td { padding: .5rem .4rem .55rem 0; vertical-align: top; text-align: left; line-height: 1.4; }
.preflight th { width: 13.5rem; font-weight: 600; }
.preflight td { overflow-wrap: anywhere; color: var(--muted); }
.preflight .bad td { color: var(--text); }
.preflight b { display: inline-block; width: 1.3rem; font-weight: 700; }
.preflight small { display: block; padding-left: 1.3rem; font-weight: 400; font-size: .8rem; color: var(--muted); }
.preflight .ok b, .preflight .ok small { color: var(--model); }
.preflight .bad b, .preflight .bad small { color: var(--bad); font-weight: 700; }
@media (max-width: 640px) { .preflight th { width: 8.5rem; } }
</style>
"""


@dataclass(frozen=True)
class Report:
    """What a child found, and how many seconds it took."""

    checks: tuple[Check, ...]
    seconds: float

    def count(self, status: str) -> int:
        """Count the checks of a status."""
        return sum(check.status == status for check in self.checks)


def look() -> Report | None:
    """Ask a child process; None when it ended without an answer."""
    command = [sys.executable, "-m", "core.preflight", "--json", "--skip", "port"]
    started = time.monotonic()
    try:
        child = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"HF_HUB_OFFLINE": "1", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_SECONDS,
            check=False,  # 1 says that something is red
        )
        found = tuple(Check(**one) for one in json.loads(child.stdout))
        return Report(found, time.monotonic() - started)
    except (subprocess.SubprocessError, OSError, ValueError, TypeError):
        return None


ask = Asked(look)
"""The last child's report."""


def table(report: Report | None, words: Content, bad: str, alt: str = "") -> None:
    """Draw the checks, one row each; without a report, the rows that will be there.

    Parameters
    ----------
    report
        What was found.
    words
        The texts of the page.
    bad
        Colour of what is missing.
    alt
        What the table shows, in a sentence.
    """
    names = words.value("names")
    if report is None:
        rows = "".join(_row("waiting", names[name], words.text("states.waiting"), "") for name in SHOWN)
    else:
        rows = "".join(
            _row(
                one.status, names[one.name], words.text(f"states.{one.status}"), one.sentence(words.language)
            )
            for one in report.checks
        )
    label = html.escape(alt)
    st.html(
        f'{_LOOK}<table class="preflight" aria-label="{label}" style="--bad: {bad}"><tbody>{rows}</tbody></table>'
    )


def frame_of(report: Report, words: Content) -> pd.DataFrame:
    """Give the checks as a data frame, in the language of the page."""
    names, rows = words.value("names"), []
    for one in report.checks:
        state = words.text(f"states.{one.status}")
        rows.append((names[one.name], state, one.sentence(words.language)))
    return pd.DataFrame(
        rows, columns=[words.text(f"table.{column}") for column in ("what", "state", "detail")]
    )


def follow(answer: Future[Report | None]) -> None:
    """Draw the page anew as soon as the child has answered."""
    if not answer.done():
        st.fragment(_look_again, run_every=0.5)(answer)


def _look_again(answer: Future[Report | None]) -> None:
    if answer.done():
        st.rerun()


def _row(status: str, name: str, state: str, detail: str) -> str:
    name, state, detail = (html.escape(text) for text in (name, state, detail))
    mark = f'<b aria-hidden="true">{_MARKS[status]}</b>'
    return (
        f'<tr class="{status}"><th scope="row">{mark}{name}<small>{state}</small></th><td>{detail}</td></tr>'
    )
