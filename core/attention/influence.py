"""Whether a token matters: what changes in the prediction when nobody may look at it, or when it is another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from core.attention.ablation import Answer, answer
from core.attention.hooks import check_heads
from core.attention.reading import Reading, read
from core.attention.weights import patterns
from core.errors import InputError
from core.models import LoadedModel, load
from core.texts import token_text

if TYPE_CHECKING:
    import torch

MOST_BYTES = 512 * 2**20
"""Of attention weights per layer in one batched pass; longer texts are masked in several."""


def effect(
    text: str,
    model_id: str = "gatito",
    position: int = -1,
    layer: int | None = None,
    head: int | None = None,
    last: int | None = None,
) -> pd.DataFrame:
    """For each token, the attention it gets from `position`, and what changes there when nobody can look at it.

    All maskings go through the model in one batched pass: one copy of the text per token, each with that token hidden
    from every head of every layer; it keeps its place, so the others do not move.

    Parameters
    ----------
    position
        The token whose prediction is looked at; −1 is the last.
    layer, head
        Whose attention (from 0); None is the mean over all.
    last
        Mask only the last tokens, as many as this and one at least (None: all): each masking is a whole text for the
        model to read.

    Returns
    -------
    DataFrame
        `position, token, attention, change`, and for models that write `favourite` (the likeliest next token once
        this one is masked) and `p` (of the text's own favourite, once masked). `change` runs from 0 to 1: for a model
        that writes, half the sum of absolute differences between the two distributions (total variation); for an
        encoder, 1 − cosine between the two vectors of that position, halved. For a model that writes only tokens up
        to `position` count: the others cannot be seen.

    Raises
    ------
    InputError
        For a text that cannot be read, or a position, layer or head outside of it.

    Source
    ------
    Jain & Wallace (2019), arXiv:1902.10186: attention and influence need not agree.

    Examples
    --------
    >>> table = effect("El gato que comió el ratón estaba")
    >>> bool(abs(table["attention"].sum() - 1) < 1e-5), float(table["change"].max()) > 0.3
    (True, True)
    """
    loaded = load(model_id)
    reading, place = _up_to(loaded, read(loaded, text), position)
    row = _attention(loaded, reading, place, layer, head)
    tokens = len(reading.ids)
    first = 0 if last is None else max(0, tokens - max(1, last))
    whole, masked = _masked(loaded, reading, place, first)
    table = pd.DataFrame(
        {"position": range(first, tokens), "token": reading.tokens[first:], "attention": row[first:]}
    )
    table["change"] = _changes(loaded, whole, masked)
    if loaded.card.kind == "causal":
        p, best = masked.softmax(-1), int(whole.argmax())
        table["favourite"] = [token_text(loaded.tokenizer, int(i)) for i in masked.argmax(-1)]
        table["p"] = p[:, best].cpu().numpy()
    return table


def _up_to(loaded: LoadedModel, reading: Reading, position: int) -> tuple[Reading, int]:
    tokens = len(reading.ids)
    if not -tokens <= position < tokens:
        message = f"there is no token {position}: the text has {tokens}"
        raise InputError(message, "no_such_position", given=position, limit=tokens)
    place = position % tokens
    if loaded.card.kind != "causal":
        return reading, place
    end = place + 1
    return Reading(reading.ids[:end], reading.tokens[:end], reading.special[:end], reading.cut), place


def _attention(
    loaded: LoadedModel, reading: Reading, place: int, layer: int | None, head: int | None
) -> np.ndarray:
    check_heads(loaded, [(layer or 0, head or 0)])
    weights = patterns(loaded, reading.ids)[:, :, place]
    layers = weights if layer is None else weights[layer : layer + 1]
    chosen = layers if head is None else layers[:, head : head + 1]
    return np.asarray(chosen.mean(axis=(0, 1)))


def _masked(
    loaded: LoadedModel, reading: Reading, place: int, first: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """The prediction at `place` of the whole text, and with each token from `first` masked, shape (n, vocabulary or d)."""
    import torch

    tokens = len(reading.ids)
    seen = 1 - torch.eye(tokens + 1, tokens, dtype=torch.long, device=loaded.model.device)
    seen = seen[first:]  # the last row of the batch masks nothing
    each = int(loaded.model.config.num_attention_heads) * tokens * tokens * 4
    rows = max(1, MOST_BYTES // each)
    ids = torch.tensor([reading.ids], device=loaded.model.device)
    with torch.inference_mode():
        found = [_at(loaded, ids.expand(len(part), -1), part, place) for part in seen.split(rows)]
    out = torch.cat(found)
    return out[-1], out[:-1]


def _at(loaded: LoadedModel, ids: torch.Tensor, seen: torch.Tensor, place: int) -> torch.Tensor:
    hidden: Any = loaded.model.base_model(ids, attention_mask=seen).last_hidden_state[:, place]
    return (loaded.model.get_output_embeddings()(hidden) if loaded.card.kind == "causal" else hidden).float()


def _changes(loaded: LoadedModel, whole: torch.Tensor, masked: torch.Tensor) -> np.ndarray:
    from torch.nn.functional import cosine_similarity

    if loaded.card.kind == "causal":
        moved = (masked.softmax(-1) - whole.softmax(-1)).abs().sum(-1) / 2
    else:
        moved = ((1 - cosine_similarity(masked, whole[None], dim=-1)) / 2).clamp(0, 1)
    return np.asarray(moved.cpu().numpy())


def rank_correlation(first: np.ndarray, second: np.ndarray) -> float | None:
    """Spearman's rank correlation: 1 the same order, 0 no relation, −1 the opposite; None when there is no order.

    Source
    ------
    Spearman (1904), The American Journal of Psychology 15(1), 72–101.

    Examples
    --------
    >>> rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([10.0, 40.0, 90.0]))
    1.0
    >>> rank_correlation(np.array([1.0, 1.0]), np.array([1.0, 2.0])) is None
    True
    """
    ranks = [pd.Series(np.asarray(one, dtype=float)).rank().to_numpy() for one in (first, second)]
    if len(ranks[0]) < 2 or any(np.ptp(one) == 0 for one in ranks):
        return None
    return float(round(np.corrcoef(ranks[0], ranks[1])[0, 1], 12))


def swap(text: str, changes: dict[str, str], model_id: str = "gatito") -> tuple[str, Answer, Answer]:
    """Change words of a text for others, and compare what the model would say.

    Parameters
    ----------
    changes
        Words to replace and what by; each must be in the text.

    Returns
    -------
    tuple
        The new text, and the answers to the old and the new one.

    Raises
    ------
    InputError
        When a word is not in the text.

    Examples
    --------
    >>> new, before, after = swap("El gato que comió el ratón estaba", {"El": "La", "gato": "gata"})
    >>> new, before.favourite, after.favourite
    ('La gata que comió el ratón estaba', ' satisfecho', ' satisfecha')
    """
    words = text.split(" ")
    for old, new in changes.items():
        if old not in words:
            raise InputError(f"«{old}» is not a word of the text", "swap_word", word=old)
        words[words.index(old)] = new
    changed = " ".join(words)
    return changed, answer(text, model_id), answer(changed, model_id)
