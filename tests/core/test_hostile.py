"""Every public function of `core` under hostile values: an answer, or an error that its docstring names; nothing else.

``LLM_POR_DENTRO_EXAMPLES=2000`` searches longer than the few values of an ordinary run.
"""

from __future__ import annotations

import collections.abc
import inspect
import math
import os
import types
import typing
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.content import LANGUAGES
from core.errors import CourseError

EXAMPLES = int(os.environ.get("LLM_POR_DENTRO_EXAMPLES", "12"))

ROOMS = (
    "attention", "content", "device", "embeddings", "glossary", "history", "models", "next_steps", "next_word", "numbers",
    "quiz", "search", "store", "texts", "tokenizer", "train_llm",
)  # fmt: skip

LEFT_OUT = {
    "models.load": "an id of the hub is a question to the network",
    "models.clear": "the other tests of the process keep their models",
    "embeddings.forget": "the same",
    "next_steps.tune": "trains for seconds",
    "attention.agreement_search": "searches for seconds whatever it is given",
    "attention.recall_search": "the same",
}

AWKWARD = [
    "", " ", "\n\t", "0", "-1", "gato", "El gato está en la", "\x00", "\ud800", "🚀" * 30, "e\u0301" * 20, "\u202eabc",
    "<|endoftext|>", "<img src=x onerror=alert(1)>", "{word}", "../../etc/passwd", "a" * 6000, "[x](y) **z** $k$", "es", "en",
    "mesa", "rey", "cosine", "pca", "both", "normal", ".*+?[", "'; DROP TABLE notes; --",
]  # fmt: skip
TEXT = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=30))
WHOLE = st.one_of(st.sampled_from([0, 1, -1, 2, 7, 10**6, 10**18, -(10**18)]), st.integers(-20, 50))
REAL = st.one_of(st.sampled_from([0.0, -1.0, 1e-300, 1e300, math.inf, -math.inf, math.nan]), st.floats(-2, 2))
MODEL = st.one_of(st.sampled_from(["gatito", "minilm"]), st.sampled_from(AWKWARD))
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT, int: WHOLE, float: st.one_of(REAL, WHOLE), bool: st.booleans(), type(None): st.none(), object: TEXT,
}  # fmt: skip
LISTS = {
    collections.abc.Sequence: list, collections.abc.Collection: list, collections.abc.Iterable: list, list: list,
    tuple: tuple, set: set,
}  # fmt: skip


def values(kind: Any, name: str) -> st.SearchStrategy[Any] | None:
    """Give hostile values of a kind; None for kinds that are made by other functions of ours."""
    if name == "model_id":
        return MODEL
    if name == "seed":
        return st.integers(0, 2**40)
    if name == "language":
        return st.sampled_from(LANGUAGES)  # chosen by the session, never typed
    if kind in PLAIN:
        return PLAIN[kind]
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return st.one_of(st.sampled_from(parts), TEXT)
    if origin in {typing.Union, types.UnionType}:
        known = [one for part in parts if (one := values(part, "")) is not None]
        return st.one_of(known) if known else None
    if origin is tuple and parts[-1:] != (...,):
        inside = [values(part, "") for part in parts]
        return st.tuples(*inside) if all(one is not None for one in inside) else None
    if origin in {collections.abc.Mapping, dict}:
        keys, held = values(parts[0], ""), values(parts[1], "")
        return st.dictionaries(keys, held, max_size=4) if keys is not None and held is not None else None
    if origin in LISTS:
        inner = values(parts[0], "")
        return st.lists(inner, max_size=6).map(LISTS[origin]) if inner is not None else None
    return None


def kind_of(parameter: inspect.Parameter, function: types.FunctionType) -> Any:
    """Give the type of a parameter; None for one that is only imported for the type checker."""
    try:
        return eval(str(parameter.annotation), function.__globals__)  # noqa: S307  (our own annotations)
    except NameError:
        return None


def public() -> Iterator[Any]:
    """Find the functions that can be called with plain values."""
    for room in ROOMS:
        module = import_module(f"core.{room}")
        for name in getattr(module, "__all__", vars(module)):
            function = inspect.unwrap(getattr(module, name))
            if not inspect.isfunction(function) or name.startswith("_") or f"{room}.{name}" in LEFT_OUT:
                continue
            if not function.__module__.startswith(f"core.{room}"):
                continue
            given_values: dict[str, Any] = {}
            for one in inspect.signature(function).parameters.values():
                strategy = (
                    values(kind_of(one, function), one.name) if one.kind is not one.VAR_POSITIONAL else None
                )
                if strategy is not None:
                    given_values[one.name] = strategy
                elif one.default is one.empty and one.kind is not one.VAR_POSITIONAL:
                    break
            else:
                yield pytest.param(function, given_values, id=f"{room}.{name}")


def finite(found: Any) -> bool:
    """Whether no number that a learner would be shown is NaN."""
    return not (isinstance(found, float) and math.isnan(found)) and not (
        isinstance(found, np.ndarray) and found.dtype.kind == "f" and np.isnan(found).any()
    )


@pytest.mark.parametrize("function, strategies", list(public()))
def test_a_public_function_bears_anything(
    function: Callable[..., Any], strategies: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = inspect.getdoc(function) or ""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        database=None,
    )
    @given(st.fixed_dictionaries(strategies))
    def search(arguments: dict[str, Any]) -> None:
        try:
            found = function(**arguments)
            if isinstance(found, Iterator):
                found = [one for one, _ in zip(found, range(3), strict=False)]
        except CourseError:
            return
        except (KeyError, ValueError, TypeError) as error:
            if type(error).__name__ in told:
                return
            raise
        assert finite(found)

    search()
