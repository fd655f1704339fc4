"""A transformer step by step: every value on the way from a text to its next word, with its name and shape.

For models built like GPT-2 (Gatito is one): embeddings and positions, blocks of attention and feed-forward with a
norm before each, a last norm, and the embeddings again to score every word.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from core.attention.hooks import after, before
from core.attention.reading import read
from core.attention.weights import patterns
from core.errors import InputError
from core.models import LoadedModel, load_writer
from core.texts import token_text

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class Stop:
    """One value on the way.

    Parameters
    ----------
    what
        ``embed``, ``position``, ``resid``, ``norm``, ``pattern``, ``attn_out``, ``mlp_out``, ``logits``, …
    name
        As TransformerLens names it, so that it can be found elsewhere: ``blocks.0.attn.hook_pattern``.
    layer
        Its block, from 0; None outside of the blocks.
    value
        The value itself: (T, d) for what each token carries, (H, T, T) for a pattern, (vocabulary,) for logits.
    """

    what: str
    name: str
    layer: int | None
    value: np.ndarray

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the value."""
        return tuple(self.value.shape)


def walk(text: str, model_id: str = "gatito") -> tuple[tuple[str, ...], list[Stop]]:
    """Every value on the way from a text to the scores of its next word.

    Returns
    -------
    tuple
        What each token writes, and the stops in order.

    Raises
    ------
    InputError
        For a text that cannot be read, or a model that is not built like GPT-2.

    Source
    ------
    Radford et al. (2019), Language Models are Unsupervised Multitask Learners; names after TransformerLens.

    Examples
    --------
    >>> tokens, stops = walk("El gato está en la")
    >>> stops[0].name, stops[0].shape, stops[-1].name, stops[-1].shape
    ('hook_embed', (6, 128), 'logits', (3072,))
    """
    import torch

    loaded = gpt2_like(model_id)
    reading = read(loaded, text)
    seen: dict[tuple[str, int | None], torch.Tensor] = {}
    with torch.inference_mode(), _listening(loaded, seen):
        ids = torch.tensor([reading.ids], device=loaded.model.device)
        scores = loaded.model(ids, use_cache=False).logits[0, -1]
    values = {key: value.float().cpu().numpy() for key, value in seen.items()}
    stops = _outside(values) + _blocks(values, patterns(loaded, reading.ids))
    stops.append(Stop("final_norm", "ln_final.hook_normalized", None, values["final_norm", None]))
    return reading.tokens, [*stops, Stop("logits", "logits", None, scores.float().cpu().numpy())]


def gpt2_like(model_id: str) -> LoadedModel:
    """A model built like GPT-2, loaded."""
    loaded = load_writer(model_id)
    inner = getattr(loaded.model, "transformer", None)
    if not all(hasattr(inner, name) for name in ("wte", "wpe", "h", "ln_f")):
        name = loaded.card.name
        raise InputError(f"{name} is not built like GPT-2", "walk_model", model=name)
    return loaded


@contextmanager
def _listening(loaded: LoadedModel, seen: dict[tuple[str, int | None], torch.Tensor]) -> Iterator[None]:
    """Keep what passes: the outputs of these modules, and what enters the second norm of each block."""
    inner = loaded.model.transformer

    def keeps(what: str, *, layered: bool = True) -> Any:
        def act(layer: int, value: Any) -> None:
            tensor = value[0] if isinstance(value, tuple) else value
            seen[what, layer if layered else None] = tensor[0] if tensor.ndim == 3 else tensor

        return act

    with ExitStack() as stack:
        for what, module in (("embed", inner.wte), ("position", inner.wpe), ("final_norm", inner.ln_f)):
            stack.enter_context(after([module], keeps(what, layered=False)))
        for what, name in (("norm_1", "ln_1"), ("attn_out", "attn"), ("norm_2", "ln_2"), ("mlp_out", "mlp")):
            stack.enter_context(after([getattr(block, name) for block in inner.h], keeps(what)))
        stack.enter_context(after(list(inner.h), keeps("resid_post")))
        stack.enter_context(before([block.ln_2 for block in inner.h], keeps("resid_mid")))
        yield


def _outside(values: dict[tuple[str, int | None], np.ndarray]) -> list[Stop]:
    embed, position = values["embed", None], values["position", None]
    return [
        Stop("embed", "hook_embed", None, embed),
        Stop("position", "hook_pos_embed", None, position),
        Stop("resid_pre", "blocks.0.hook_resid_pre", None, embed + position),
    ]


_IN_BLOCK = (
    ("norm_1", "ln1.hook_normalized"),
    ("pattern", "attn.hook_pattern"),
    ("attn_out", "hook_attn_out"),
    ("resid_mid", "hook_resid_mid"),
    ("norm_2", "ln2.hook_normalized"),
    ("mlp_out", "hook_mlp_out"),
    ("resid_post", "hook_resid_post"),
)


def _blocks(values: dict[tuple[str, int | None], np.ndarray], weights: np.ndarray) -> list[Stop]:
    stops = []
    for layer in range(len(weights)):
        for what, name in _IN_BLOCK:
            value = weights[layer] if what == "pattern" else values[what, layer]
            stops.append(Stop(what, f"blocks.{layer}.{name}", layer, value))
    return stops


def logit_lens(text: str, model_id: str = "gatito") -> pd.DataFrame:
    """What each layer would already say: the last norm and the vocabulary's scores applied before their time.

    Returns
    -------
    DataFrame
        One row per layer and token: `layer` (0 the embeddings, then each block), `position, token`, `top` (the
        likeliest next token there), `p` (its probability) and `p_final` (of what the last layer ends up preferring).

    Source
    ------
    nostalgebraist (2020), «interpreting GPT: the logit lens», LessWrong.

    Examples
    --------
    >>> table = logit_lens("París es la capital de")
    >>> table["top"].iloc[-1], len(table) == 5 * 6
    (' Francia', True)
    """
    import torch

    loaded = gpt2_like(model_id)
    tokens, stops = walk(text, model_id)
    layers = [stop.value for stop in stops if stop.what in {"resid_pre", "resid_post"}]
    with torch.inference_mode():
        stack = torch.from_numpy(np.stack(layers)).to(loaded.model.device)
        p = loaded.model.lm_head(loaded.model.transformer.ln_f(stack)).float().softmax(-1)
    best, chosen = p.max(-1)
    final = p.gather(-1, chosen[-1].expand(len(layers), -1)[..., None])[..., 0]
    rows = [
        (layer, place, token, token_text(loaded.tokenizer, int(chosen[layer, place])), float(best[layer, place]),
         float(final[layer, place]))
        for layer in range(len(layers))
        for place, token in enumerate(tokens)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["layer", "position", "token", "top", "p", "p_final"])
