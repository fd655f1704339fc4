"""Lesson 7 in a real browser: a whole chapter with the keyboard alone, live output, Stop, drafts that survive."""

import pytest
from playwright.sync_api import expect

from core.content import LANGUAGES, Content
from core.course import lesson
from core.sandbox.exercises import of_chapter

pytestmark = pytest.mark.browser

PATH = lesson("pytorch").url_path
WORDS = {language: Content("pytorch", language) for language in LANGUAGES}
CHAPTER = of_chapter("tensors")


def editor(page):
    return page.locator(".editor textarea")


def written(page, code):
    """Write a program with the keyboard, over what stands there."""
    editor(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)
    assert editor(page).input_value() == code


def pressed(page, key, name):
    """Go on with Tab until a button has the focus, and press it: no mouse."""
    for _ in range(60):
        focused = page.evaluate("document.activeElement.textContent || ''")
        if name in focused:
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {name} with the keyboard")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_chapter_with_the_keyboard_alone(visit, language):
    words = WORDS[language]
    titles = Content("pytorch_exercises", language)
    page = visit.open(PATH, lang=language, predict=0)
    for place, exercise in enumerate(CHAPTER):
        page.get_by_text(titles.text(f"{exercise.id}.title")).first.wait_for()
        written(page, exercise.solution)
        page.keyboard.press("Control+Enter")
        page.get_by_text(words.text("checks_title.passed")).wait_for()
        visit.settle()
        done = words.text("path.exercise", done=place + 1, all=40).partition("·")[2].strip()
        page.get_by_text(done).wait_for()
        editor(page).focus()
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        pressed(page, "Enter", words.text("path.next"))
        visit.settle()
    visit.expect_no_trouble()


def test_output_streams_and_stop_ends_it(visit):
    page = visit.open(PATH, predict=0, **{"pytorch.activity": "bench", "pytorch.program": "empty"})
    written(page, "import time\nprint('primera línea')\ntime.sleep(25)\nprint('última línea')")
    page.keyboard.press("Control+Enter")
    page.get_by_text("primera línea", exact=True).wait_for()
    page.locator(".editor .stop").click()
    page.get_by_text(WORDS["es"].text("ends.stopped")).first.wait_for()
    visit.settle()
    assert page.get_by_text("última línea", exact=True).count() == 0
    visit.expect_no_trouble()


def test_a_draft_survives_another_page_and_reset_brings_the_start_back(visit):
    page = visit.open(PATH, predict=0)
    start = editor(page).input_value()
    written(page, "x = 'un borrador'")
    page.get_by_role("link", name=Content("home", "es").text("lessons.tokenizer.nav")).first.click()
    page.wait_for_url("**/tokens**")
    visit.settle()
    page.get_by_role("link", name=Content("home", "es").text("lessons.pytorch.nav")).first.click()
    editor(page).wait_for()
    visit.settle()
    expect(editor(page)).to_have_value("x = 'un borrador'")
    page.locator(".editor .reset").click()
    visit.settle()
    expect(editor(page)).to_have_value(start)
    visit.expect_no_trouble()


def test_the_line_that_failed_is_marked_and_tab_indents(visit):
    page = visit.open(PATH, predict=0, **{"pytorch.activity": "bench", "pytorch.program": "empty"})
    written(page, "import torch\ntorch.ones(2, 3) @ torch.ones(4, 5)")
    page.keyboard.press("Control+Enter")
    page.locator(".editor .line.wrong").wait_for()
    visit.settle()
    assert page.locator(".editor .line.wrong").inner_text() == "torch.ones(2, 3) @ torch.ones(4, 5)"
    assert page.get_by_text(Content("pytorch_errors", "es").text("matmul.title")).count() == 1
    written(page, "if True:")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("pass")
    page.keyboard.press("Tab")
    assert editor(page).input_value() == "if True:\n    pass    "
    visit.expect_no_trouble()


def test_a_wide_matrix_shrinks_into_its_place(visit):
    page = visit.open(PATH, predict=0, **{"pytorch.activity": "bench", "pytorch.program": "empty"})
    written(page, "import torch\nw = torch.randn(4, 10) * 900")
    page.keyboard.press("Control+Enter")
    drawn = page.locator(".st-key-value--0 [role=img]")
    drawn.wait_for()
    assert drawn.evaluate("box => box.scrollWidth <= box.clientWidth")
    visit.expect_no_trouble()
