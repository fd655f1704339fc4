"""Any tokenizer of the hub, when there is a network: its ``tokenizer.json`` and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from core.errors import ModelError
from core.models.catalogue import card_for
from core.tokenizer.library import LibraryBackend, kind_of
from core.tokenizer.vocabularies import HUB_PREFIX, Vocabulary

LARGEST_FILE = 64_000_000
"""Bytes of a ``tokenizer.json`` that are accepted; the largest known ones have half of it."""

WAIT_SECONDS = 5.0

_FILE = "tokenizer.json"


def load(hub_id: str) -> LibraryBackend:
    """Download a tokenizer of the hub, or take it from this machine when it is here already.

    Parameters
    ----------
    hub_id
        ``owner/name``, or an id of the course's models.

    Raises
    ------
    InputError
        When the id has not the shape of one: a path, an address, anything too long.
    ModelError
        When there is no network, no such repository, no ``tokenizer.json`` in it, or it is too large.
    """
    source = card_for(hub_id).source
    path = _on_disk(source) or _downloaded(source)
    try:
        kind = kind_of(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{_FILE} of {source} is not a tokenizer: {error}", "tokenizer_broken") from error
    vocabulary = Vocabulary(f"{HUB_PREFIX}{hub_id}", source, source, kind, "hub")
    return LibraryBackend.from_file(vocabulary, path)


def _on_disk(source: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(source, _FILE)
    return Path(found) if isinstance(found, str) else None


def _downloaded(source: str) -> Path:
    from huggingface_hub import constants, get_hf_file_metadata, hf_hub_download, hf_hub_url

    if constants.is_offline_mode():
        raise ModelError(
            f"{source} is not on this machine and the network is off", "model_offline", model=source
        )
    from huggingface_hub.errors import (  # type: ignore[attr-defined]  # HTTPError is of whichever client it uses
        EntryNotFoundError,
        HTTPError,
        RepositoryNotFoundError,
    )

    try:
        size = get_hf_file_metadata(hf_hub_url(source, _FILE), timeout=WAIT_SECONDS).size or 0
        if size > LARGEST_FILE:
            message = f"{_FILE} of {source} has {size} bytes, {LARGEST_FILE} fit"
            raise ModelError(message, "tokenizer_too_big", model=source, given=size, limit=LARGEST_FILE)
        return Path(hf_hub_download(source, _FILE, etag_timeout=WAIT_SECONDS))
    except EntryNotFoundError as error:
        raise ModelError(f"{source} has no {_FILE}", "no_tokenizer_file", model=source) from error
    except RepositoryNotFoundError as error:
        message = f"there is no {source} on the hub, or it is private"
        raise ModelError(message, "not_on_hub", model=source) from error
    except (HTTPError, OSError) as error:
        raise ModelError(f"{source} cannot be downloaded: {error}", "model_offline", model=source) from error
