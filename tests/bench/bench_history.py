"""How fast lesson 1 follows the hand: from an arrow key to the next step of the story, with every event drawn."""

from __future__ import annotations

from collections.abc import Iterator

from core.content import Content
from core.course import lesson
from tests.bench.bench_next_word import CHANGED
from tests.bench.table import Figure, p95
from tests.bench.visiting import a_visit

MOVES = 40
LIMIT = 200.0


def bench_story() -> Iterator[Figure]:
    """Walk a story back and forth in a warm page, a step once the last redraw is done."""
    title = Content("frame", "es").text("seeing.title")
    with a_visit() as visit:
        page = visit.open(lesson("history").url_path, predict=0)
        page.evaluate(CHANGED, title)
        for move in range(MOVES):
            page.keyboard.press("ArrowRight" if move % 20 < 10 else "ArrowLeft")
            page.wait_for_function("(n) => window.redraws.length > n", arg=move, timeout=10_000)
            visit.settle()
        measured = [float(ms) for ms in page.evaluate("window.redraws")]
    yield Figure(
        f"Lesson 1, arrow key to the next step (p95 of {MOVES})", p95(measured), "ms", "limit", LIMIT
    )
