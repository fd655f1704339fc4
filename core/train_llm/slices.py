"""A slice of a watched run: some updates, and a look at the model wherever one is due.

These functions are pure and find everything in their arguments, so that they run in a child process as well as here.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from functools import lru_cache

from core.errors import InputError
from core.gatito.corpus import WorldStream, grammar
from core.gatito.training import Settings, State, advance, start
from core.ngram import NGram
from core.train_llm.moments import DOCUMENTS, Moment, measure
from core.train_llm.probing import Probes, data_of, tokenizer_of

EVERY = 25
"""Updates between two looks, once the first ones are over."""
EARLY = (0, 2, 5, 10, 15)
"""Looks at the beginning, when most happens."""
COUNTED_TOKENS = 200_000
"""Tokens that the n-gram models count at most."""
COUNTED_DOCUMENTS = 1_500
BLOWN = 1.0
"""Nats above the loss of guessing blindly that mean the run has blown up."""


@dataclass(frozen=True)
class Facts:
    """What does not change during a run.

    Parameters
    ----------
    floor
        Exact nats per token of the held-out documents; None for a text whose grammar nobody knows.
    ngrams
        Loss (nats per token) of models that count 1, 2 and 3 tokens, on the same held-out tokens.
    sentence
        Tokens of the sentence in which attention is looked at, the opening one first.
    """

    floor: float | None
    ngrams: tuple[float, ...]
    sentence: tuple[str, ...]


@dataclass(frozen=True)
class Slice:
    """The run after a slice, what was seen on the way, and how long it took."""

    state: State
    moments: tuple[Moment, ...]
    seconds: float
    facts: Facts | None = None


def begin(settings: Settings, probes: Probes) -> Slice:
    """Draw the weights, look at them before they learn anything, and measure what does not change."""
    began = time.perf_counter()
    state = start(settings)
    return Slice(state, (measure(state, probes),), time.perf_counter() - began, facts(settings, probes))


def forward(state: State, probes: Probes, seconds: float | None = None, steps: int | None = None) -> Slice:
    """Go on for some seconds or some updates, and no further than the settings' last step.

    Raises
    ------
    InputError
        When the run diverges: its loss is no number, or is far above where it began.
    """
    began, first, moments = time.perf_counter(), state.step, []
    last = state.settings.steps if steps is None else min(first + steps, state.settings.steps)
    while state.step < last:
        left = None if seconds is None else seconds - (time.perf_counter() - began)
        if left is not None and left <= 0 and state.step > first:
            break
        due = min(next_look(state.step), last)
        state = advance(state, left, steps=due - state.step)
        if is_look(state.step) or state.step == state.settings.steps:
            moments.append(_checked(measure(state, probes), state.settings))
    return Slice(state, tuple(moments), time.perf_counter() - began)


def is_look(step: int) -> bool:
    """Say whether the model is looked at after this update."""
    return step in EARLY or step % EVERY == 0


def next_look(step: int) -> int:
    """Give the next update after which the model is looked at.

    Examples
    --------
    >>> next_look(0), next_look(15), next_look(25)
    (2, 25, 50)
    """
    return next((early for early in EARLY if early > step), step - step % EVERY + EVERY)


def _checked(moment: Moment, settings: Settings) -> Moment:
    """Refuse a loss far above that of guessing blindly, where every run begins."""
    loss = moment.held_out_loss
    if not loss <= math.log(settings.vocabulary) + BLOWN:
        raise InputError(
            f"the loss is {loss} at step {moment.step}: lower the learning rate", "diverged", step=moment.step
        )
    return moment


def facts(settings: Settings, probes: Probes) -> Facts:
    """Measure the floor, and how well counting does on the same held-out tokens."""
    one = tokenizer_of(data_of(settings))
    ids = [0, *one.encode(probes.sentence).ids[-24:]]
    sentence = tuple(one.decode([id_], skip_special_tokens=False).strip() or "·" for id_ in ids)
    return Facts(_floor(settings), _ngrams(_shapeless(settings)), sentence)


def _shapeless(settings: Settings) -> Settings:
    """The same data with a model of no matter which shape: what is counted once serves every run on it."""
    return replace(
        settings, layers=1, heads=1, width=1, steps=1, learning_rate=1.0, warmup=1, seed=0, attention=True, positions=True
    )  # fmt: skip


@lru_cache(maxsize=8)
def _ngrams(settings: Settings) -> tuple[float, ...]:
    """Loss of counting 1, 2 and 3 tokens on the held-out tokens."""
    rest = [
        row[keep].tolist()
        for rows, mask in settings.data.held_out(DOCUMENTS, settings)
        for row, keep in zip(rows, mask, strict=True)
    ]
    grams = NGram(3, settings.vocabulary).fit(_counted(settings))
    return tuple(grams.shorter(order).loss(rest) for order in (1, 2, 3))


def _counted(settings: Settings) -> list[list[int]]:
    data = data_of(settings)
    if isinstance(data, WorldStream):
        world = grammar(data.without)
        texts = [world.draw(f"counted-{i}").text for i in range(COUNTED_DOCUMENTS)]
        return [[0, *found.ids, 0] for found in tokenizer_of(data).encode_batch(texts)]
    ids = data.ids[: min(data.first_apart, COUNTED_TOKENS)]
    return [ids.tolist()]


def _floor(settings: Settings) -> float | None:
    data = data_of(settings)
    if not isinstance(data, WorldStream):
        return None
    documents = data.documents(DOCUMENTS)
    encode = tokenizer_of(data).encode
    tokens = sum(min(len(encode(one.text).ids) + 1, settings.context) for one in documents)
    return -math.fsum(one.logp for one in documents) / tokens
