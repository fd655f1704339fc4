"""Listening to a model of transformers, and changing what passes through it, with plain forward hooks.

The model is shared by every learner of the server: a hook acts only in the thread that put it there, and is taken
away when the pass is done.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from core.errors import InputError, ModelError
from core.models import LoadedModel

if TYPE_CHECKING:
    import torch

Head = tuple[int, int]
"""Layer and head, from 0."""

_ATTENTION = re.compile(r"Attention$")
_PROJECTIONS = ("c_proj", "o_proj", "out_proj", "dense")


def attention_modules(loaded: LoadedModel) -> list[Any]:
    """The module of each layer that computes its attention, first layer first.

    Raises
    ------
    ModelError
        When the model has none.

    Examples
    --------
    >>> from core.models import load
    >>> len(attention_modules(load("gatito"))), len(attention_modules(load("minilm")))
    (4, 6)
    """
    found = [one for one in loaded.model.modules() if _computes(one)]
    if not found:
        raise no_attentions(loaded)
    return found


def _computes(module: Any) -> bool:
    """Whether a module is an attention with no other inside: BERT wraps its own in another that projects."""
    if not _ATTENTION.search(type(module).__name__):
        return False
    return not any(one is not module and _ATTENTION.search(type(one).__name__) for one in module.modules())


def no_attentions(loaded: LoadedModel) -> ModelError:
    """The error of a model that does not give its attention."""
    name = loaded.card.name
    return ModelError(f"{name} gives no attention weights; choose another model", "no_attentions", model=name)


def heads(loaded: LoadedModel) -> tuple[int, int]:
    """How many layers a model has, and how many heads each.

    Examples
    --------
    >>> from core.models import load
    >>> heads(load("minilm"))
    (6, 12)
    """
    return len(attention_modules(loaded)), int(loaded.model.config.num_attention_heads)


def check_heads(loaded: LoadedModel, chosen: Collection[Head]) -> None:
    """Refuse a head that the model does not have."""
    layers, each = heads(loaded)
    for layer, head in chosen:
        if not (0 <= layer < layers and 0 <= head < each):
            message = f"head {head} of layer {layer} does not exist: {layers} layers of {each} heads"
            raise InputError(
                message, "no_such_head", layer=layer + 1, head=head + 1, layers=layers, heads=each
            )


@contextmanager
def after(modules: Collection[Any], act: Callable[[int, Any], Any]) -> Iterator[None]:
    """Call ``act(place, output)`` after each module; what it returns, if anything, replaces the output."""
    owner = threading.get_ident()

    def hook(place: int) -> Callable[[Any, Any, Any], Any]:
        return lambda _module, _inputs, out: act(place, out) if threading.get_ident() == owner else None

    with ExitStack() as stack:
        for place, module in enumerate(modules):
            stack.callback(module.register_forward_hook(hook(place)).remove)
        yield


@contextmanager
def before(modules: Collection[Any], act: Callable[[int, Any], Any]) -> Iterator[None]:
    """Call ``act(place, input)`` before each module; what it returns, if anything, replaces the first input."""
    owner = threading.get_ident()

    def hook(place: int) -> Callable[[Any, Any], Any]:
        return lambda _module, inputs: act(place, inputs[0]) if threading.get_ident() == owner else None

    with ExitStack() as stack:
        for place, module in enumerate(modules):
            stack.callback(module.register_forward_pre_hook(hook(place)).remove)
        yield


@contextmanager
def mixed(loaded: LoadedModel, act: Callable[[int, torch.Tensor], torch.Tensor | None]) -> Iterator[None]:
    """Call ``act(layer, z)`` on what the heads of each layer give, before it is projected back.

    z has shape (batch, T, H·d): head h is its slice h·d … (h + 1)·d. What `act` returns, if anything, replaces it.
    """
    modules = attention_modules(loaded)
    outs = [next((getattr(m, name) for name in _PROJECTIONS if hasattr(m, name)), None) for m in modules]
    if all(out is not None for out in outs):
        with before(outs, act):
            yield
        return

    def on_output(layer: int, out: Any) -> Any:
        changed = act(layer, out[0])
        return None if changed is None else (changed, *out[1:])

    with after(
        modules, on_output
    ):  # BERT projects one module later: the output itself is what the heads give
        yield


def head_slice(loaded: LoadedModel, width: int, head: int) -> slice:
    """Where a head lies in z, of `width` numbers."""
    each = width // int(loaded.model.config.num_attention_heads)
    return slice(head * each, (head + 1) * each)


@contextmanager
def switched_off(loaded: LoadedModel, off: Collection[Head]) -> Iterator[None]:
    """Set to zero what some heads give, at every position.

    Raises
    ------
    InputError
        For a head that the model does not have.
    """
    check_heads(loaded, off)
    by_layer: dict[int, list[int]] = {}
    for layer, head in off:
        by_layer.setdefault(layer, []).append(head)

    def silence(layer: int, z: torch.Tensor) -> torch.Tensor | None:
        if layer not in by_layer:
            return None
        z = z.clone()
        for head in by_layer[layer]:
            z[..., head_slice(loaded, z.shape[-1], head)] = 0
        return z

    with mixed(loaded, silence):
        yield
