"""The weights are the model's own, bit for bit, and listening to a model leaves it as it was."""

import re
import threading

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core import attention, models
from core.attention.hooks import after, attention_modules, switched_off
from core.errors import InputError, ModelError

TEXTS = {
    "gatito": "El gato que comió el ratón estaba satisfecho",
    "minilm": "The cat that ate the mouse was happy",
}


def own(model_id, ids):
    loaded = models.load(model_id)
    with torch.inference_mode():
        out = loaded.model(torch.tensor([ids]), output_attentions=True)
    return torch.stack(out.attentions)[:, 0].numpy()


@pytest.mark.parametrize("model_id", TEXTS)
def test_weights_equal_the_models_own_bit_for_bit(model_id):
    run = attention.attend(TEXTS[model_id], model_id)
    assert np.array_equal(run.weights, own(model_id, run.ids))
    assert run.weights.shape[-1] == len(run.tokens) == len(run.special)


@pytest.mark.parametrize("model_id", TEXTS)
def test_rows_sum_to_one_and_only_an_encoder_looks_ahead(model_id):
    run = attention.attend(TEXTS[model_id], model_id)
    assert np.allclose(run.weights.sum(-1), 1, atol=1e-5)
    ahead = np.triu(run.weights, 1).max()
    assert ahead == 0 if run.causal else ahead > 0.01


def test_the_first_row_worked_by_hand():
    """The first token of a causal model can only look at itself."""
    run = attention.attend("gato")
    assert run.tokens[0] == "<|endoftext|>"
    assert (run.weights[:, :, 0] == np.eye(len(run.tokens))[0]).all()


def test_a_pattern_computed_from_the_queries_and_keys_of_the_model():
    """Layer 1 by hand: norm, queries and keys, scores over √32, mask, softmax."""
    loaded = models.load("gatito")
    run = attention.attend(TEXTS["gatito"])
    block = loaded.model.transformer.h[0]
    with torch.inference_mode():
        ids = torch.tensor([run.ids])
        x = loaded.model.transformer.wte(ids) + loaded.model.transformer.wpe(torch.arange(len(run.ids)))
        q, k, _v = block.attn.c_attn(block.ln_1(x))[0].split(128, dim=-1)
    for head in range(4):
        part = slice(32 * head, 32 * head + 32)
        scores = (q[:, part] @ k[:, part].T).numpy() / np.sqrt(32)
        scores[np.triu_indices(len(run.ids), 1)] = -np.inf
        expected = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
        assert np.allclose(run.weights[0, head], expected, atol=1e-5)


def test_the_last_tokens_alone_have_the_same_weights():
    whole, part = attention.attend(TEXTS["gatito"]), attention.attend(TEXTS["gatito"], last=4)
    assert np.array_equal(part.weights, whole.weights[:, :, -4:, -4:])
    assert (part.first, part.tokens) == (len(whole.tokens) - 4, whole.tokens[-4:])


def test_without_the_sink_the_rest_is_shared_out_again():
    run = attention.attend(TEXTS["gatito"])
    seen = run.without_first()
    assert seen.tokens == run.tokens[1:]
    assert np.allclose(seen.weights.sum(-1), 1, atol=1e-5)
    row, before = seen.row(3, 3), run.row(3, 3)[1:]
    assert np.allclose(row, before / before.sum(), atol=1e-6)


def test_without_the_sink_of_a_text_of_which_only_the_end_is_shown():
    """What is taken away is the first token of the text, not the first one shown, as from the whole text."""
    whole = attention.attend(TEXTS["gatito"]).without_first()
    part = attention.attend(TEXTS["gatito"], last=4).without_first()
    assert part.tokens == whole.tokens[-4:]
    assert part.first == whole.first + len(whole.tokens) - 4
    assert np.allclose(part.weights, whole.weights[:, :, -4:, -4:], atol=1e-6)
    assert np.array_equal(part.weights, part.without_first().weights)


def test_what_a_row_gives_to_all_but_the_first_token():
    run = attention.attend(TEXTS["gatito"], last=4)
    whole = attention.attend(TEXTS["gatito"])
    assert np.allclose(run.rest, 1 - whole.weights[:, :, -4:, 0], atol=1e-5)


def test_bytes_of_a_letter_are_written_as_bytes():
    assert attention.attend("😀").tokens[-4:] == ("⟨F0⟩", "⟨9F⟩", "⟨98⟩", "⟨80⟩")


def test_the_table_has_every_weight_that_can_be():
    run = attention.attend("El gato")
    table = run.table()
    assert len(table) == 16 * 6
    assert table["weight"].sum() == pytest.approx(16 * 3, abs=1e-4)


def test_a_long_text_is_cut_to_the_context_and_says_so():
    run = attention.attend("gato " * 2000, last=30)
    assert len(run.tokens) == 30
    assert run.cut > 1000
    assert run.first + 30 == 512


@pytest.mark.parametrize("text", ["مرحبا بالعالم", "🚀", "a", "שלום"])
def test_any_script_is_read(text):
    run = attention.attend(text)
    assert np.allclose(run.weights.sum(-1), 1, atol=1e-5)


@pytest.mark.parametrize(
    "text, key",
    [("", "empty_text"), (" \n", "empty_text"), ("\ud800", "surrogate"), ("a" * 200_001, "too_long")],
)
def test_a_text_that_cannot_be_read_is_refused(text, key):
    with pytest.raises(InputError) as caught:
        attention.attend(text)
    assert caught.value.key == key


def test_no_tokens_to_keep_is_refused():
    with pytest.raises(InputError) as caught:
        attention.attend("gato", last=0)
    assert caught.value.key == "attention_last"


def test_weights_that_are_not_numbers_are_refused():
    loaded = models.load("gatito")
    key = loaded.model.transformer.h[1].ln_1
    spoil = key.register_forward_hook(lambda _m, _i, out: out * float("nan"))
    try:
        with pytest.raises(ModelError) as caught:
            attention.attend("El gato")
    finally:
        spoil.remove()
    assert caught.value.key == "attention_nan"


def test_a_model_without_attention_is_refused(monkeypatch):
    monkeypatch.setattr("core.attention.hooks._ATTENTION", re.compile("Mixer$"))
    with pytest.raises(ModelError) as caught:
        attention.attend("El gato")
    assert caught.value.key == "no_attentions"


def hooks_in(loaded):
    """How many hooks there are; transformers keeps some of its own."""
    return sum(len(m._forward_hooks) + len(m._forward_pre_hooks) for m in loaded.model.modules())


def test_no_hook_stays_behind():
    loaded = models.load("gatito")
    before = hooks_in(loaded)
    attention.attend("El gato")
    attention.effect("El gato")
    attention.without("El gato está", [(0, 0)])
    attention.walk("El gato")
    assert hooks_in(loaded) == before


def test_a_head_switched_off_by_one_learner_stays_on_for_another():
    """Two threads share the model: only the one that switched a head off may notice."""
    loaded = models.load("gatito")
    expected = attention.answer("El gato está en la").p
    found = []
    with switched_off(loaded, [(layer, head) for layer in range(4) for head in range(4)]):
        other = threading.Thread(target=lambda: found.append(attention.answer("El gato está en la").p))
        other.start()
        other.join()
    assert np.array_equal(found[0], expected)


def test_hooks_are_taken_away_even_when_a_pass_fails():
    loaded = models.load("gatito")
    before = hooks_in(loaded)
    with pytest.raises(ZeroDivisionError), after(attention_modules(loaded), lambda _place, _out: 1 / 0):
        loaded.model.transformer(torch.tensor([[1, 2]]))
    assert hooks_in(loaded) == before


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_is_typed_gives_rows_that_sum_to_one(text):
    run = attention.attend("a" + text)
    assert np.allclose(run.weights.sum(-1), 1, atol=1e-5)
