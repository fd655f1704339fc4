"""From files to a model: what ships, how it is set up, what is refused."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import torch

from core.course import ROOT
from core.device import Device
from core.errors import ModelError
from core.models import CATALOGUE, load, loading
from core.models.description import weights
from tests.core.models import tiny

CPU = Device("cpu", "asked", 10**12, 10**12)


@pytest.mark.parametrize("model_id", ["gatito", "minilm"])
def test_a_model_is_still_and_shows_its_attention(model_id):
    loaded = load(model_id)
    assert not loaded.model.training
    assert not any(p.requires_grad for p in loaded.model.parameters())
    assert {p.dtype for p in loaded.model.parameters()} == {torch.float32}
    assert loaded.size_bytes == 4 * sum(p.numel() for p in loaded.model.parameters())
    ids = torch.tensor([loaded.tokenizer("El gato está en la")["input_ids"]], device=loaded.device.name)
    with torch.inference_mode():
        attentions = loaded.model(ids, output_attentions=True).attentions
    config, length = loaded.model.config, ids.shape[1]
    assert len(attentions) == config.num_hidden_layers
    for weight in attentions:  # (1, heads, length, length)
        assert weight.shape == (1, config.num_attention_heads, length, length)
        assert torch.allclose(weight.sum(-1), torch.ones_like(weight.sum(-1)), atol=1e-5)


def test_gatito_loads_as_any_gpt2_does(tmp_path, monkeypatch):
    original = tiny.gpt2(tmp_path)
    monkeypatch.setattr(loading, "GATITO", tmp_path)
    loaded = loading.read(CATALOGUE["gatito"])
    ids = torch.tensor([loaded.tokenizer("el gato está en la")["input_ids"]])
    assert ids.tolist() == [[2, 3, 6, 7, 4]]
    assert torch.equal(loaded.model(ids).logits, original(ids).logits)
    assert loaded.card.parameters == sum(p.numel() for p in original.parameters())


def test_gatito_without_its_files_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "GATITO", tmp_path)
    with pytest.raises(ModelError) as error:
        loading.read(CATALOGUE["gatito"])
    assert error.value.key == "model_missing"


def test_weights_that_are_not_in_the_file_are_never_drawn_at_random(tmp_path, monkeypatch):
    from safetensors.torch import load_file, save_file

    tiny.gpt2(tmp_path)
    held = load_file(tmp_path / "model.safetensors")
    del held["transformer.h.1.mlp.c_fc.weight"]
    save_file(held, tmp_path / "model.safetensors", {"format": "pt"})
    monkeypatch.setattr(loading, "GATITO", tmp_path)
    with pytest.raises(ModelError, match=r"h\.1\.mlp\.c_fc\.weight") as error:
        loading.read(CATALOGUE["gatito"])
    assert error.value.key == "model_damaged"


def test_an_encoder_may_come_without_its_pooler(tmp_path, monkeypatch):
    from safetensors.torch import load_file, save_file

    original = tiny.bert(tmp_path)
    held = {k: v for k, v in load_file(tmp_path / "model.safetensors").items() if not k.startswith("pooler")}
    save_file(held, tmp_path / "model.safetensors", {"format": "pt"})
    monkeypatch.setattr(loading, "folder_that_ships", lambda _card: tmp_path)
    loaded = loading.read(CATALOGUE["minilm"])
    ids = torch.tensor([[2, 3]])
    assert torch.equal(loaded.model(ids).last_hidden_state, original(ids).last_hidden_state)


def test_a_model_of_16_bits_computes_in_32(tmp_path, monkeypatch):
    tiny.gpt2(tmp_path)
    from safetensors.torch import load_file, save_file

    path = tmp_path / "model.safetensors"
    save_file({k: v.to(torch.bfloat16) for k, v in load_file(path).items()}, path, {"format": "pt"})
    tiny.edit_config(tmp_path, dtype="bfloat16")
    monkeypatch.setattr(loading, "GATITO", tmp_path)
    loaded = loading.read(CATALOGUE["gatito"])
    assert {p.dtype for p in loaded.model.parameters()} == {torch.float32}
    assert loaded.size_bytes == loaded.card.memory_bytes
    loaded.model(torch.tensor([[2]])).logits.detach().numpy()


def test_a_model_larger_than_the_free_memory_is_refused_before_it_is_fetched(monkeypatch):
    monkeypatch.setattr(loading, "pick", lambda: replace(CPU, free_bytes=1000))
    with pytest.raises(ModelError) as error:
        loading.read(CATALOGUE["gpt2"])
    assert error.value.key == "no_memory"
    assert "497,759,232 bytes of memory and 1,000 are free" in str(error.value)


def test_opening_models_in_parallel_leaves_torch_as_it_was(tmp_path, monkeypatch):
    """transformers replaces functions of torch while it opens a model."""
    for name in "abcd":
        tiny.gpt2(tmp_path / name)
    before = (torch.linspace, torch.nn.init.normal_, torch.get_default_dtype())
    monkeypatch.setattr(loading, "_folder", lambda card, _report: tmp_path / card.source)
    cards = [replace(CATALOGUE["gpt2"], source=name, parameters=None) for name in "abcd"] * 3
    with ThreadPoolExecutor(4) as threads:
        assert len(list(threads.map(loading.read, cards))) == 12
    assert (torch.linspace, torch.nn.init.normal_, torch.get_default_dtype()) == before


def test_headers_are_counted_by_hand(tmp_path):
    """Two tensors of reals, 6 + 4 numbers; whole numbers are no parameters."""
    header = json.dumps(
        {
            "a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
            "b": {"dtype": "BF16", "shape": [4], "data_offsets": [24, 32]},
            "ids": {"dtype": "I64", "shape": [1, 1], "data_offsets": [32, 40]},
            "__metadata__": {"format": "pt"},
        }
    ).encode()
    (tmp_path / "model.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + bytes(40))
    assert weights(tmp_path) == (10, 8 + len(header) + 40)


FIRST = """
import gc, weakref
from core import models
model = weakref.ref(models.load("gatito").model)
print(gc.isenabled(), gc.get_freeze_count() > 100_000, model() is not None)
models.clear()
gc.collect()
print(model() is None)
"""


def test_the_first_load_freezes_the_libraries_and_not_the_model():
    child = subprocess.run(
        [sys.executable, "-W", "error", "-c", FIRST], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (child.stdout.split(), child.stderr) == (["True"] * 4, "")
