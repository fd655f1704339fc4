"""Models in memory: each loaded once, the least recently used going first when there are too many bytes."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from concurrent.futures import Future, wait
from dataclasses import dataclass, field

from core.errors import InputError, ModelError
from core.models.catalogue import OWN, Card, card_for, readable
from core.models.loading import LoadedModel, Progress, read

LIMIT = "LLM_POR_DENTRO_MODEL_BYTES"
"""Environment variable with the most bytes of models to keep (default: a third of the machine's memory)."""

TICK_SECONDS = 0.25
"""How often a waiting caller is told the progress; a page can be interrupted that often."""

_lock = threading.RLock()
_kept: OrderedDict[str, LoadedModel] = OrderedDict()
_loading: dict[str, _Job] = {}


@dataclass
class _Job:
    """One load that is under way, for everyone who waits for it."""

    future: Future[LoadedModel] = field(default_factory=Future)
    done: float = 0.0
    total: float = 0.0

    def report(self, done: float, total: float) -> None:
        self.done, self.total = max(self.done, done), total


def load(model_id: str, progress: Progress | None = None) -> LoadedModel:
    """Give a model of the catalogue, of the hub, or of a learner, from memory if it is there.

    Threads that ask for the same model load it once, and different models are fetched at the same time. The work is
    done by a thread of its own, so a page that is interrupted while it waits spoils nothing for the others. A model
    that is dropped from memory stays usable by whoever holds it.

    Parameters
    ----------
    model_id
        An id of the catalogue, of the hub, or one given to `register`.
    progress
        Called now and then, by the calling thread, with the bytes fetched so far and in all; not called for what is
        on this machine already.

    Raises
    ------
    InputError, ModelError
        See `core.models.catalogue.card_for` and `core.models.loading.read`.

    Examples
    --------
    >>> load("gatito") is load("gatito")
    True
    """
    with _lock:
        if model_id in _kept:
            return _remembered(model_id)
        if model_id.startswith(OWN):
            shown = readable(model_id.removeprefix(OWN))
            raise ModelError(
                f"{shown} is no longer in memory: train it again", "model_forgotten", model=shown
            )
        card = card_for(model_id)
        if card.id in _kept:
            return _remembered(card.id)
        job = _loading.get(card.id) or _start(card)
    while not wait([job.future], TICK_SECONDS).done:
        if progress and job.total:
            progress(job.done, job.total)
    return job.future.result()


def load_writer(model_id: str) -> LoadedModel:
    """Give a model that predicts the next token; as `load`.

    Raises
    ------
    InputError
        For an encoder too: it has no next token.

    Examples
    --------
    >>> load_writer("gatito").card.kind
    'causal'
    """
    loaded = load(model_id)
    if loaded.card.kind != "causal":
        name = loaded.card.name
        raise InputError(f"{name} gives vectors and does not write", "not_causal", model=name)
    return loaded


def register(model_id: str, loaded: LoadedModel) -> None:
    """Keep a model that a learner trained, for the other lessons of the session.

    Parameters
    ----------
    model_id
        Starts with `OWN` (``"mine:"``); the rest must be the learner's alone, since all of them share this memory.

    Raises
    ------
    InputError
        For an id that could be a model of the catalogue or of the hub.
    """
    if not model_id.startswith(OWN):
        shown = readable(model_id)
        raise InputError(f"«{shown}» must start with «{OWN}»", "model_id", model=shown)
    with _lock:
        _keep(model_id, loaded)


def resident() -> dict[str, int]:
    """Give the bytes of each model in memory, least recently used first."""
    with _lock:
        return {model_id: loaded.size_bytes for model_id, loaded in _kept.items()}


def clear() -> None:
    """Forget every model."""
    with _lock:
        _kept.clear()


def limit_bytes() -> int:
    """Give the most bytes of models that are kept.

    Raises
    ------
    InputError
        When the environment variable is not a number of bytes.
    """
    import psutil

    asked = os.environ.get(LIMIT, "")
    if asked and not asked.isdecimal():
        raise InputError(f"{LIMIT} is «{asked}»: write a number of bytes", "unexpected")
    return int(asked) if asked else int(psutil.virtual_memory().total) // 3


def _start(card: Card) -> _Job:
    """Begin to load; the caller holds the lock."""
    _make_room(card.memory_bytes or 0)
    job = _Job()
    threading.Thread(target=_run, args=(card, job), name=f"load {card.id}", daemon=True).start()
    _loading[card.id] = job
    return job


def _run(card: Card, job: _Job) -> None:
    try:
        loaded = read(card, job.report)
        with _lock:
            _keep(card.id, loaded)
    except BaseException as error:  # noqa: BLE001  (whoever waits gets it)
        _end(card)
        job.future.set_exception(error)
    else:
        _end(card)
        job.future.set_result(loaded)


def _end(card: Card) -> None:
    with _lock:
        del _loading[card.id]


def _remembered(model_id: str) -> LoadedModel:
    _kept.move_to_end(model_id)
    return _kept[model_id]


def _keep(model_id: str, loaded: LoadedModel) -> None:
    _kept.pop(model_id, None)
    _make_room(loaded.size_bytes)
    _kept[model_id] = loaded


def _make_room(wanted: int) -> None:
    """Drop the least recently used until `wanted` bytes more fit; the caller holds the lock."""
    limit, held = limit_bytes(), sum(loaded.size_bytes for loaded in _kept.values())
    while _kept and held + wanted > limit:
        _, dropped = _kept.popitem(last=False)
        held -= dropped.size_bytes
