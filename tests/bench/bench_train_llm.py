"""«Train your LLM»: tokens per second beside a plain loop, what comes when in Chromium, and clicks meanwhile."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import torch
from playwright.sync_api import Page
from torch.nn import functional

from core.course import lesson
from core.device import bf16_is_fast
from core.gatito.training import Settings, advance, start
from core.train_llm import presets
from tests.bench.bench_gatito import in_turns
from tests.bench.table import Figure, middle, p95
from tests.bench.visiting import a_visit

ROUNDS, UPDATES = 7, 10
CLICKS = 20
PATIENCE = 150
LIMITS = {"Los cuatro sitios": 30.0, "Concordancia": 60.0, "París → Francia": 75.0}
"""Seconds from Play that each ability may take on two free cores."""


def bench_tokens_per_second() -> Iterator[Figure]:
    """The default size, in turns with a plain fp32 GPT in the manner of nanoGPT, on one core each."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        settings = presets.settings()
        plain = _PlainLoop(settings)
        plain.run(3)
        ours, theirs = in_turns(advance(start(settings), steps=3), plain.run, ROUNDS, UPDATES)
    finally:
        torch.set_num_threads(threads)
    yield Figure(
        f"Train your LLM, training (median of {ROUNDS})", middle(ours), "tokens/s", "plain fp32 loop as in nanoGPT",
        middle(theirs), allowed=1.3 if bf16_is_fast() else 1.05, more_is_better=True,
    )  # fmt: skip


def bench_milestones_and_clicks() -> Iterator[Figure]:
    """Press Play with the default settings; read when each ability came; meanwhile click from view to view."""
    path = lesson("train_llm").url_path
    with a_visit() as visit:
        page = visit.open(path, predict=0)
        page.wait_for_function("document.body.innerText.includes('Paso 0 de')", timeout=90_000)
        page.locator(".st-key-train-play button").first.click()
        page.wait_for_function("/Paso [1-9]\\d* de/.test(document.body.innerText)", timeout=90_000)
        clicks = _clicks(page)
        came = _came(page)
    yield Figure(
        f"Train your LLM, click while it trains (p95 of {CLICKS})", p95(clicks), "ms", "limit", 500.0
    )
    for name, limit in LIMITS.items():
        yield Figure(
            f"Train your LLM, from Play to «{name}»", came.get(name, float("nan")), "s", "limit", limit
        )


def _clicks(page: Page) -> list[float]:
    """Milliseconds from a click on a view to its chart."""
    measured = []
    for place in range(CLICKS):
        name, title = (("Gradiente", "tamaño del gradiente"), ("Pérdida", "pérdida (nats por token)"))[
            place % 2
        ]
        began = time.perf_counter()
        page.get_by_role("radio", name=name).click()
        page.wait_for_function(
            "title => [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg text')]"
            ".some(one => one.textContent === title)",
            arg=title, polling="raf", timeout=20_000,
        )  # fmt: skip
        measured.append(1000 * (time.perf_counter() - began))
        page.wait_for_timeout(300)
    return measured


def _came(page: Page) -> dict[str, float]:
    """Seconds of each ability, as the page tells them, once all have come or time is up."""
    limit, found = time.monotonic() + PATIENCE, dict[str, float]()
    while time.monotonic() < limit and not LIMITS.keys() <= found.keys():
        page.wait_for_timeout(1000)
        said = page.locator(".st-key-train-milestones").inner_text()
        for name in LIMITS:
            told = re.search(rf"{name} · paso [\d\s]+, (?:(\d+)\s*min )?([\d,]+)\s*s", said)
            if told:
                found[name] = 60 * int(told[1] or 0) + float(told[2].replace(",", "."))
    return found


class _PlainLoop:
    """A GPT of the same size as a tutorial writes it: fp32, AdamW as it comes, random windows of one long text."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.model = _Gpt(settings)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=settings.learning_rate)
        batches = [settings.data.batch(step, settings).ids.ravel() for step in range(60)]
        self.text = torch.cat([torch.from_numpy(batch) for batch in batches])
        self.draw = torch.Generator().manual_seed(0)

    def run(self, updates: int) -> int:
        """Do some updates and count the tokens learnt from."""
        length = self.settings.lengths[0][0]
        rows = self.settings.batch_tokens // length
        for _ in range(updates):
            places = torch.randint(len(self.text) - length - 1, (rows,), generator=self.draw)
            ids = torch.stack([self.text[place : place + length + 1] for place in places.tolist()])
            logits = self.model(ids[:, :-1])
            loss = functional.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
        return updates * rows * length


class _Gpt(torch.nn.Module):
    """Embeddings, blocks, a tied output layer."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        width = settings.width
        self.tokens = torch.nn.Embedding(settings.vocabulary, width)
        self.places = torch.nn.Embedding(settings.context, width)
        self.blocks = torch.nn.ModuleList(_Block(width, settings.heads) for _ in range(settings.layers))
        self.last = torch.nn.LayerNorm(width)

    def forward(self, ids: torch.Tensor) -> Any:
        x = self.tokens(ids) + self.places(torch.arange(ids.shape[1]))
        for block in self.blocks:
            x = block(x)
        return self.last(x) @ self.tokens.weight.T


class _Block(torch.nn.Module):
    """Attention and a network of two layers, each after a norm and added to what came in."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norms = torch.nn.ModuleList(torch.nn.LayerNorm(width) for _ in range(2))
        self.qkv, self.out = torch.nn.Linear(width, 3 * width), torch.nn.Linear(width, width)
        self.mlp = torch.nn.Sequential(
            torch.nn.Linear(width, 4 * width), torch.nn.GELU(), torch.nn.Linear(4 * width, width)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        rows, length, width = x.shape
        q, k, v = (
            part.view(rows, length, self.heads, -1).transpose(1, 2)
            for part in self.qkv(self.norms[0](x)).split(width, dim=2)
        )
        y = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(y.transpose(1, 2).reshape(rows, length, width))
        return x + self.mlp(self.norms[1](x))
