"""Training in slices: pure, resumable, reproducible."""

import pickle
from dataclasses import replace

import pytest
import torch

from core.errors import InputError
from core.gatito import tokenizer as gatito_tokenizer
from core.gatito import train
from core.gatito.corpus import END_ID, WorldStream
from core.gatito.training import Settings, advance, held_out, learning_rate, parameters, start


@pytest.fixture(scope="module")
def stream(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tokenizer")
    gatito_tokenizer.save(gatito_tokenizer.train(gatito_tokenizer.corpus(300), vocabulary=600), folder)
    return WorldStream(str(folder / "tokenizer.json"))


@pytest.fixture(scope="module")
def tiny(stream):
    return Settings(
        layers=1, heads=2, width=16, context=32, vocabulary=600, steps=20, batch_tokens=256, lengths=((32, 1),),
        warmup=2, data=stream,
    )  # fmt: skip


def same(one, other):
    return all(torch.equal(one.weights[name], other.weights[name]) for name in one.weights)


def test_two_slices_give_exactly_what_one_gives(tiny):
    began = start(tiny)
    whole = advance(began, steps=6)
    halves = advance(advance(began, steps=2), steps=4)
    assert same(whole, halves)
    assert [row[1] for row in whole.history] == [row[1] for row in halves.history]


def test_a_slice_leaves_the_state_it_was_given_alone(tiny):
    began = start(tiny)
    before = {name: value.clone() for name, value in began.weights.items()}
    after = advance(began, steps=3)
    assert all(torch.equal(before[name], began.weights[name]) for name in before)
    assert not same(began, after)
    assert began.step == 0


def test_a_pickled_state_goes_on_the_same(tiny):
    state = advance(start(tiny), steps=2)
    assert same(advance(pickle.loads(pickle.dumps(state)), steps=2), advance(state, steps=2))


def test_loss_falls_and_is_measured(tiny):
    state = held_out(advance(start(tiny), steps=1), documents=20)
    later = held_out(advance(state, steps=19), documents=20)
    assert (later.held_out_loss or 99) < (state.held_out_loss or 0)
    assert later.tokens_seen == 20 * 256


def test_a_slice_in_seconds_does_at_least_one_update(tiny):
    assert advance(start(tiny), 0.0).step == 1


def test_global_randomness_is_left_alone(tiny):
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    start(tiny)
    assert torch.equal(torch.rand(1), expected)


def test_parameters_are_those_of_the_model(tiny):
    model = start(tiny).model()
    assert parameters(tiny) == sum(p.numel() for p in model.parameters())


def test_divergence_is_said(tiny):
    state = start(tiny)
    broken = replace(state, weights={name: value * float("nan") for name, value in state.weights.items()})
    with pytest.raises(InputError, match="lower the learning rate"):
        advance(broken, steps=1)


def test_width_must_divide_by_heads():
    with pytest.raises(InputError, match="multiple"):
        Settings(width=10, heads=3)


def test_rows_begin_with_the_end_token_and_hold_whole_documents(tiny, stream):
    batch = stream.batch(3, tiny)
    assert batch.ids.shape == (8, 33)
    assert (batch.ids[:, 0] == END_ID).all()
    assert (stream.batch(3, tiny).ids == batch.ids).all()
    assert batch.floor > 0


def test_learning_rate_by_hand():
    settings = Settings(steps=12, warmup=2, learning_rate=1.0)
    assert [round(learning_rate(settings, step), 4) for step in (0, 1, 6, 11)] == [0.5, 1.0, 0.505, 0.01]


def test_the_command_makes_the_same_bytes_twice(tmp_path):
    files = []
    for name in ("one", "two"):
        train.run(tmp_path / name, steps=2, documents=200, checkpoint=1)
        files.append((tmp_path / name / "model.safetensors").read_bytes())
        assert (tmp_path / name / "training.json").is_file()
        assert not (tmp_path / name / "checkpoint.pickle").exists()
    assert files[0] == files[1]


def test_where_mixed_precision_saves_no_time_all_is_fp32(tiny, monkeypatch):
    monkeypatch.setattr("core.gatito.training.bf16_is_fast", lambda device: device != "cpu")
    mixed, plain = (advance(start(replace(tiny, bf16=bf16)), steps=2) for bf16 in (True, False))
    assert mixed.history == plain.history


def test_short_rows_are_the_same_function(tiny):
    """Plain attention and the fused GELU differ from the others by rounding alone."""
    plain = replace(tiny, bf16=False)
    one, other = (advance(start(replace(plain, short_rows=short)), steps=5) for short in (False, True))
    losses = [[row[1] for row in state.history] for state in (one, other)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-4)


def test_what_is_left_out_stays_zero(tiny):
    state = advance(start(replace(tiny, attention=False, positions=False)), steps=5)
    gone = [value for name, value in state.weights.items() if "wpe" in name or "attn.c_proj" in name]
    assert gone
    assert not any(value.any() for value in gone)
    assert state.weights["transformer.wte.weight"].any()
