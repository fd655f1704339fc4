"""From a card to a model in memory: folders that ship, a package, or the hub; safetensors only, never remote code.

Weights become 32-bit numbers, and attention is computed the plain («eager») way, so that every lesson can ask the same
model for its attention weights (``output_attentions=True``). The fused way would save Gatito less than a tenth of its
time at the lengths of the lessons.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.device import Device, pick
from core.errors import CourseError, ModelError
from core.models import hub
from core.models.catalogue import GATITO, Card
from core.models.description import described, needs_code

Progress = Callable[[float, float], None]
"""Called with bytes so far and bytes in all."""

_opening = threading.Lock()
"""While transformers opens a model it replaces functions of torch for the whole process: one at a time."""


@dataclass(frozen=True)
class LoadedModel:
    """A model ready to be asked: evaluation mode, no gradients, on `device`.

    Parameters
    ----------
    card
        What is known of it, its files included.
    model
        A model of transformers; shared by everyone who loads it, so it must not be changed.
    tokenizer
        Its tokenizer, of transformers too.
    device
        Where it computes; inputs go to ``device.name``.
    """

    card: Card
    model: Any
    tokenizer: Any
    device: Device

    @property
    def size_bytes(self) -> int:
        """Bytes of its parameters in memory."""
        return sum(p.numel() * p.element_size() for p in self.model.parameters())


def read(card: Card, report: Progress | None = None) -> LoadedModel:
    """Load a model and put it on the accelerator.

    Parameters
    ----------
    card
        Of the catalogue, or made for an id of the hub.
    report
        Told the bytes that have come while files are fetched, from any thread.

    Raises
    ------
    ModelError
        When files are missing or damaged, the model is of no kind the course can use, the hub cannot be reached, or
        there is not enough memory or disk.
    """
    prepare()
    device = pick()
    _fits(card, device)
    folder = _folder(card, report)
    card = described(card, folder)
    _fits(card, device)
    try:
        with _opening:
            model, tokenizer = _open(card, folder)
        model = model.requires_grad_(False).eval().to(device.name)
        learnt = sum(p.numel() for p in model.parameters())  # files can hold more: GPT-2's hold its masks
        return LoadedModel(replace(card, parameters=learnt), model, tokenizer, device)
    except CourseError:
        raise
    except Exception as error:  # the libraries that read these files raise bare Exception too
        if isinstance(error, MemoryError) or "out of memory" in str(error).lower():
            raise _too_big(card, device) from error
        raise ModelError(f"{card.name} cannot be read: {error}", "model_damaged", model=card.name) from error


def gpt2(folder: Path) -> tuple[Any, Any]:
    """Open a GPT-2 in a folder, as Gatito is opened: model in evaluation mode and tokenizer.

    The classes are asked for by name: the Auto classes import what is not needed here.

    Raises
    ------
    OSError, ValueError
        When files are missing, damaged or not of a GPT-2.
    """
    prepare()
    from transformers import PreTrainedTokenizerFast
    from transformers.models.gpt2.modeling_gpt2 import GPT2LMHeadModel

    kind: Any = GPT2LMHeadModel
    model = _whole("causal", kind.from_pretrained(str(folder), **_weights()))
    return model.eval(), PreTrainedTokenizerFast.from_pretrained(str(folder), **_LOCAL)


_LOCAL: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}


def _weights() -> dict[str, Any]:
    """How every model is opened: safetensors only, 32-bit numbers, attention that can be looked at."""
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()  # transformers draws one in the server's log for every model
    how = {"use_safetensors": True, "attn_implementation": "eager", "dtype": torch.float32}
    return _LOCAL | how | {"output_loading_info": True}


def _open(card: Card, folder: Path) -> tuple[Any, Any]:
    if card.id == "gatito":
        return gpt2(folder)
    from transformers import AutoModel, AutoModelForCausalLM, AutoTokenizer

    needs_code(card, folder)
    kind: Any = AutoModelForCausalLM if card.kind == "causal" else AutoModel
    model = _whole(card.kind, kind.from_pretrained(str(folder), **_weights()))
    return model, AutoTokenizer.from_pretrained(str(folder), **_LOCAL)


def _whole(kind: str, loaded: tuple[Any, dict[str, Any]]) -> Any:
    """Refuse a model some of whose weights were not in its files: transformers draws them at random and only warns.

    Encoders are often published without the pooler, which no lesson asks.
    """
    model, told = loaded
    lacks = [name for name in told["missing_keys"] if kind == "causal" or not name.startswith("pooler.")]
    lacks += [str(one) for one in told["mismatched_keys"]]
    if lacks:
        raise ValueError(f"its files lack {len(lacks)} of its tensors, {min(lacks)} among them")
    return model


def folder_that_ships(card: Card) -> Path | None:
    """Give the folder of a model that works offline, or None when its files are not there."""
    if card.id == "gatito":
        return GATITO if (GATITO / "model.safetensors").is_file() else None
    spec = find_spec(card.source)
    places = (spec.submodule_search_locations if spec else None) or []
    return next((found.parent for place in places for found in Path(place).rglob("model.safetensors")), None)


def _folder(card: Card, report: Progress | None) -> Path:
    if not card.offline:
        return hub.folder_of(card.source, report)
    folder = folder_that_ships(card)
    if folder is None:
        where = "assets/models/gatito" if card.id == "gatito" else f"the package {card.source}"
        raise ModelError(f"{card.name}'s files are missing from {where}", "model_missing", model=card.name)
    return folder


def _fits(card: Card, device: Device) -> None:
    if card.memory_bytes and card.memory_bytes > device.free_bytes:
        raise _too_big(card, device)


def _too_big(card: Card, device: Device) -> ModelError:
    message = (
        f"{card.name} needs {card.memory_bytes or 0:,} bytes of memory and {device.free_bytes:,} are free"
    )
    return ModelError(message, "no_memory", model=card.name)


_importing = threading.Lock()
_imported = False


def prepare() -> None:
    """Import torch and what of transformers every model needs; the first load does it, and later calls cost nothing.

    It is done in a thread of its own, because what stays behind of an import refers to who asked for it, and would be
    frozen with it.
    """
    global _imported
    with _importing:
        if not _imported:
            with ThreadPoolExecutor(1) as thread:
                thread.submit(_import).result()
            _imported = True


def _import() -> None:
    """Hold the garbage collector while thousands of objects are made, and take them out of its rounds afterwards.

    A third of a first load was full collections; each later one would stop every page for a fifth of a second. Models
    are made later on purpose: they stay in the rounds, so that one that is dropped gives its memory back.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        import torch  # noqa: F401
        from transformers import PreTrainedTokenizerFast  # noqa: F401
        from transformers.models.gpt2.modeling_gpt2 import GPT2LMHeadModel  # noqa: F401

        gc.freeze()
    finally:
        if was_on:
            gc.enable()
