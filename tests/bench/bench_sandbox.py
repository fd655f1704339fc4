"""How fast lesson 7 answers and what it costs: the sandbox alone, thirty learners at once, memory, and the page."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import psutil
from playwright.sync_api import Page

from core.content import Content
from core.course import lesson
from core.sandbox.client import Sandbox
from core.sandbox.events import Event
from core.ui.pytorch.programs import PROGRAMS
from tests.bench.table import Figure, p95, times
from tests.bench.visiting import a_visit
from tests.browser.visit import Visit

RUNS = 60
LEARNERS = 30
MEGABYTE = 1e6
FIRST_OUTPUT_LIMIT_MS = 30.0
TOGETHER_LIMIT_S = 10.0
ZYGOTE_LIMIT_MB, CHILD_LIMIT_MB = 350.0, 25.0
SCREEN_LIMIT_MS = 250.0
TIMES_FASTER = 40.0

HELLO = "import torch\nprint('hola')"


def first_output(sandbox: Sandbox, code: str = HELLO) -> None:
    """Run a program until its first words are here, and end it."""
    run = sandbox.start(code, look=False)
    while (event := run.next(1.0)) is None or event.kind != "output":
        if run.ended is not None:
            raise RuntimeError(f"no output: {run.ended}")
    run.close()


def bench_first_output() -> Iterator[Figure]:
    """Time to the first words of a program, beside a new Python that imports torch."""
    sandbox = Sandbox()
    sandbox.report()
    measured = times(lambda: first_output(sandbox), RUNS, warm_up=3)
    fresh = median(
        times(lambda: subprocess.run([sys.executable, "-c", HELLO], check=True, capture_output=True), 5)
    )
    yield Figure("Sandbox, first output (p95 of 60)", p95(measured), "ms", "limit", FIRST_OUTPUT_LIMIT_MS)
    yield Figure(
        "Sandbox, runs a second against a new Python with torch (medians)",
        1000 / median(measured), "runs/s", 'python -c "import torch"', 1000 / fresh, TIMES_FASTER, more_is_better=True,
    )  # fmt: skip
    sandbox.close()


def bench_thirty_at_once() -> Iterator[Figure]:
    """Start the training loop of the syllabus for thirty learners at the same moment."""
    sandbox = Sandbox()
    sandbox.report()
    runs = [sandbox.start(PROGRAMS["loop"], learner=f"learner-{n}") for n in range(LEARNERS)]
    began = time.perf_counter()
    with ThreadPoolExecutor(LEARNERS) as pool:
        ends = [events[-1] for events in pool.map(list[Event], runs)]
    took = time.perf_counter() - began
    reasons = {end.reason for end in ends if end.kind == "end"}
    if reasons != {"finished"}:
        raise RuntimeError(f"they ended by {reasons}")
    yield Figure("Sandbox, thirty training loops at once, all done", took, "s", "limit", TOGETHER_LIMIT_S)
    sandbox.close()


def bench_memory() -> Iterator[Figure]:
    """Memory of the zygote, and what one run that trains takes beside it."""
    sandbox = Sandbox()
    yield Figure("Sandbox, zygote", sandbox.warm().resident / MEGABYTE, "MB", "limit", ZYGOTE_LIMIT_MB)
    run = sandbox.start(PROGRAMS["loop"] + "\nprint('done')\nimport time\ntime.sleep(20)", look=False)
    while (event := run.next(1.0)) is None or event.kind != "output":
        pass
    own = min(process.memory_full_info().uss for process in _leaves(sandbox))
    run.close()
    yield Figure("Sandbox, one run (its own memory)", own / MEGABYTE, "MB", "limit", CHILD_LIMIT_MB)
    sandbox.close()


def _leaves(sandbox: Sandbox) -> list[psutil.Process]:
    """Give the processes that run learners' code: those below the zygote that have none below them."""
    below = psutil.Process(sandbox.zygote("torch").process_id).children(recursive=True)
    return [one for one in below if not one.children()]


def bench_page() -> Iterator[Figure]:
    """From Ctrl+Enter to the first words on screen, warm, in Chromium."""
    path = lesson("pytorch").url_path
    with a_visit() as visit:
        page = visit.open(
            path, lang="es", predict=0, **{"pytorch.activity": "bench", "pytorch.program": "empty"}
        )
        page.get_by_text(Content("pytorch", "es").text("run.warming")).first.wait_for(
            state="detached", timeout=120_000
        )
        measured = [_pressed(visit, page, turn) for turn in range(23)][3:]
    yield Figure(
        "Lesson 7, Ctrl+Enter to first output on screen (p95 of 20)",
        p95(measured),
        "ms",
        "limit",
        SCREEN_LIMIT_MS,
    )


def _pressed(visit: Visit, page: Page, turn: int) -> float:
    said = f"hola {turn}"
    area = page.locator(".editor textarea")
    area.fill(f"import time\nprint('hola', {turn})\ntime.sleep(0.5)")
    area.focus()
    began = time.perf_counter()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "said => [...document.querySelectorAll('[data-testid=stCode]')].some(one => one.innerText.trim() === said)",
        arg=said, polling="raf",
    )  # fmt: skip
    took = 1000 * (time.perf_counter() - began)
    visit.settle()
    return took
