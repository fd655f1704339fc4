"""A model that is taken away says the same elsewhere; what is brought back is checked before it is opened."""

import io
import json
import subprocess
import sys
import zipfile

import pytest
import torch

from core import models, next_word
from core.errors import InputError
from core.train_llm import begin, forward, takeaway
from core.train_llm.probing import data_of, tokenizer_of

PROMPT = "El gato está en la"
FRESH = f"""
import json, sys
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
model, tokenizer = AutoModelForCausalLM.from_pretrained(sys.argv[1]), AutoTokenizer.from_pretrained(sys.argv[1])
with torch.inference_mode():
    print(json.dumps(model(**tokenizer("{PROMPT}", return_tensors="pt")).logits[0, -1].softmax(-1).tolist()))
"""


@pytest.fixture(scope="module")
def state(tiny, asked):
    return forward(begin(tiny, asked).state, asked, steps=30).state


def shares(model, ids):
    with torch.inference_mode():
        return model(torch.tensor([ids])).logits[0, -1].softmax(-1)


@pytest.fixture(scope="module")
def here(state):
    one = tokenizer_of(data_of(state.settings))
    return shares(state.model(), [0, *one.encode(PROMPT).ids])


def unpacked(state, folder):
    zipfile.ZipFile(io.BytesIO(takeaway.packed(state))).extractall(folder)
    return folder / takeaway.FOLDER


def test_a_fresh_process_gives_the_same_probabilities(state, here, tmp_path):
    child = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", FRESH, str(unpacked(state, tmp_path))],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert child.returncode == 0, child.stderr
    assert json.loads(child.stdout.splitlines()[-1]) == pytest.approx(here.tolist(), abs=1e-6)


def test_the_three_lines_run(state, tmp_path):
    unpacked(state, tmp_path)
    assert len(takeaway.THREE_LINES.splitlines()) == 3
    child = subprocess.run(
        [sys.executable, "-c", takeaway.THREE_LINES],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert child.returncode == 0, child.stderr
    assert child.stdout.startswith(PROMPT)


def test_what_comes_back_is_what_went_and_other_lessons_find_it(state, here):
    brought = takeaway.bring(takeaway.packed(state), "Mi modelo", "ana")
    loaded = models.load(brought.model_id)
    ids = [loaded.tokenizer.bos_token_id, *loaded.tokenizer(PROMPT, add_special_tokens=False)["input_ids"]]
    assert torch.allclose(shares(loaded.model, ids), here, atol=1e-6)
    table = next_word.distribution(PROMPT, brought.model_id)
    assert table["p_base"].iloc[0] == pytest.approx(float(here.max()), rel=1e-4)


def test_a_run_is_kept_as_it_stands(state, here):
    brought = takeaway.keep_state(state, "Mi modelo", "eva")
    table = next_word.distribution(PROMPT, brought.model_id)
    assert table["p_base"].iloc[0] == pytest.approx(float(here.max()), rel=1e-4)


def zipped(**files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return held.getvalue()


def config(**changed):
    shape = {"model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_positions": 8, "vocab_size": 9, "n_head": 1}
    return json.dumps(shape | changed)


@pytest.mark.parametrize(
    "raw, key",
    [
        (b"", "train_zip_broken"),
        (b"PK\x03\x04 not really", "train_zip_broken"),
        (zipped(notes__txt="hola"), "train_zip_lacks"),
        (zipped(config__json=config(), tokenizer__json="{}"), "train_zip_lacks"),
        (zipped(config__json="{", tokenizer__json="{}", model__safetensors="x"), "train_zip_broken"),
        (
            zipped(config__json=config(), tokenizer__json="{}", model__safetensors="x" * 99),
            "train_zip_broken",
        ),
        (
            zipped(config__json=config(model_type="llama"), tokenizer__json="{}", model__safetensors="x"),
            "train_zip_kind",
        ),
        (
            zipped(config__json=config(n_embd=10**9), tokenizer__json="{}", model__safetensors="x"),
            "train_zip_kind",
        ),
    ],
)
def test_what_is_no_model_of_this_page_is_refused(raw, key):
    with pytest.raises(InputError) as refused:
        takeaway.bring(raw, "x", "luis")
    assert refused.value.key == key


def test_a_zip_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr(takeaway, "LARGEST_BYTES", 1000)
    with pytest.raises(InputError) as refused:
        takeaway.bring(zipped(model__safetensors="x" * 2000), "x", "luis")
    assert refused.value.key == "train_zip_large"


def test_names_that_climb_out_of_the_folder_stay_in_it(tmp_path):
    takeaway._unpack(
        zipped(**{"../../config__json": config(), "a/tokenizer__json": "{}", "/model__safetensors": "x"}),
        tmp_path,
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(takeaway.NEEDED)
