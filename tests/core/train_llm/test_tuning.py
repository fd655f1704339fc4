"""Fine-tuning: what begins equal, what learns, what LoRA leaves alone, and that the product of thin matrices has their rank."""

import pickle

import pytest
import torch

from core import models
from core.errors import InputError
from core.train_llm import tuning

MOON = ("El gato está en la luna.", "El rey vive en la luna.")


@pytest.fixture(scope="module", params=tuning.METHODS)
def tuned(request):
    first = tuning.begin(request.param, MOON)
    return first, tuning.advance(first, 20)


def test_nothing_has_changed_before_the_first_step(tuned):
    first, _ = tuned
    gatito = models.load("gatito")
    ids = torch.tensor([[0, *gatito.tokenizer(MOON[0], add_special_tokens=False)["input_ids"]]])
    model = tuning._model(first.method, first.rank)
    with torch.inference_mode():
        assert torch.allclose(
            model(ids).logits, gatito.model(ids.to(gatito.device.name)).logits.cpu(), atol=1e-4
        )


def test_it_learns_the_sentences_and_forgets_a_little(tuned):
    _, after = tuned
    curve = after.curve()
    assert curve["step"].tolist() == [0, 20]
    assert curve["wanted"].iloc[-1] < curve["wanted"].iloc[0] / 2
    assert curve["rest"].iloc[-1] > curve["rest"].iloc[0]
    assert after.samples[0][2] == "luna."
    assert after.samples[0][1] != "luna."


def test_two_slices_give_what_one_gives(tuned):
    first, after = tuned
    halves = tuning.advance(pickle.loads(pickle.dumps(tuning.advance(first, 8))), 12)
    assert all(torch.equal(halves.learnt[name], after.learnt[name]) for name in after.learnt)


def test_lora_learns_few_numbers_and_leaves_the_rest():
    full, thin = (tuning.begin(method, MOON, rank=2) for method in tuning.METHODS)
    assert thin.parameters == 2 * 4 * 16 * 128
    assert full.parameters == sum(p.numel() for p in models.load("gatito").model.parameters())


def test_what_lora_adds_has_its_rank():
    layer = tuning.Lora(12, 20, 3, torch.Generator().manual_seed(1))
    torch.nn.init.normal_(layer.up, generator=torch.Generator().manual_seed(2))
    added = layer(torch.zeros(12, 20))
    assert int(torch.linalg.matrix_rank(added)) == 3
    layer.up.data.zero_()
    assert not layer(torch.zeros(12, 20)).any()


@pytest.mark.parametrize("lines", [[], ["   "], ["Hola."] * 21])
def test_no_sentence_or_too_many_are_refused(lines):
    with pytest.raises(InputError) as refused:
        tuning.begin("full", lines)
    assert refused.value.key == "tuning_sentences"


@pytest.mark.parametrize("steps", [0, -1, tuning.MOST_STEPS + 1])
def test_so_many_steps_are_refused(steps):
    with pytest.raises(InputError) as refused:
        tuning.advance(tuning.begin("lora", MOON), steps)
    assert refused.value.key == "tuning_steps"
