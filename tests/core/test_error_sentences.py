"""Every error that `core` raises on purpose has its sentence for the learner, with the values it needs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from core import errors
from core.content import FOLDER, placeholders, read
from core.course import ROOT

KINDS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.CourseError)
}


def raised(path: Path) -> list[tuple[int, str, set[str]]]:
    """List the errors that a module makes: line, key, names of the values."""
    calls = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in KINDS]
    found = []
    for call in made:
        key = call.args[1] if len(call.args) > 1 else ast.Constant("unexpected")
        assert isinstance(key, ast.Constant), f"{path}:{call.lineno}: the key of an error is written out"
        found.append((call.lineno, str(key.value), {one.arg for one in call.keywords if one.arg}))
    return found


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    "path", sorted((ROOT / "core").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_every_error_can_be_said(path: Path, language: str) -> None:
    sentences = read(FOLDER / language / "errors.yaml")
    for line, key, values in raised(path):
        assert key in sentences, f"{path.name}:{line} raises {key!r}"
        needed = {one.partition(":")[0] for one in placeholders(sentences[key])}
        assert needed <= values, f"{path.name}:{line} raises {key!r} without {needed - values}"


def test_the_errors_of_the_store_are_among_those_found() -> None:
    assert [key for _, key, _ in raised(ROOT / "core" / "store.py")] == ["store"]
