"""The ladder: the same question to models that look at no, one or two tokens, and to Gatito, which looks at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from core.gatito.corpus import grammar
from core.models import load
from core.next_word.distribution import distribution, encode, token_texts
from core.ngram import NGram

_TRAINING_DOCUMENTS = 12_000
_HELD_OUT_DOCUMENTS = 300


@dataclass(frozen=True)
class Rung:
    """One model of the ladder: its name, its likeliest next tokens and its loss (nats per token)."""

    name: str
    table: pd.DataFrame
    loss: float


def ladder(prompt: str, top: int = 5) -> list[Rung]:
    """The `top` likeliest next tokens under a 1-gram, a 2-gram, a 3-gram and Gatito, from the same corpus.

    Returns
    -------
    list of Rung
        In that order; each table has `token, p`.

    Examples
    --------
    >>> [rung.name for rung in ladder("El gato está en la")]
    ['1-gram', '2-gram', '3-gram', 'gatito']
    """
    loaded = load("gatito")
    ids, texts = encode(loaded, prompt), token_texts(loaded)
    rungs = []
    for order in (1, 2, 3):
        p = ngram(order).probabilities(ids)
        best = np.argsort(-p, kind="stable")[:top]
        table = pd.DataFrame({"token": [texts[i] for i in best], "p": p[best]})
        rungs.append(Rung(f"{order}-gram", table, losses()[f"{order}-gram"]))
    whole = distribution(prompt)[["token", "p_base"]].head(top).rename(columns={"p_base": "p"})
    return [*rungs, Rung("gatito", whole, losses()["gatito"])]


@cache
def ngram(order: int) -> NGram:
    """An n-gram model of Gatito's world; the three share the counts made once per process."""
    return _counted().shorter(order)


@cache
def _counted() -> NGram:
    drawn = [grammar(()).draw(f"ngram-{i}").text for i in range(_TRAINING_DOCUMENTS)]
    return NGram(3, int(load("gatito").model.config.vocab_size)).fit(_encoded(drawn))


def _encoded(texts: list[str]) -> list[list[int]]:
    tokenizer = load("gatito").tokenizer
    end = tokenizer.eos_token_id
    return [[end, *ids, end] for ids in tokenizer(texts, add_special_tokens=False)["input_ids"]]


@cache
def losses() -> dict[str, float]:
    """Nats per token on held-out documents: each n-gram, Gatito, and `floor`, which no model can beat."""
    from core.gatito.measure import mean_loss

    documents = [grammar(()).draw(f"held-out-{i}") for i in range(_HELD_OUT_DOCUMENTS)]
    texts = _encoded([document.text for document in documents])
    tokens = sum(len(ids) - 1 for ids in texts)
    found = {f"{order}-gram": ngram(order).loss(texts) for order in (1, 2, 3)}
    found["gatito"] = mean_loss(load("gatito").model, texts)
    found["floor"] = -sum(document.logp for document in documents) / tokens
    return found
