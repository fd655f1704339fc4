"""Lesson 5 in a real browser: a spiral is learnt, a weight is looked at, going back is exact, keys alone do it all."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from core.content import LANGUAGES, Content
from core.course import lesson

pytestmark = pytest.mark.browser

PATH = lesson("mlp").url_path
WORDS = {language: Content("mlp", language) for language in LANGUAGES}
GOOD = {"mlp.features": ["x", "y", "x2", "y2", "xy", "sin_x", "sin_y"], "mlp.rate": "0.01"}
WITHIN_MS = 60_000
LEARNT = "() => /(9[7-9]|100),\\d\\s%/.test(document.querySelector('[class*=stage-seeing]').innerText)"


HEADS = """
() => {
  const write = CanvasRenderingContext2D.prototype.fillText;
  window.heads = {};
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...more) {
    if (y === 9) { window.heads[text] = [x, x + this.measureText(text).width]; }
    return write.call(this, text, x, y, ...more);
  };
}
"""
"""Notes where the names above the layers are written."""


def opened(visit, **query):
    asked = {"predict": 0, **{f"mlp.{name}": value for name, value in query.items()}}
    page = visit.page
    pairs = "&".join(
        f"{name}={one}"
        for name, value in asked.items()
        for one in (value if isinstance(value, list) else [value])
    )
    page.goto(f"{visit.server.url}/{PATH}?{pairs}", wait_until="commit")
    visit.settle()
    return page


def press(page, name, language="es"):
    page.get_by_role("button", name=re.compile(WORDS[language].text(f"buttons.{name}"))).first.click()


def told(page, text):
    """Wait until the sentences under the figure say something."""
    where = page.locator('[class*="stage-seeing"]')
    expect(where).to_contain_text(text, timeout=WITHIN_MS)
    return where.inner_text()


def test_the_spiral_is_learnt_in_front_of_the_learner(visit):
    page = opened(visit, features=GOOD["mlp.features"], rate="0.01")
    press(page, "play")
    page.wait_for_function(LEARNT, timeout=WITHIN_MS)
    page.wait_for_function("() => window.__networkPictures > 5", timeout=WITHIN_MS)
    press(page, "pause")
    again = page.get_by_role("button", name=WORDS["es"].text("buttons.play")).first
    expect(again).to_be_visible(timeout=WITHIN_MS)
    visit.expect_no_trouble()


def test_back_and_the_moments_restore_what_was_seen(visit):
    page = opened(visit)
    press(page, "epoch")
    first = told(page, "una época")
    press(page, "epoch")
    assert told(page, "2 épocas") != first
    press(page, "back")
    assert told(page, "una época") == first
    visit.expect_no_trouble()


def test_a_click_on_a_weight_puts_it_under_the_microscope(visit):
    page = opened(visit, activity="microscope", hidden="2")
    expect(page.locator(".katex").first).to_contain_text(WORDS["es"].text("microscope.not_yet"))
    press(page, "step")
    told(page, "En este lote")
    graph = page.locator("canvas.graph").first
    box = graph.bounding_box()
    graph.click(position={"x": box["width"] - 30, "y": box["height"] / 2 + 9})  # the output unit: its bias
    expect(page.get_by_role("combobox", name=re.compile("Viene de")).first).to_have_value(
        "sesgo", timeout=WITHIN_MS
    )
    visit.expect_no_trouble()


@pytest.mark.parametrize("hidden", ["8", "8, 8", "8, 8, 8, 8, 8, 8"])
def test_the_names_of_the_layers_do_not_touch(new_visit, hidden):
    visit = new_visit(viewport={"width": 1200, "height": 900})
    visit.page.add_init_script(f"({HEADS})()")
    page = opened(visit, data="digits", hidden=hidden)
    page.wait_for_function("() => window.heads.salida", timeout=WITHIN_MS)
    places = sorted(page.evaluate("() => Object.values(window.heads)"))
    assert all(after[0] - before[1] > 2 for before, after in pairwise(places))
    assert page.locator("canvas.graph").first.bounding_box()["width"] >= 200


def test_a_click_on_the_plane_adds_a_point(visit):
    page = opened(visit, data="own")
    page.locator("canvas.plane").first.click(position={"x": 40, "y": 40})
    box = page.get_by_role("textbox", name=WORDS["es"].text("controls.own"))
    expect(box).to_have_value(re.compile(r"-4\.5\d,4\.5\d,1$"), timeout=WITHIN_MS)
    visit.expect_no_trouble()


def test_a_link_reproduces_the_page_and_can_hide_controls(visit, new_visit):
    asked = {"data": "moons", "noise": "0.2", "hidden": "5", "hide": ["data", "rate"]}
    page = opened(visit, **asked)
    press(page, "epoch")
    first = told(page, "una época")
    assert page.get_by_role("combobox", name=WORDS["es"].text("controls.data")).count() == 0
    assert page.get_by_role("combobox", name=WORDS["es"].text("controls.activation")).count() >= 1
    page = opened(new_visit(), **asked)
    press(page, "epoch")
    assert told(page, "una época") == first


def test_every_click_on_play_and_pause_counts_and_a_pause_is_quiet(visit):
    page = opened(visit)
    button = page.locator(".st-key-mlp-play button").first
    for turn in range(6):
        for now, pause in (("pause", 250 * turn), ("play", 150 * turn)):
            button.click()
            expect(button).to_contain_text(WORDS["es"].text(f"buttons.{now}"), timeout=WITHIN_MS)
            page.wait_for_timeout(pause)
    visit.settle()
    before = visit.sent()
    page.wait_for_timeout(1200)
    assert visit.sent() == before
    visit.expect_no_trouble()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mission_is_solved_with_keys_alone(new_visit, language):
    visit = new_visit(locale=language)
    query = f"predict=0&lang={language}&mlp.activity=missions&mlp.mission=line&mlp.data=gaussians&mlp.hidden="
    visit.page.goto(f"{visit.server.url}/{PATH}?{query}", wait_until="commit")
    visit.settle()
    page = visit.page
    page.get_by_role("button", name=WORDS[language].text("buttons.play")).first.focus()
    page.keyboard.press("Enter")
    done = re.sub(r"\*\*(.*?)\*\*.*", r"\1", WORDS[language].text("missions.proved"))
    told(page, done)
    page.keyboard.press("Enter")
    visit.expect_no_trouble()


def test_a_closed_tab_leaves_nothing_running(new_visit, server):
    visit = new_visit()
    page = opened(visit)
    press(page, "play")
    page.wait_for_function("() => window.__networkEpoch > 0", timeout=WITHIN_MS)
    page.close()
    limit = time.monotonic() + 60
    while server.worked(1.5) > 0.3:
        assert time.monotonic() < limit, "it still trains, and nobody looks"


@pytest.mark.parametrize("width", [1440, 400])
@pytest.mark.parametrize("many", [1, 5, 6])
def test_every_histogram_has_bars_that_are_seen(new_visit, many, width):
    visit = new_visit(viewport={"width": width, "height": 1000})
    page = opened(visit, lang="es", activity="inside", hidden=", ".join(["8"] * many))
    charts = page.locator('[data-testid="stVegaLiteChart"]')
    expect(charts).to_have_count(many)
    for chart in charts.all():
        tallest = max(bar.bounding_box()["height"] for bar in chart.locator(".mark-rect path").all())
        assert tallest > 30
    visit.expect_no_trouble()


LATE = """
() => {
  const soon = window.setTimeout;
  window.setTimeout = (act, after, ...given) => soon(act, after || 700, ...given);
  document.querySelector('.st-key-mlp-play button').click();
  window.setTimeout = soon;
  return new Promise(done => soon(done, 1000));
}
"""
"""Presses a button of a page with so much to do that it tells of the click 0.7 s later; it asks for pictures meanwhile."""


def test_a_click_that_a_busy_page_tells_twice_is_heard_once(visit):
    page = opened(visit)
    button = page.locator(".st-key-mlp-play button").first
    button.click()
    expect(button).to_have_text(re.compile(WORDS["es"].text("buttons.pause")), timeout=WITHIN_MS)
    page.wait_for_function("window.__networkPictures > 3", timeout=WITHIN_MS)
    page.evaluate(LATE)
    visit.settle()
    expect(button).to_have_text(re.compile(WORDS["es"].text("buttons.play")), timeout=WITHIN_MS)
    visit.expect_no_trouble()
