"""One server and one Chromium for all tests of this folder; a clean visitor for each test."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from core.quiz import exam
from core.quiz.store import Progress
from tests.browser import find_browser
from tests.browser.server import ROOT, Server
from tests.browser.visit import WITHIN_MS, Visit
from tests.pages.quiz.paper import MIXED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ViewportSize

    from core.quiz.records import Run

LAPTOP: ViewportSize = {"width": 1440, "height": 900}

NewVisit = Callable[..., Visit]
"""``new_visit(locale="en-GB", color_scheme="dark", viewport=…)`` opens a tab with no memory."""

Begin = Callable[..., "tuple[str, Run]"]
"""``begin("mlp_relu_door", mode="exam")`` begins a run for somebody new: their id, and the run."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run the course on a free port, offline, with a store of its own."""
    with Server(ROOT / "Home.py", tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the one browser; without any the tests fail with a sentence."""
    try:
        program = find_browser.find_or_install()
    except find_browser.BrowserMissingError as missing:
        pytest.fail(str(missing), pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(find_browser.ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def rested() -> dict[str, list[BrowserContext]]:
    """Contexts that nobody visits with, by what they were made for: what they have fetched need not come again."""
    return {}


@pytest.fixture
def new_visit(
    browser: Browser, server: Server, rested: dict[str, list[BrowserContext]]
) -> Iterator[NewVisit]:
    """Open tabs on the course, each in a session without cookies: ``new_visit(locale="en-GB")``."""
    taken: list[tuple[str, BrowserContext]] = []

    def visit(viewport: ViewportSize = LAPTOP, color_scheme: Any = "light", **options: Any) -> Visit:
        wanted = {"locale": "es-ES", **options}
        kind = repr(sorted(wanted.items()))
        waiting = rested.setdefault(kind, [])
        context = waiting.pop() if waiting else browser.new_context(**wanted)
        taken.append((kind, context))
        context.set_default_timeout(WITHIN_MS)
        page = context.new_page()
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme)
        context.new_cdp_session(page).send(
            "Storage.clearDataForOrigin", {"origin": server.url, "storageTypes": "all"}
        )
        return Visit(page, server)

    yield visit
    for kind, context in taken:
        for page in context.pages:
            page.close()
        context.clear_cookies()
        context.clear_permissions()
        rested[kind].append(context)


@pytest.fixture
def visit(new_visit: NewVisit) -> Visit:
    """Open one tab, as somebody in Spain at a laptop would."""
    return new_visit()


@pytest.fixture
def progress(server: Server) -> Iterator[Progress]:
    """Open the answers that the server keeps."""
    made = Progress(f"sqlite:///{server.store}")
    yield made
    made.close()


@pytest.fixture
def begin(progress: Progress) -> Begin:
    """Begin a run for somebody new, and give their id and the run; `ahead` is what the clock has gone back since."""

    def start(
        *questions: str, mode: Any = "practice", seconds: int | None = None, ahead: float = 0.0
    ) -> tuple[str, Run]:
        learner = secrets.token_hex(16)
        run = exam.begin(mode, questions or MIXED, seed=5, now=time.time() + ahead, seconds=seconds)
        progress.begin(learner, run)
        return learner, run

    return start
