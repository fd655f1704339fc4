"""How fast lesson 2 follows the hand: from a key on the temperature to new bars and a new sentence on screen."""

from __future__ import annotations

from collections.abc import Iterator

from core.content import Content
from core.course import lesson
from tests.bench.table import Figure, p95
from tests.bench.visiting import a_visit

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
    path = lesson("next_word").url_path
    title = Content("frame", "es").text("seeing.title")
    with a_visit() as visit:
        page = visit.open(path, predict=0)
        page.evaluate(CHANGED, title)
        page.get_by_role("slider").first.focus()
        for move in range(MOVES):
            page.keyboard.press("ArrowLeft" if move % 20 < 10 else "ArrowRight")
            page.wait_for_function("(n) => window.redraws.length > n", arg=move, timeout=10_000)
            visit.settle()
        measured = [float(ms) for ms in page.evaluate("window.redraws")]
    yield Figure(
        f"Lesson 2, temperature to new bars and sentence (p95 of {MOVES})",
        p95(measured),
        "ms",
        "limit",
        LIMIT,
    )
