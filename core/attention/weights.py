"""The attention weights of a text: every layer, every head, exactly as the model computed them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from core.attention.hooks import after, attention_modules, no_attentions
from core.attention.reading import read
from core.errors import InputError, ModelError
from core.models import LoadedModel, load


@dataclass(frozen=True)
class AttentionRun:
    """What every head of a model looked at in a text.

    Parameters
    ----------
    tokens
        What each shown token writes, T of them.
    weights
        Shape (L, H, T, T), float32: layer, head, the token that looks, the token looked at. Rows of the whole text
        sum to 1; when only the last tokens were asked for, what goes to those before is missing.
    rest
        Shape (L, H, T), float32: what each shown token gives to all the tokens of the text but its first, those that
        are not shown among them.
    ids
        The shown tokens' ids.
    special
        Whether the model put the token there.
    model_id
        Of `core.models`.
    causal
        Whether a token sees only itself and those before it.
    first
        How many tokens stand before the first one shown.
    cut
        Tokens of the text that the model's context had no room for.
    """

    tokens: tuple[str, ...]
    weights: np.ndarray
    rest: np.ndarray
    ids: tuple[int, ...]
    special: tuple[bool, ...]
    model_id: str
    causal: bool
    first: int = 0
    cut: int = 0

    def row(self, layer: int, head: int, position: int = -1) -> np.ndarray:
        """The weights with which a token looks at each token, shape (T,)."""
        return np.asarray(self.weights[layer, head, position])

    def mean_row(self, position: int = -1) -> np.ndarray:
        """The same, averaged over all heads of all layers, shape (T,)."""
        return np.asarray(self.weights[:, :, position].mean(axis=(0, 1)))

    def without_first(self) -> AttentionRun:
        """The weights as if nobody could look at the text's first token: it is hidden and the rest shared out again.

        When the first token is not among the shown ones, these stay, and what they gave it is shared out all the
        same. A row that looked at nothing else stays empty. This is a way of looking: the model did not compute it.
        """
        here = 0 if self.first else 1  # how many of the shown tokens are hidden
        kept, rest = self.weights[..., here:, here:], self.rest[..., here:]
        shared = np.divide(kept, rest[..., None], out=np.zeros_like(kept), where=rest[..., None] > 0)
        return replace(
            self, tokens=self.tokens[here:], ids=self.ids[here:], special=self.special[here:], weights=shared,
            rest=(rest > 0).astype(rest.dtype), first=self.first + here,
        )  # fmt: skip

    def table(self) -> pd.DataFrame:
        """One row per weight: `layer, head` (from 1), `from_position, from_token, to_position, to_token, weight`."""
        layer, head, i, j = (axis.ravel() for axis in np.indices(self.weights.shape))
        names = np.asarray(self.tokens, dtype=object)
        table = pd.DataFrame(
            {
                "layer": layer + 1,
                "head": head + 1,
                "from_position": i + self.first,
                "from_token": names[i],
                "to_position": j + self.first,
                "to_token": names[j],
                "weight": self.weights.ravel(),
            }
        )
        return table[i >= j].reset_index(drop=True) if self.causal else table


def attend(text: str, model_id: str = "gatito", last: int | None = None) -> AttentionRun:
    """Every attention weight of a text.

    Parameters
    ----------
    text
        Cut to the model's context when it is longer.
    model_id
        Any model of `core.models` with attention, causal or encoder.
    last
        Keep only the weights among the last tokens, as many as this (None: all); each weight is the same.

    Raises
    ------
    InputError
        For a text that cannot be read, or `last` below 1.
    ModelError
        For a model that gives no attention weights, or gives some that are not numbers.

    Source
    ------
    Vaswani et al. (2017), arXiv:1706.03762.

    Examples
    --------
    >>> run = attend("El gato que comió el ratón estaba")
    >>> run.weights.shape, bool(np.allclose(run.weights.sum(-1), 1, atol=1e-5))
    ((4, 4, 8, 8), True)
    """
    if last is not None and last < 1:
        raise InputError(f"{last} tokens; keep one at least", "attention_last", given=last)
    loaded = load(model_id)
    reading = read(loaded, text)
    weights, rest = _last_patterns(loaded, reading.ids, last or len(reading.ids))
    first = len(reading.ids) - weights.shape[-1]
    return AttentionRun(
        reading.tokens[first:], weights, rest, reading.ids[first:], reading.special[first:], loaded.card.id,
        loaded.card.kind == "causal", first, reading.cut,
    )  # fmt: skip


def patterns(loaded: LoadedModel, ids: tuple[int, ...]) -> np.ndarray:
    """Weights of one text of ids, shape (L, H, T, T), float32."""
    return _last_patterns(loaded, ids, len(ids))[0]


def _last_patterns(loaded: LoadedModel, ids: tuple[int, ...], last: int) -> tuple[np.ndarray, np.ndarray]:
    """The weights among the last tokens, (L, H, T, T), and what each gives to all but the first, (L, H, T)."""
    import torch

    found: list[torch.Tensor] = []
    rest: list[torch.Tensor] = []

    def keep(_layer: int, out: Any) -> None:
        pattern = out[1] if isinstance(out, tuple) and len(out) > 1 else None
        if pattern is None or pattern.ndim != 4:
            raise no_attentions(loaded)
        rows = pattern[0, :, -last:]
        found.append(rows[..., -last:].clone())
        rest.append(rows[..., 1:].sum(-1))

    with torch.inference_mode(), after(attention_modules(loaded), keep):
        loaded.model.base_model(torch.tensor([ids], device=loaded.model.device))
        weights = torch.stack(found).float().cpu().numpy()
    if not np.isfinite(weights).all():
        message = f"{loaded.card.name} gives attention weights that are not numbers; its files may be damaged"
        raise ModelError(message, "attention_nan", model=loaded.card.name)
    return np.asarray(weights), torch.stack(rest).float().cpu().numpy()
