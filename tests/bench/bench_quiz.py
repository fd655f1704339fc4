"""How fast lesson 8 says why, with a long history behind it, and what a full class loses when it answers at once."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.proto.WidgetStates_pb2 import WidgetState

from core.course import lesson
from core.quiz import bank, exam
from core.quiz.store import Progress
from tests.bench.session import Session
from tests.bench.table import Figure, middle, p95
from tests.bench.visiting import chromium
from tests.browser.server import ROOT, Server
from tests.browser.visit import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from core.quiz.records import Run

HISTORY = 10_000
ANSWERS = 40
LIMIT = 150.0
CLASS, EACH = 50, 4
ANA = "a" * 32
PATH = lesson("quiz").url_path
SINGLE = [question.id for question in bank("es") if question.kind == "single"]

WATCH = """
() => {
  window.waits = [];
  let since = null;
  document.addEventListener('click', event => {
    if (event.target.closest('[class*=st-key-confirm--]')) since = performance.now();
  }, true);
  new MutationObserver(() => {
    if (since !== null && document.querySelector('[class*=st-key-next--] button')
        && document.querySelectorAll('[class*=st-key-option--] p + p').length >= 3) {
      window.waits.push(performance.now() - since);
      since = null;
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
"""
"""Notes the milliseconds from the click that confirms until every reason and the way on are in the page."""


PEER = """
import streamlit as st

st.session_state.setdefault("n", 0)
if st.button("again"):
    st.session_state["n"] += 1
st.markdown(f"count {st.session_state['n']}")
"""
"""The least that Streamlit can do for a click: one button, one line."""

WATCH_PEER = """
() => {
  window.waits = [];
  let since = null;
  document.addEventListener('click', () => { since = performance.now(); }, true);
  new MutationObserver(() => {
    const said = [...document.querySelectorAll('p')].find(p => p.innerText.startsWith('count'));
    if (since !== null && said && said.innerText === `count ${window.waits.length + 1}`) {
      window.waits.push(performance.now() - since);
      since = null;
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
"""


def bench_feedback() -> Iterator[Figure]:
    """Answer question after question in Chromium, with ten thousand answers of the same learner in the file."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        with Server(ROOT / "Home.py", Path(folder)) as server:
            progress = Progress(f"sqlite:///{server.store}")
            _fill(progress, ANA)
            run = exam.begin("practice", SINGLE[:ANSWERS], seed=1, now=time.time())
            progress.begin(ANA, run)
            visit = Visit(browser.new_context(locale="es-ES").new_page(), server)
            page = visit.open(PATH, learner=ANA)
            page.evaluate(WATCH)
            for position in range(ANSWERS):
                page.locator(f".st-key-quiz-answer--{position} [role=radiogroup] label").first.click()
                visit.settle()
                page.locator(f".st-key-confirm--{run.id}--{position}--75").get_by_role("button").click()
                page.wait_for_function("(n) => window.waits.length > n", arg=position, timeout=20_000)
                visit.settle()
                page.locator(f".st-key-next--{run.id}--{position}").get_by_role("button").click()
                visit.settle()
            waits = [float(ms) for ms in page.evaluate("window.waits")]
            kept = len(progress.all_answers(ANA))
            progress.close()
        least = _peer(browser, Path(folder))
    name = f"Lesson 8, answer to feedback with {kept:,} answers"
    yield Figure(f"{name} (p95 of {ANSWERS})", p95(waits), "ms", "limit", LIMIT)
    yield Figure(f"{name} (median)", middle(waits), "ms", "one button, one line", middle(least), allowed=3.0)


def _peer(browser: Browser, folder: Path) -> list[float]:
    """Press the one button of the smallest app, as often; gives milliseconds until its line had changed."""
    script = folder / "peer.py"
    script.write_text(PEER, encoding="utf-8")
    with Server(script, folder) as server:
        visit = Visit(browser.new_context().new_page(), server)
        page = visit.open()
        page.evaluate(WATCH_PEER)
        for click in range(ANSWERS):
            page.get_by_role("button", name="again").click()
            page.wait_for_function("(n) => window.waits.length > n", arg=click, timeout=20_000)
            visit.settle()
        return [float(ms) for ms in page.evaluate("window.waits")]


def bench_class() -> Iterator[Figure]:
    """Let a class answer at once, every learner with a session on one server and one SQLite file."""
    with tempfile.TemporaryDirectory() as folder, Server(ROOT / "Home.py", Path(folder)) as server:
        progress = Progress(f"sqlite:///{server.store}")
        runs = {
            f"{number:032x}": exam.begin("exam", SINGLE[:EACH], seed=number, now=time.time())
            for number in range(CLASS)
        }
        for learner, run in runs.items():
            progress.begin(learner, run)
        ready, waits, troubles = threading.Barrier(CLASS), list[float](), list[str]()

        def sit(learner: str, run: Run) -> None:
            with Session(server.url) as session:
                session.open(lang="es")
                session.open(PATH, learner=learner, **{"quiz.activity": "exam"})
                ready.wait()
                waits.extend(_answered(session, run, position) for position in range(EACH))
                troubles.extend(session.troubles)

        threads = [threading.Thread(target=sit, args=pair) for pair in runs.items()]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        kept = sum(len(progress.run_answers(learner, run.id)) for learner, run in runs.items())
        progress.close()
    sent = CLASS * EACH
    yield Figure(
        f"Lesson 8, answers kept of {sent} by {CLASS} at once",
        kept,
        "answers",
        "sent",
        sent,
        more_is_better=True,
    )
    yield Figure(
        f"Lesson 8, {CLASS} answering at once, errors on screen",
        len(troubles),
        "errors",
        "one",
        1.0,
        allowed=0.0,
    )
    yield Figure(
        f"Lesson 8, {CLASS} answering at once, until the next question (p95)",
        p95(waits),
        "ms",
        "limit",
        5_000.0,
    )


def _answered(session: Session, run: Run, position: int) -> float:
    """Choose and confirm as a browser does; gives the milliseconds until the next question was there."""
    shown = exam.shown(exam.find(run.questions[position], "es"), run.seed)
    chosen = WidgetState(string_value=shown.options[0].text)
    session.change(f"_quiz.answer.{run.id}.{position}.es", chosen)
    return 1000 * session.change(f"confirm--{run.id}--{position}--75", WidgetState(trigger_value=True))


def _fill(progress: Progress, learner: str) -> None:
    """Give a learner a long history, spread over the bank."""
    history = []
    for number, question_id in enumerate(SINGLE):
        run = exam.begin("practice", [question_id], seed=number, now=0.0)
        answered, _ = exam.take(run, 0, "right", confidence=0.75, seconds=4.0, now=1.0, language="es")
        history.append(answered)
    many = [
        replace(history[number % len(history)], run=f"{number:032x}", at=float(1_700_000_000 + number))
        for number in range(HISTORY)
    ]
    progress.merge(learner, [], many)
