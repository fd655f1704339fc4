"""Computed questions: each key is computed twice, the same id is the same question, no two options coincide."""

from __future__ import annotations

import random

import pytest

from core.content import LANGUAGES
from core.errors import InputError
from core.quiz import grade, lint
from core.quiz.generators import GENERATORS, agrees, is_computed, question
from core.quiz.generators.by_the_book import cut, learn, utf8_bytes
from core.quiz.generators.draft import Draft, Generator
from core.quiz.misconceptions import misconceptions

SEEDS = range(12)


@pytest.mark.parametrize("name", GENERATORS)
def test_a_second_computation_gives_the_same_key(name):
    assert all(agrees(GENERATORS[name], seed) for seed in SEEDS)


@pytest.mark.parametrize("name", GENERATORS)
def test_the_key_is_graded_right_and_every_slip_wrong_and_named(name):
    known = misconceptions("es")
    for seed in SEEDS:
        asked = question(f"{name}:{seed}", "es")
        assert not list(lint.defects(asked))
        assert grade(asked, asked.key()).right
        assert {option.misconception for option in asked.options} - {None} <= known.keys()
        for option in asked.options:
            if asked.kind == "numeric":
                assert grade(asked, option.value).right == option.correct, (seed, option)
            elif asked.kind != "order":
                assert grade(asked, option.id).right == option.correct


@pytest.mark.parametrize("name", GENERATORS)
def test_both_languages_ask_the_same_and_leave_no_placeholder(name):
    for seed in SEEDS:
        spanish, english = (question(f"{name}:{seed}", language) for language in LANGUAGES)
        assert [option.id for option in spanish.options] == [option.id for option in english.options]
        assert [option.value for option in spanish.options] == [option.value for option in english.options]
        for one in (spanish, english):
            assert "{" not in one.stem + one.otherwise + "".join(option.why for option in one.options)


@pytest.mark.parametrize("name", GENERATORS)
def test_seeds_are_endless(name):
    made = [question(f"{name}:{seed}", "es") for seed in range(30)]
    stems = {one.stem + "".join(option.text for option in one.options) for one in made}
    assert len(stems) >= 3


def test_the_same_seed_is_the_same_question_whatever_was_asked_before():
    first = question("cosine:41", "es")
    question.cache_clear()
    random.random()
    assert question("cosine:41", "es") == first


def test_there_are_at_least_twenty_and_from_every_lesson():
    assert len(GENERATORS) >= 20
    assert {one.module for one in GENERATORS.values()} >= {
        "history", "next_word", "tokenizer", "embeddings", "mlp", "attention", "pytorch",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["", "cosine", "cosine:", "cosine:-1", "cosine:1.5", "cosine:٣", "nobody:1", "cosine:99999999999999"],
)
def test_what_is_no_computed_question_is_refused(name):
    assert not is_computed(name)
    with pytest.raises(InputError):
        question(name, "es")


def test_a_key_that_is_wrong_would_be_noticed():
    lying = Generator(
        "cosine", "embeddings", 2, "numeric", lambda _: Draft({}, {"right": 2.0, "a": 3.0}), lambda _: 4.0
    )
    assert not agrees(lying, 0)


def test_an_unfair_draw_is_drawn_again_and_never_for_ever():
    never = Generator(
        "never", "mlp", 1, "numeric", lambda _: Draft({}, {"right": 1.0, "slip": 1.0}), lambda _: 1.0
    )
    with pytest.raises(RuntimeError, match="no fair numbers"):
        never.draft(0)


def test_the_book_is_right_on_the_published_example():
    assert learn("aaabdaaabac", 3)[0] == ["aaab", "d", "aaab", "a", "c"]
    assert cut("gato", "cl100k_base") == ["g", "ato"]
    assert [utf8_bytes(text) for text in ("a", "ñ", "€", "\N{ROCKET}")] == [1, 2, 3, 4]
