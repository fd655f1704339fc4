"""Runs that differ in one thing, and the table of all runs."""

from dataclasses import fields

import pytest

from core.gatito.training import parameters
from core.train_llm import begin, estimate, forward, presets
from core.train_llm.compare import CHANGES, scaling

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
    assert changed or (name, size) == ("one_layer", "tiny")


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
