"""Text of the lessons: found by key, filled by language, escaped for Markdown, broken files named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.content import Content, fill, placeholders, plain
from core.errors import ContentError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "es").mkdir()
    (tmp_path / "en").mkdir()
    return tmp_path


def write(folder: Path, text: str) -> Content:
    (folder / "es" / "cat.yaml").write_text(text, encoding="utf-8")
    return Content("cat", "es", folder)


def test_a_sentence_is_filled_in_its_language(folder: Path) -> None:
    cat = write(folder, 'seeing: {main: "«{word}» se lleva {p:percent0} y {n} palabras {x:decimal3}"}')
    written = cat.text("seeing.main", word="mesa", p=0.39, n=12345, x=1.5)
    assert written.replace("\N{NO-BREAK SPACE}", " ") == "«mesa» se lleva 39 % y 12 345 palabras 1,500"


def test_braces_between_dollars_are_latex(folder: Path) -> None:
    cat = write(folder, r"how: 'Con {n}: $\frac{a}{b}$ y $$x_{i}$$, cuesta \$5 {n}'")
    assert cat.text("how", n=2) == r"Con 2: $\frac{a}{b}$ y $$x_{i}$$, cuesta \$5 2"
    assert placeholders(cat.value("how")) == ["n", "n"]


def test_any_node_can_be_had_as_it_is(folder: Path) -> None:
    cat = write(folder, "examples: [uno, dos]\ndeep: {er: {still: 3}}")
    assert cat.value("examples") == ["uno", "dos"]
    assert cat.value("deep.er.still") == 3
    assert [cat.has(key) for key in ("deep.er", "deep.er.none", "examples.0")] == [True, False, False]


@pytest.mark.parametrize(
    "key,values,message",
    [
        ("none", {}, "no key 'none'"),
        ("list", {}, "is list, not text"),
        ("gap", {}, "needs a value for 'word'"),
        ("odd", {"x": 1}, "format roman"),
    ],
)
def test_what_is_missing_is_named(folder: Path, key: str, values: dict[str, object], message: str) -> None:
    cat = write(folder, 'list: [a]\ngap: "{word}"\nodd: "{x:roman}"')
    with pytest.raises(ContentError, match=message) as caught:
        cat.text(key, **values)
    assert "cat.yaml" in str(caught.value)


@pytest.mark.parametrize(
    "text,message", [("a: [1", "not valid YAML"), ("- a", "must be a mapping"), ("", "must be")]
)
def test_a_broken_file_is_named(folder: Path, text: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        write(folder, text)


def test_a_missing_file_and_a_missing_language_are_named(folder: Path) -> None:
    with pytest.raises(ContentError, match=r"dog\.yaml"):
        Content("dog", "es", folder)
    with pytest.raises(ContentError, match="'fr'"):
        Content("cat", "fr", folder)


def test_an_edited_file_is_read_again(folder: Path) -> None:
    assert write(folder, "a: one").text("a") == "one"
    path = folder / "es" / "cat.yaml"
    path.write_text("a: two!", encoding="utf-8")
    assert Content("cat", "es", folder).text("a") == "two!"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), min_size=1))
def test_escaped_text_shows_in_markdown_as_it_was_typed(text: str) -> None:
    inline = MarkdownIt().parseInline(plain(text))[0].children or []
    assert "".join(token.content for token in inline) == text
    assert all(token.type == "text" or token.type == "text_special" for token in inline)


def test_only_values_are_escaped() -> None:
    assert fill("**{word}** {n}", {"word": "*a*", "n": 3}, "es", escape=True) == r"**\*a\*** 3"
    assert fill("**{word}**", {"word": "*a*"}, "es") == "***a***"
