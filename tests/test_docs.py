"""The guides say what is there: every command runs, every link leads somewhere, both languages say the same."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_readme import blocks, commands, untrue

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDES = sorted(DOCS.glob("*.md"))
TWINS = [(path, path.with_suffix(".es.md")) for path in GUIDES if not path.name.endswith(".es.md")]
PROGRAM = ".venv/bin/python -m "

ORDERS = sorted({command for guide in GUIDES for command in commands(guide.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("command", ORDERS)
def test_every_command_is_understood(command: str) -> None:
    """Those of make are looked up; those of Python read their arguments for real and stop before the work."""
    assert untrue(command) is None
    if command.startswith(PROGRAM):
        module, *arguments = shlex.split(command.removeprefix(PROGRAM))
        told = subprocess.run(
            [sys.executable, "-m", module, *arguments, "--help"],
            cwd=DOCS.parent, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        flags = [one for one in arguments if one.startswith("--")]
        assert [one for one in flags if one not in told.stdout] == []
    else:
        assert command.startswith("make ")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_programs_of_the_guides_run(guide: Path) -> None:
    for program in blocks(guide.read_text(encoding="utf-8"), "python"):
        subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=DOCS.parent, check=True)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_links_lead_somewhere(guide: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)\)", guide.read_text(encoding="utf-8")):
        assert link.startswith("http") or (DOCS / link).resolve().exists(), f"{link} leads nowhere"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_files_that_are_named_exist(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    examples = {"attention", "pt"}  # what the guide to a new lesson and a new language makes up
    for name in re.findall(r"`((?:core|pages|tests|assets)/[\w./-]+)`", text):
        made_up = any(one in name for one in examples)
        assert made_up or (DOCS.parent / name).exists(), f"{guide.name} names {name}"


@pytest.mark.parametrize("english, spanish", TWINS, ids=lambda path: path.name)
def test_both_languages_say_the_same(english: Path, spanish: Path) -> None:
    one, other = (path.read_text(encoding="utf-8") for path in (english, spanish))
    assert commands(one) == commands(other)
    assert [line.count("#") for line in one.splitlines() if line.startswith("#")] == [
        line.count("#") for line in other.splitlines() if line.startswith("#")
    ]
    assert spanish.name in one
    assert english.name in other
