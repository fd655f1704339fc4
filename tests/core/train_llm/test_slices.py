"""Slices of a watched run: looks where they are due, the same numbers however it is cut, a run that blows up."""

import math
import pickle
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.gatito.training import advance
from core.train_llm import begin, forward
from core.train_llm.moments import measure
from core.train_llm.slices import facts, is_look, next_look


@pytest.fixture(scope="module")
def first(tiny, asked):
    return begin(tiny, asked)


def test_the_first_look_is_that_of_somebody_who_guesses(first, tiny):
    moment = first.moments[0]
    assert moment.step == 0
    assert moment.held_out_loss == pytest.approx(math.log(tiny.vocabulary), abs=0.2)
    assert all(p < 0.01 for p in moment.probabilities.values())
    assert len(moment.samples) == 4


def test_looks_come_where_they_are_due(first, asked):
    after = forward(first.state, asked, steps=60)
    assert [moment.step for moment in after.moments] == [2, 5, 10, 15, 25, 50, 60]
    assert after.moments[-1].held_out_loss < first.moments[0].held_out_loss


def test_a_run_cut_elsewhere_gives_the_same_numbers(first, asked):
    whole = forward(first.state, asked, steps=27)
    halves = forward(forward(first.state, asked, steps=11).state, asked, steps=16)
    assert all(torch.equal(whole.state.weights[n], halves.state.weights[n]) for n in whole.state.weights)
    one, other = whole.moments[-1], halves.moments[-1]
    assert (one.held_out_loss, one.samples) == (other.held_out_loss, other.samples)


def test_a_look_changes_nothing(first, asked, tiny):
    watched = forward(first.state, asked, steps=12).state
    alone = advance(first.state, steps=12)
    assert all(torch.equal(watched.weights[name], alone.weights[name]) for name in alone.weights)


def test_a_slice_ends_at_the_last_step(first, asked, tiny):
    assert forward(first.state, asked, steps=1000).state.step == tiny.steps


def test_a_slice_of_no_time_does_one_update(first, asked):
    assert forward(first.state, asked, seconds=0.0).state.step == 1


def test_slices_travel(first, asked):
    there = pickle.loads(pickle.dumps(forward(first.state, asked, steps=2)))
    assert there.moments[0].samples == forward(first.state, asked, steps=2).moments[0].samples


def test_the_next_look_is_one():
    assert all(is_look(next_look(step)) and next_look(step) > step for step in range(300))


def test_a_rate_that_is_absurd_is_told(tiny, asked):
    wild = replace(tiny, learning_rate=30.0, clip=1e9, weight_decay=0.0)
    with pytest.raises(InputError) as told:
        forward(begin(wild, asked).state, asked, steps=60)
    assert told.value.key == "diverged"


def test_attention_and_vectors_have_their_shapes(first, tiny, asked):
    moment = first.moments[0]
    tokens = len(first.facts.sentence)
    assert moment.attention.shape == (tiny.layers, tiny.heads, tokens, tokens)
    assert np.allclose(moment.attention.astype(float).sum(-1), 1, atol=0.01)
    assert moment.vectors.shape == (len(asked.words), tiny.width)


def test_counting_longer_contexts_is_better_and_the_floor_is_lowest(tiny, asked):
    found = facts(tiny, asked)
    assert found.floor
    assert found.ngrams[0] > found.ngrams[1] > found.ngrams[2] > found.floor > 0


def test_without_attention_nothing_before_the_last_token_matters(tiny, asked):
    blind = replace(tiny, attention=False)
    state = forward(begin(blind, asked).state, asked, steps=20).state
    model = state.model()
    with torch.inference_mode():
        one, other = (model(torch.tensor([ids])).logits[0, -1] for ids in ([5, 9, 7], [8, 3, 7]))
    assert torch.equal(one, other)


def test_without_positions_no_place_is_known(tiny, asked):
    state = forward(begin(replace(tiny, positions=False), asked).state, asked, steps=20).state
    assert not state.weights["transformer.wpe.weight"].any()
    model = state.model()
    with torch.inference_mode():
        logits = model(torch.tensor([[7, 7, 7]])).logits[0]
    assert torch.allclose(logits[0], logits[2], atol=1e-4)


def test_what_is_measured_is_what_the_model_says(first, asked):
    state = forward(first.state, asked, steps=30).state
    moment = measure(state, asked)
    beginning, words = asked.watched[0]
    model = state.model()
    from core.train_llm.probing import data_of, tokenizer_of

    one = tokenizer_of(data_of(state.settings))
    ids = torch.tensor([[0, *one.encode(beginning).ids]])
    with torch.inference_mode():
        shares = model(ids).logits[0, -1].softmax(-1)
    for word in words:
        expected = float(shares[one.encode(f" {word}").ids[0]])
        assert moment.probabilities[beginning, word] == pytest.approx(expected, rel=1e-3)
