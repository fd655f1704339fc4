"""A page without a browser: opened at an address, and what it says."""

from __future__ import annotations

import ast
import re
from typing import Any

from streamlit.testing.v1 import AppTest

from core.content import Content
from core.course import lesson

OF_THE_FRAME = {"lang", "predict", "learner", "present"}
"""Query parameters that belong to no lesson."""


def page_at(lesson_id: str, timeout: float = 60, /, **address: Any) -> AppTest:
    """Run a page with the query parameters of an address, as they are, and see that nothing broke."""
    page = AppTest.from_file(str(lesson(lesson_id).path), default_timeout=timeout)
    for name, value in address.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def page_of(lesson_id: str, timeout: float = 60, /, **query: Any) -> AppTest:
    """Run a page, predictions off unless asked for, and see that nothing broke.

    A parameter without a dot is a setting of the lesson, or one of `OF_THE_FRAME`.
    """
    address = {
        name if "." in name or name in OF_THE_FRAME else f"{lesson_id}.{name}": value
        for name, value in ({"predict": "0"} | query).items()
    }
    return page_at(lesson_id, timeout, **address)


def said(page: AppTest, *more: str) -> str:
    """Give what a page says in prose and captions, and in other kinds of element."""
    kinds = ("markdown", "caption", *more)
    return " ".join(element.value for kind in kinds for element in getattr(page, kind))


def seen(page: AppTest, language: str = "es") -> bool:
    """Say whether «what you are seeing» is there: the result, and not the question before it."""
    return Content("frame", language).text("seeing.title") in said(page)


def deepen(page: AppTest, lesson_id: str, tab: str, language: str = "es") -> None:
    """Open one of the tabs below the stage: only the open one is drawn."""
    page.session_state[f"deeper--{lesson_id}"] = Content("frame", language).text(f"deeper.{tab}")
    page.run()
    assert not page.exception


def plain(text: str) -> str:
    """Give a text without the marks of its terms, their definitions and what Markdown escapes."""
    text = re.sub(r'<span class="term-definition".*?</span>', "", text)
    return re.sub(r"</?span[^>]*>", "", text).replace("\\", "")


def result_of(call: str) -> Any:
    """Run the call that a learner is told to run, and give what its last expression gives."""
    tree = ast.parse(call)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {}
    exec(compile(tree, "call", "exec"), names)  # noqa: S102  (what a learner is told to run, is run)
    return eval(compile(ast.Expression(last.value), "call", "eval"), names)  # noqa: S307  (as above)
