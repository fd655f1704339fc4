"""Take the pictures of the README: ``python -m tests.browser.pictures``, every page in both languages.

They are looked at by eye before they are committed; a picture says nothing that a test could hold.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from core.content import LANGUAGES, Content
from core.course import COURSE, MORE, Lesson, offered
from tests.browser import find_browser
from tests.browser.server import ROOT, Server
from tests.browser.visit import WITHIN_MS, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = ROOT / "assets" / "screenshots"
COLOURS = 128
SIZE = (1280, 860)

STATES: dict[str, dict[str, str | int | float]] = {
    "tokenizer": {
        "tokenizer.text": "¡Hola, mundo! incredibilísimo 🚀",
        "tokenizer.vocabularies": "o200k_base",
    },
    "embeddings": {"embeddings.word": "gato"},
    "pytorch": {"pytorch.activity": "bench"},
}
"""What a picture shows where the beginning of a page shows little."""


def played(page: Page, lesson: Lesson, language: str) -> None:
    """Set going what only moves when somebody presses a button."""
    if lesson.id == "mlp":
        page.locator(".st-key-mlp-play button").first.click()
        page.wait_for_function("() => window.__networkEpoch > 150", timeout=WITHIN_MS)
        page.locator(".st-key-mlp-play button").first.click()
    if lesson.id == "train_llm":
        page.locator(".st-key-train-play button").first.click()
        page.wait_for_function(
            "() => /[Pp]aso 2\\d\\d de|[Ss]tep 2\\d\\d of/.test(document.body.innerText)",
            timeout=WITHIN_MS,
        )
        page.locator(".st-key-train-play button").first.click()
    if lesson.id == "pytorch":
        run = Content("pytorch", language).text("editor.run")
        page.get_by_role("button", name=run).first.click()
        page.locator("[class*='st-key-figure--pytorch']").first.wait_for(timeout=WITHIN_MS)


def take(browser: Browser, server: Server, lesson: Lesson | None, language: str) -> bytes:
    """Open a page as a learner with a laptop does, and photograph it."""
    context = browser.new_context(
        locale="es-ES", viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme="light"
    )
    visit = Visit(context.new_page(), server)
    path, state = (lesson.url_path, STATES.get(lesson.id, {})) if lesson else ("", {})
    page = visit.open(path, lang=language, predict=0, **state)
    if lesson is not None:
        played(page, lesson, language)
    page.wait_for_timeout(2000)
    visit.settle()
    visit.expect_no_trouble()
    taken = page.screenshot()
    context.close()
    return taken


def small(picture: bytes) -> bytes:
    """Keep a picture in few colours: the same to the eye, in a third of the bytes."""
    out = io.BytesIO()
    opened = Image.open(io.BytesIO(picture)).convert("RGB")
    opened.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Take them all."""
    program = find_browser.find_or_install()
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        Server(ROOT / "Home.py", Path(folder)) as server,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=list(find_browser.ARGUMENTS))
        for lesson in (None, *offered(COURSE + MORE)):
            for language in LANGUAGES:
                name = f"{(lesson.id if lesson else 'home').replace('_', '-')}-{language}.png"
                (FOLDER / name).write_bytes(small(take(browser, server, lesson, language)))
                print(name, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
