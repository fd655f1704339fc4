"""What people see: parts of characters are called so, groups are visible characters, windows leave nothing out."""

import unicodedata
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from core.tokenizer import VOCABULARIES, encode
from core.tokenizer.pieces import WINDOW, partial, together, views, visible, window, windows
from tests.core.tokenizer_references import AWKWARD, LOSSLESS_SOME, scrambled

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_nothing_is_ever_shown_as_the_replacement_sign(vocabulary):
    for text in AWKWARD + scrambled(200, seed=4):
        shown = views(text, encode(text, vocabulary))
        assert len(shown) == len(encode(text, vocabulary))
        if "\ufffd" not in text:
            assert not any("\ufffd" in one.text + one.piece for one in shown), repr(text)


def test_a_part_of_a_character_by_hand():
    shown = views("a🚀", encode("a🚀", "llama2"))
    assert [(one.look, one.text) for one in shown] == [
        ("text", "a"), ("part", "🚀"), ("part", "🚀"), ("part", "🚀"), ("part", "🚀"),
    ]  # fmt: skip
    assert [one.bytes for one in shown] == ["20 61", "f0", "9f", "9a", "80"]
    assert [one.group for one in shown] == [0, 1, 1, 1, 1]
    assert partial("a🚀", encode("a🚀", "llama2")) == 4


def test_what_the_vocabulary_adds_or_does_not_know_says_so():
    assert views("🚀", encode("🚀", "llama2"))[0].look == "added"
    assert views("🚀", encode("🚀", "minilm"))[0].look == "unknown"


@pytest.mark.parametrize("vocabulary", LOSSLESS_SOME)
@given(text=texts)
def test_groups_joined_are_the_text_and_each_is_whole_characters(vocabulary, text):
    shown = views(text, encode(text, vocabulary))
    groups = together(text, shown)
    assert "".join(groups.values()) == text
    borders = set()
    place = 0
    for cluster in regex.findall(r"\X", text):
        place += len(cluster.encode())
        borders.add(place)
    ends = {one.group: one.end for one in shown}
    assert set(ends.values()) <= borders


@given(text=texts)
def test_parts_are_counted_as_they_are_shown(text):
    tokens = encode(text, "cl100k_base")
    assert partial(text, tokens) == sum(one.look == "part" for one in views(text, tokens))


@pytest.mark.parametrize("vocabulary", ["cl100k_base", "llama2", "minilm"])
@pytest.mark.parametrize("text", ["", "hola", "añb🚀 " * 3_000, "x" * (2 * WINDOW), "🚀" * WINDOW])
def test_windows_share_no_token_and_leave_none_out(vocabulary, text):
    tokens = encode(text, vocabulary)
    spans = [window(text, tokens, number) for number in range(windows(text))]
    assert spans[0][0] == 0
    assert spans[-1][1] == len(tokens)
    assert all(left[1] == right[0] for left, right in pairwise(spans))
    assert window(text, tokens, 10_000) == spans[-1]
    for first, last in spans:
        assert len(views(text, tokens, first, last)) == last - first


@given(text=texts)
def test_visible_shows_every_sign(text):
    shown = visible(text)
    assert len(shown) >= len(text)
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Zs", "Zl", "Zp"} for sign in shown)


def test_visible_by_hand():
    assert visible("a b\t\n") == "a·b⇥↵"
    assert visible("\x00\u00a0") == "⟨0000⟩⟨00A0⟩"


@pytest.mark.parametrize("vocabulary", ["cl100k_base", "llama2", "minilm"])
@given(text=texts)
def test_a_plain_piece_is_its_text_and_hides_nothing_but_spaces(vocabulary, text):
    for one in views(text, encode(text, vocabulary)):
        if one.plain:
            assert one.look == "text"
            assert one.bytes == one.text.encode().hex(" ")
            assert one.piece == one.text.replace(" ", "·").replace("\n", "↵").replace("\t", "⇥")
