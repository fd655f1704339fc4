"""Answers are not lost: a killed server, a clock that ends or goes back, two tabs, a disk that is full."""

from __future__ import annotations

import os
import re
import secrets
import signal
import time

import psutil
import pytest
from playwright.sync_api import expect

from core.content import Content
from core.course import ROOT, lesson
from core.quiz import exam
from core.quiz.store import Progress
from tests.browser.papers import SINGLE, choose, confirm_button
from tests.browser.server import Server
from tests.browser.visit import WITHIN_MS, Visit

pytestmark = pytest.mark.browser

PATH = lesson("quiz").url_path
WORDS = Content("quiz", "es")


def an_exam(context, server):
    """Begin an exam of five questions on a server of its own: its answers, who sits it, the run and the tab."""
    progress = Progress(f"sqlite:///{server.store}")
    learner, run = secrets.token_hex(16), exam.begin("exam", SINGLE, seed=5, now=time.time())
    progress.begin(learner, run)
    visit = Visit(context.new_page(), server)
    visit.open(PATH, learner=learner, **{"quiz.activity": "exam"})
    return progress, learner, run, visit


def answered(visit, run, position):
    """Answer and confirm the question on screen, and wait for the next one."""
    visit.settle()
    choose(visit.page, 1)
    visit.settle()
    confirm_button(visit.page, run, position).click()
    visit.page.get_by_text(f"Pregunta {position + 2} de 5").wait_for()


def test_a_killed_server_has_every_confirmed_answer_when_it_is_back(browser, tmp_path):
    context = browser.new_context(locale="es-ES")
    with Server(ROOT / "Home.py", tmp_path) as server:
        progress, learner, run, visit = an_exam(context, server)
        for position in range(3):
            answered(visit, run, position)
        assert server.process is not None
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        progress.close()
    with Server(ROOT / "Home.py", tmp_path) as again:
        visit = Visit(context.new_page(), again)
        page = visit.open(PATH, **{"quiz.activity": "exam"})  # the cookie knows who it is
        page.get_by_text("Pregunta 4 de 5").wait_for()
        survivor = Progress(f"sqlite:///{again.store}")
        assert sorted(survivor.run_answers(learner, run.id)) == [0, 1, 2]
        survivor.close()
        visit.expect_no_trouble()
    context.close()


def test_the_clock_ends_the_run_by_itself(visit, begin, progress):
    learner, _ = begin(*SINGLE, mode="exam", seconds=12)
    page = visit.open(PATH, learner=learner, **{"quiz.activity": "exam"})
    page.get_by_role("timer").wait_for()
    page.get_by_text(WORDS.text("results.another")).wait_for()
    assert progress.open_run(learner) is None
    visit.expect_no_trouble()


def test_two_tabs_and_a_double_click_leave_one_answer(visit, begin, progress):
    learner, run = begin(*SINGLE)
    page = visit.open(PATH, learner=learner)
    other = Visit(page.context.new_page(), visit.server)
    twin = other.open(PATH, learner=learner)
    choose(page, 1)
    choose(twin, 2)
    visit.settle()
    other.settle()
    confirm_button(page, run, 0).dblclick()
    page.locator(f".st-key-next--{run.id}--0").wait_for()
    first = progress.run_answers(learner, run.id)[0]
    confirm_button(twin, run, 0).click()
    twin.locator(f".st-key-next--{run.id}--0").wait_for()
    assert progress.run_answers(learner, run.id) == {0: first}
    for one in (visit, other):
        one.expect_no_trouble()


def test_a_clock_that_goes_back_gives_no_time_away_and_loses_nothing(visit, begin, progress):
    learner, run = begin(*SINGLE, mode="exam", seconds=600, ahead=3600)
    page = visit.open(PATH, learner=learner, **{"quiz.activity": "exam"})
    clock = page.get_by_role("timer")
    expect(clock).to_have_text(re.compile(r"^(10:00|9:[0-5]\d)$"), timeout=WITHIN_MS)
    for position in range(len(SINGLE)):
        choose(page, 1)
        visit.settle()
        confirm_button(page, run, position).click()
        visit.settle()
    page.get_by_text(WORDS.text("results.another")).wait_for()
    kept = progress.run_answers(learner, run.id)
    assert sorted(kept) == list(range(len(SINGLE)))
    assert all(0 <= one.seconds < 600 for one in kept.values())
    visit.open(PATH, learner=learner, **{"quiz.activity": "review"})
    visit.expect_no_trouble()


def test_a_full_disk_is_told_and_the_answers_are_saved_once_there_is_room(browser, tmp_path):
    context = browser.new_context(locale="es-ES")
    with Server(ROOT / "Home.py", tmp_path) as server:
        progress, learner, run, visit = an_exam(context, server)
        answered(visit, run, 0)
        assert server.process is not None
        process = psutil.Process(server.process.pid)
        most = process.rlimit(psutil.RLIMIT_FSIZE)
        process.rlimit(psutil.RLIMIT_FSIZE, (512, most[1]))  # from here on no file can grow
        answered(visit, run, 1)
        told = visit.page.locator(".st-key-quiz-try-again button")
        expect(told).to_be_visible(timeout=WITHIN_MS)
        answered(visit, run, 2)
        assert sorted(progress.run_answers(learner, run.id)) == [0]
        process.rlimit(psutil.RLIMIT_FSIZE, most)
        told.click()
        expect(told).to_be_hidden(timeout=WITHIN_MS)
        visit.settle()
        assert sorted(progress.run_answers(learner, run.id)) == [0, 1, 2]
        answered(visit, run, 3)
        assert sorted(progress.run_answers(learner, run.id)) == [0, 1, 2, 3]
        visit.expect_no_trouble()
        progress.close()
    context.close()
