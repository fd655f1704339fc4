"""How long a visitor waits for Home, beside a one-line Streamlit app on the same machine, in the same browser."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.table import Figure, middle
from tests.bench.visiting import chromium
from tests.browser.server import ROOT, Server
from tests.browser.visit import CALM

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOME, PEER = ROOT / "Home.py", ROOT / "tests" / "bench" / "one_line.py"
VISITS, STARTS = 9, 5
LIMIT, WHOLE_LIMIT = 1.5, 2.0
"""Home's title may take this much of the one-line app's time; a page with forty times as much on it, this much."""

WATCH = """
new MutationObserver(() => {
  const title = document.querySelector('h1');
  if (title && title.innerText.trim()) window.titleAt ??= performance.now();
}).observe(document, { childList: true, subtree: true, characterData: true });
"""
"""Notes, in the page itself, when a heading first shows: milliseconds since the address was asked for."""


def bench_first_paint() -> Iterator[Figure]:
    """Visit both in turns, each time in a browser profile that has never been there."""
    with chromium() as browser, ExitStack() as running:
        home, peer = (running.enter_context(_server(script)) for script in (HOME, PEER))
        _visit(browser, home), _visit(browser, peer)  # the first visit of a server is measured below
        both = [(_visit(browser, home), _visit(browser, peer)) for _ in range(VISITS)]
    for place, (what, limit) in enumerate((("title on screen", LIMIT), ("whole page drawn", WHOLE_LIMIT))):
        ours, theirs = ([pair[side][place] for pair in both] for side in (0, 1))
        yield Figure(
            f"Home, {what} (median of {VISITS})",
            middle(ours),
            "ms",
            "one-line app",
            middle(theirs),
            allowed=limit,
        )


def bench_first_visit_of_a_server() -> Iterator[Figure]:
    """Start both anew several times: the first visitor also waits for what the script imports."""
    waits: dict[Path, list[float]] = {HOME: [], PEER: []}
    with chromium() as browser:
        for _ in range(STARTS):
            for script, measured in waits.items():
                with _server(script) as server:
                    measured.append(_visit(browser, server)[0])
    yield Figure(
        f"Home, title on screen, first visit of a server (median of {STARTS})",
        middle(waits[HOME]),
        "ms",
        "one-line app",
        middle(waits[PEER]),
        allowed=LIMIT,
    )


@contextmanager
def _server(script: Path) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Server(script, Path(folder)) as server:
        yield server


def _visit(browser: Browser, server: Server) -> tuple[float, float]:
    """Open the front page without cookies or cache.

    Returns
    -------
    tuple
        Milliseconds until a heading showed, and until everything was drawn.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="es-ES")
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(server.url, wait_until="commit")
        page.wait_for_function("() => window.titleAt", polling=20)
        page.wait_for_function(CALM, polling=20)
        return page.evaluate("() => window.titleAt"), page.evaluate("() => window.calmSince")
    finally:
        context.close()
