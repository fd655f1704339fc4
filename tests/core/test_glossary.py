"""The glossary: the same terms in both languages, a search that finds them, and marks that never break a text."""

from __future__ import annotations

import html
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core import content, glossary
from core.content import LANGUAGES
from core.course import COURSE, MORE
from core.errors import ContentError
from core.search import fold

MARK = re.compile(
    r'<span class="term" tabindex="0" role="term" aria-describedby="(?P<id>[\w-]+)">(?P<word>[^<]*)'
    r'<span class="term-definition" role="tooltip" id="(?P=id)">[^<]*</span></span>'
)


def unmarked(text: str) -> str:
    """Take the marks away and leave the words."""
    return MARK.sub(lambda match: match["word"], text)


def marked(text: str) -> list[str]:
    return [match["word"] for match in MARK.finditer(text)]


def test_there_are_enough_terms_and_the_same_in_both_languages():
    spanish, english = (glossary.load(language) for language in LANGUAGES)
    assert len(spanish) >= 90
    assert spanish.keys() == english.keys()
    for key, term in spanish.items():
        assert (term.name, term.other, term.lesson) == (
            english[key].other,
            english[key].name,
            english[key].lesson,
        )
        assert (term.note is None) == (english[key].note is None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_are_short_and_no_form_names_two(language):
    terms = glossary.load(language).values()
    forms = [form for term in terms for form in term.forms]
    assert len(forms) == len(set(forms))
    assert [(term.id, len(term.text)) for term in terms if not 36 <= len(term.text) <= 240] == []
    assert {term.lesson for term in terms} <= {lesson.id for lesson in COURSE + MORE}


def test_divided_usage_is_told():
    note = glossary.load("es")["embedding"].note
    assert note is not None
    assert "incrustación" in note


def test_the_list_is_alphabetical_whatever_the_accents():
    names = [term.name for term in glossary.load("es").values()]
    assert names.index("época") < names.index("generación")
    assert names == sorted(names, key=fold)


# Search


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_found_by_either_name(language):
    for term in glossary.load(language).values():
        assert term in glossary.search(language, term.name)
        assert term in glossary.search(language, term.other)
        assert term in glossary.search(language, term.name.upper())


def test_what_a_term_is_called_comes_before_what_only_mentions_it():
    assert glossary.search("es", "gradiente")[0].id in {"gradient", "descent"}
    assert glossary.search("es", "") == tuple(glossary.load("es").values())
    assert all(term.lesson == "mlp" for term in glossary.search("es", "", "mlp"))


@given(st.text(max_size=40))
def test_any_search_is_answered(query):
    assert set(glossary.search("en", query)) <= set(glossary.load("en").values())


def test_regular_expressions_are_not_run():
    assert glossary.search("en", ".*") == ()
    assert glossary.search("en", "[a-z]+") == ()


# Marks


def test_only_the_first_appearance_is_marked():
    text = glossary.annotate("Un token y otro token; los tokens.", "es")
    assert marked(text) == ["token"]
    assert text.startswith("Un <span")


def test_the_longest_form_wins():
    assert marked(glossary.annotate("La función de pérdida baja.", "es")) == ["función de pérdida"]


@pytest.mark.parametrize(
    "kept",
    [
        "`token`",
        "```python\ntoken = 1\n```",
        "$token_i$",
        "$$\\text{token}$$",
        "[token](https://example.org/token)",
        "## token",
        '<b title="token">',
        ":material/token:",
        "https://example.org/token",
        "entoken",
        "sub-token",
    ],
)
def test_what_is_not_prose_is_left_alone(kept):
    assert glossary.annotate(kept, "es") == kept
    assert marked(glossary.annotate(f"{kept} \n\nun token", "es")) == ["token"]


def test_initials_are_recognised_only_as_written():
    assert marked(glossary.annotate("RAG es otra cosa.", "es")) == ["RAG"]
    assert marked(glossary.annotate("A rag of cloth, and adam ate.", "en")) == []


def test_skipped_terms_are_not_marked():
    assert glossary.annotate("un token", "es", skip={"token"}) == "un token"


@given(st.text(alphabet="token logits*_`$[]()<>\\#:\n.,ñé-", max_size=120))
def test_marks_add_nothing_but_themselves(text):
    assert unmarked(glossary.annotate(text, "en")) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_prose_of_the_course_survives(language):
    def sentences(node):
        if isinstance(node, dict):
            return [text for value in node.values() for text in sentences(value)]
        if isinstance(node, list):
            return [text for value in node for text in sentences(value)]
        return [node] if isinstance(node, str) else []

    for path in (content.FOLDER / language).glob("*.yaml"):
        for text in sentences(content.read(path)):
            assert unmarked(glossary.annotate(text, language)) == text


def test_a_definition_cannot_break_the_page():
    for language in LANGUAGES:
        for term in glossary.load(language).values():
            inside = glossary.annotate(term.forms[0], language)
            assert html.escape("<") not in inside
            assert inside.count("<span") == inside.count("</span>") == 2


def test_the_style_has_the_colours_given_and_no_other():
    rules = glossary.css(line="#111111", paper="#222222", ink="#333333", edge="#444444")
    assert set(re.findall(r"#\d{6}", rules)) == {"#111111", "#222222", "#333333", "#444444"}
    assert not re.search(r"\b(LINE|PAPER|INK|EDGE)\b", rules)


# What is wrong in a file is told with its place


@pytest.mark.parametrize(
    "change, where",
    [
        (lambda files: files["es"]["terms"].pop("token"), "token"),
        (lambda files: files["facts"]["pages"].update({"token": "lesson_nine"}), "lesson_nine"),
        (lambda files: files["es"]["terms"]["token"].update(text=""), "empty"),
        (lambda files: files["es"]["terms"]["token"].update(definition="x"), "definition"),
        (lambda files: files["en"]["terms"]["token"].pop("term"), "'term' is missing"),
        (lambda files: files["es"]["terms"]["token"].update(forms="token"), "a list"),
    ],
)
def test_a_broken_file_is_told_with_file_key_and_line(tmp_path, change, where):
    trees = [content.read(content.FOLDER / language / "glossary.yaml") for language in LANGUAGES]
    facts = content.read(glossary.FACTS)
    copies = [yaml.safe_load(yaml.safe_dump(tree)) for tree in (*trees, facts)]
    change(dict(zip(("es", "en", "facts"), copies, strict=True)))
    for language, tree in zip(LANGUAGES, copies, strict=False):
        (tmp_path / language).mkdir()
        (tmp_path / language / "glossary.yaml").write_text(yaml.safe_dump(tree), encoding="utf-8")
    (tmp_path / "facts.yaml").write_text(yaml.safe_dump(copies[-1]), encoding="utf-8")
    with pytest.raises(ContentError, match=r"\.yaml, line \d+, ") as told:
        glossary.load("es", folder=tmp_path, facts=tmp_path / "facts.yaml")
    assert where in str(told.value)
