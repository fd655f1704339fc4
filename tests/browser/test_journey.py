"""The whole way, as a newcomer goes it: from Home and a sentence to a model that trains, and the quiz; one tab, clicks only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from core.content import LANGUAGES, Content
from tests.browser.visit import WITHIN_MS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


class Newcomer:
    """Somebody who reads, clicks what the page offers, and lets the page show before guessing."""

    def __init__(self, visit: Visit, language: str) -> None:
        self.visit, self.page = visit, visit.page
        self.frame, self.home = Content("frame", language), Content("home", language)

    def goes_to(self, lesson_id: str) -> Page:
        """Click a lesson in the list of pages, and wait until its title is there."""
        name = self.home.text(f"lessons.{lesson_id}.nav")
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
        title = self.home.text(f"lessons.{lesson_id}.title")
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible(
            timeout=WITHIN_MS
        )
        self.visit.settle()
        self.visit.expect_no_trouble()
        return self.page

    def takes_out_the_sentence(self) -> None:
        """Bring the sentence that was picked at Home, where the page offers it."""
        self.page.locator("[class*='st-key-bring-it--'] button").first.click()
        self.visit.settle()

    def would_rather_see(self) -> None:
        """Decline to guess, once; the result must then be there."""
        skip = self.page.locator("[class*='st-key-skip--'] button").first
        if skip.count():
            skip.click()
        self.sees(self.frame.text("seeing.title"))

    def sees(self, said: str) -> None:
        """Wait until the page says something."""
        expect(self.page.get_by_text(said).first).to_be_visible(timeout=WITHIN_MS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_sentence_to_a_model_of_ones_own(new_visit, language):
    visit = new_visit(locale={"es": "es-ES", "en": "en-GB"}[language])
    learner = Newcomer(visit, language)
    page = visit.open()
    sentence = learner.home.value("sentence.examples")[0]
    page.locator("[class*='st-key-examples--sentence'] button", has_text=sentence).click()
    visit.settle()

    learner.goes_to("tokenizer")
    learner.takes_out_the_sentence()
    pieces = page.locator(".pieces .tile")
    expect(pieces.first).to_be_visible(timeout=WITHIN_MS)
    assert "".join(pieces.all_inner_texts()).replace("\N{NO-BREAK SPACE}", " ") == sentence

    learner.goes_to("embeddings")
    learner.would_rather_see()
    expect(page.locator(".course-cloud svg circle").first).to_be_visible(timeout=WITHIN_MS)

    learner.goes_to("attention")
    learner.takes_out_the_sentence()
    learner.would_rather_see()
    page.wait_for_function("document.querySelector('.heads')?.dataset.drawn > 0", timeout=WITHIN_MS)

    learner.goes_to("next_word")
    learner.would_rather_see()
    word = page.locator("[class*='st-key-force-'] button").first
    forced = f"{sentence} {word.inner_text().strip()}"
    word.click()
    expect(page.locator(".st-key-next_word-text input")).to_have_value(forced, timeout=WITHIN_MS)

    learner.goes_to("train_llm")
    learner.would_rather_see()
    play = page.locator(".st-key-train-play button").first
    expect(play).to_be_enabled(timeout=WITHIN_MS)
    play.click()
    words = Content("train_llm", language).text("milestones.words")
    reached = page.locator(".st-key-train-milestones p", has_text=words).first
    expect(reached).to_be_visible(timeout=WITHIN_MS)
    expect(page.locator(".st-key-train-step button").first).to_be_visible()
    play.click()
    visit.settle()

    learner.goes_to("quiz")
    page.locator(".st-key-quiz-begin button").click()
    expect(page.locator(".st-key-quiz-paper")).to_be_visible(timeout=WITHIN_MS)
    visit.settle()

    page.get_by_test_id("stSidebarNav").get_by_role("link", name=learner.home.text("home")).click()
    learner.sees(learner.home.text("progress.some", visited=5, total=8))
    visit.settle()
    visit.expect_no_trouble()
