"""Lesson 4 in a real browser: the king's walk in both models, the cloud under the hand, links that reproduce."""

import json

import pytest

from core.content import Content
from core.course import lesson

pytestmark = pytest.mark.browser

PATH = lesson("embeddings").url_path
SEEING = Content("frame", "es").text("seeing.title")

PLACES = """
() => Object.fromEntries([...document.querySelectorAll('.course-cloud svg circle')].map((circle, place) =>
  [place, [Number(circle.getAttribute('cx')), Number(circle.getAttribute('cy'))]]))
"""


def seen(page):
    return page.locator("p", has_text=SEEING).first.inner_text()


def cloud(page):
    return page.locator(".course-cloud")


def rest(page):
    """Wait until the points of the cloud have glided to their places."""
    before = None
    while (now := json.dumps(page.evaluate(PLACES))) != before:
        before = now
        page.wait_for_timeout(250)
    return json.loads(now)


@pytest.mark.parametrize(
    "model, asked, answer",
    [("gatito", "rey − hombre + mujer", "reina"), ("minilm", "king − man + woman", "queen")],
)
def test_the_kings_walk_ends_at_the_queen(visit, model, asked, answer):
    page = visit.open(PATH, **{"embeddings.activity": "analogies", "embeddings.model": model, "predict": 1})
    assert cloud(page).count() == 0
    question = page.get_by_test_id("stMain").get_by_text(asked)
    assert question.count() >= 1
    page.get_by_test_id("stMain").get_by_text(answer, exact=True).first.click()
    cloud(page).wait_for()
    visit.settle()
    assert f"«{answer}»" in seen(page)
    right = Content("embeddings", "es").text("predict.analogy_right", word=answer)
    assert page.get_by_text(right).count() == 1
    first = page.get_by_test_id("stVegaLiteChart").get_by_text(f"1. {answer}", exact=True)
    assert first.count() == 1
    visit.expect_no_trouble()


def test_clicking_a_point_keeps_its_lines_and_enters_the_link(visit):
    page = visit.open(PATH, predict=0)
    places = rest(page)
    box = cloud(page).locator("svg").bounding_box()
    x, y = places["0"]
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.wait_for_url("**embeddings.word=gato**")
    visit.settle()
    page.mouse.move(5, 5)
    rest(page)
    assert cloud(page).locator("svg line").count() == 10
    assert "«gato» conserva" in seen(page)
    visit.expect_no_trouble()


def test_a_word_added_leaves_every_point_where_it_was_until_recomputed(visit):
    page = visit.open(PATH, predict=0)
    before = rest(page)
    page.locator("textarea").first.fill("sopa, rey")
    page.wait_for_function(
        "(n) => document.querySelectorAll('.course-cloud circle').length === n", arg=len(before) + 2
    )
    visit.settle()
    after = rest(page)
    assert {place: after[place] for place in before} == before
    page.get_by_role("button", name=Content("embeddings", "es").text("controls.recompute", n=2)).click()
    visit.settle()
    assert {place: rest(page)[place] for place in before} != before
    visit.expect_no_trouble()


@pytest.mark.parametrize(
    "query",
    [
        {
            "embeddings.method": "tsne",
            "embeddings.seed": 7,
            "embeddings.perplexity": 9,
            "embeddings.theme": "food",
        },
        {"embeddings.words": "sopa, rey", "embeddings.included": "sopa", "embeddings.word": "rey"},
    ],
)
def test_a_link_reproduces_the_map(visit, new_visit, query):
    found = []
    for tab in (visit, new_visit()):
        page = tab.open(PATH, predict=0, **query)
        found.append((rest(page), seen(page)))
        tab.expect_no_trouble()
    assert found[0] == found[1]


def test_another_seed_is_another_map(visit):
    query = {"embeddings.method": "tsne", "embeddings.theme": "food", "predict": 0}
    maps = [rest(visit.open(PATH, **query, **{"embeddings.seed": seed})) for seed in (0, 1)]
    assert maps[0] != maps[1]


def test_the_cloud_turns_with_the_keys(visit):
    page = visit.open(PATH, predict=0, **{"embeddings.method": "pca3"})
    before = rest(page)
    cloud(page).locator("svg").focus()
    page.keyboard.press("ArrowRight")
    assert rest(page) != before
    visit.expect_no_trouble()


def test_noise_becomes_families_in_the_film(visit):
    page = visit.open(PATH, predict=0, **{"embeddings.activity": "birth"})
    first = cloud(page).locator(".said").inner_text()
    rest(page)
    slider = cloud(page).locator("input")
    slider.focus()
    page.keyboard.press("End")
    rest(page)
    assert cloud(page).locator(".said").inner_text() != first
    visit.expect_no_trouble()


@pytest.mark.parametrize("activity", ["map", "near", "analogies", "context", "birth", "search"])
def test_every_activity_draws_on_a_phone_with_its_words_for_who_cannot_see(new_visit, activity):
    visit = new_visit(viewport={"width": 400, "height": 860})
    page = visit.open(PATH, predict=0, **{"embeddings.activity": activity})
    assert page.get_by_text(SEEING).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    drawings = page.locator(".course-cloud svg, [data-testid=stVegaLiteChart]")
    assert drawings.count() >= 1
    for place in range(drawings.count()):
        named = drawings.nth(place).evaluate(
            "one => (one.getAttribute('aria-label') || one.querySelector('[aria-label]')?.getAttribute('aria-label') || '')"
        )
        assert len(named) > 20
    visit.expect_no_trouble()


def test_no_label_of_the_map_lies_over_another_a_point_or_a_title_on_a_phone(new_visit):
    visit = new_visit(viewport={"width": 400, "height": 860})
    page = visit.open(PATH, predict=0)
    rest(page)
    hidden = cloud(page).evaluate(
        """root => {
          const texts = [...root.querySelectorAll('svg text')].map(one => one.getBoundingClientRect());
          const middles = [...root.querySelectorAll('circle')].map(one => one.getBoundingClientRect())
            .map(box => [box.x + box.width / 2, box.y + box.height / 2]);
          const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4;
          const over = ([x, y], a) => x > a.left && x < a.right && y > a.top + 3 && y < a.bottom - 3;
          return texts.length < 20 ? -1 : texts.filter((one, place) => texts.some((two, at) => at > place && meet(one, two))
            || middles.some(point => over(point, one))).length;
        }"""
    )
    assert hidden == 0
    visit.expect_no_trouble()


def test_the_words_beside_an_arrow_lie_over_nothing(visit):
    page = visit.open(
        PATH,
        predict=0,
        **{"embeddings.activity": "analogies", "embeddings.model": "minilm", "embeddings.keep": 1},
    )
    met = cloud(page).evaluate(
        """root => {
          const boxes = [...root.querySelectorAll('svg text')].map(one => [one.textContent, one.getBoundingClientRect()]);
          const [, step] = boxes.find(([text]) => text.startsWith('−'));
          return boxes.filter(([text, box]) => !text.startsWith('−') && box.left < step.right - 1 && step.left < box.right - 1
            && box.top < step.bottom - 4 && step.top < box.bottom - 4).map(([text]) => text);
        }"""
    )
    assert met == []
    visit.expect_no_trouble()


def test_the_table_twin_has_a_row_per_word(visit):
    page = visit.open(PATH, predict=0, **{"embeddings.theme": "syllabus"})
    page.get_by_role("button", name=Content("frame", "es").text("actions.table")).first.click()
    page.get_by_test_id("stDialog").wait_for()
    page.get_by_test_id("stDialog").get_by_test_id("stDataFrame").wait_for()
    visit.expect_no_trouble()


def test_the_picture_of_the_cloud_can_be_kept(visit):
    page = visit.open(PATH, predict=0, **{"embeddings.theme": "syllabus"})
    rest(page)
    page.get_by_role("button", name=Content("frame", "es").text("actions.download")).first.click()
    with page.expect_download() as saving:
        page.get_by_role("button", name=Content("frame", "es").text("actions.picture")).click()
    text = saving.value.path().read_text(encoding="utf-8")
    assert saving.value.suggested_filename.endswith(".svg")
    assert text.count("<circle") == 12
    assert "reina" in text
    visit.expect_no_trouble()
