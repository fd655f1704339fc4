"""How fast lesson 1 follows the hand: from an arrow key to the next step of the story, with every event drawn."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from core.content import Content
from core.course import lesson
from tests.bench.bench_next_word import CHANGED
from tests.bench.table import Figure, p95
from tests.browser import find_browser
from tests.browser.server import ROOT, Server
from tests.browser.visit import Visit

MOVES = 40
LIMIT = 200.0


def bench_story() -> Iterator[Figure]:
    """Walk a story back and forth in a warm page, a step once the last redraw is done."""
    title = Content("frame", "es").text("seeing.title")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = find_browser.find_or_install()
        chromium = playwright.chromium.launch(executable_path=program, args=list(find_browser.ARGUMENTS))
        with Server(ROOT / "Home.py", Path(folder)) as server:
            visit = Visit(chromium.new_context(locale="es-ES").new_page(), server)
            page = visit.open(lesson("history").url_path, predict=0)
            page.evaluate(CHANGED, title)
            for move in range(MOVES):
                page.keyboard.press("ArrowRight" if move % 20 < 10 else "ArrowLeft")
                page.wait_for_function("(n) => window.redraws.length > n", arg=move, timeout=10_000)
                visit.settle()
            measured = [float(ms) for ms in page.evaluate("window.redraws")]
        chromium.close()
    yield Figure(
        f"Lesson 1, arrow key to the next step (p95 of {MOVES})", p95(measured), "ms", "limit", LIMIT
    )
