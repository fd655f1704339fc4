"""Lesson 6 in a real browser: the canvas of heads with mouse and keys, the exports, steps paced by keys."""

from pathlib import Path

import pytest

from core.content import LANGUAGES, Content
from core.course import lesson
from core.ui.attention import ACTIVITIES

pytestmark = pytest.mark.browser

PATH = lesson("attention").url_path
WORDS = Content("attention", "es")


def seeing(language="es"):
    return Content("frame", language).text("seeing.title")


def heads(page):
    page.wait_for_function("document.querySelector('.heads')?.dataset.drawn > 0")
    return page.locator(".heads canvas")


def test_hovering_a_row_reads_it_without_the_server(visit):
    page = visit.open(PATH, predict=0)
    canvas = heads(page)
    canvas.scroll_into_view_if_needed()
    sent = []
    page.on("websocket", lambda _socket: sent.append("socket"))
    page.evaluate(
        "window.runs = 0; new MutationObserver(() => window.runs += 1).observe("
        "document.querySelector('[data-testid=stApp]'), {attributes: true, attributeFilter: ['data-test-script-state']})"
    )
    box = canvas.bounding_box()
    canvas.hover(position={"x": box["width"] * 0.55, "y": 403})
    page.wait_for_function("document.querySelector('.heads .said').innerText.includes('«estaba» mira a')")
    assert "«El» 0,84" in page.locator(".heads .said").inner_text()
    assert page.evaluate("window.runs") == 0
    assert not sent
    visit.expect_no_trouble()


def test_a_click_on_a_small_head_makes_it_large_and_goes_into_the_link(visit):
    page = visit.open(PATH, predict=0)
    heads(page).click(position={"x": 18 + 37 * 1.5, "y": 20 + 37 * 2.5})
    page.wait_for_url("**attention.head=3.2**")
    visit.settle()
    assert page.locator(".heads").get_attribute("data-head") == "2.1"
    assert "capa 3, cabeza 2" in page.locator("p", has_text=seeing()).first.inner_text()
    visit.expect_no_trouble()


def test_the_keys_alone_walk_words_heads_and_layers(visit):
    page = visit.open(PATH, predict=0)
    canvas = heads(page)
    canvas.focus()
    page.keyboard.press("ArrowUp")
    assert "«estaba»" in page.locator(".heads .said").inner_text()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**attention.head=4.3**")
    visit.settle()
    canvas.focus()
    page.keyboard.press("PageUp")
    page.wait_for_url("**attention.head=3.3**")
    visit.settle()
    visit.expect_no_trouble()


def test_the_page_taken_away_works_alone(visit, new_visit, tmp_path):
    page = visit.open(PATH, predict=0)
    heads(page)
    files = {}
    for name in ("page", "svg"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=WORDS.text(f"export.{name}")).click()
        files[name] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[name])
    assert files["svg"].read_text(encoding="utf-8").startswith("<svg")
    assert len(files["page"].read_bytes()) < 200_000
    alone = new_visit().page
    alone.goto(Path(files["page"]).as_uri())
    canvas = heads(alone)
    canvas.focus()
    alone.keyboard.press("ArrowUp")
    assert "«estaba»" in alone.locator(".heads .said").inner_text()


def test_the_picture_can_be_saved_as_png(visit):
    page = visit.open(PATH, predict=0)
    heads(page)
    words = Content("frame", "es")
    page.get_by_role("button", name=words.text("actions.download")).first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=words.text("actions.picture")).click()
    assert waiting.value.suggested_filename == "attention-heads.png"
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
    visit.expect_no_trouble()


def test_the_steps_go_on_with_the_arrow_keys(visit):
    page = visit.open(PATH, predict=0, **{"attention.activity": "steps"})
    page.locator("h1").first.click()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**attention.step=2**")
    visit.settle()
    assert WORDS.text("stops.position.name") in page.locator("p", has_text=seeing()).first.inner_text()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("!location.search.includes('attention.step')")
    visit.settle()
    visit.expect_no_trouble()


def test_sums_typed_by_hand_are_marked(visit):
    page = visit.open(PATH, predict=0, **{"attention.activity": "by_hand"})
    grid = page.get_by_test_id("stDataFrame").nth(1)
    grid.click(position={"x": 90, "y": 52})
    page.keyboard.press("Enter")
    page.locator(".gdg-input, [id^=portal] textarea, [id^=portal] input").first.wait_for()
    page.keyboard.type("0,71", delay=60)
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.by-hand').innerText.includes('✓')")
    visit.settle()
    assert "0,71" in page.locator(".by-hand").first.inner_text()
    visit.expect_no_trouble()


def test_nothing_is_sent_before_the_guess(visit):
    page = visit.open(PATH, **{"attention.activity": "importance"})
    assert page.get_by_test_id("stVegaLiteChart").count() == 0
    page.get_by_test_id("stMain").get_by_text("ratón", exact=True).first.click()
    page.get_by_test_id("stVegaLiteChart").first.wait_for()
    visit.settle()
    assert "comió" in page.locator("p", has_text=seeing()).first.inner_text()
    visit.expect_no_trouble()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_activity_draws_on_a_phone(new_visit, activity, language):
    visit = new_visit(viewport={"width": 400, "height": 860}, color_scheme="dark")
    page = visit.open(PATH, predict=0, lang=language, **{"attention.activity": activity})
    assert page.get_by_text(seeing(language)).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    visit.expect_no_trouble()
