"""Gatito's speed: training beside a plain loop of the same size, writing on one core."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import torch
from torch.nn import functional

from core import next_word
from core.gatito.training import Settings, State, advance, start
from core.models import load
from tests.bench.table import Figure, middle

ROUNDS, UPDATES = 5, 8
TOKENS = 120


def bench_training() -> Iterator[Figure]:
    """Tokens per second of `core.gatito.training` and of the loop that any tutorial writes, in turns."""
    torch.set_num_threads(2)
    settings = replace(Settings(), vocabulary=int(load("gatito").model.config.vocab_size))
    plain = _PlainLoop(settings)
    plain.run(2)
    ours, theirs = in_turns(advance(start(settings), steps=2), plain.run, ROUNDS, UPDATES)
    yield Figure(
        f"Gatito, training (median of {ROUNDS})", middle(ours), "tokens/s", "plain fp32 GPT-2 loop", middle(theirs),
        more_is_better=True,
    )  # fmt: skip


def in_turns(
    state: State, plain: Callable[[int], int], rounds: int, updates: int
) -> tuple[list[float], list[float]]:
    """Train by turns, both warm: tokens per second of `core.gatito.training` from a state on, and of another loop.

    `plain` does so many updates and gives the tokens that it learnt from.
    """
    ours, theirs = [], []
    for _ in range(rounds):
        before, began = state.tokens_seen, time.perf_counter()
        state = advance(state, steps=updates)
        ours.append((state.tokens_seen - before) / (time.perf_counter() - began))
        began = time.perf_counter()
        theirs.append(plain(updates) / (time.perf_counter() - began))
    return ours, theirs


def bench_writing_on_one_core() -> Iterator[Figure]:
    """Tokens per second of `core.next_word.generate`, its own dice and table of texts included."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        speeds = []
        for seed in range(ROUNDS):
            began = time.perf_counter()
            written = sum(1 for _ in next_word.generate("Había una vez", max_new_tokens=TOKENS, seed=seed))
            speeds.append(written / (time.perf_counter() - began))
    finally:
        torch.set_num_threads(threads)
    yield Figure(
        f"Gatito, writing on one core (median of {ROUNDS})",
        middle(speeds),
        "tokens/s",
        "limit",
        100.0,
        more_is_better=True,
    )


class _PlainLoop:
    """A GPT-2 of the same size on the same batches: fp32, AdamW as it comes, full rows of the context."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.model = start(settings).model().train()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=settings.learning_rate)
        self.step = 0

    def run(self, updates: int) -> int:
        """Do some updates and count the tokens learnt from."""
        seen = 0
        for _ in range(updates):
            ids = torch.from_numpy(self.settings.data.batch(self.step, self.settings).ids)
            logits = self.model(ids[:, :-1]).logits
            loss = functional.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.step += 1
            seen += ids[:, 1:].numel()
        return seen
