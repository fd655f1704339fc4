"""How fast lesson 6 is: weights against a bare pass, maskings, scores, and from Enter to the complete picture of 72 heads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import torch

from core import attention, models
from core.course import lesson
from core.ui.charts import theme
from core.ui.components import heads
from tests.bench.table import Figure, p95
from tests.bench.visiting import a_visit

ROUNDS = 25
PICTURE_MS, PAYLOAD_BYTES, SCORES_S, RATIO = 250.0, 400_000.0, 5.0, 1.1
WORDS = "the cat that ate the mouse was happy and the dog ran to the old door "
TEXT = (WORDS * 5).strip()
SPANISH = "El gato que comió el ratón estaba satisfecho. "


def _least(call: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times)


def _sixty_four() -> str:
    """A text of 64 tokens for MiniLM, its two marks included."""
    tokenizer = models.load("minilm").tokenizer
    words = TEXT.split()
    while len(tokenizer(" ".join(words))["input_ids"]) > 64:
        words.pop()
    return " ".join(words)


def bench_attend() -> Iterator[Figure]:
    """The weights against the model's own pass with `output_attentions=True`, tokens included in both."""
    for model_id, text in (("gatito", SPANISH * 7), ("minilm", _sixty_four())):
        loaded = models.load(model_id)

        def bare(loaded: models.LoadedModel = loaded, text: str = text) -> object:
            ids = torch.tensor([loaded.tokenizer(text)["input_ids"]])
            with torch.inference_mode():
                return loaded.model(ids, output_attentions=True)

        def ours(model_id: str = model_id, text: str = text) -> object:
            return attention.attend(text, model_id)

        bare(), ours()
        name = f"Lesson 6, attend against a bare pass, {loaded.card.name}"
        yield Figure(
            name, 1000 * _least(ours), "ms", "the model, output_attentions=True", 1000 * _least(bare), RATIO
        )


def bench_effect() -> Iterator[Figure]:
    """Every token masked, in one pass against one pass per token."""
    loaded = models.load("gatito")
    text = (SPANISH * 3).strip()
    ids = torch.tensor([attention.attend(text).ids])

    def one_by_one() -> None:
        for place in range(ids.shape[1]):
            mask = torch.ones_like(ids)
            mask[0, place] = 0
            with torch.inference_mode():
                loaded.model(ids, attention_mask=mask)

    batched, single = 1000 * _least(lambda: attention.effect(text)), 1000 * _least(one_by_one)
    yield Figure("Lesson 6, every token masked in one pass", batched, "ms", "one pass per token", single)


def bench_head_scores() -> Iterator[Figure]:
    """The scores of Gatito's heads the first time; afterwards they are kept."""
    models.load("gatito")
    began = time.perf_counter()
    attention.head_scores()
    yield Figure(
        "Lesson 6, head scores of Gatito, first time", time.perf_counter() - began, "s", "limit", SCORES_S
    )


def bench_payload() -> Iterator[Figure]:
    """Bytes sent for 72 heads of 64 × 64."""
    run = attention.attend(_sixty_four(), "minilm")
    payload = heads.View(run.tokens, run.weights, 0, 0, causal=False).payload(theme.LIGHT, {}, "")
    yield Figure(
        f"Lesson 6, payload of 72 heads of {len(run.tokens)} tokens",
        float(len(payload)),
        "bytes",
        "limit",
        PAYLOAD_BYTES,
    )


def bench_picture() -> Iterator[Figure]:
    """From Enter to 72 heads drawn, in a warm page: the first letter of a text of 64 tokens changes."""
    path = lesson("attention").url_path
    with a_visit() as visit:
        text = _sixty_four()
        page = visit.open(path, predict=0, **{"attention.model": "minilm", "attention.text": text})
        box = page.locator(".st-key-attention-text input").first
        measured = []
        for turn in range(ROUNDS):
            box.fill(("the" if turn % 2 else "one") + text[3:])
            page.evaluate(_WATCH)
            page.keyboard.press("Enter")
            page.wait_for_function("window.took > 0", timeout=20_000)
            measured.append(float(page.evaluate("window.took")))
            visit.settle()
    yield Figure(
        f"Lesson 6, Enter to 72 heads of 64 tokens (p95 of {ROUNDS})",
        p95(measured),
        "ms",
        "limit",
        PICTURE_MS,
    )


_WATCH = """
() => {
  window.took = 0;
  const root = document.querySelector('.heads');
  document.addEventListener('keydown', () => {
    const began = performance.now();
    const seen = new MutationObserver(() => requestAnimationFrame(() => {
      window.took = performance.now() - began;
      seen.disconnect();
    }));
    seen.observe(root, { attributes: true, attributeFilter: ['data-drawn'] });
  }, { capture: true, once: true });
}
"""
"""Notes the milliseconds from Enter until the canvas is drawn anew and on screen."""
