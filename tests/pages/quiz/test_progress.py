"""Lesson 8: disks that refuse, what is erased, taken away and summed up, links that refute."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import pytest

from core import course
from core.content import Content
from core.quiz import exam, store, transfer
from core.quiz.misconceptions import Link, misconceptions
from core.store import store as notes
from core.ui import frame
from core.ui.quiz import ACTIVITIES
from tests.pages.opening import page_at
from tests.pages.quiz.paper import ANA, MIXED, asked, begun, confirm, fill, opened, said, words


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_a_disk_that_refuses_is_said_and_the_quiz_goes_on(activity, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("LLM_POR_DENTRO_STORE", str(tmp_path / "file" / "progress.sqlite3"))
    page = opened(**{"quiz.activity": activity})
    assert words().text("troubles.memory") in said(page)


def test_a_run_begun_on_a_refusing_disk_is_saved_when_there_is_room_again(tmp_path, monkeypatch):
    path = tmp_path / "folder" / "progress.sqlite3"
    path.parent.touch()  # a file where the folder should be
    monkeypatch.setenv("LLM_POR_DENTRO_STORE", str(path))
    page = opened(**{"quiz.count": "5"})
    page.button(key="quiz-begin").click().run()
    from core.ui.quiz import keeper

    memory = page.session_state[keeper._MEMORY]
    run = memory.open_run(ANA)
    fill(page, run, 0, asked(run, 0).key())
    confirm(page, run, 0)
    page.button(key="quiz-try-again").click().run()
    assert words().text("troubles.still") in said(page)
    path.parent.unlink()
    page.button(key="quiz-try-again").click().run()
    assert words().text("troubles.memory") not in said(page)
    assert len(store.progress().run_answers(ANA, run.id)) == 1


def test_a_damaged_file_is_named_on_screen(tmp_path):
    (tmp_path / "progress.sqlite3").write_bytes(b"this is no database " * 500)
    page = opened(**{"quiz.activity": "exam"})
    aside = store.progress().set_aside
    assert aside is not None
    assert aside.name in said(page).replace("\\", "")
    assert aside.is_file()


def test_erasing_leaves_nothing_of_the_learner():
    run = begun()
    page = opened()
    fill(page, run, 0, "right")
    confirm(page, run, 0)
    results = opened(**{"quiz.activity": "results"})
    results.button(key="quiz-erase-yes").click().run()
    assert not results.exception
    progress = store.progress()
    assert (progress.all_answers(ANA), progress.open_run(ANA), progress.all_memories(ANA)) == ([], None, [])
    assert notes().all(ANA) == {}
    assert results.session_state["_learner"] != ANA


def test_what_is_taken_away_is_what_was_answered():
    run = begun()
    answered, _ = exam.take(run, 0, "right", confidence=0.75, seconds=3, now=time.time(), language="es")
    store.progress().confirm(ANA, answered)
    from core.ui.quiz import takeaway

    content = takeaway._written(store.progress(), ANA)
    assert transfer.read(content).answers[0].id == answered.id
    assert ANA not in json.dumps(json.loads(content))


def test_the_figure_of_confidence_is_described_in_points_as_the_page_says_it(monkeypatch):
    run = begun()
    answered, _ = exam.take(run, 0, "right", confidence=0.75, seconds=3, now=time.time(), language="es")
    store.progress().confirm(ANA, answered)
    told: dict[str, str] = {}
    drawn = frame.Lesson.figure

    def heard(self, *arguments, **named):
        told[named["name"]] = named["alt"]
        drawn(self, *arguments, **named)

    monkeypatch.setattr(frame.Lesson, "figure", heard)
    opened(**{"quiz.activity": "results"})
    alt = next(alt for name, alt in told.items() if name.startswith("calibration"))
    assert alt == words().text("results.calibration_alt", n=1, points=25)
    assert "25" in alt
    assert "%" not in alt


def test_ten_thousand_answers_are_summed_up():
    run = exam.begin("practice", MIXED, seed=1, now=0.0)
    one, _ = exam.take(run, 0, "right", confidence=0.75, seconds=3, now=1.0, language="es")
    many = [replace(one, run=f"{number:032x}", at=float(number)) for number in range(10_000)]
    store.progress().merge(ANA, [], many)
    assert "10" in said(opened(**{"quiz.activity": "results"}))
    opened(**{"quiz.activity": "teachers"})
    opened(**{"quiz.activity": "review"})


@pytest.mark.parametrize(
    "hostile",
    [
        {"quiz.activity": "../../etc"},
        {"quiz.module": "nobody"},
        {"quiz.level": "99"},
        {"quiz.count": "-3"},
        {"quiz.count": "7"},
        {"quiz.activity": "exam", "quiz.length": "15"},
        {"quiz.activity": "exam", "quiz.seed": "1e400"},
        {"quiz.activity": "teachers", "quiz.flag": "<script>"},
        {"learner": "../../../etc/passwd"},
        {"unknown": "x" * 500},
    ],
)
def test_hostile_addresses_fall_back_to_what_works(hostile):
    opened(**hostile)


LINKS = {
    one.link.address("es"): one
    for one in misconceptions("es").values()
    if course.lesson(one.link.lesson).exists
}


@pytest.mark.parametrize("link", [one.link for one in LINKS.values()], ids=[one.id for one in LINKS.values()])
def test_every_link_renders_and_its_settings_are_taken(link: Link):
    address = {
        f"{link.lesson}.{name}": [str(one) for one in _raw(value)] for name, value in link.settings.items()
    }
    page = page_at(link.lesson, 90, predict="0", **address)
    assert Content("frame", "es").text("errors.title") not in said(page)
    taken = page.session_state["_settings"]
    for name, value in link.settings.items():
        assert taken[f"{link.lesson}.{name}"] == value, name


def _raw(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [int(value) if isinstance(value, bool) else value]
