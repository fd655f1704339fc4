"""Models in memory: each loaded once, the least recently used going first when there are too many bytes."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict

from core.models.catalogue import card_for
from core.models.loading import LoadedModel, Progress, read

LIMIT = "LLM_POR_DENTRO_MODEL_BYTES"
"""Environment variable with the most bytes of models to keep (default: a third of the machine's memory)."""

_lock = threading.Lock()
_kept: OrderedDict[str, LoadedModel] = OrderedDict()
_loading: dict[str, threading.Lock] = {}


def load(model_id: str, progress: Progress | None = None) -> LoadedModel:
    """A model of the catalogue or of the hub, from memory if it is there.

    Two threads that ask for the same model load it once; a model that is dropped stays usable by whoever holds it.

    Raises
    ------
    InputError, ModelError
        See `card_for` and `core.models.loading.read`.

    Examples
    --------
    >>> load("gatito") is load("gatito")
    True
    """
    found = _from_memory(model_id)
    if found:
        return found
    card = card_for(model_id)
    with _lock:
        gate = _loading.setdefault(model_id, threading.Lock())
    with gate:
        return _from_memory(model_id) or _keep(model_id, read(card, progress))


def register(model_id: str, loaded: LoadedModel) -> None:
    """Keep a model that a learner trained, under an id of its own, for the other lessons."""
    _keep(model_id, loaded)


def resident() -> dict[str, int]:
    """Bytes of each model in memory, least recently used first."""
    with _lock:
        return {model_id: loaded.size_bytes for model_id, loaded in _kept.items()}


def clear() -> None:
    """Forget every model."""
    with _lock:
        _kept.clear()


def limit_bytes() -> int:
    """The most bytes of models that are kept."""
    import psutil

    return int(os.environ.get(LIMIT) or psutil.virtual_memory().total // 3)


def _from_memory(model_id: str) -> LoadedModel | None:
    with _lock:
        if model_id in _kept:
            _kept.move_to_end(model_id)
        return _kept.get(model_id)


def _keep(model_id: str, loaded: LoadedModel) -> LoadedModel:
    with _lock:
        _kept[model_id] = loaded
        _kept.move_to_end(model_id)
        sizes = {kept_id: kept.size_bytes for kept_id, kept in _kept.items()}
        while sum(sizes.values()) > limit_bytes() and len(_kept) > 1:
            dropped, _ = _kept.popitem(last=False)
            del sizes[dropped]
    return loaded
