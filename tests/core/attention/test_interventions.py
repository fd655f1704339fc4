"""Masking, switching off and patching, against passes made by hand; what carries agreement; induction proved."""

import numpy as np
import pytest
import torch

from core import attention, models
from core.attention.reading import read
from core.errors import InputError

HE, SHE = "El gato que comió el ratón estaba", "La gata que comió el ratón estaba"
EVERY = [(layer, head) for layer in range(4) for head in range(4)]


def gatito():
    return models.load("gatito")


def test_all_heads_off_equals_a_model_built_without_attention():
    """Blocks written out by hand in which attention adds only the bias of its projection."""
    loaded = gatito()
    inner = loaded.model.transformer
    ids = torch.tensor([read(loaded, HE).ids])
    with torch.inference_mode():
        x = inner.wte(ids) + inner.wpe(torch.arange(ids.shape[1]))
        for block in inner.h:
            x = x + block.attn.c_proj.bias
            x = x + block.mlp(block.ln_2(x))
        expected = loaded.model.lm_head(inner.ln_f(x))[0, -1].softmax(-1).numpy()
    assert np.allclose(attention.answer(HE, off=EVERY).p, expected, atol=1e-6)


def test_one_head_off_equals_its_columns_of_the_projection_set_to_zero():
    loaded = gatito()
    projection = loaded.model.transformer.h[2].attn.c_proj.weight
    kept = projection.data[32:64].clone()
    try:
        projection.data[32:64] = 0
        expected = attention.answer(HE).p
    finally:
        projection.data[32:64] = kept
    assert np.allclose(attention.answer(HE, off=[(2, 1)]).p, expected, atol=1e-6)
    assert not np.allclose(attention.answer(HE).p, expected, atol=1e-4)


def test_a_head_of_an_encoder_switched_off():
    from core.attention.hooks import switched_off

    loaded = models.load("minilm")
    ids = torch.tensor([read(loaded, "A cat").ids])
    with torch.inference_mode():
        whole = loaded.model(ids).last_hidden_state
        with switched_off(loaded, [(0, 0)]):
            less = loaded.model(ids).last_hidden_state
        again = loaded.model(ids).last_hidden_state
    assert torch.equal(whole, again)
    assert (whole - less).abs().max() > 1e-4


def test_effects_equal_maskings_one_by_one():
    loaded = gatito()
    ids = torch.tensor([read(loaded, HE).ids])
    table = attention.effect(HE)
    with torch.inference_mode():
        whole = loaded.model(ids).logits[0, -1].softmax(-1)
        for place in range(ids.shape[1]):
            mask = torch.ones_like(ids)
            mask[0, place] = 0
            p = loaded.model(ids, attention_mask=mask).logits[0, -1].softmax(-1)
            assert table["change"][place] == pytest.approx(float((p - whole).abs().sum() / 2), abs=1e-5)


def test_masking_in_several_passes_gives_the_same(monkeypatch):
    whole = attention.effect(HE)
    monkeypatch.setattr("core.attention.influence.MOST_BYTES", 4 * 64 * 4 * 3)
    parts = attention.effect(HE)
    assert np.allclose(whole["change"], parts["change"], atol=1e-5)


def test_only_the_last_tokens_masked():
    whole, part = attention.effect(HE), attention.effect(HE, last=3)
    assert part["position"].tolist() == [5, 6, 7]
    assert np.allclose(part[["attention", "change"]], whole[["attention", "change"]].tail(3), atol=1e-5)
    assert [len(attention.effect(HE, last=last)) for last in (-1, 0, 1, 99)] == [1, 1, 1, len(whole)]


def test_the_attention_beside_the_effect_is_the_runs_own():
    run, table = attention.attend(HE), attention.effect(HE, layer=3, head=3)
    assert np.array_equal(table["attention"], run.row(3, 3))
    assert np.allclose(attention.effect(HE)["attention"], run.mean_row(), atol=1e-6)


def test_what_is_looked_at_most_is_not_what_matters_most():
    table = attention.effect(HE)
    assert table["token"].iloc[int(table["attention"].argmax())] == "<|endoftext|>"
    assert table["token"].iloc[int(table["change"].argmax())] == " comió"


def test_an_earlier_position_sees_only_what_came_before():
    table = attention.effect(HE, position=3)
    assert table["token"].tolist() == ["<|endoftext|>", "El", " gato", " que"]


def test_an_encoder_moves_its_vector():
    table = attention.effect("The cat sat", "minilm", position=2)
    assert table["token"].tolist() == ["[CLS]", "the", "cat", "sat", "[SEP]"]
    assert table["change"].between(0, 1).all()
    assert table["change"].max() > 0.001
    assert "favourite" not in table


def test_changing_the_cat_for_a_she_cat_changes_the_adjective():
    text, before, after = attention.swap(HE, {"El": "La", "gato": "gata"})
    assert (text, before.favourite, after.favourite) == (SHE, " satisfecho", " satisfecha")


def test_gatito_takes_the_gender_from_the_article():
    """A shortcut that its world allows: there the article is always right."""
    noun = attention.swap(HE, {"gato": "gata"})[2]
    article = attention.swap(HE, {"El": "La"})[2]
    assert noun.favourite == " satisfecho"
    assert article.favourite == " satisfecha"


def test_two_heads_patched_flip_the_adjective_and_one_does_not():
    both = attention.patch(SHE, HE, [(3, 2), (3, 3)])
    assert both["token"].iloc[int(both["p_patched"].argmax())] == " satisfecha"
    for one in ((3, 2), (3, 3)):
        table = attention.patch(SHE, HE, [one])
        assert table["token"].iloc[int(table["p_patched"].argmax())] == " satisfecho"


def test_patching_every_head_of_the_last_layer_by_hand():
    loaded = gatito()
    projection = loaded.model.transformer.h[3].attn.c_proj
    given = []
    keep = projection.register_forward_pre_hook(lambda _m, inputs: given.append(inputs[0][0, -1].clone()))
    attention.answer(SHE)
    keep.remove()

    def put(_module, inputs):
        z = inputs[0].clone()
        z[0, -1] = given[0]
        return (z,)

    hook = projection.register_forward_pre_hook(put)
    expected = attention.answer(HE).p
    hook.remove()
    table = attention.patch(SHE, HE, [(3, head) for head in range(4)], top=3)
    ids = [loaded.tokenizer(token, add_special_tokens=False)["input_ids"][0] for token in table["token"]]
    assert np.allclose(table["p_patched"], expected[ids], atol=1e-6)


def test_the_head_that_carries_gender_is_found_with_figures_before_and_after():
    table = attention.patch_each(SHE, HE, "satisfecho", "satisfecha")
    strongest = table.iloc[int(table["margin"].argmin())]
    assert (strongest["layer"], strongest["head"]) == (3, 2)
    assert strongest["base"] > 5
    assert strongest["margin"] < 3
    assert table["margin"].drop(strongest.name).min() > strongest["margin"]


def test_agreement_needs_several_heads():
    found = attention.agreement_search()
    worst = found.table.sort_values("margin")[["layer", "head"]].head(2).to_numpy().tolist()
    assert sorted(worst) == [[3, 2], [3, 3]]
    assert found.base["right"] > 0.95
    assert found.table["right"].min() > 0.9, "no single head breaks it"
    assert found.path["right"].iloc[-1] < 0.75, "four at once do"


def test_induction_heads_are_proved_by_ablation():
    proof = attention.induction_proof().set_index("what")
    assert len(proof["heads"]["induction"]) >= 1
    assert len(proof["heads"]["control"]) == len(proof["heads"]["induction"])
    assert not set(proof["heads"]["control"]) & set(proof["heads"]["induction"])
    assert proof["loss"]["induction"] > 5 * proof["loss"]["all"]
    assert proof["loss"]["induction"] > 3 * proof["loss"]["control"]


@pytest.mark.parametrize(
    "call, key",
    [
        (lambda: attention.effect(HE, position=99), "no_such_position"),
        (lambda: attention.effect(HE, layer=4), "no_such_head"),
        (lambda: attention.without(HE, [(0, 4)]), "no_such_head"),
        (lambda: attention.patch(SHE, HE, [(9, 0)]), "no_such_head"),
        (lambda: attention.answer("cat", "minilm"), "not_causal"),
        (lambda: attention.swap(HE, {"perro": "perra"}), "swap_word"),
        (lambda: attention.answer(HE).of(""), "empty_text"),
        (lambda: attention.patch_each(SHE, HE, "\ud800", "satisfecha"), "surrogate"),
        (lambda: attention.walk("cat", "minilm"), "not_causal"),
    ],
)
def test_what_cannot_be_is_refused(call, key):
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.key == key


def test_ranks_by_hand():
    """Ranks 1 2 3 4 against 2 1 4 3: 1 − 6·4/(4·15) = 0.6."""
    first, second = np.array([0.1, 0.2, 0.3, 0.4]), np.array([2.0, 1.0, 9.0, 5.0])
    assert attention.rank_correlation(first, second) == pytest.approx(0.6)
