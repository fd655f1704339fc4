"""The registry of pages: order, unique names, and who stands next to whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import course
from core.course import COURSE, MORE, lesson, neighbours, offered


def test_the_course_has_eight_numbered_lessons_in_the_order_of_their_files() -> None:
    assert [one.number for one in COURSE] == list(range(1, 9))
    assert [int(one.file[:2]) for one in COURSE + MORE] == list(range(1, 13))
    assert all(one.number is None for one in MORE)


@pytest.mark.parametrize("field", ["id", "file", "url_path"])
def test_nothing_is_used_twice(field: str) -> None:
    values = [getattr(one, field) for one in COURSE + MORE]
    assert len(set(values)) == len(values)


def test_a_page_file_is_named_after_its_lesson() -> None:
    assert all(one.file[3:] == f"{one.id}.py" for one in COURSE + MORE)


def test_an_unknown_lesson_is_named() -> None:
    with pytest.raises(KeyError, match="alchemy"):
        lesson("alchemy")


def test_neighbours_skip_pages_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pages").mkdir()
    monkeypatch.setattr(course, "ROOT", tmp_path)
    for name in ("01_history.py", "03_tokenizer.py", "10_glossary.py"):
        (tmp_path / "pages" / name).touch()
    assert [one.id for one in offered(COURSE + MORE)] == ["history", "tokenizer", "glossary"]
    before, after = neighbours("tokenizer")
    assert before == lesson("history")
    assert after == lesson("glossary")
    assert neighbours("history") == (None, lesson("tokenizer"))
    assert neighbours("glossary") == (lesson("tokenizer"), None)
    assert neighbours("attention") == (lesson("tokenizer"), lesson("glossary"))
