"""A trained model as a folder that `transformers` opens in three lines, in a zip; and back again."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.device import pick
from core.errors import InputError
from core.gatito import tokenizer as gatito_tokenizer
from core.gatito.corpus import END_ID
from core.models import OWN, Card, LoadedModel, register
from core.models.loading import gpt2
from core.train_llm.probing import data_of, tokenizer_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from core.gatito.training import State

FOLDER = "my_llm"
FILES = (
    "config.json",
    "generation_config.json",
    "model.safetensors",
    "tokenizer.json",
    "tokenizer_config.json",
)
NEEDED = ("config.json", "model.safetensors", "tokenizer.json")
LARGEST_BYTES = 200_000_000
"""What a zip may hold once unpacked."""
LARGEST_SHAPE = {"n_layer": 24, "n_embd": 2048, "n_positions": 4096, "vocab_size": 70_000, "n_head": 64}
THREE_LINES = f"""from transformers import pipeline
write = pipeline("text-generation", "{FOLDER}", max_new_tokens=12)
print(write("El gato está en la")[0]["generated_text"])"""
"""All that is needed in a fresh process, beside the folder."""


@dataclass(frozen=True)
class Brought:
    """A model that came back from a zip: what it is called in memory, and its card."""

    model_id: str
    card: Card


def write_folder(state: State, folder: Path) -> None:
    """Write weights, shape and tokenizer as `transformers` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    state.model().save_pretrained(str(folder))
    gatito_tokenizer.save(_opening(tokenizer_of(data_of(state.settings))), folder)
    (folder / "README.md").write_text(_readme(state), encoding="utf-8")


def _opening(tokenizer: Tokenizer) -> Tokenizer:
    """A copy that puts the opening token before a text by itself, as every text in training had it."""
    from tokenizers import Tokenizer, processors

    copy = Tokenizer.from_str(tokenizer.to_str())
    end = gatito_tokenizer.END
    copy.post_processor = processors.TemplateProcessing(single=f"{end} $A", special_tokens=[(end, END_ID)])
    return copy


def packed(state: State) -> bytes:
    """Give the folder as the bytes of a zip.

    Examples
    --------
    >>> from core.gatito.training import start
    >>> from core.train_llm import SIZES, settings
    >>> names = zipfile.ZipFile(io.BytesIO(packed(start(settings(SIZES["tiny"]))))).namelist()
    >>> f"{FOLDER}/model.safetensors" in names
    True
    """
    held = io.BytesIO()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / FOLDER
        write_folder(state, folder)
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.iterdir()):
                archive.write(path, f"{FOLDER}/{path.name}")
    return held.getvalue()


def bring(raw: bytes, name: str, owner: str) -> Brought:
    """Open a zip that `packed` made, and keep its model for the other lessons.

    Only the files that a model needs are taken out, weights are read as safetensors, and nothing in the zip is run.

    Parameters
    ----------
    raw
        The zip.
    name
        What people call the model.
    owner
        Whose it is; other learners do not find it.

    Raises
    ------
    InputError
        When it is no zip, lacks a file, is too large, or holds another kind of model.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _unpack(raw, folder)
        _check_shape(folder / "config.json")
        try:
            model, tokenizer = gpt2(folder)
        except Exception as error:  # the libraries that read these files raise bare Exception too
            raise InputError(f"the model cannot be read: {error}", "train_zip_broken") from error
    return keep(model, tokenizer, name, owner)


def keep(model: Any, tokenizer: Any, name: str, owner: str) -> Brought:
    """Put a model where every lesson finds it, under an id that is the learner's alone."""
    device = pick()
    parameters = sum(one.numel() for one in model.parameters())
    model_id = f"{OWN}{owner}"
    card = Card(model_id, name, "causal", ("es",), parameters, 4 * parameters, "", "mine")
    register(
        model_id,
        LoadedModel(card, model.requires_grad_(False).eval().to(device.name), tokenizer, device),
    )
    return Brought(model_id, card)


def keep_state(state: State, name: str, owner: str) -> Brought:
    """Keep the model of a run as it stands, without a download in between."""
    from transformers import PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer_of(data_of(state.settings)),
        bos_token=gatito_tokenizer.END,
        eos_token=gatito_tokenizer.END,
    )
    model = state.model()
    model.set_attn_implementation("eager")
    return keep(model, tokenizer, name, owner)


def _unpack(raw: bytes, folder: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            found = {Path(one.filename).name: one for one in archive.infolist() if not one.is_dir()}
            total = sum(one.file_size for name, one in found.items() if name in FILES)
            if total > LARGEST_BYTES:
                message = f"the zip holds {total} bytes, {LARGEST_BYTES} fit"
                raise InputError(message, "train_zip_large", given=total, limit=LARGEST_BYTES)
            for name in FILES:
                if name in found:
                    (folder / name).write_bytes(archive.read(found[name]))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise InputError(f"this is no zip that can be read: {error}", "train_zip_broken") from error
    lacks = [name for name in NEEDED if not (folder / name).is_file()]
    if lacks:
        what = ", ".join(lacks)
        raise InputError(f"the zip lacks {what}", "train_zip_lacks", what=what)


def _check_shape(path: Path) -> None:
    """Refuse what is no small GPT-2 before anything is made of the size it claims."""
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
        small = config["model_type"] == "gpt2" and all(
            0 < int(config[name]) <= most for name, most in LARGEST_SHAPE.items()
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"config.json cannot be read: {error}", "train_zip_broken") from error
    if not small:
        raise InputError("this is no model that this page makes", "train_zip_kind")


def _readme(state: State) -> str:
    settings = state.settings
    return (
        f"# {FOLDER}\n\nA GPT-2 of {settings.layers} blocks, {settings.heads} heads and width {settings.width}, "
        f"trained for {state.step} steps ({state.tokens_seen} tokens) in «LLM por dentro».\n\n"
        f"```python\n{THREE_LINES}\n```\n\nRun it where this folder is; `pip install torch transformers` first.\n"
    )
