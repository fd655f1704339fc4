"""Lesson 4: vectors, PCA and faithfulness of 2,000 words; PCA beside scikit-learn's; how fast the map redraws."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from sklearn.decomposition import PCA

from core import embeddings, models
from core.course import lesson
from tests.bench.table import Figure, p95, times
from tests.bench.visiting import a_visit

WORDS = 2000
REDRAWS = 30

CHANGED = """
() => {
  const cloud = document.querySelector('.course-cloud');
  window.redraws = [];
  document.addEventListener('input', () => { window.typedAt = performance.now(); }, true);
  new MutationObserver(() => {
    const count = cloud.querySelectorAll('circle').length;
    if (count !== window.count && window.typedAt) {
      window.redraws.push(performance.now() - window.typedAt);
      window.typedAt = null;
    }
    window.count = count;
  }).observe(cloud, { childList: true, subtree: true });
  window.count = cloud.querySelectorAll('circle').length;
}
"""
"""Notes the milliseconds from a letter typed into the box of words until the map has another count of points."""


def words(count: int = WORDS) -> list[str]:
    """Give words that differ: those of the lists, alone and in pairs."""
    listed = embeddings.everything("en")
    paired = [f"{one} {other}" for one in listed[:60] for other in listed[60:120]]
    return [*listed, *paired][:count]


def whole(model_id: str) -> embeddings.Projection:
    """Give vectors, PCA and faithfulness of all the words."""
    return embeddings.project(embeddings.unit(embeddings.vectors(words(), model_id)))


def bench_whole_map() -> Iterator[Figure]:
    """Vectors, PCA and faithfulness of 2,000 words, with the vectors forgotten (cold) and remembered (warm)."""
    for model_id, cold, warm in (("gatito", 1000.0, 1000.0), ("minilm", 12_000.0, 300.0)):
        models.load(model_id)
        whole(model_id)  # scikit-learn imports itself once

        def afresh(model_id: str = model_id) -> None:
            embeddings.forget()
            whole(model_id)

        measured = min(times(afresh, 2, warm_up=0))
        yield Figure(
            f"Lesson 4, map of {WORDS} words, {model_id}, cold (least of 2)", measured, "ms", "limit", cold
        )
        measured = min(times(partial(whole, model_id), 5))
        yield Figure(
            f"Lesson 4, map of {WORDS} words, {model_id}, warm (least of 5)", measured, "ms", "limit", warm
        )


def bench_pca() -> Iterator[Figure]:
    """Our PCA beside scikit-learn's with its own choice of method, on the same vectors, in turns."""
    rows = embeddings.unit(embeddings.vectors(words(), "minilm")).astype(np.float64)
    from core.embeddings.projection import _pca

    ours, theirs = [], []
    for _ in range(9):
        ours += times(lambda: _pca(rows, 2), 1, warm_up=0)
        theirs += times(lambda: PCA(2, svd_solver="covariance_eigh").fit(rows).transform(rows), 1, warm_up=0)
    yield Figure(
        "Lesson 4, PCA of 2,000 × 384 (least of 9)", min(ours), "ms", "scikit-learn", min(theirs), 1.2
    )


def bench_redraw() -> Iterator[Figure]:
    """Type words into a warm map and count the time until their points are there."""
    path = lesson("embeddings").url_path
    with a_visit() as visit:
        page = visit.open(path, predict=0)
        page.locator("textarea").first.fill("sopa")
        visit.settle()
        page.evaluate(CHANGED)
        added = embeddings.everything("es")[120 : 120 + REDRAWS]
        for place in range(1, REDRAWS + 1):
            page.locator("textarea").first.fill(", ".join(["sopa", *added[:place]]))
            page.wait_for_function("(n) => window.redraws.length >= n", arg=place, timeout=20_000)
            visit.settle()
        measured = [float(ms) for ms in page.evaluate("window.redraws")]
    yield Figure(
        f"Lesson 4, word typed to point on the map (p95 of {REDRAWS})", p95(measured), "ms", "limit", 200.0
    )
