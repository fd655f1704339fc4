"""Runs that differ in one thing, and the table of all runs."""

from dataclasses import fields

import pytest

from core.gatito.corpus import WorldStream
from core.gatito.training import parameters
from core.train_llm import begin, estimate, forward, presets
from core.train_llm.compare import CHANGES, changes, scaling
from core.train_llm.probing import data_of, tokenizer_of

ONE_THING = {
    "no_attention": {"attention"},
    "no_positions": {"positions"},
    "one_layer": {"layers"},
    "half_width": {"width"},
    "double_width": {"width"},
    "slow": {"learning_rate"},
    "fast": {"learning_rate"},
    "no_capitals": {"data"},
    "other_seed": {"seed"},
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("size", presets.SIZES)
def test_a_change_changes_one_thing(name, size):
    base = presets.settings(presets.SIZES[size])
    other = CHANGES[name](base)
    changed = {one.name for one in fields(base) if getattr(base, one.name) != getattr(other, one.name)}
    assert changed <= ONE_THING[name]
    assert bool(changed) is (name in changes(base))


def test_a_single_block_is_no_change_of_a_model_of_one_block():
    left = {size: CHANGES.keys() - changes(presets.settings(one)) for size, one in presets.SIZES.items()}
    assert {size: gone for size, gone in left.items() if gone} == {"tiny": {"one_layer"}}


def test_without_capitals_the_test_is_the_same_and_the_reading_is_not():
    base = presets.settings(presets.SIZES["tiny"])
    other = CHANGES["no_capitals"](base)
    asked, answered = (data_of(settings) for settings in (base, other))
    assert isinstance(asked, WorldStream)
    assert isinstance(answered, WorldStream)
    assert asked.documents(24) == answered.documents(24)
    assert any("capital" in one.text for one in answered.documents(24))
    read = tokenizer_of(data_of(other)).decode(other.data.batch(0, other).ids.flatten().tolist())
    assert "capital" not in read


def test_the_table_counts_what_was_computed(tiny, asked):
    first = begin(tiny, asked)
    after = forward(first.state, asked, steps=10)
    table = scaling([("one", tiny, (*first.moments, *after.moments))])
    assert table["step"].tolist() == [2, 5, 10]
    last = table.iloc[-1]
    assert last["operations"] == pytest.approx(10 * estimate.operations(tiny))
    assert last["loss"] == after.moments[-1].held_out_loss
    assert (last["parameters"], last["tokens"]) == (parameters(tiny), 10 * 256)


def test_operations_are_six_per_weight_and_token(tiny):
    """A model with hardly any attention to compute: the rule of thumb of Kaplan et al."""
    weights = parameters(tiny) - tiny.context * tiny.width
    assert estimate.operations(tiny) == pytest.approx(6 * weights * tiny.batch_tokens, rel=0.06)
