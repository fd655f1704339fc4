"""Models of the hub, fetched from one on this machine: what comes, what is refused, what is on disk."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
import torch

from core.errors import ModelError
from core.models import cache, hub, load
from tests.core.models import tiny

pytestmark = pytest.mark.usefixtures("no_models")


def keys(error: pytest.ExceptionInfo[ModelError]) -> tuple[str, object]:
    return error.value.key, error.value.values.get("what")


def test_a_model_is_fetched_with_its_bytes_counted_and_then_works_with_the_cable_out(
    local_hub, tmp_path, monkeypatch
):
    there = tmp_path / "hub" / "ana" / "tiny"
    original = tiny.gpt2(there, max_shard_size="2KB")  # in several pieces, as large models are
    assert len(list(there.glob("*.safetensors"))) > 1
    (there / "README.md").write_text("---\nlanguage: [es, ca]\nlicense: mit\n---\n# Tiny\n")
    (there / "pytorch_model.bin").write_bytes(b"a pickle could run code")
    (there / "onnx").mkdir()
    (there / "onnx" / "model.safetensors").write_bytes(b"for somebody else")
    monkeypatch.setattr(cache, "TICK_SECONDS", 0.001)
    told, ours = [], threading.get_ident()

    def progress(done: float, total: float) -> None:
        assert threading.get_ident() == ours
        told.append((done, total))

    loaded = load("ana/tiny", progress)
    wanted = sum(
        file.stat().st_size for file in there.glob("*") if file.suffix in {".safetensors", ".json", ".md"}
    )
    assert {total for _, total in told} == {wanted}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] <= wanted
    assert not [request for request in local_hub.requests if "pytorch_model" in request or "onnx" in request]

    assert loaded.card.languages == ("es", "ca")
    assert (loaded.card.kind, loaded.card.licence) == ("causal", "mit")
    assert loaded.card.parameters == sum(p.numel() for p in original.parameters())
    ids = torch.tensor([[2, 3, 6, 7, 4]])
    assert torch.equal(loaded.model(ids).logits, original(ids).logits)

    local_hub.close()
    local_hub.requests.clear()
    cache.clear()
    again = load("ana/tiny")
    assert not local_hub.requests
    assert again is not loaded
    assert torch.equal(again.model(ids).logits, original(ids).logits)


def test_an_encoder_is_known_by_its_files(local_hub, tmp_path):
    original = tiny.bert(tmp_path / "hub" / "ana" / "encoder")
    loaded = load("ana/encoder")
    assert loaded.card.kind == "encoder"
    ids = torch.tensor([[2, 3, 6]])
    assert torch.equal(loaded.model(ids).last_hidden_state, original(ids).last_hidden_state)


def test_a_model_without_safetensors_is_refused_before_anything_is_fetched(local_hub, tmp_path, empty_cache):
    there = tmp_path / "hub" / "ana" / "pickle"
    tiny.gpt2(there)
    (there / "model.safetensors").rename(there / "pytorch_model.bin")
    with pytest.raises(ModelError) as error:
        load("ana/pickle")
    assert keys(error) == ("model_incomplete", "model.safetensors")
    assert not list(empty_cache.rglob("config.json"))


def test_a_model_without_tokenizer_is_refused(local_hub, tmp_path):
    there = tmp_path / "hub" / "ana" / "mute"
    tiny.gpt2(there)
    for file in there.glob("tokenizer*"):
        file.unlink()
    with pytest.raises(ModelError) as error:
        load("ana/mute")
    assert keys(error) == ("model_incomplete", "tokenizer.json")


def test_a_model_that_needs_code_of_its_authors_is_refused(local_hub, tmp_path):
    there = tmp_path / "hub" / "ana" / "code"
    tiny.gpt2(there)
    tiny.edit_config(there, model_type="anas_own", auto_map={"AutoModelForCausalLM": "modeling.Own"})
    ran = tmp_path / "ran"
    (there / "modeling.py").write_text(f"open({str(ran)!r}, 'w')")
    with pytest.raises(ModelError) as error:
        load("ana/code")
    assert error.value.key == "model_code"
    assert not ran.exists()


@pytest.mark.parametrize(
    "config",
    [
        {"architectures": ["T5ForConditionalGeneration"], "is_encoder_decoder": True},
        {"architectures": ["CLIPModel"], "vision_config": {}},
        {"architectures": None},
    ],
)
def test_what_neither_writes_nor_encodes_text_is_refused(local_hub, tmp_path, config):
    there = tmp_path / "hub" / "ana" / "other"
    tiny.gpt2(there)
    tiny.edit_config(there, **config)
    with pytest.raises(ModelError) as error:
        load("ana/other")
    assert error.value.key == "model_kind"


@pytest.mark.parametrize(
    "file, damage",
    [
        ("model.safetensors", lambda _: b""),
        ("model.safetensors", lambda _: b"not weights"),
        ("model.safetensors", lambda _: b"\xff" * 64),
        ("model.safetensors", lambda _: b"\x08" + b"\0" * 7 + b"{}      "),
        ("model.safetensors", lambda whole: whole[:-100]),
        ("model.safetensors", lambda whole: whole + b"more"),
        ("config.json", lambda _: b"[]"),
        ("config.json", lambda whole: whole[:-20]),
        ("tokenizer.json", lambda whole: whole[:-20]),
        ("tokenizer.json", lambda _: b"{}"),
    ],
)
def test_damaged_files_are_told_and_not_used(local_hub, tmp_path, file, damage):
    there = tmp_path / "hub" / "ana" / "broken"
    tiny.gpt2(there)
    (there / file).write_bytes(damage((there / file).read_bytes()))
    with pytest.raises(ModelError) as error:
        load("ana/broken")
    assert error.value.key == "model_damaged"


@pytest.mark.parametrize(
    "refusal, key",
    [
        ((404, "RepoNotFound"), "not_on_hub"),
        ((403, "GatedRepo"), "model_gated"),
        ((500, "Oops"), "model_offline"),
    ],
)
def test_each_refusal_of_the_hub_has_its_sentence(local_hub, refusal, key):
    local_hub.refusals["ana/refused"] = refusal
    with pytest.raises(ModelError) as error:
        load("ana/refused")
    assert error.value.key == key
    assert "ana/refused" in str(error.value)


def test_a_hub_that_does_not_answer_is_told(local_hub):
    local_hub.close()
    with pytest.raises(ModelError) as error:
        load("ana/tiny")
    assert error.value.key == "model_offline"


def test_a_hub_that_breaks_off_and_is_there_again_is_not_even_noticed(local_hub, tmp_path):
    original = tiny.gpt2(tmp_path / "hub" / "ana" / "tiny")
    local_hub.cut_after = 5_000
    loaded = load("ana/tiny")
    assert local_hub.cut_after is None
    ids = torch.tensor([[2, 3, 6, 7, 4]])
    assert torch.equal(loaded.model(ids).logits, original(ids).logits)


def test_a_hub_lost_in_the_middle_is_told_and_leaves_nothing_behind(local_hub, tmp_path, empty_cache):
    there = tmp_path / "hub" / "ana" / "tiny"
    original = tiny.gpt2(there)
    local_hub.cut_after, local_hub.down_after_cut = 5_000, True
    with pytest.raises(ModelError) as error:
        load("ana/tiny")
    assert error.value.key == "model_offline"
    assert hub.on_disk("ana/tiny") is None
    assert not [file for file in empty_cache.rglob("*") if "incomplete" in file.name]
    blobs = [file for file in empty_cache.rglob("*") if file.is_file() and file.suffix != ".json"]
    assert all(file.stat().st_size < (there / "model.safetensors").stat().st_size for file in blobs)

    local_hub.down = False  # the cable is in again: the same button brings it
    loaded = load("ana/tiny")
    ids = torch.tensor([[2, 3, 6, 7, 4]])
    assert torch.equal(loaded.model(ids).logits, original(ids).logits)


def test_with_the_network_off_nothing_is_asked(local_hub, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="ana/tiny is not on this machine") as error:
        load("ana/tiny")
    assert error.value.key == "model_offline"
    assert not local_hub.requests


def test_a_disk_that_is_too_small_is_told_before_anything_is_fetched(
    local_hub, tmp_path, monkeypatch, empty_cache
):
    tiny.gpt2(tmp_path / "hub" / "ana" / "tiny")
    real = shutil.disk_usage
    monkeypatch.setattr(shutil, "disk_usage", lambda place: real(place)._replace(free=100))
    with pytest.raises(ModelError) as error:
        load("ana/tiny")
    assert (error.value.key, error.value.values["limit"]) == ("no_disk", 100)
    assert not list(empty_cache.rglob("*.safetensors"))


def test_part_of_a_model_is_not_a_model(local_hub, tmp_path):
    """Lesson 3 fetches only the tokenizer of a model; lesson 2 then has to fetch the rest."""
    from huggingface_hub import hf_hub_download

    tiny.gpt2(tmp_path / "hub" / "ana" / "tiny")
    hf_hub_download("ana/tiny", "tokenizer.json")
    assert hub.on_disk("ana/tiny") is None
    load("ana/tiny")
    assert hub.on_disk("ana/tiny") is not None


def test_missing_names_what_a_folder_lacks(tmp_path):
    assert hub.missing(tmp_path) == ["config.json", "model.safetensors", "tokenizer.json"]
    whole = tmp_path / "whole"
    tiny.gpt2(whole, max_shard_size="2KB")
    assert hub.missing(whole) == []
    shard = min(whole.glob("*.safetensors"))
    Path(shard).unlink()
    assert hub.missing(whole) == [shard.name]
    index = whole / "model.safetensors.index.json"
    for broken in ("", "[]", "{}", '{"weight_map": {"a": 1}}'):
        index.write_text(broken)
        assert hub.missing(whole) == [index.name]
