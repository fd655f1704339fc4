"""Addresses of the pages: never the name that Streamlit infers from the file, and all of them reachable."""

from __future__ import annotations

import re

import pytest
from streamlit.source_util import page_icon_and_name

from core.course import COURSE, MORE, ROOT, Lesson

PAGES = COURSE + MORE


@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.id)
def test_no_address_is_the_name_inferred_from_the_file(one: Lesson) -> None:
    inferred = page_icon_and_name(one.path)[1]
    assert inferred == one.id  # what Streamlit would take, and what the address must not be
    assert one.url_path.lower() not in {page_icon_and_name(other.path)[1].lower() for other in PAGES}


def test_addresses_are_plain_and_one_level_deep() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", one.url_path) for one in PAGES)


def test_every_page_file_is_registered() -> None:
    registered = {one.file for one in PAGES}
    assert {path.name for path in (ROOT / "pages").glob("*.py")} <= registered
