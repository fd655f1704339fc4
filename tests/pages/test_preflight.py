"""The page of the check: it waits, it fills, it says what to do, in both languages."""

from __future__ import annotations

import html
import sys
import time
from concurrent.futures import Future

import pytest

from core.content import LANGUAGES, Content
from core.preflight import Check
from core.ui import preflight
from core.ui.preflight import Report
from tests.pages.opening import page_at, said

GOOD = tuple(Check(name, "ok", "checks.store.ok") for name in preflight.SHOWN)
ONE_BAD = (*GOOD[:-1], Check("minilm", "bad", "checks.minilm.damaged", {"what": "<b>vocab.txt</b>"}))


def opened(language="es", **query):
    return page_at("preflight", **({"lang": language} | query))


def answered(monkeypatch, report):
    answer: Future = Future()
    if report != "waiting":
        answer.set_result(report)
    monkeypatch.setattr(preflight.ask, "answer", answer)
    return answer


def rows(page):
    return next(block.proto.body for block in page.get("html") if "<table" in block.proto.body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_it_looks_every_row_is_there_and_nothing_can_be_pressed(monkeypatch, language):
    answered(monkeypatch, "waiting")
    page = opened(language)
    words = Content("preflight", language)
    assert rows(page).count("<tr") == len(preflight.SHOWN)
    assert all(html.escape(words.value("names")[name]) in rows(page) for name in preflight.SHOWN)
    assert words.text("controls.looking") in said(page)
    assert page.button(key="preflight-again").disabled


@pytest.mark.parametrize("language", LANGUAGES)
def test_when_all_is_green_it_says_so(monkeypatch, language):
    answered(monkeypatch, Report(GOOD, 6.0))
    page = opened(language)
    words = Content("preflight", language)
    assert words.text("summary.ok") in said(page)
    assert rows(page).count('<tr class="ok">') == len(GOOD)
    assert words.markdown("figure.seeing_ok", good=len(GOOD), seconds=6.0) in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_red_is_named_and_cannot_become_markup(monkeypatch, language):
    answered(monkeypatch, Report(ONE_BAD, 6.0))
    page = opened(language)
    words = Content("preflight", language)
    assert words.text("summary.bad", count=1) in said(page)
    assert rows(page).count('<tr class="bad">') == 1
    assert "&lt;b&gt;vocab.txt&lt;/b&gt;" in rows(page)
    assert "MiniLM" in said(page)


def test_a_check_that_was_cut_off_says_how_to_run_it(monkeypatch):
    answered(monkeypatch, None)
    page = opened()
    assert Content("preflight", "es").text("controls.unknown") in said(page)
    assert not page.button(key="preflight-again").disabled


def test_checking_again_starts_another_child(monkeypatch):
    first = answered(monkeypatch, Report(GOOD, 6.0))
    started = []

    def child():
        assert preflight.ask.answer is not None
        started.append(preflight.ask.answer)
        return Report(ONE_BAD, 1.0)

    monkeypatch.setattr(preflight.ask, "_find", child)
    page = opened()
    assert not started
    page.button(key="preflight-again").click().run()
    end = time.monotonic() + 30
    while not (started and started[0].done()):
        assert time.monotonic() < end
    assert started[0] is not first
    assert rows(page.run()).count('<tr class="bad">') == 1


def test_the_child_that_the_page_asks_answers(monkeypatch):
    monkeypatch.setattr(preflight.ask, "answer", None)
    report = preflight.ask().result(timeout=180)
    assert report is not None
    assert tuple(check.name for check in report.checks) == preflight.SHOWN
    table = preflight.frame_of(report, Content("preflight", "es"))
    assert len(table) == len(preflight.SHOWN)
    assert table.notna().all(axis=None)
    assert preflight.ask().done()


def test_a_child_that_says_nothing_is_no_report(monkeypatch):
    monkeypatch.setattr(preflight.ask, "answer", None)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert preflight.ask().result(timeout=30) is None
