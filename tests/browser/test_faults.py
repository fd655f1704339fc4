"""What a learner sees when things break under an open page: a killed server, damaged weights, a child that dies."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import psutil
import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosed

from core.content import Content
from core.course import ROOT, lesson
from tests.bench.session import Session
from tests.browser.server import Server
from tests.browser.visit import SETTLES_WITHIN, WITHIN_MS, Visit
from tests.core.models import tiny
from tests.core.models.local_hub import LocalHub

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

NEXT_WORD = lesson("next_word").url_path
SEEING = Content("frame", "es").text("seeing.title")


def kill(server: Server) -> None:
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()


def busy(url: str, ended: list[str]) -> None:
    """Click through a lesson again and again, until the server is gone."""
    try:
        with Session(url) as session:
            while True:
                session.open()
                session.open(NEXT_WORD, predict=0)
    except (ConnectionClosed, OSError):
        ended.append("cut")


def test_a_server_killed_under_load_comes_back_to_the_same_page(browser, tmp_path):
    context = browser.new_context(locale="es-ES")
    server = Server(ROOT / "Home.py", tmp_path)
    with server:
        visit = Visit(context.new_page(), server)
        page = visit.open(NEXT_WORD, predict=0, **{"next_word.temperature": 0.5, "next_word.top_k": 3})
        before = page.locator("p", has_text=SEEING).first.inner_text()
        ended: list[str] = []
        crowd = [threading.Thread(target=busy, args=(server.url, ended), daemon=True) for _ in range(5)]
        for one in crowd:
            one.start()
        page.wait_for_timeout(1500)
        kill(server)
        for one in crowd:
            one.join(30)
        assert len(ended) == 5
        page.wait_for_timeout(1000)
        assert (
            page.locator("p", has_text=SEEING).first.inner_text() == before
        )  # what was drawn can still be read
    with server:  # at the same address, as a workshop starts it again
        page.wait_for_function(
            "document.querySelector('[data-testid=stApp]')?.dataset.testConnectionState === 'CONNECTED'",
            timeout=WITHIN_MS,
        )
        page.wait_for_timeout(3000)  # the page asks to be drawn anew a moment after it is connected again
        visit.settle()
        assert page.locator("p", has_text=SEEING).first.inner_text() == before
        page.get_by_role("slider").first.focus()
        page.keyboard.press("ArrowLeft")
        page.wait_for_url("**next_word.temperature=0.4**")
        visit.settle()
        assert "0,4" in page.locator("p", has_text=SEEING).first.inner_text()
        assert "Traceback" not in server.said()
    context.close()


@pytest.fixture
def copy_of_the_course(tmp_path: Path) -> Path:
    """The tracked files of the course in another folder, to break something in them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        if name.startswith(("core/", "pages/", "assets/", ".streamlit/")) or name == "Home.py":
            target = tmp_path / "course" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    return tmp_path / "course"


@pytest.mark.parametrize("damage", ["truncated", "replaced", "missing"])
def test_damaged_weights_are_told_and_mended_without_a_restart(browser, copy_of_the_course, tmp_path, damage):
    weights = copy_of_the_course / "assets" / "models" / "gatito" / "model.safetensors"
    whole = weights.read_bytes()
    if damage == "missing":
        weights.unlink()
    else:
        weights.write_bytes(whole[:-1000] if damage == "truncated" else b"somebody's holiday pictures" * 999)
    key = "model_missing" if damage == "missing" else "model_damaged"
    told = Content("errors", "es").text(key, model="Gatito")
    context = browser.new_context(locale="es-ES")
    with Server(copy_of_the_course / "Home.py", tmp_path) as server:
        visit = Visit(context.new_page(), server)
        page = visit.open(NEXT_WORD, predict=0)
        expect(page.get_by_text(told[:40]).first).to_be_visible(timeout=WITHIN_MS)
        visit.expect_no_trouble()
        visit.open(lesson("tokenizer").url_path, predict=0)  # a lesson that needs other things goes on
        page.locator(".pieces .tile").first.wait_for(timeout=WITHIN_MS)
        weights.write_bytes(whole)
        visit.open(NEXT_WORD, predict=0)
        assert page.locator("p", has_text=SEEING).count() == 1
        visit.expect_no_trouble()
    context.close()


def test_a_broken_text_is_in_the_log_soon_after_the_start_and_on_its_page(
    browser, copy_of_the_course, tmp_path
):
    facts = copy_of_the_course / "assets" / "facts" / "history.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("arxiv:", "arxif:", 1), encoding="utf-8")
    context = browser.new_context(locale="es-ES")
    with Server(copy_of_the_course / "Home.py", tmp_path) as server:
        visit = Visit(context.new_page(), server)
        page = visit.open()
        limit = time.monotonic() + SETTLES_WITHIN
        while "history.yaml" not in server.said():
            assert time.monotonic() < limit, server.said()
            page.wait_for_timeout(200)
        assert "arxif" in server.said()
        visit.open(lesson("history").url_path)
        expect(page.get_by_text("history.yaml").first).to_be_visible(timeout=WITHIN_MS)
        assert page.locator("svg.marks").count() == 0  # never half a page
        visit.expect_no_trouble()
    context.close()


@pytest.mark.parametrize("lesson_id, play, where", [
    ("mlp", "mlp-play", "() => window.__networkEpoch"),
    ("train_llm", "train-play", "() => Number(/[Pp]aso (\\d+) de/.exec(document.body.innerText)?.[1] ?? 0)"),
])  # fmt: skip
def test_a_child_that_dies_while_it_trains_is_told_and_the_run_goes_on(
    browser, tmp_path, lesson_id, play, where
):
    context = browser.new_context(locale="es-ES")
    with Server(ROOT / "Home.py", tmp_path) as server:
        visit = Visit(context.new_page(), server)
        page = visit.open(lesson(lesson_id).url_path, predict=0)
        button = page.locator(f".st-key-{play} button").first
        button.click()
        page.wait_for_function(f"({where})() > 3", timeout=WITHIN_MS)
        assert server.process is not None
        for child in psutil.Process(server.process.pid).children(recursive=True):
            child.kill()
        told = Content("errors", "es").text("worker_lost")
        expect(page.get_by_text(told)).to_be_visible(timeout=WITHIN_MS)
        visit.expect_no_trouble()
        reached = page.evaluate(where)
        button.click()
        page.wait_for_function(f"reached => ({where})() > reached", arg=reached, timeout=WITHIN_MS)
        expect(page.get_by_text(told)).to_be_hidden(timeout=WITHIN_MS)
        visit.expect_no_trouble()
    context.close()


def test_a_hub_lost_in_the_middle_of_a_download_is_told_and_the_button_brings_the_model_later(
    browser, tmp_path
):
    tiny.gpt2(tmp_path / "hub" / "ana" / "tiny")
    hub = LocalHub(tmp_path / "hub")
    hub.cut_after, hub.down_after_cut = 5_000, True
    context = browser.new_context(locale="es-ES")
    online = {"HF_ENDPOINT": hub.address, "HF_HUB_OFFLINE": "0", "HF_HOME": str(tmp_path / "cache")}
    with Server(ROOT / "Home.py", tmp_path, **online) as server:
        visit = Visit(context.new_page(), server)
        query = {"next_steps.model": "hub", "next_steps.hub_id": "ana/tiny", "next_steps.prompt": "el gato"}
        page = visit.open(lesson("next_steps").url_path, predict=0, **query)
        fetch = page.get_by_role("button", name=Content("next_steps", "es").text("controls.run"))
        fetch.click()
        told = page.get_by_text(Content("errors", "es").text("model_offline", model="ana/tiny"))
        expect(told).to_be_visible(timeout=WITHIN_MS)
        visit.settle()
        assert "ana/tiny" in page.get_by_test_id("stCode").inner_text()  # its program stays
        hub.down = False
        fetch.click()
        expect(told).to_be_hidden(timeout=WITHIN_MS)
        visit.settle()
        assert "ana/tiny" in page.locator("p", has_text=SEEING).first.inner_text()
        visit.expect_no_trouble()
    context.close()
    hub.close()
