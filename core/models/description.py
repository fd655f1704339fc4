"""What the files of a model tell about it: what it does, how big it is, what it learnt from."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from core.errors import ModelError
from core.models.catalogue import CATALOGUE, Card

_WRITES = ("ForCausalLM", "LMHeadModel")
_REALS = {"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"}
_LARGEST_HEADER = 100_000_000


def described(card: Card, folder: Path) -> Card:
    """Complete a card from the files of its model.

    Raises
    ------
    ModelError
        When the files are not readable, or the model is neither a causal model nor an encoder of text.

    Examples
    --------
    >>> from core.models.catalogue import GATITO, card_for
    >>> described(card_for("somebody/gatito"), GATITO).parameters == weights(GATITO)[0]
    True
    """
    try:
        parameters, size = weights(folder)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if card.id in CATALOGUE:
            return replace(card, parameters=parameters, size_bytes=size)
        kind, (languages, licence) = _kind(card, config), _published(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{card.name} cannot be read: {error}", "model_damaged", model=card.name) from error
    return replace(
        card,
        kind=kind,
        parameters=parameters,
        size_bytes=size,
        languages=languages or card.languages,
        licence=licence or card.licence,
    )


def weights(folder: Path) -> tuple[int, int]:
    """Count the real numbers in the safetensors of a folder, and the bytes of the files.

    Only the headers are read: eight bytes of length, and that many of JSON.

    Raises
    ------
    ValueError
        When a file is not of this format, or is cut short.

    Source
    ------
    https://huggingface.co/docs/safetensors, «Format».
    """
    parameters = size = 0
    for path in sorted(folder.glob("*.safetensors")):
        size += path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 0 < length <= min(_LARGEST_HEADER, path.stat().st_size - 8):
                raise ValueError(f"{path.name} has no header of safetensors")
            header = json.loads(file.read(length))
        tensors = [tensor for name, tensor in header.items() if name != "__metadata__"]
        ends = 8 + length + max((tensor["data_offsets"][1] for tensor in tensors), default=0)
        if ends != path.stat().st_size:
            raise ValueError(
                f"{path.name} has {path.stat().st_size:,} bytes, and its header speaks of {ends:,}"
            )
        parameters += sum(math.prod(tensor["shape"]) for tensor in tensors if tensor["dtype"] in _REALS)
    return parameters, size


def needs_code(card: Card, folder: Path) -> None:
    """Refuse a model that only runs with a program of its authors: the course never runs code from the hub.

    Raises
    ------
    ModelError
        When transformers itself has no class for it.
    """
    from transformers.models.auto.configuration_auto import CONFIG_MAPPING

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if config.get("model_type") not in CONFIG_MAPPING:
        raise ModelError(
            f"{card.name} only works with code of its own, which the course does not run",
            "model_code",
            model=card.name,
        )


def _kind(card: Card, config: dict[str, Any]) -> Literal["causal", "encoder"]:
    classes = [str(name) for name in config.get("architectures") or []]
    if any(name.endswith(_WRITES) for name in classes):
        return "causal"
    other = config.get("is_encoder_decoder") or "vision_config" in config or "audio_config" in config
    if other or not any("Model" in name or "For" in name for name in classes):
        what = ", ".join(classes) or "?"
        raise ModelError(
            f"{card.name} is a {what}, neither a causal model nor an encoder of text",
            "model_kind",
            model=card.name,
            what=what,
        )
    return "encoder"


def _published(folder: Path) -> tuple[tuple[str, ...], str]:
    """Languages (ISO 639-1) and licence, as the authors' README declares them; empty when it does not."""
    from huggingface_hub import ModelCard

    readme = folder / "README.md"
    if not readme.is_file():
        return (), ""
    data = ModelCard(readme.read_text(encoding="utf-8"), ignore_metadata_errors=True).data.to_dict()
    languages = data.get("language") or []
    languages = [languages] if isinstance(languages, str) else languages
    return tuple(str(one) for one in languages), str(data.get("license") or "")
