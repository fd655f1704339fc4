"""How fast lesson 2 follows the hand: from a key on the temperature to new bars and a new sentence on screen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from core.content import Content
from core.course import COURSE
from tests.bench.table import Figure, p95
from tests.browser import find_browser
from tests.browser.server import ROOT, Server
from tests.browser.visit import Visit

MOVES = 40
LIMIT = 150.0

CHANGED = """
(title) => {
  const said = [...document.querySelectorAll('p')].find(p => p.innerText.includes(title));
  const bars = document.querySelector('[data-testid="stVegaLiteChart"] svg').parentElement;
  const parts = [said.closest('[data-testid="stElementContainer"]').parentElement, bars];
  window.redraws = [];
  let waiting = new Set();
  document.addEventListener('keydown', () => { window.pressedAt = performance.now(); waiting = new Set(parts); }, true);
  for (const part of parts) new MutationObserver(() => {
    if (waiting.delete(part) && waiting.size === 0) window.redraws.push(performance.now() - window.pressedAt);
  }).observe(part, { childList: true, subtree: true, characterData: true, attributes: true });
}
"""
"""Notes the milliseconds from a key until both the bars and the sentences written from the numbers have changed."""


def bench_temperature() -> Iterator[Figure]:
    """Press the arrow of the temperature many times in a warm page, once the last redraw is done."""
    path = next(lesson.url_path for lesson in COURSE if lesson.id == "next_word")
    title = Content("frame", "es").text("seeing.title")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = find_browser.find_or_install()
        chromium = playwright.chromium.launch(executable_path=program, args=list(find_browser.ARGUMENTS))
        with Server(ROOT / "Home.py", Path(folder)) as server:
            visit = Visit(chromium.new_context(locale="es-ES").new_page(), server)
            page = visit.open(path, predict=0)
            page.evaluate(CHANGED, title)
            page.get_by_role("slider").first.focus()
            for move in range(MOVES):
                page.keyboard.press("ArrowLeft" if move % 20 < 10 else "ArrowRight")
                page.wait_for_function("(n) => window.redraws.length > n", arg=move, timeout=10_000)
                visit.settle()
            measured = [float(ms) for ms in page.evaluate("window.redraws")]
        chromium.close()
    yield Figure(
        f"Lesson 2, temperature to new bars and sentence (p95 of {MOVES})",
        p95(measured),
        "ms",
        "limit",
        LIMIT,
    )
