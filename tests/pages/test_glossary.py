"""The glossary page: every term in both languages, found by any name, by lesson, from hostile addresses."""

from functools import partial

import pytest

from core import glossary
from core.content import LANGUAGES, Content, plain
from tests.pages.opening import page_of, said

opened = partial(page_of, "glossary")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_there_with_its_other_name(language):
    text = said(opened(lang=language))
    for term in glossary.load(language).values():
        assert plain(term.text) in text
        assert f"**{plain(term.name)}**" in text


def test_a_search_finds_a_term_by_its_name_in_the_other_language():
    page = opened(lang="es")
    page.text_input(key="glossary.search").set_value("OVERFITTING").run()
    text = said(page)
    assert "**sobreajuste**" in text
    assert "**vector**" not in text


def test_a_lesson_keeps_only_its_terms():
    page = opened(lang="en", **{"glossary.lesson": "tokenizer"})
    assert "**token**" in said(page)
    assert "**gradient**" not in said(page)


def test_nothing_found_offers_to_start_again():
    page = opened(lang="es", **{"glossary.search": "[a-z]+.*"})
    assert Content("glossary", "es").text("page.none") in said(page)
    page.button(key="clear-search").click().run()
    assert "**token**" in said(page)


@pytest.mark.parametrize("query", [{"glossary.lesson": "history; drop"}, {"glossary.search": "\x00<b>" * 90}])
def test_hostile_addresses_are_harmless(query):
    opened(**query)
