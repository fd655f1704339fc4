"""Every page opens in both languages, offline, with its title and nothing wrong."""

import threading

import psutil
import pytest

from core.content import LANGUAGES, Content
from core.course import COURSE, MORE, ROOT, Lesson, lesson, offered
from tests.browser.server import Server
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

PAGES = offered(COURSE + MORE)
HOME = ROOT / "Home.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_opens(visit, language):
    visit.open(lang=language)
    words = Content("home", language)
    assert visit.title() == words.text("title")
    for one in PAGES:
        assert visit.page.get_by_text(words.text(f"lessons.{one.id}.title"), exact=True).count() >= 1
    visit.expect_no_trouble()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.id)
def test_page_opens_before_any_guess(visit, one: Lesson, language):
    visit.open(one.url_path, lang=language)
    assert visit.title() == Content("home", language).text(f"lessons.{one.id}.title")
    visit.expect_no_trouble()


def test_the_first_visitor_of_a_server_may_come_by_a_link(browser, tmp_path):
    last = PAGES[-1]
    with Server(HOME, tmp_path) as fresh:
        context = browser.new_context(locale="es-ES")
        visit = Visit(context.new_page(), fresh)
        visit.open(last.url_path)
        visit.expect_no_trouble()
        assert visit.title() == Content("home", "es").text(f"lessons.{last.id}.title")
        icons = []
        for _ in range(2):  # the first visitor gets the icon last, who comes later at once
            icons.append(visit.page.locator("link[rel~='icon']").get_attribute("href") or "")
            visit.open()
        assert icons[0] == icons[1]
        assert "/media/" in icons[0]
        context.close()


def test_a_page_reached_by_the_name_of_its_file_gets_its_frame(browser, tmp_path):
    with Server(HOME, tmp_path) as fresh:
        context = browser.new_context(locale="es-ES")
        visit = Visit(context.new_page(), fresh)
        page = visit.open("next_word", predict=0, **{"next_word.temperature": 0.5})
        page.wait_for_url(f"**/{lesson('next_word').url_path}?**")
        visit.settle()
        assert visit.title() == Content("home", "es").text("lessons.next_word.title")
        page.get_by_test_id("stSidebarNav").wait_for()
        assert "next_word.temperature=0.5" in page.url
        visit.expect_no_trouble()
        context.close()


def test_the_language_comes_from_the_browser(new_visit):
    for locale, language in (("es-MX", "es"), ("en-GB", "en"), ("de-DE", "es")):
        visit = new_visit(locale=locale)
        visit.open()
        assert visit.title() == Content("home", language).text("title")
        visit.expect_no_trouble()


def test_a_page_is_not_calm_before_it_is_answered(visit):
    """A server that takes its time does not pass for one that is done."""
    page = visit.open(lesson("next_word").url_path, predict=0)
    page.get_by_role("slider").first.focus()
    process = psutil.Process(visit.server.process.pid)
    process.suspend()
    threading.Timer(1.5, process.resume).start()
    page.keyboard.press("ArrowLeft")
    visit.settle()
    assert "next_word.temperature=0.9" in page.url
    visit.expect_no_trouble()


def test_trouble_is_noticed(visit):
    """The nets of this suite hold: what they should catch, they catch."""
    visit.open()
    visit.expect_no_trouble()
    visit.page.evaluate("console.error('something broke')")
    visit.page.evaluate("fetch('http://192.0.2.1/').catch(() => null)")
    visit.page.evaluate("fetch('/no-such-thing', {method: 'POST'}).catch(() => null)")
    visit.page.evaluate("setTimeout(() => { throw new Error('a script broke'); }, 0)")
    wanted = {"something broke", "left this machine: http://192.0.2.1/", "status 405", "a script broke"}
    for _ in range(100):  # the browser tells them one by one
        missing = {part for part in wanted if not any(part in trouble for trouble in visit.troubles)}
        if not missing:
            break
        visit.page.wait_for_timeout(50)
    assert not missing
    with pytest.raises(AssertionError, match="something broke"):
        visit.expect_no_trouble()
