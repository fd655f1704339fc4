"""The shares: logits to probabilities, and what temperature, top-k and top-p do to them."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from core.errors import InputError
from core.models import LoadedModel, load_writer
from core.texts import checked, token_text

if TYPE_CHECKING:
    import torch

LONGEST_TEXT = 200_000
"""Characters; a longer text is refused, a shorter one is cut to the model's context on the left."""


def distribution(
    prompt: str,
    model_id: str = "gatito",
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> pd.DataFrame:
    """Probability of every token of the vocabulary as the next one after `prompt`.

    Parameters
    ----------
    prompt
        Text so far; cut on the left to the model's context.
    model_id
        A causal model of `core.models`.
    temperature
        Divides the logits; 0 means greedy (the likeliest token takes everything).
    top_k, top_p
        Keep the k likeliest tokens, then the smallest set of those whose probability reaches p (None: all).

    Returns
    -------
    DataFrame
        One row per token, likeliest first: `token_id, token, logit, p_base` (softmax of the logits),
        `p_final` (after temperature and cuts; 0 where removed), `kept`.

    Raises
    ------
    InputError
        For an empty or unreadable text, a negative temperature, a top-k below 1 or a top-p outside (0, 1].

    Source
    ------
    Top-k: Fan, Lewis & Dauphin (2018), arXiv:1805.04833. Top-p: Holtzman et al. (2020), arXiv:1904.09751.

    Examples
    --------
    >>> table = distribution("París es la capital de")
    >>> table["token"].iloc[0], bool(table["p_base"].sum().round(6) == 1)
    (' Francia', True)
    """
    loaded = load_writer(model_id)
    logits = next_logits(loaded, encode(loaded, prompt))
    order = np.argsort(-logits, kind="stable")
    base = softmax(logits)
    final = reshape(logits, temperature, top_k, top_p)
    table = pd.DataFrame(
        {
            "token_id": order,
            "token": np.asarray(token_texts(loaded), dtype=object)[order],
            "logit": logits[order],
            "p_base": base[order],
            "p_final": final[order],
        }
    )
    table["kept"] = table["p_final"] > 0
    return table


def softmax(logits: np.ndarray) -> np.ndarray:
    """Exponentials that sum to 1, computed without overflow; float64.

    Examples
    --------
    >>> softmax(np.array([0.0, 0.0])).tolist()
    [0.5, 0.5]
    """
    shifted = np.exp(logits.astype(np.float64) - logits.max())
    return shifted / shifted.sum()


def reshape(
    logits: np.ndarray, temperature: float = 1.0, top_k: int | None = None, top_p: float | None = None
) -> np.ndarray:
    """Final probabilities: temperature first, then top-k, then top-p, then shared out again to sum to 1.

    Parameters
    ----------
    logits
        Shape (vocabulary,).

    Returns
    -------
    ndarray
        Shape (vocabulary,), float64, sums to 1.

    Examples
    --------
    >>> reshape(np.log([0.5, 0.3, 0.2]), top_k=2).round(3).tolist()
    [0.625, 0.375, 0.0]
    >>> reshape(np.log([0.5, 0.3, 0.2]), temperature=0.0).tolist()
    [1.0, 0.0, 0.0]
    """
    _check_settings(temperature, top_k, top_p)
    if temperature == 0:
        return np.eye(1, len(logits), int(np.argmax(logits)))[0]
    # Next to no temperature, what is less likely falls out of the numbers that there are.
    with np.errstate(over="ignore"):
        p = softmax((logits - logits.max()).astype(np.float64) / temperature)
    order = np.argsort(-p, kind="stable")
    keep = len(p) if top_k is None else min(top_k, len(p))
    if top_p is not None:
        among = p[order[:keep]] / p[order[:keep]].sum()
        reached = int(np.searchsorted(np.cumsum(among), top_p - 1e-12)) + 1
        keep = min(keep, reached)
    kept = np.zeros_like(p)
    kept[order[:keep]] = p[order[:keep]]
    return np.asarray(kept / kept.sum())


def _check_settings(temperature: float, top_k: int | None, top_p: float | None) -> None:
    if not (math.isfinite(temperature) and temperature >= 0):
        raise InputError(
            f"temperature is {temperature}; it must be 0 or more", "temperature", temperature=temperature
        )
    if top_k is not None and top_k < 1:
        raise InputError(f"top-k is {top_k}; it must be 1 or more", "top_k", top_k=top_k)
    if top_p is not None and not 0 < top_p <= 1:
        raise InputError(f"top-p is {top_p}; it must lie above 0 and up to 1", "top_p", top_p=top_p)


def check_text(text: str) -> str:
    """The text, if a tokenizer can read it; otherwise an InputError that says what to do."""
    return checked(text, LONGEST_TEXT)


def encode(loaded: LoadedModel, text: str) -> list[int]:
    """Ids of a text with the token that opens every document before it, cut on the left to the context."""
    return cut_to_context(loaded, text)[0]


def cut_to_context(loaded: LoadedModel, text: str) -> tuple[list[int], int]:
    """Ids that the model will see, and how many tokens at the beginning it will not.

    A space at the very end is left to the model: «está en la » is read as «está en la».
    """
    ids = list(loaded.tokenizer(check_text(text).rstrip(" "), add_special_tokens=False)["input_ids"])
    opening = [loaded.tokenizer.bos_token_id] if loaded.tokenizer.bos_token_id is not None else []
    room = int(loaded.model.config.max_position_embeddings) - len(opening)
    return opening + ids[-room:], max(0, len(ids) - room)


def next_logits(loaded: LoadedModel, ids: list[int]) -> np.ndarray:
    """Logits of the next token, shape (vocabulary,), float32."""
    return all_logits(loaded, ids)[-1].float().cpu().numpy()


def all_logits(loaded: LoadedModel, ids: list[int]) -> torch.Tensor:
    """Logits after every position, shape (T, vocabulary)."""
    import torch

    with torch.inference_mode():
        tokens = torch.tensor([ids], device=loaded.model.device)
        logits: torch.Tensor = loaded.model(tokens, use_cache=False).logits[0]
    return logits


@lru_cache(maxsize=4)
def _texts(tokenizer: Any, size: int) -> tuple[str, ...]:
    return tuple(token_text(tokenizer, token_id) for token_id in range(size))


def token_texts(loaded: LoadedModel) -> tuple[str, ...]:
    """`token_text` of the whole vocabulary, computed once per model."""
    return _texts(loaded.tokenizer, int(loaded.model.config.vocab_size))
