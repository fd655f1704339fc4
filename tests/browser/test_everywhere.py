"""Every page, in both languages, light and dark, wide and narrow: nothing cut, nothing nameless, nothing unreadable."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

import pytest
from playwright.sync_api import expect

from core.content import LANGUAGES, Content
from core.course import COURSE, MORE, Lesson, offered
from core.ui.charts import theme

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

PAGES = offered(COURSE + MORE)
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
GRAVE = {"serious", "critical"}

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

MOST_TABS = 400

DEEPER = ".st-key-deeper"
"""The four tabs below a lesson's figure."""

PREPARED = """
!document.querySelector('.st-key-train-waiting, .preflight .waiting')
"""
"""True once no figure waits for its numbers: the page as it is worked with, not as it begins."""

PAPER = "paper => getComputedStyle(document.documentElement).getPropertyValue('--paper').trim() === paper"

NAMELESS = """
[...document.querySelectorAll('[data-testid="stVegaLiteChart"], [data-testid="stImage"] img')]
  .filter(one => one.offsetParent !== null)
  .filter(one => ![one, ...one.querySelectorAll('[aria-label], [alt]'), one.closest('[aria-label]')].some(
    part => part && ((part.getAttribute('aria-label') || '') + (part.getAttribute('alt') || '')).trim().length > 12))
  .length
"""
"""How many charts and pictures on screen no screen reader can name."""

HOLES = r"""
(document.querySelector('[data-testid="stMain"]').innerText.match(
  /\{[a-z_]+(:[a-z0-9]+)?\}|\b(undefined|NaN|None|null)\b/g) || []).join(', ')
"""
"""What of a sentence's machinery has been left on screen."""

# Streamlit's own list of pages puts its headings straight into the list: none of ours can mend that.
FOUND = """
async part => {
  const where = { include: [part], exclude: ['[data-testid="stSidebarNavItems"]'] };
  const found = await axe.run(where, { resultTypes: ['violations'] });
  return found.violations.map(one => ({ id: one.id, impact: one.impact, nodes: one.nodes.map(node => node.html) }));
}
"""


UNREACHED = """
() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const shown = one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert], [aria-hidden="true"]');
  return [...main.querySelectorAll('button, a[href], input, textarea, [tabindex="0"]')]
    .filter(one => one.tabIndex >= 0 && !one.disabled && shown(one) && !one.dataset.reached)
    .map(one => one.outerHTML.slice(0, 160));
}
"""
"""What can be pressed or typed into and the Tab key has not come to. In a group of choices the arrows do the rest."""

REACH = """
() => {
  const here = document.activeElement;
  if (here && here !== document.body) {
    const group = here.closest('[role="radiogroup"], [role="toolbar"], [role="tablist"]');
    [here, ...(group?.querySelectorAll('button, input') ?? [])].forEach(one => { one.dataset.reached = '1'; });
  }
  return Boolean(here?.closest('[data-testid="stMain"]'));
}
"""


def audit(page: Page, part: str) -> list[str]:
    """Give what axe-core finds in a part of the page that keeps somebody out, a line per rule."""
    page.evaluate(f"if (!window.axe) {{ {AXE} }}")
    found: list[dict[str, Any]] = page.evaluate(FOUND, part)
    return [
        f"{one['id']} ({one['impact']}): {len(one['nodes'])} × {one['nodes'][0][:300]}"
        for one in found
        if one["impact"] in GRAVE
    ]


def in_theme(visit: Visit, scheme: Literal["light", "dark"]) -> None:
    """Change the system's theme under an open page, and wait until it is drawn again in its colours."""
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.wait_for_function(PAPER, arg=theme.palette(scheme).paper)
    visit.settle()


def looked_at(page: Page, where: str, part: str = "html") -> list[str]:
    """Give what is wrong with a page as it stands on the screen; axe-core looks at one part of it."""
    wrong = [f"{where}: {one}" for one in audit(page, part)]
    if page.evaluate(SIDEWAYS) > 0:
        wrong.append(f"{where}: it scrolls sideways")
    if nameless := page.evaluate(NAMELESS):
        wrong.append(f"{where}: {nameless} figures without a text for who cannot see them")
    if holes := page.evaluate(HOLES):
        wrong.append(f"{where}: left on screen: {holes}")
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", [None, *PAGES], ids=lambda lesson: lesson.id if lesson else "home")
def test_a_page_serves_everyone(new_visit, lesson: Lesson | None, language):
    visit = new_visit(color_scheme="light")
    page = visit.open(lesson.url_path if lesson else "", lang=language, predict=0)
    assert visit.title() == Content("home", language).text(
        f"lessons.{lesson.id}.title" if lesson else "title"
    )
    page.wait_for_function(PREPARED)
    visit.settle()
    wrong = looked_at(page, "light, 1440 px")
    in_theme(visit, "dark")
    wrong += looked_at(page, "dark, 1440 px")
    page.set_viewport_size({"width": 400, "height": 850})
    visit.settle()
    wrong += looked_at(page, "dark, 400 px")
    in_theme(visit, "light")
    wrong += looked_at(page, "light, 400 px")
    for tab in page.locator(DEEPER).get_by_role("tab").all()[1:]:
        tab.click()
        expect(tab).to_have_attribute("tabindex", "0")
        visit.settle()
        wrong += looked_at(page, f"light, 400 px, {tab.inner_text()}", DEEPER)
    visit.expect_no_trouble()
    assert not wrong, "\n".join(wrong)


def walked(page: Page, escape_first: bool) -> None:
    """Press Tab from wherever the focus is until it has gone through the page and left it."""
    been_in = False
    for _ in range(MOST_TABS):
        if escape_first:
            page.keyboard.press("Escape")  # the editor keeps Tab for itself until then, as it says
        page.keyboard.press("Tab")
        inside = page.evaluate(REACH)
        if been_in and not inside:
            return
        been_in = been_in or inside
    raise AssertionError("the focus never leaves the page: a trap, or too many things to press")


@pytest.mark.parametrize("lesson", [None, *PAGES], ids=lambda lesson: lesson.id if lesson else "home")
def test_the_tab_key_comes_to_everything_and_goes_on(visit, lesson: Lesson | None):
    page = visit.open(lesson.url_path if lesson else "", predict=0)
    for _ in range(2):  # a button may wake up behind who has gone past it, when a model is ready
        walked(page, escape_first=lesson is not None and lesson.id == "pytorch")
        if not page.evaluate(UNREACHED):
            break
    assert not page.evaluate(UNREACHED)
    visit.expect_no_trouble()
