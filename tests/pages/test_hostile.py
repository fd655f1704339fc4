"""Every page under hostile addresses and hostile hands: always a page, never a traceback, never somebody's HTML.

``LLM_POR_DENTRO_EXAMPLES=2000`` searches longer than the few dozen addresses of an ordinary run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from core.content import LANGUAGES, Content
from core.course import COURSE, MORE, Lesson, offered
from core.errors import ContentError

PAGES = offered(COURSE + MORE)
EXAMPLES = int(os.environ.get("LLM_POR_DENTRO_EXAMPLES", "8"))

TAG = "<img src=x onerror=alert(1)>"
HOSTILE = st.one_of(
    st.sampled_from([
        "", " ", "0", "-1", "1e999", "nan", "inf", "999999999999999999999", "null", "[]", "{}", "%00", "\x00", "../..",
        "🚀" * 50, "\u202eabc", "e\u0301" * 40, "'; DROP TABLE notes; --", TAG, f"</style>{TAG}", "{word}", "$x$ **y**",
        "[x](javascript:alert(1))", "a" * 5000, "true", "es", "-0.0", "1,5", "٣", "\n\n\t", ":material/home:", "<|endoftext|>",
    ]),
    st.text(max_size=40),
    st.integers().map(str),
    st.floats().map(str),
)  # fmt: skip


def opened(lesson: Lesson, query: dict[str, Any]) -> AppTest:
    """Run a page at an address."""
    page = AppTest.from_file(str(lesson.path), default_timeout=120)
    for name, value in query.items():
        page.query_params[name] = value
    return page.run()


@cache
def activities(lesson: Lesson) -> tuple[str, ...]:
    """List the activities of a page; a page without any has one without a name."""
    try:
        return tuple(Content(lesson.id, "es").value("activities"))
    except ContentError:
        return ("",)


@cache
def declared(lesson: Lesson, activity: str) -> tuple[str, ...]:
    """List the settings that a page reads from its address, in one of its activities."""
    page = opened(lesson, {"predict": "0", f"{lesson.id}.activity": activity})
    return tuple(page.session_state["_settings"]) if "_settings" in page.session_state else ()


def written(page: AppTest) -> Iterator[str]:
    """Give every text that a page sends as HTML."""
    for element in (*page.markdown, *page.caption, *page.main, *page.sidebar):
        if getattr(element, "allow_html", False) or type(element).__name__ == "Html":
            yield str(element.value)


def bears(page: AppTest) -> None:
    """Fail when a page broke down, or shows what it was given as HTML."""
    assert not page.exception, [one.message for one in page.exception]
    for html in written(page):
        assert TAG not in html, html


@pytest.mark.parametrize("lesson", PAGES, ids=lambda lesson: lesson.id)
def test_a_page_bears_any_address(lesson: Lesson) -> None:
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), print_blob=True, database=None)
    @given(st.data())
    def search(data: st.DataObject) -> None:
        activity = data.draw(st.sampled_from(activities(lesson)))
        keys = declared(lesson, activity)
        query = {key: data.draw(HOSTILE) for key in keys if not key.endswith(".activity")}
        query |= {f"{lesson.id}.activity": activity} if activity else {}
        query["predict"] = data.draw(st.sampled_from(["0", "1", "x"]))
        query["lang"] = data.draw(st.sampled_from([*LANGUAGES, "xx"]))
        bears(opened(lesson, query))

    search()


@pytest.mark.parametrize("lesson", PAGES, ids=lambda lesson: lesson.id)
def test_a_page_bears_texts_of_any_kind(lesson: Lesson) -> None:
    """Whoever types HTML, a template or signs that nobody sees reads them again as text."""
    for activity in activities(lesson):
        page = opened(lesson, {"predict": "0", f"{lesson.id}.activity": activity})
        keys = [one.key for one in (*page.text_input, *page.text_area)]
        for hostile in (TAG, "\u202e\x07\u0301", "{word} $x$ `", "a" * 3000):
            for key in keys:
                box = next((one for one in (*page.text_input, *page.text_area) if one.key == key), None)
                if box is not None:
                    box.set_value(hostile)
                    page.run()
                    bears(page)
