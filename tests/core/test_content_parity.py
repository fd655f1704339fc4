"""Spanish and English say the same things: same files, keys, list lengths, kinds of value and placeholders."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.content import FOLDER, LANGUAGES, STYLES, placeholders, read

FILES = sorted({path.name for language in LANGUAGES for path in (FOLDER / language).glob("*.yaml")})

INFLECTED = re.compile(r"\.terms\.\w+\.forms")
"""Lists that a language fills on its own: the ways of writing a term of the glossary (plurals, genders)."""


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """List where two trees of content differ in anything but their words."""
    if type(one) is not type(other):
        return [f"{where}: {type(one).__name__} against {type(other).__name__}"]
    if isinstance(one, dict):
        found = [
            f"{where}.{key}: in one language only" for key in sorted(map(str, one.keys() ^ other.keys()))
        ]
        for key in one.keys() & other.keys():
            found += differences(one[key], other[key], f"{where}.{key}")
        return found
    if isinstance(one, list) and INFLECTED.fullmatch(where):
        return []
    if isinstance(one, list):
        if len(one) != len(other):
            return [f"{where}: {len(one)} items against {len(other)}"]
        pairs = enumerate(zip(one, other, strict=True))
        return [line for place, pair in pairs for line in differences(*pair, f"{where}.{place}")]
    if isinstance(one, str) and bool(one.strip()) != bool(other.strip()):
        return [f"{where}: empty in one language only"]
    if isinstance(one, str) and placeholders(one) != placeholders(other):
        return [f"{where}: {placeholders(one)} against {placeholders(other)}"]
    return []


def sentences(node: Any, where: str = "") -> list[tuple[str, str]]:
    """List every text of a tree with its key."""
    if isinstance(node, dict):
        return [found for key, inner in node.items() for found in sentences(inner, f"{where}.{key}")]
    if isinstance(node, list):
        return [found for place, inner in enumerate(node) for found in sentences(inner, f"{where}.{place}")]
    return [(where, node)] if isinstance(node, str) else []


@pytest.mark.parametrize("name", FILES)
def test_both_languages_have_the_same_content(name: str) -> None:
    assert differences(read(FOLDER / "es" / name), read(FOLDER / "en" / name)) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_has_a_format_that_exists(name: str, language: str) -> None:
    for where, text in sentences(read(FOLDER / language / name)):
        styles = {found.partition(":")[2].rstrip("0123456789") for found in placeholders(text)}
        assert styles <= {"", *STYLES}, where


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_question_has_one_right_option_and_a_reason_for_each(name: str, language: str) -> None:
    questions = read(FOLDER / language / name).get("quiz", [])
    for question in questions if name != "quiz.yaml" else []:
        assert [option["correct"] for option in question["options"]].count(True) == 1, question["id"]
        assert all(option["why"].strip() and option["text"].strip() for option in question["options"])


def test_every_kind_of_difference_is_seen() -> None:
    spanish = {"a": "{n} y $x_{i}$", "b": ["uno", {"c": "x"}], "d": 1, "only": "x"}
    english = {"a": "{m} and $y_{j}$", "b": ["one", {"c": 2}], "d": [], "b2": "x"}
    assert sorted(differences(spanish, english)) == [
        ".a: ['n'] against ['m']",
        ".b.1.c: str against int",
        ".b2: in one language only",
        ".d: int against list",
        ".only: in one language only",
    ]
    assert differences({"a": "x"}, {"a": " "}) == [".a: empty in one language only"]
    assert differences({"a": ["x"]}, {"a": ["x", "y"]}) == [".a: 1 items against 2"]
    assert (
        differences({"terms": {"token": {"forms": ["a"]}}}, {"terms": {"token": {"forms": ["a", "b"]}}}) == []
    )
    assert differences({"a": "{n} $a_{i}$"}, {"a": "{n} $b_{j}$"}) == []


class Strict(yaml.SafeLoader):
    """Reads YAML and does not take a key twice, where YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        assert not twice, f"{node.start_mark.name}: twice: {', '.join(twice)}"
        return super().construct_mapping(node, deep)


@pytest.mark.parametrize(
    "path", sorted(FOLDER.parent.rglob("*.yaml")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_no_key_is_there_twice(path: Path) -> None:
    with path.open(encoding="utf-8") as opened:
        yaml.load(opened, Strict)  # noqa: S506  (a SafeLoader)


@pytest.mark.parametrize("name", FILES)
def test_each_language_has_its_own_quotes(name):
    for language, others in (("es", "“”"), ("en", "«»")):
        written = (FOLDER / language / name).read_text(encoding="utf-8")
        assert not set(others) & set(written), language
