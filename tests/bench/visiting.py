"""A warm course in a real browser, for the benchmarks that measure what a learner sees."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser import find_browser
from tests.browser.server import ROOT, Server
from tests.browser.visit import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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
    """Start a server of the course and open a Spanish tab on it: nothing is visited yet."""
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as browser,
        Server(ROOT / "Home.py", Path(folder)) as server,
    ):
        yield Visit(browser.new_context(locale="es-ES").new_page(), server)
