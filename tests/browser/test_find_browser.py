"""A browser is found, or installed, or its absence is told; never skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import find_browser

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def stub(tmp_path: Path) -> Path:
    """Make a program that only tells what to install, as some systems ship under the name of a browser."""
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho 'install the snap instead'\nexit 1\n")
    program.chmod(0o755)
    return program


def test_the_installed_browser_starts():
    browser = find_browser.find()
    assert browser is not None
    assert browser.is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows takes an installed browser at its word")
def test_a_stub_and_a_missing_file_are_passed_over(stub, tmp_path):
    real = find_browser.find()
    assert real is not None
    assert not find_browser.starts(stub)
    assert not find_browser.starts(tmp_path / "nothing")
    assert not find_browser.starts(tmp_path)
    assert find_browser.find([tmp_path / "nothing", stub, real]) == real
    assert find_browser.find([stub]) is None


def test_the_named_browser_comes_first(stub, monkeypatch):
    monkeypatch.setenv(find_browser.NAMED_BY, str(stub))
    assert next(find_browser.candidates()) == stub


def test_playwrights_download_is_found(tmp_path, monkeypatch):
    program = tmp_path / "chromium-1255" / "chrome-linux64" / "chrome"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert program in find_browser.candidates()


def test_the_ways_are_tried_in_order_until_one_works(tmp_path):
    tried, there = [], []
    ways = [lambda: tried.append("fails"), lambda: there.append(tmp_path), lambda: tried.append("not needed")]
    assert find_browser.find_or_install(lambda: there[0] if there else None, ways) == tmp_path
    assert tried == ["fails"]


def test_nothing_is_installed_when_a_browser_is_there(tmp_path):
    def never() -> None:
        raise AssertionError("a browser was there already")

    assert find_browser.find_or_install(lambda: tmp_path, [never]) == tmp_path


def test_without_any_the_sentence_says_what_to_install():
    with pytest.raises(find_browser.BrowserMissingError, match="apt-get install chromium"):
        find_browser.find_or_install(lambda: None, [])


def test_the_command_prints_the_browser():
    command = [sys.executable, "-m", "tests.browser.find_browser"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert Path(printed.strip()) == find_browser.find()
