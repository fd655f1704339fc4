"""A warm course in a real browser, for the benchmarks that measure what a learner sees."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from core.ui import warming
from tests.browser import find_browser
from tests.browser.server import ROOT, Server
from tests.browser.visit import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IDLE = 0.1
"""Share of a core under which a server has nothing left to import."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of the tests."""
    with sync_playwright() as playwright:
        program = find_browser.find_or_install()
        browser = playwright.chromium.launch(executable_path=program, args=list(find_browser.ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def a_visit() -> Iterator[Visit]:
    """Start a server of the course and give a Spanish tab on it, when all that it imports by itself is in."""
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as browser,
        Server(ROOT / "Home.py", Path(folder)) as server,
    ):
        visit = Visit(browser.new_context(locale="es-ES").new_page(), server)
        visit.open()
        time.sleep(warming.PATIENCE)
        while server.worked(1.0) > IDLE:
            pass
        yield visit
