"""The learner's own text: bad inputs get their sentence, good ones become tokens that give the text back."""

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.train_llm import own_text, prepare, settings
from core.train_llm.presets import Size

STORY = "Había una vez un gato que quería un pez, y un pez que no quería un gato. " * 40


def test_the_tokens_give_the_text_back():
    stream = prepare(STORY, vocabulary=320, context=32)
    assert own_text.opened(stream.tokenizer_json).decode(stream.ids.tolist()) == STORY
    assert 257 < stream.vocabulary <= 320


def test_more_tokens_than_ids_can_tell_apart_are_not_asked_of_the_library():
    assert prepare(STORY, vocabulary=10**18, context=32).ids.max() < 2**16


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_any_text_is_cut_without_loss(text):
    stream = own_text._cut("x", text, 300)
    assert own_text.opened(stream.tokenizer_json).decode(stream.ids.tolist()) == text


def test_the_last_tenth_is_never_trained_on():
    stream = prepare(STORY, vocabulary=320, context=32)
    chosen = settings(Size(1, 1, 16, 32), stream, vocabulary=320)
    seen = {tuple(row) for step in range(50) for row in stream.batch(step, chosen).ids.tolist()}
    begin = stream.ids[: stream.first_apart].tolist()
    windows = {tuple(begin[at : at + 33]) for at in range(len(begin) - 32)}
    assert seen <= windows
    rest = np.concatenate([ids.ravel() for ids, _ in stream.held_out(100, chosen)])
    assert rest.tolist() == stream.ids[stream.first_apart :][: len(rest)].tolist()


def test_a_batch_depends_on_step_and_seed_alone():
    stream = prepare(STORY, vocabulary=320, context=32)
    chosen = settings(Size(1, 1, 16, 32), stream, vocabulary=320)
    assert (stream.batch(3, chosen).ids == stream.batch(3, chosen).ids).all()
    assert (stream.batch(3, chosen).ids != stream.batch(4, chosen).ids).any()
    assert math.isnan(stream.batch(3, chosen).floor)


@pytest.mark.parametrize(
    "text, key",
    [
        ("", "train_text_short"),
        ("hola", "train_text_short"),
        ("a" * 2_000_000, "train_text_same"),
        ("a b " * 300_000, "train_text_same"),
        ("ñ" * 2_600_000, "train_text_large"),
        ("x" * 5_000_001, "train_text_large"),
    ],
    ids=["nothing", "one word", "one letter", "two letters", "large in bytes", "large"],
)
def test_text_that_teaches_nothing_is_refused(text, key):
    with pytest.raises(InputError) as refused:
        prepare(text, vocabulary=400)
    assert refused.value.key == key


def test_a_megabyte_of_one_line_without_spaces_is_cut_too():
    letters = random.Random(0).choices("abcdefghij", k=1_000_000)
    stream = prepare("".join(letters), vocabulary=400)
    assert stream.vocabulary == 400
    assert len(stream.ids) > 100_000


@pytest.mark.parametrize(
    "raw, text",
    [("añil".encode(), "añil"), ("\ufeffañil".encode(), "añil"), ("añil".encode("latin-1"), "añil")],
)
def test_files_of_text_are_read(raw, text):
    assert own_text.readable(raw) == text


@pytest.mark.parametrize(
    "raw, key", [(b"PK\x03\x04\x00", "train_text_binary"), (b"x" * 5_000_001, "train_text_large")]
)
def test_other_files_are_not(raw, key):
    with pytest.raises(InputError) as refused:
        own_text.readable(raw)
    assert refused.value.key == key
