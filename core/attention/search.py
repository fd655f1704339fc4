"""Which head does it? Each head is switched off in turn, and what the model can no longer do is measured."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from core.attention.ablation import logits
from core.attention.hooks import Head, heads
from core.attention.reading import read
from core.attention.scores import head_scores, repeats
from core.attention.sentences import agreeing, spanish
from core.errors import InputError
from core.models import LoadedModel, load_writer

SENTENCES = 60
GREEDY_STEPS = 4

PROVED = 0.8
"""Induction score from which a head is taken for one of induction."""


@dataclass(frozen=True)
class Search:
    """What was found by switching heads off.

    Parameters
    ----------
    table
        `layer, head` and the measure with that head off, a row per head.
    path
        The same for the set of heads that grows, each step by the head that does most harm: `step, layer, head` and
        the measure with all those so far off.
    base
        The measure with every head on.
    """

    table: pd.DataFrame
    path: pd.DataFrame
    base: dict[str, float]


def agreement_margin(model_id: str = "gatito", off: Collection[Head] = ()) -> dict[str, float]:
    """How surely the adjective agrees in gender with its subject, another noun standing in between.

    Returns
    -------
    dict
        `margin`: mean of ln p(right form) − ln p(the other gender's) after the verb; `right`: share of sentences in
        which the right form is ahead; `sentences`.

    Raises
    ------
    InputError
        For a model that does not write, or knows no Spanish.

    Examples
    --------
    >>> agreement_margin()["right"] > 0.95
    True
    """
    loaded = load_writer(model_id)
    if not spanish(loaded):
        name = loaded.card.name
        raise InputError(f"{name} knows no Spanish: its adjectives do not agree", "no_spanish", model=name)
    found = []
    for group in _by_length(_gendered(loaded)):
        logp = logits(loaded, [ids for ids, _, _ in group], off)[:, -1].float().log_softmax(-1)
        found += [float(logp[i, right] - logp[i, other]) for i, (_, right, other) in enumerate(group)]
    margins = np.asarray(found)
    return {
        "margin": float(margins.mean()),
        "right": float((margins > 0).mean()),
        "sentences": len(margins),
    }


Gendered = tuple[tuple[int, ...], int, int]
"""Ids of a sentence up to the verb, the first token of the right adjective and that of the other gender's."""


def _gendered(loaded: LoadedModel) -> list[Gendered]:
    cases = []
    for case in agreeing(loaded, SENTENCES):
        right = case.forms[0]
        other = (
            right[:-1] + _swapped(right[-1]) if right[-1] in "oa" else right[:-2] + _swapped(right[-2]) + "s"
        )
        ids = [
            loaded.tokenizer(f" {form}", add_special_tokens=False)["input_ids"][0] for form in (right, other)
        ]
        if ids[0] != ids[1]:  # forms that begin with the same piece are told apart only one token later
            cases.append((read(loaded, case.text).ids, ids[0], ids[1]))
    return cases


def _swapped(letter: str) -> str:
    return "a" if letter == "o" else "o"


def _by_length(cases: Sequence[Gendered]) -> list[list[Gendered]]:
    groups: dict[int, list[Gendered]] = {}
    for case in cases:
        groups.setdefault(len(case[0]), []).append(case)
    return list(groups.values())


def recall_loss(model_id: str = "gatito", off: Collection[Head] = ()) -> float:
    """Nats per token that it costs to say an invented name again, after its first token: what induction is for.

    Examples
    --------
    >>> recall_loss(off=[(2, 1), (2, 2)]) > 10 * recall_loss()
    True
    """
    loaded = load_writer(model_id)
    found: list[float] = []
    for one in repeats(loaded):
        logp = logits(loaded, [one.ids], off)[0].float().log_softmax(-1)
        found += [-float(logp[place, one.ids[place + 1]]) for place in range(one.start, len(one.ids) - 1)]
    return float(np.mean(found))


@lru_cache(maxsize=4)
def agreement_search(model_id: str = "gatito", steps: int = GREEDY_STEPS) -> Search:
    """Switch each head off, and then one more at a time, to see what agreement needs.

    Returns
    -------
    Search
        With the measures `margin` and `right` of `agreement_margin`.

    Source
    ------
    Michel, Levy & Neubig (2019), arXiv:1905.10650: most heads can go, some cannot.

    Examples
    --------
    >>> found = agreement_search(steps=0)
    >>> len(found.table), bool((found.table["margin"] < found.base["margin"]).any())
    (16, True)
    """

    def measured(off: Collection[Head]) -> dict[str, float]:
        both = agreement_margin(model_id, off)
        return {"margin": both["margin"], "right": both["right"]}

    return _search(load_writer(model_id), measured, "margin", steps, sign=1)


@lru_cache(maxsize=4)
def recall_search(model_id: str = "gatito", steps: int = 2) -> Search:
    """The same for recalling an invented name: the measure is `loss`, of `recall_loss`."""
    return _search(
        load_writer(model_id), lambda off: {"loss": recall_loss(model_id, off)}, "loss", steps, sign=-1
    )


Measure = Callable[[Collection[Head]], dict[str, float]]


def _search(loaded: LoadedModel, measured: Measure, by: str, steps: int, sign: int) -> Search:
    layers, each = heads(loaded)
    every = [(layer, head) for layer in range(layers) for head in range(each)]
    found = {one: measured([one]) for one in every}
    table = pd.DataFrame([{"layer": one[0], "head": one[1], **found[one]} for one in every])
    path: list[dict[str, float]] = []
    off: list[Head] = []
    for step in range(steps):
        tried = {one: measured([*off, one]) if off else found[one] for one in every if one not in off}
        worst = min(tried, key=lambda one: sign * tried[one][by])
        off.append(worst)
        path.append({"step": step + 1, "layer": worst[0], "head": worst[1], **tried[worst]})
    return Search(table, pd.DataFrame(path), measured([]))


@lru_cache(maxsize=4)
def induction_proof(model_id: str = "gatito") -> pd.DataFrame:
    """What it costs to recall an invented name with every head, without the clear induction heads, and without others.

    The others are as many heads of the same layers that score least: taking away just anything must not do the same.

    Returns
    -------
    DataFrame
        `what` (``all``, ``induction``, ``control``), `heads` (those switched off) and `loss` (nats per token).

    Examples
    --------
    >>> loss = induction_proof().set_index("what")["loss"]
    >>> bool(loss["induction"] > 3 * loss["control"])
    True
    """
    scores = head_scores(model_id).sort_values("induction", ascending=False)
    clear = scores[scores["induction"] >= PROVED]
    if clear.empty:
        name = load_writer(model_id).card.name
        raise InputError(f"no head of {name} is clearly one of induction", "no_induction", model=name)
    quiet = scores[scores["induction"] < PROVED].iloc[::-1]
    layers = [layer for layer, _ in _heads_of(clear)]
    control = [one for layer in sorted(set(layers)) for one in _first(quiet, layer, layers.count(layer))]
    sets: dict[str, list[Head]] = {"all": [], "induction": _heads_of(clear), "control": control}
    rows = [(what, tuple(off), recall_loss(model_id, off)) for what, off in sets.items()]
    return pd.DataFrame(rows, columns=["what", "heads", "loss"])


def _heads_of(table: pd.DataFrame) -> list[Head]:
    return [(layer, head) for layer, head in table[["layer", "head"]].to_numpy().tolist()]


def _first(table: pd.DataFrame, layer: int, count: int) -> list[Head]:
    return _heads_of(table[table["layer"] == layer].head(count))
