"""Search as people type."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from core.search import fold, matches


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=12))
def test_a_word_finds_itself_however_it_is_written(word):
    for form in ("NFC", "NFD"):
        assert matches(unicodedata.normalize(form, word), f"before {word} after")


@given(st.text(alphabet=".*+?[](){}|^$\\", min_size=1, max_size=8))
def test_special_characters_are_only_themselves(query):
    assert matches(query, f"a {query} b")
    assert not matches(query, "nothing of the kind")


def test_every_word_must_appear_somewhere():
    assert matches("turing 1950", "Alan Turing", "1950-10")
    assert not matches("turing 1951", "Alan Turing", "1950-10")
    assert matches("", "anything")
