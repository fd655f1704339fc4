"""A link is the page: whoever opens it in a clean session sees the same words, numbers and drawings."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from core.content import Content
from core.course import lesson
from tests.browser.visit import WITHIN_MS

if TYPE_CHECKING:
    from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

DRAWN = """
() => {
  const marks = chart => [...chart.querySelectorAll('text, [aria-label]')]
    .map(one => [one.getAttribute('aria-label') ?? one.textContent, one.getAttribute('fill')].join(' '));
  const all = root => [...root.querySelectorAll('*')].flatMap(one => one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one]);
  const parts = all(document.querySelector('[data-testid="stMain"]'));
  return {
    charts: parts.filter(one => one.matches('svg.marks')).flatMap(marks),
    canvases: parts.filter(one => one.matches('canvas') && !one.closest('[data-testid="stDataFrame"]'))
      .map(one => one.toDataURL()),
    boxes: parts.filter(one => one.matches('input, textarea')).map(one => one.type === 'checkbox' ? one.checked : one.value),
  };
}
"""
"""What every mark of every chart says (its place may differ by a pixel), what is painted, what stands in the boxes."""

TIMES = re.compile(r"[\d.,]+\s(ms|s|µs|tokens/s|MB)\b")

MOST_LOOKS = 10

LINKS = [
    ("attention", {"activity": "look", "head": "3.2", "direction": "to", "show": "matrix", "sink": 1}),
    ("attention", {"activity": "steps", "step": 6, "text": "El perro come"}),
    ("attention", {"activity": "by_hand", "hand_solution": 1}),
    ("attention", {"activity": "hunt", "prey": "2.1", "score": "previous"}),
    ("attention", {"activity": "switches", "experiment": "patch"}),
    ("attention", {"activity": "importance", "test": "swap"}),
    ("pytorch", {"activity": "path", "exercise": "tensors_rows"}),
    ("pytorch", {"activity": "bench", "program": "loop"}),
    ("train_llm", {"activity": "train", "size": "tiny", "steps": 300, "seed": 7, "view": "attention"}),
    (
        "train_llm",
        {"activity": "train", "size": "tiny", "data": "own", "text": "el gato come y el gato duerme " * 9},
    ),
    ("train_llm", {"activity": "compare", "base": "tiny", "change": "no_positions", "compare_steps": 200}),
    ("train_llm", {"activity": "tune", "sentences": "El ratón vive en la luna.", "rank": 2}),
    ("tokenizer", {"activity": "film", "word": "canción", "film_vocabulary": "llama2"}),
    ("next_word", {"activity": "write", "text": "La sopa está", "temperature": 0.7, "seed": 5}),
    (
        "next_word",
        {"activity": "write", "mode": "compare", "story": "El gato está en la", "branch_b": " calle"},
    ),
    ("mlp", {"activity": "inside", "data": "moons", "hidden": 5}),
    ("quiz", {"module": "mlp", "seed": 3}),
]


def seen(visit: Visit) -> dict[str, object]:
    """Give everything that a page shows once it shows the same twice, without how long it took."""
    found = looked_at(visit)
    for _ in range(MOST_LOOKS):
        again = looked_at(visit)
        if again == found:
            break
        found = again
    return found


def looked_at(visit: Visit) -> dict[str, object]:
    """Give what a page shows at a moment when nothing moves."""
    getting_ready = visit.page.get_by_text(Content("pytorch", "es").text("run.warming"))
    expect(getting_ready).to_have_count(0, timeout=WITHIN_MS)
    if "activity=compare" in visit.page.url:  # a busy machine takes its time to begin the trainings
        told = visit.page.get_by_text(Content("frame", "es").text("seeing.title"))
        expect(told.first).to_be_visible(timeout=WITHIN_MS)
    visit.page.wait_for_timeout(600)  # what glides has come to rest
    visit.settle()
    found: dict[str, object] = visit.page.evaluate(DRAWN)
    found["words"] = TIMES.sub("", visit.page.get_by_test_id("stMain").inner_text())
    return found


def different(part: str, one: object, other: object) -> list[str]:
    """Tell where two sights of a page part ways, a line for each."""
    lines, others = (
        [str(item) for item in (value if isinstance(value, list) else str(value).splitlines())]
        for value in (one, other)
    )
    if len(lines) != len(others):
        return [f"{part}: {line[:200]}" for line in difflib.unified_diff(lines, others, n=0)]
    places = [
        (here, there, next((at for at, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0))
        for here, there in zip(lines, others, strict=True)
        if here != there
    ]
    return [
        f"{part}: {here[max(0, at - 60) : at + 60]!r} and then {there[max(0, at - 60) : at + 60]!r}"
        for here, there, at in places
    ]


@pytest.mark.parametrize(
    "lesson_id, asked", LINKS, ids=lambda one: one if isinstance(one, str) else one.get("activity", "")
)
def test_a_link_shows_the_same_in_a_clean_session(visit, new_visit, lesson_id, asked):
    query = {f"{lesson_id}.{name}": value for name, value in asked.items()}
    visit.open(lesson(lesson_id).url_path, predict=0, **query)
    first = seen(visit)
    other = new_visit()
    other.page.goto(visit.page.url, wait_until="commit")
    other.settle()
    again = seen(other)
    assert not [line for part in first for line in different(part, first[part], again[part])]
    for one in (visit, other):
        one.expect_no_trouble()
