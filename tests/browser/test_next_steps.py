"""The last page in a real browser, offline: walked, talked to and asked for a model with keys alone; the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import history
from core.content import LANGUAGES, Content
from core.course import lesson
from core.ui.next_steps import ACTIVITIES

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PATH = lesson("next_steps").url_path
MOST_TABS = 60

FOCUSED = "() => (document.activeElement?.getAttribute('aria-label') || document.activeElement?.innerText || '').trim()"


def reach(page: Page, name: str) -> None:
    """Press the tabulator until what is called `name` has the focus."""
    for _ in range(MOST_TABS):
        if page.evaluate(FOCUSED).endswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {name!r}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_activity_is_reached_with_the_keyboard_and_runs_offline(new_visit, language):
    visit = new_visit()
    page = visit.open(PATH, lang=language, predict=0)
    words = Content("next_steps", language)
    seeing = Content("frame", language).text("seeing.title")
    reach(page, words.text(f"activities.{next(iter(ACTIVITIES))}"))
    for activity in list(ACTIVITIES)[1:]:
        page.keyboard.press("ArrowRight")
        assert page.evaluate(FOCUSED) == words.text(f"activities.{activity}")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**next_steps.activity={activity}**")
        visit.settle()
        shown = words.text("topics.multimodal.title") if activity == "multimodal" else seeing
        page.locator("p, h3", has_text=shown).first.wait_for()
    visit.expect_no_trouble()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chatbot_remembers_until_it_is_told_to_start_again(new_visit, language):
    visit = new_visit()
    words = Content("next_steps", language)
    page = visit.open(PATH, **{"lang": language, "next_steps.activity": "chat"})
    reach(page, words.text("controls.message"))
    for message, answer in (("Mi nombre es Ana.", "Ana"), ("¿Cuál es mi nombre?", "Tu nombre es Ana.")):
        page.keyboard.type(message)
        page.keyboard.press("Enter")
        page.get_by_test_id("stChatMessage").filter(has_text=answer).last.wait_for()
        page.wait_for_function("document.querySelector('[class*=st-key-chat-message] input').value === ''")
        visit.settle()
    assert page.get_by_test_id("stChatMessage").count() == 4
    reach(page, words.text("controls.restart"))
    page.keyboard.press("Enter")
    page.get_by_text(words.text("chat.empty")).wait_for()
    visit.expect_no_trouble()


def test_a_double_click_on_an_idea_sends_it(new_visit):
    visit = new_visit()
    page = visit.open(PATH, **{"lang": "es", "next_steps.activity": "chat"})
    page.get_by_role("button", name="Tengo sed.", exact=True).dblclick()
    page.get_by_test_id("stChatMessage").filter(has_text="Tengo sed.").first.wait_for()
    visit.settle()
    visit.expect_no_trouble()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_model_that_is_not_here_is_told_and_its_program_stays(new_visit, language):
    visit = new_visit()
    words, model = Content("next_steps", language), "openai-community/gpt2"
    page = visit.open(PATH, **{"lang": language, "next_steps.model": "hub", "next_steps.hub_id": model})
    reach(page, words.text("controls.run"))
    page.keyboard.press("Enter")
    page.get_by_text(Content("frame", language).text("errors.title")).wait_for()
    visit.settle()
    assert model in page.get_by_test_id("stCode").inner_text()
    visit.expect_no_trouble()


def test_the_summary_tells_what_was_done_on_other_pages(visit):
    page = visit.open(lesson("history").url_path, **{"history.activity": "game", "history.seed": 5})
    game = history.deal(history.load("es"), seed=5)
    for event_id in game.solution:
        page.keyboard.press(str(game.dealt.index(event_id) + 1))
        visit.settle()
    page.locator(f"a[href*='{PATH}']").first.click()
    page.wait_for_url(f"**/{PATH}**")
    visit.settle()
    words = Content("next_steps", "es")
    reach(page, words.text("activities.load"))
    for _ in ACTIVITIES:
        if page.evaluate(FOCUSED) != words.text("activities.summary"):
            page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_text("con un 100 % de parejas en su sitio").wait_for()
    page.get_by_text("Has visitado 1 de 8 lecciones").wait_for()
    visit.expect_no_trouble()
