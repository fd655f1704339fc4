"""How fast lesson 3 cuts, trains, and follows the keys: against the libraries below it and the limits of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

import splintr
from playwright.sync_api import Page
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from core import tokenizer
from core.course import lesson
from core.tokenizer.parallel import pairs
from tests.bench.table import Figure, p95, times
from tests.bench.visiting import a_visit
from tests.browser.visit import Visit

MEGABYTE = 1_000_000
RUNS = 9
KEYS = 40
TYPED_LIMIT_MS = 130.0
LONG_LIMIT_MS = 1_500.0
TRAINING_LIMIT_MS = 3_000.0

_FIND = "[...document.querySelectorAll('*')].map(one => one.shadowRoot).filter(Boolean)"

TYPE = f"""
sign => new Promise(done => {{
  const roots = {_FIND};
  const area = roots.map(root => root.querySelector('textarea')).find(Boolean);
  const pieces = roots.map(root => root.querySelector('.pieces')).find(Boolean);
  const started = performance.now();
  new MutationObserver((_, watching) => {{
    const tiles = pieces.querySelectorAll('.tile');
    if (!tiles.length || !tiles[tiles.length - 1].innerText.endsWith(sign)) return;
    watching.disconnect();
    requestAnimationFrame(() => done(performance.now() - started));
  }}).observe(pieces, {{ childList: true, subtree: true }});
  area.value += sign;
  area.dispatchEvent(new Event('input'));
}})
"""
"""Adds a sign to the box as a key does, and gives the milliseconds until its piece is drawn."""

COUNTED = f"""
wanted => {_FIND}.some(root => root.querySelector('.count')?.innerText.replace(/\\D/g, '') === wanted)
"""


def prose(size: int) -> str:
    """Repeat the shipped sentences, each time in another order of words, up to a size in bytes."""
    words = [word for pair in pairs() for word in (pair.es + " " + pair.en).split()]
    made: list[str] = []
    while sum(len(word) + 1 for word in words) * len(made) < size:
        shift = 7 * len(made) + 1
        made.append(" ".join(words[shift % len(words) :] + words[: shift % len(words)]))
    return " ".join(made)[:size]


def bench_encode() -> Iterator[Figure]:
    """Cut a megabyte with offsets, against the bare call of the library that gives ids alone."""
    text = prose(MEGABYTE)
    for vocabulary in ("cl100k_base", "o200k_base", "llama2"):
        library = splintr.Tokenizer.from_pretrained(vocabulary)
        tokenizer.encode(text, vocabulary)  # warm
        bare = median(times(partial(library.encode_ordinary, text), RUNS))
        ours = median(times(partial(tokenizer.encode, text, vocabulary), RUNS))
        yield Figure(f"encode, 1 MB, {vocabulary} (median of {RUNS})", ours, "ms", "splintr", bare, 1.2)


def bench_training() -> Iterator[Figure]:
    """Learn 500 merges from a megabyte, against the tokenizers library and the plan."""
    text = prose(MEGABYTE)

    def library() -> None:
        blank = Tokenizer(models.BPE())
        blank.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        alphabet = pre_tokenizers.ByteLevel.alphabet()
        trainer = trainers.BpeTrainer(vocab_size=756, initial_alphabet=alphabet, show_progress=False)
        blank.train_from_iterator([text], trainer)

    ours = median(times(lambda: tokenizer.train_bpe(text, 500), 3))
    theirs = median(times(library, 3))
    yield Figure("500 merges on 1 MB (median of 3)", ours, "ms", "limit", TRAINING_LIMIT_MS)
    yield Figure("500 merges on 1 MB (median of 3)", ours, "ms", "tokenizers", theirs, 3.0)


def bench_typing() -> Iterator[Figure]:
    """Type at the end of 2,000 characters, and paste 100,000, in a real browser."""
    path = lesson("tokenizer").url_path
    with a_visit() as visit:
        page = visit.open(path, predict=0)
        yield from _typed(visit, page)
        yield from _pasted(visit, page)


def _typed(visit: Visit, page: Page) -> Iterator[Figure]:
    page.locator("textarea").fill(prose(1_950))
    page.wait_for_timeout(500)
    visit.settle()
    measured = []
    for key in range(KEYS):
        measured.append(float(page.evaluate(TYPE, "abcdefghij"[key % 10])))
        visit.settle()
    yield Figure(
        f"Lesson 3, key to coloured pieces, 2,000 characters (p95 of {KEYS})",
        p95(measured),
        "ms",
        "limit",
        TYPED_LIMIT_MS,
    )


def _pasted(visit: Visit, page: Page) -> Iterator[Figure]:
    measured = []
    for turn in range(5):
        text = prose(100_000 - turn)
        count = str(tokenizer.count(text, "o200k_base"))

        def paste(text: str = text, count: str = count) -> None:
            page.locator("textarea").fill(text)
            page.wait_for_function(COUNTED, arg=count, polling="raf")

        measured += times(paste, 1, warm_up=0)
        visit.settle()
    yield Figure(
        "Lesson 3, 100,000 characters pasted to exact count (median of 5)",
        median(measured), "ms", "limit", LONG_LIMIT_MS,
    )  # fmt: skip
