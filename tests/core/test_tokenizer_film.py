"""The merge film: every frame follows from the one before, and the last one is what the encoder gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.tokenizer import VOCABULARIES, encode
from core.tokenizer.export import rules_learnt, to_backend
from core.tokenizer.film import LONGEST, Border, Film, film, with_rules
from core.tokenizer.patterns import cut
from core.tokenizer.rules import can_film, from_merges, rules_of
from core.tokenizer.training import train_bpe
from tests.core.tokenizer_references import AWKWARD, MERGED, scrambled

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def end(one: Film) -> list[bytes]:
    return one.frame(len(one.steps))


@pytest.mark.parametrize("vocabulary", MERGED)
def test_the_film_ends_at_the_pieces_of_the_encoder(vocabulary):
    for text in [*AWKWARD, *scrambled(600, seed=3)]:
        if len(text) <= LONGEST:
            assert end(film(text, vocabulary)) == encode(text, vocabulary).pieces, repr(text)


@pytest.mark.parametrize("vocabulary", ["cl100k_base", "llama2", "modernbert", "gatito"])
@given(text=texts)
def test_the_film_ends_at_the_pieces_of_whatever_is_typed(vocabulary, text):
    assert end(film(text, vocabulary)) == encode(text, vocabulary).pieces


@pytest.mark.parametrize("vocabulary", ["o200k_base", "llama2", "gatito"])
def test_every_step_joins_what_it_says_and_nothing_else(vocabulary):
    for text in ["incredibilísimo", "la canción de la rana", "aaabdaaabac", "🚀🚀", "日本語"]:
        one = film(text, vocabulary)
        for number, step in enumerate(one.steps):
            before, after = one.frame(number), one.frame(number + 1)
            assert b"".join(before) == b"".join(after) == one.text
            if step.kind == "merge":
                assert len(before) - len(after) == step.places > 0
                assert after.count(step.left + step.right) > before.count(step.left + step.right)
                assert all(rank > step.rank for _, _, rank in step.rivals)


def test_merges_by_hand():
    # The merges of minbpe's example, in its order: aa, then aa + a, then aaa + b.
    rules = from_merges([(b"a", b"a"), (b"aa", b"a"), (b"aaa", b"b")], lambda text: [text])
    one = with_rules("aaabdaaabac", rules)
    assert [b"|".join(one.frame(number)).decode() for number in range(4)] == [
        "a|a|a|b|d|a|a|a|b|a|c",
        "aa|a|b|d|aa|a|b|a|c",
        "aaa|b|d|aaa|b|a|c",
        "aaab|d|aaab|a|c",
    ]
    assert [(step.left, step.right, step.rank, step.places) for step in one.steps] == [
        (b"a", b"a", 0, 2),
        (b"aa", b"a", 1, 2),
        (b"aaa", b"b", 2, 2),
    ]


def test_the_oldest_rule_wins_and_says_whom_it_beat():
    rules = from_merges([(b"b", b"c"), (b"a", b"b")], lambda text: [text])
    one = with_rules("abc", rules)
    assert end(one) == [b"a", b"bc"]
    assert one.steps[0].rivals == ((b"a", b"b", 1),)


def test_merges_never_cross_a_chunk():
    rules = from_merges([(b"a", b" "), (b" ", b"a")], lambda text: cut(text, "gpt2"))
    assert end(with_rules("a a", rules)) == [b"a", b" a"]


def test_borders_tell_when_they_are_there():
    one = Film(b"abc", (3,), (), (Border(1, 0, 2), Border(2, 1, None)))
    assert [one.frame(number) for number in range(3)] == [[b"a", b"bc"], [b"a", b"b", b"c"], [b"ab", b"c"]]


def test_a_chunk_on_the_list_is_taken_whole_though_no_merge_leads_there():
    one = film(" Việt", "llama3")
    assert one.steps[-1].kind == "whole"
    assert end(one) == [" Việt".encode()]
    assert len(one.frame(len(one.steps) - 1)) > 1


def test_characters_that_the_list_lacks_fall_to_bytes_at_the_end():
    one = film("a🚀", "llama2")
    assert one.steps[-1].kind == "bytes"
    assert one.frame(len(one.steps) - 1)[-1] == "🚀".encode()
    assert end(one)[-4:] == [b"\xf0", b"\x9f", b"\x9a", b"\x80"]


def test_nothing_to_join_is_no_film():
    assert film("", "cl100k_base").steps == ()
    assert film("", "cl100k_base").frame(0) == []
    assert film("a", "cl100k_base").frame(0) == [b"a"]


@given(text=texts, learnt=st.text("ab ñ🚀", min_size=1, max_size=80))
def test_a_vocabulary_just_trained_films_as_its_library_encodes(text, learnt):
    training = train_bpe(learnt, 30)
    assert end(with_rules(text, rules_learnt(training))) == to_backend(training).encode(text).pieces


@pytest.mark.parametrize("vocabulary", ["minilm", "unigram"])
def test_families_without_merges_have_no_film(vocabulary):
    assert not can_film(vocabulary)
    with pytest.raises(InputError) as refused:
        rules_of(vocabulary)
    assert refused.value.key == "no_merges"


def test_all_bpe_vocabularies_have_a_film():
    assert all(can_film(one) == (one in MERGED) for one in VOCABULARIES)


def test_a_film_too_long_to_watch_is_refused():
    with pytest.raises(InputError) as refused:
        film("a" * (LONGEST + 1), "cl100k_base")
    assert refused.value.values == {"given": LONGEST + 1, "limit": LONGEST}
