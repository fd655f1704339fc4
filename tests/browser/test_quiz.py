"""Lesson 8 in a real browser: keys alone, files, paper, phones."""

from __future__ import annotations

import json
import secrets
import time
from typing import TYPE_CHECKING

import pytest

from core.content import LANGUAGES, Content
from core.course import lesson
from core.quiz import exam, transfer
from core.quiz.questions import Question
from tests.browser.papers import SINGLE
from tests.browser.visit import Visit
from tests.pages.quiz.paper import MIXED

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PATH = lesson("quiz").url_path


def focused(page: Page, selector: str) -> None:
    """Wait until what has the focus is inside an element."""
    page.wait_for_function("(where) => document.activeElement?.closest(where) !== null", arg=selector)


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the focus is inside an element."""
    for _ in range(most):
        if page.evaluate("(where) => document.activeElement?.closest(where) !== null", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with Tab")


def choose_by_keys(page: Page, visit: Visit, asked: Question) -> None:
    page.keyboard.press("Space")
    for _ in range([option.id for option in asked.options].index(str(asked.key()))):
        page.keyboard.press("ArrowDown")
    visit.settle()


def tick_by_keys(page: Page, visit: Visit, asked: Question) -> None:
    for option in asked.options:
        if option.correct:
            page.keyboard.press("Space")
            visit.settle()
        page.keyboard.press("Tab")


PIECE_IN_FOCUS = """
() => [...document.querySelectorAll('[class*=quiz-answer--] button')].indexOf(document.activeElement)
"""


def order_by_keys(page: Page, visit: Visit, asked: Question) -> None:
    """Press each piece in turn; after each, the focus is still among those that are left."""
    left, key = [option.id for option in asked.options], asked.key()
    assert isinstance(key, list)
    for piece in key:
        page.wait_for_function(f"({PIECE_IN_FOCUS})() >= 0")
        away = left.index(piece) - page.evaluate(PIECE_IN_FOCUS)
        for _ in range(abs(away)):
            page.keyboard.press("Tab" if away > 0 else "Shift+Tab")
        page.keyboard.press("Enter")
        left.remove(piece)
        page.wait_for_function(
            "(n) => document.querySelectorAll('[class*=ordered--] p').length === n", arg=len(key) - len(left)
        )
        visit.settle()


def match_by_keys(page: Page, visit: Visit, asked: Question) -> None:
    partners = sorted(str(option.match) for option in asked.options)
    for option in asked.options:
        for _ in range(1 + partners.index(str(option.match))):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        visit.settle()
        page.keyboard.press("Tab")  # what clears the choice
        page.keyboard.press("Tab")


def type_by_keys(page: Page, visit: Visit, asked: Question) -> None:
    page.keyboard.type(str(asked.key()))
    page.wait_for_timeout(400)  # the box waits for a pause before it tells the server
    visit.settle()


BY_KEYS = {
    "single": choose_by_keys,
    "predict": choose_by_keys,
    "multiple": tick_by_keys,
    "order": order_by_keys,
    "match": match_by_keys,
    "numeric": type_by_keys,
    "fill": type_by_keys,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_question_can_be_answered_with_keys_alone(visit, begin, progress, language):
    learner, run = begin()
    page = visit.open(PATH, lang=language, learner=learner)
    tab_to(page, ".st-key-quiz-answer--0")
    for position in range(len(MIXED)):
        focused(page, f".st-key-quiz-answer--{position}")
        asked = exam.shown(exam.find(run.questions[position], language), run.seed)
        BY_KEYS[asked.kind](page, visit, asked)
        tab_to(page, f".st-key-confirm--{run.id}--{position}--95")
        page.keyboard.press("Enter")
        focused(page, f".st-key-next--{run.id}--{position}")
        visit.settle()
        said = page.locator(".st-key-quiz-paper").inner_text()
        assert Content("quiz", language).text("feedback.right") in said, said
        page.keyboard.press("Enter")
    page.get_by_text(Content("quiz", language).text("results.questions")).wait_for()
    kept = progress.run_answers(learner, run.id)
    assert [(kept[place].score, kept[place].confidence) for place in range(len(MIXED))] == [(1.0, 0.95)] * 7
    visit.expect_no_trouble()


def test_a_run_is_begun_with_keys_alone(visit):
    page = visit.open(PATH, **{"quiz.module": "mlp", "quiz.seed": 3})
    tab_to(page, ".st-key-quiz-begin")
    page.keyboard.press("Enter")
    focused(page, ".st-key-quiz-answer--0")
    visit.expect_no_trouble()


def results(visit: Visit, learner: str) -> Page:
    return visit.open(PATH, learner=learner, **{"quiz.activity": "results"})


def test_progress_travels_as_a_file_and_a_hostile_one_is_refused(visit, begin, progress, new_visit, tmp_path):
    learner, run = begin(*SINGLE)
    answered, _ = exam.take(run, 0, "right", confidence=0.5, seconds=2, now=time.time(), language="es")
    progress.confirm(learner, answered)
    words, page = Content("quiz", "es"), results(visit, learner)
    page.get_by_role("button", name=words.text("takeaway.download")).click()
    visit.settle()
    with page.expect_download() as download:
        page.locator(".st-key-quiz-save").get_by_role("button").click()
    content = download.value.path().read_bytes()
    assert transfer.read(content).answers[0].id == answered.id

    elsewhere, newcomer = new_visit(), secrets.token_hex(16)
    page = results(elsewhere, newcomer)
    page.get_by_role("button", name=words.text("takeaway.upload")).click()
    elsewhere.settle()
    hostile = tmp_path / "hostile.json"
    hostile.write_text(json.dumps({"course": transfer.COURSE, "version": 99}), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(hostile)
    page.get_by_text(Content("errors", "es").text("quiz_upload_newer")).wait_for()
    good = tmp_path / "good.json"
    good.write_bytes(content)
    page.locator("input[type=file]").set_input_files(good)
    page.get_by_text(words.text("takeaway.brought", n=1, known=0)).wait_for()
    assert [one.id for one in progress.all_answers(newcomer)] == [answered.id]
    elsewhere.expect_no_trouble()


def test_the_sheet_is_a_picture_and_a_page_that_prints(visit, begin, progress):
    learner, run = begin(*SINGLE, mode="exam")
    for position in range(4):
        answered, _ = exam.take(
            run, position, "right", confidence=0.95, seconds=2, now=time.time(), language="es"
        )
        progress.confirm(learner, answered)
    words, page = Content("quiz", "es"), results(visit, learner)
    page.get_by_text(words.text("sheet.open")).click()
    visit.settle()
    page.get_by_label(words.text("sheet.name")).fill("Ada <b>Lovelace</b>")
    page.keyboard.press("Enter")
    visit.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name=words.text("sheet.picture")).click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    page.evaluate("window.printed = []")
    page.evaluate(
        "new MutationObserver(changes => changes.forEach(one => one.addedNodes.forEach(node => {"
        " if (node.srcdoc) { window.printed.push(node.srcdoc); } }))).observe(document.body, { childList: true })"
    )
    page.get_by_role("button", name=words.text("sheet.print")).click()
    page.wait_for_function("window.printed.length === 1")
    printed = page.evaluate("window.printed[0]")
    assert "Ada &lt;b&gt;Lovelace&lt;/b&gt;" in printed
    assert "@page" in printed
    visit.expect_no_trouble()


@pytest.mark.parametrize("question", MIXED)
def test_every_kind_fits_a_phone(new_visit, begin, question):
    visit = new_visit(viewport={"width": 400, "height": 860})
    learner, _ = begin(question, "mlp_relu_door")
    page = visit.open(PATH, learner=learner)
    assert page.locator(".st-key-quiz-answer--0").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    visit.expect_no_trouble()


@pytest.mark.parametrize("activity", ["practice", "exam", "warmup", "review", "results", "teachers"])
def test_every_activity_fits_a_phone(new_visit, activity):
    visit = new_visit(viewport={"width": 400, "height": 860}, color_scheme="dark")
    page = visit.open(PATH, lang="en", **{"quiz.activity": activity})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    visit.expect_no_trouble()
