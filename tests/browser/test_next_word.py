"""Lesson 2 in a real browser: clicking bars, keys alone, links that reproduce, the projector."""

import pytest

from core.content import Content
from core.course import lesson

pytestmark = pytest.mark.browser

PATH = lesson("next_word").url_path
SEEING = Content("frame", "es").text("seeing.title")


def test_the_result_is_not_sent_before_the_guess(visit):
    page = visit.open(PATH)
    assert page.get_by_test_id("stVegaLiteChart").count() == 0
    page.get_by_test_id("stMain").get_by_text("mesa", exact=True).first.click()
    page.get_by_test_id("stVegaLiteChart").first.wait_for()
    visit.settle()
    assert page.get_by_text(SEEING).count() == 1
    visit.expect_no_trouble()


def test_clicking_a_bar_forces_its_word_and_undo_takes_it_back(visit):
    page = visit.open(PATH, predict=0)
    chart = page.get_by_test_id("stVegaLiteChart").first
    box = chart.bounding_box()
    chart.click(position={"x": 90, "y": 14 + 0 * box["height"]})
    page.wait_for_function(
        "document.querySelector('.st-key-next_word-text input').value === 'El gato está en la mesa'"
    )
    visit.settle()
    page.get_by_role("button", name=Content("next_word", "es").text("controls.undo")).click()
    page.wait_for_function(
        "document.querySelector('.st-key-next_word-text input').value === 'El gato está en la'"
    )
    visit.expect_no_trouble()


def test_a_link_reproduces_the_page(visit, new_visit):
    query = {
        "predict": 0,
        "next_word.temperature": 0.5,
        "next_word.top_k": 3,
        "next_word.text": "La sopa está",
    }
    texts = []
    for tab in (visit, new_visit()):
        page = tab.open(PATH, **query)
        texts.append(page.locator("p", has_text=SEEING).first.inner_text())
        tab.expect_no_trouble()
    assert texts[0] == texts[1]
    assert "0,5" in texts[0]


def test_the_temperature_moves_with_the_keys(visit):
    page = visit.open(PATH, predict=0)
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**next_word.temperature=0.9**")
    visit.settle()
    assert "0,9" in page.locator("p", has_text=SEEING).first.inner_text()
    visit.expect_no_trouble()


@pytest.mark.parametrize("activity", ["write", "remember", "surprise", "ladder"])
def test_every_activity_draws_on_a_phone(new_visit, activity):
    visit = new_visit(viewport={"width": 400, "height": 860})
    page = visit.open(PATH, predict=0, **{"next_word.activity": activity})
    assert page.get_by_text(SEEING).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    visit.expect_no_trouble()


def test_writing_streams_and_stays(visit):
    page = visit.open(PATH, predict=0, **{"next_word.activity": "write", "next_word.tokens": 31})
    page.get_by_role(
        "button", name=Content("next_word", "es").text("controls.write"), exact=True
    ).last.click()
    page.wait_for_function("document.querySelector('[role=status][aria-live]').innerText.length > 90")
    visit.settle()
    visit.expect_no_trouble()
