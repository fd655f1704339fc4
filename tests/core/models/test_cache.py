"""The memory of models: loaded once, the least recently used dropped first, nothing broken for whoever holds one."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core import models
from core.device import Device
from core.errors import InputError, ModelError
from core.models import LoadedModel, cache, card_for

pytestmark = pytest.mark.usefixtures("no_models")

WEIGHT = 4
"""Bytes of one parameter."""


def made(model_id: str, parameters: int = 100) -> LoadedModel:
    """Make a model with that many parameters."""
    card = card_for(model_id if ":" not in model_id else "ana/any")
    return LoadedModel(card, torch.nn.Linear(parameters, 1, bias=False), None, Device("cpu", "asked", 1, 1))


def reading(monkeypatch: pytest.MonkeyPatch, read: Callable[..., LoadedModel]) -> list[str]:
    """Let `read` stand for the disk, and list what is read."""
    asked: list[str] = []

    def counted(card, report):
        asked.append(card.id)
        return read(card, report)

    monkeypatch.setattr(cache, "read", counted)
    return asked


def test_threads_that_ask_for_the_same_model_load_it_once(monkeypatch):
    gate = threading.Event()
    asked = reading(monkeypatch, lambda card, _report: (gate.wait(10), made(card.id))[1])
    with ThreadPoolExecutor(6) as threads:
        futures = [threads.submit(models.load, "ana/one") for _ in range(6)]
        gate.set()
        assert len({id(future.result()) for future in futures}) == 1
    assert asked == ["ana/one"]


def test_different_models_are_loaded_at_the_same_time(monkeypatch):
    both = threading.Barrier(2)  # nobody passes alone

    def read(card, report):
        both.wait(timeout=10)
        return made(card.id)

    reading(monkeypatch, read)
    with ThreadPoolExecutor(2) as threads:
        one, two = threads.map(models.load, ["ana/one", "ana/two"])
    assert (one.card.id, two.card.id) == ("ana/one", "ana/two")


def test_the_hubs_name_of_a_model_of_the_catalogue_is_the_same_model(monkeypatch):
    asked = reading(monkeypatch, lambda card, _report: made(card.id))
    assert models.load("gpt2") is models.load("openai-community/gpt2") is models.load("OpenAI-community/GPT2")
    assert asked == ["gpt2"]


def test_the_least_recently_used_goes_first_and_whoever_holds_it_goes_on(monkeypatch):
    monkeypatch.setenv(cache.LIMIT, str(250 * WEIGHT))
    asked = reading(monkeypatch, lambda card, _report: made(card.id))
    models.load("ana/one")
    two = models.load("ana/two")
    models.load("ana/one")
    models.load("ana/three")
    assert list(models.resident()) == ["ana/one", "ana/three"]
    assert two.model(torch.zeros(1, 100)).item() == 0.0
    models.load("ana/two")
    assert asked == ["ana/one", "ana/two", "ana/three", "ana/two"]


def test_a_dropped_model_gives_its_memory_back(monkeypatch):
    monkeypatch.setenv(cache.LIMIT, "1")
    there = weakref.ref(models.load("gatito").model)
    assert there() is not None
    models.register("mine:other", made("mine:other"))
    gc.collect()
    assert there() is None


uses = st.lists(st.tuples(st.sampled_from("abcde"), st.integers(1, 60)), max_size=25)


@given(uses)
def test_what_is_kept_is_what_a_list_would_keep(steps):
    """Against a naive memory: a list of names in the order of their last use."""
    models.clear()
    limit = 100
    sizes: dict[str, int] = {}
    order: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(cache.LIMIT, str(limit * WEIGHT))
        for name, parameters in steps:
            models.register(f"mine:{name}", made("mine:", parameters))
            sizes[name] = parameters
            order = [one for one in order if one != name]
            while order and sum(sizes[one] for one in order) + parameters > limit:
                order.pop(0)
            order.append(name)
            assert list(models.resident()) == [f"mine:{one}" for one in order]
            assert sum(models.resident().values()) <= limit * WEIGHT


def test_the_newest_is_kept_even_when_it_alone_is_too_big(monkeypatch):
    monkeypatch.setenv(cache.LIMIT, "8")
    models.register("mine:big", made("mine:big"))
    assert list(models.resident()) == ["mine:big"]


def test_a_load_that_failed_is_tried_again(monkeypatch):
    tries = iter([ModelError("no network", "model_offline", model="ana/one"), None])

    def read(card, report):
        if error := next(tries):
            raise error
        return made(card.id)

    reading(monkeypatch, read)
    with pytest.raises(ModelError, match="no network"):
        models.load("ana/one")
    assert models.load("ana/one").card.id == "ana/one"


def test_a_page_that_is_interrupted_while_it_waits_spoils_nothing(monkeypatch):
    """Streamlit stops a page by raising inside whatever it draws, also inside the progress."""
    monkeypatch.setattr(cache, "TICK_SECONDS", 0.001)
    gate = threading.Event()

    def read(card, report):
        report(1, 2)
        gate.wait(10)
        return made(card.id)

    class Stopped(BaseException):
        pass

    def progress(done, total):
        assert (done, total) == (1, 2)
        raise Stopped

    asked = reading(monkeypatch, read)
    with pytest.raises(Stopped):
        models.load("ana/one", progress)
    gate.set()
    assert models.load("ana/one").card.id == "ana/one"
    assert asked == ["ana/one"]


def test_a_limit_that_is_no_number_is_told_and_blocks_nobody(monkeypatch):
    reading(monkeypatch, lambda card, _report: made(card.id))
    monkeypatch.setenv(cache.LIMIT, "a lot")
    for _ in range(2):
        with pytest.raises(InputError, match="a lot"):
            models.load("ana/one")
    monkeypatch.delenv(cache.LIMIT)
    assert models.load("ana/one").card.id == "ana/one"


def test_a_learners_model_is_kept_under_an_id_that_no_hub_has():
    mine = made("mine:7")
    models.register("mine:7", mine)
    assert models.load("mine:7") is mine
    for theirs in ("gatito", "gpt2", "ana/one"):
        with pytest.raises(InputError):
            models.register(theirs, mine)
    with pytest.raises(ModelError) as error:
        models.load("mine:8")
    assert (error.value.key, error.value.values) == ("model_forgotten", {"model": "8"})
