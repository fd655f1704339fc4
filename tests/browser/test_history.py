"""Lesson 1 and the glossary in a real browser: keys alone, a click on a point, definitions on a tap."""

import pytest
from playwright.sync_api import expect

from core import glossary, history
from core.content import LANGUAGES, Content
from core.course import lesson
from tests.browser.visit import WITHIN_MS

pytestmark = pytest.mark.browser

PATH = lesson("history").url_path
WORDS = Content("history", "es")
SEEING = Content("frame", "es").text("seeing.title")
DEFINITION = ".term-definition:visible"


def test_a_story_is_walked_with_the_arrow_keys(visit):
    page = visit.open(PATH)
    story = history.load("es").stories["brain"]
    for place in (2, 3):
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**history.step={place}**")
    visit.settle()
    page.get_by_role("heading", name=history.load("es")[story.events[2]].title).wait_for()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**history.step=2**")
    visit.settle()
    visit.expect_no_trouble()


def test_a_click_on_a_name_reads_its_event(visit):
    page = visit.open(PATH, **{"predict": 0, "history.activity": "timeline", "history.era": "deep"})
    page.locator("svg text", has_text="word2vec").first.click()
    page.wait_for_url("**history.event=word2vec**")
    visit.settle()
    page.get_by_role("heading", name=history.load("es")["word2vec"].title).wait_for()
    visit.expect_no_trouble()


def test_a_click_in_the_lineage_puts_the_idea_in_the_centre(visit):
    page = visit.open(PATH, **{"predict": 0, "history.activity": "lineage", "history.event": "transformer"})
    page.locator("svg text", has_text="LSTM").first.click()
    page.wait_for_url("**history.event=lstm**")
    visit.settle()
    visit.expect_no_trouble()


def test_the_game_is_played_with_keys_alone(visit):
    page = visit.open(PATH, **{"history.activity": "game", "history.seed": 5})
    game = history.deal(history.load("es"), seed=5)
    for event_id in game.solution:
        number = game.dealt.index(event_id) + 1
        page.keyboard.press(str(number))
        # Two presses that reach the server together may be taken in either order: each waits for the last.
        expect(page.locator(f".st-key-deal--{number} button")).to_be_disabled(timeout=WITHIN_MS)
    page.get_by_text(WORDS.text("game.perfect")).first.wait_for()
    page.keyboard.press("n")
    page.wait_for_url("**history.seed=6**")
    visit.settle()
    visit.expect_no_trouble()


def test_a_link_reproduces_the_page(visit, new_visit):
    query = {
        "predict": 0,
        "history.activity": "timeline",
        "history.search": "español",
        "history.event": "maria",
    }
    texts = []
    for tab in (visit, new_visit()):
        page = tab.open(PATH, **query)
        texts.append(page.locator("p", has_text=SEEING).first.inner_text())
        tab.expect_no_trouble()
    assert texts[0] == texts[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ["story", "timeline", "lineage", "growth", "game"])
def test_every_activity_draws_on_a_phone(new_visit, activity, language):
    visit = new_visit(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = visit.open(PATH, **{"predict": 0, "lang": language, "history.activity": activity})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("svg.marks text").count() > 3
    visit.expect_no_trouble()


def test_a_term_shows_its_definition_when_pointed_at_and_hides_it_after(visit):
    page = visit.open(PATH, **{"history.step": 9})
    term = page.locator(".term", has_text="codificador").first
    term.scroll_into_view_if_needed()
    term.hover()
    assert page.locator(DEFINITION).inner_text() == glossary.load("es")["encoder"].text
    page.mouse.move(5, 5)
    page.wait_for_function("!document.querySelector('.term:hover')")
    assert page.locator(DEFINITION).count() == 0
    visit.expect_no_trouble()


def test_a_term_shows_its_definition_to_the_keyboard_and_to_a_finger(new_visit):
    visit = new_visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = visit.open(PATH, **{"history.step": 9})
    term = page.locator(".term", has_text="codificador").first
    term.scroll_into_view_if_needed()
    term.tap()
    box = page.locator(DEFINITION).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    described = term.get_attribute("aria-describedby")
    assert page.locator(f"#{described}").text_content() == glossary.load("es")["encoder"].text
    visit.expect_no_trouble()


@pytest.mark.parametrize("typed", ["(", ".*", "[a-z", "a\\"])
def test_no_character_of_a_search_is_special(visit, typed):
    page = visit.open(PATH, **{"predict": 0, "history.activity": "timeline"})
    page.get_by_label(WORDS.text("controls.search"), exact=True).press_sequentially(typed)
    page.wait_for_url("**history.search=**")
    visit.settle()
    found = history.in_view(history.load("es"), query=typed)
    shown = page.get_by_test_id("stMain").inner_text()
    assert (WORDS.text("timeline.none") in shown) == (not found)
    visit.expect_no_trouble()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_is_searched_as_one_types(new_visit, language):
    visit = new_visit()
    page = visit.open(lesson("glossary").url_path, lang=language)
    box = page.get_by_label(Content("glossary", language).text("page.search"))
    box.fill("overfitting")
    page.wait_for_url("**glossary.search=overfitting**")
    visit.settle()
    assert glossary.load(language)["overfitting"].text[:30] in page.locator("body").inner_text()
    assert glossary.load(language)["tensor"].text[:30] not in page.locator("body").inner_text()
    visit.expect_no_trouble()
