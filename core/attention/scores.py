"""What each head is good at, measured: five scores per head on sentences that the course ships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from core.attention.reading import around, read
from core.attention.sentences import agreeing, dialogues, plain
from core.attention.weights import patterns
from core.models import OWN, LoadedModel, card_for, load

ROLES = ("previous", "first", "same", "induction", "agreement")
"""The five scores, in the order of the columns."""

CLEAR = 0.4
"""From this score on a head is called by the role."""


def head_scores(model_id: str = "gatito") -> pd.DataFrame:
    """How much each head does of five things that heads are known to do; each score runs from 0 to 1.

    Parameters
    ----------
    model_id
        Any model of `core.models` with attention.

    Returns
    -------
    DataFrame
        One row per head: `layer, head` (from 0) and the mean attention that goes

        - `previous`: to the token just before;
        - `first`: to the first token of all, the sink;
        - `same`: to the token itself or the same one earlier;
        - `induction`: to what came after the earlier mention of the present token. For Gatito, in invented names that
          are said again (random tokens are nothing like its world); for others, in random tokens said twice;
        - `agreement`: from the verb to the article and noun it agrees with, another noun standing in between.

        The first two tokens of each text are not asked: for them «first» and «previous» are the same.

    Raises
    ------
    ModelError
        For a model that gives no attention weights.

    Source
    ------
    Clark et al. (2019), arXiv:1906.04341; Olsson et al. (2022), arXiv:2209.11895; Xiao et al. (2023),
    arXiv:2309.17453 (the sink).

    Examples
    --------
    >>> scores = head_scores()
    >>> len(scores), bool(scores["induction"].max() > 0.8)
    (16, True)
    """
    known = card_for(model_id).id
    table = _measure(known) if known.startswith(OWN) else _kept(known)
    return table.copy()


@lru_cache(maxsize=8)
def _kept(model_id: str) -> pd.DataFrame:
    return _measure(model_id)


def role(scores: pd.Series) -> str:
    """The role a head plays most, or ``none`` when no score is clear.

    Examples
    --------
    >>> role(pd.Series({"previous": 0.9, "first": 0.1, "same": 0, "induction": 0, "agreement": 0}))
    'previous'
    >>> role(pd.Series({"previous": 0.2, "first": 0.3, "same": 0, "induction": 0, "agreement": 0}))
    'none'
    """
    values = scores[list(ROLES)].astype(float)
    return str(values.idxmax()) if values.max() >= CLEAR else "none"


def _measure(model_id: str) -> pd.DataFrame:
    loaded = load(model_id)
    columns = {**_plain(loaded), "induction": _induction(loaded), "agreement": _agreement(loaded)}
    layers, each = next(iter(columns.values())).shape
    table = pd.DataFrame({"layer": np.repeat(range(layers), each), "head": np.tile(range(each), layers)})
    return table.assign(**{name: columns[name].ravel() for name in ROLES})


def _plain(loaded: LoadedModel) -> dict[str, np.ndarray]:
    """Previous, first and same, averaged over every token but the first two of each sentence, shape (L, H) each."""
    sums: dict[str, Any] = dict.fromkeys(("previous", "first", "same"), 0.0)
    asked = 0
    for text in plain(loaded, 16):
        ids = np.asarray(read(loaded, text).ids)
        weights = patterns(loaded, tuple(ids.tolist()))
        rows = np.arange(2, len(ids))
        sums["previous"] = sums["previous"] + weights[:, :, rows, rows - 1].sum(-1)
        sums["first"] = sums["first"] + weights[:, :, rows, 0].sum(-1)
        alike = (ids[rows, None] == ids[None, :]) & (np.arange(len(ids)) <= rows[:, None])
        sums["same"] = sums["same"] + (weights[:, :, rows] * alike).sum((-1, -2))
        asked += len(rows)
    return {name: np.asarray(total) / asked for name, total in sums.items()}


@dataclass(frozen=True)
class Repeat:
    """Ids in which `piece` ends the text and was said before; `earlier` are the places where it began."""

    ids: tuple[int, ...]
    piece: tuple[int, ...]
    earlier: tuple[int, ...]

    @property
    def start(self) -> int:
        """Where the last mention begins."""
        return len(self.ids) - len(self.piece)


def repeats(loaded: LoadedModel, count: int = 16) -> list[Repeat]:
    """Texts that say something again: invented names for Gatito, random tokens for any other model."""
    if loaded.card.id == "gatito" or loaded.card.id.startswith(OWN):
        return [_named(loaded, text, name) for text, name in dialogues(count)]
    dice = np.random.default_rng(0)
    opening = around(loaded)[0]
    low, high = int(loaded.model.config.vocab_size) // 10, int(loaded.model.config.vocab_size) * 9 // 10
    made = []
    for _ in range(min(count, 8)):
        piece = tuple(int(i) for i in dice.integers(low, high, 20))
        made.append(Repeat((*opening, *piece, *piece), piece, (len(opening),)))
    return made


def _named(loaded: LoadedModel, text: str, name: str) -> Repeat:
    ids = read(loaded, text).ids
    piece = tuple(loaded.tokenizer(f" {name}", add_special_tokens=False)["input_ids"])
    size = len(piece)
    earlier = tuple(i for i in range(len(ids) - size + 1) if ids[i : i + size] == piece)
    return Repeat((*ids, *piece), piece, earlier)


def _induction(loaded: LoadedModel) -> np.ndarray:
    """Attention from each token of the last mention to what followed it in the earlier ones, shape (L, H)."""
    total: Any = 0.0
    asked = 0
    for one in repeats(loaded):
        weights = patterns(loaded, one.ids)
        for step in range(len(one.piece) - 1):
            places = [begin + step + 1 for begin in one.earlier]
            total = total + weights[:, :, one.start + step, places].sum(-1)
            asked += 1
    return np.asarray(total) / asked


def _agreement(loaded: LoadedModel) -> np.ndarray:
    """Attention from the verb to the subject's article and noun, shape (L, H)."""
    found = []
    opening, closing = around(loaded)
    for case in agreeing(loaded, 32):
        ids = read(loaded, case.text).ids
        width = len(_own(loaded, case.subject))
        verb = len(ids) - 1 - len(closing)
        found.append(patterns(loaded, ids)[:, :, verb, len(opening) : len(opening) + width].sum(-1))
    return np.asarray(np.mean(found, axis=0))


def _own(loaded: LoadedModel, text: str) -> Sequence[int]:
    ids: Sequence[int] = loaded.tokenizer(text, add_special_tokens=False)["input_ids"]
    return ids
