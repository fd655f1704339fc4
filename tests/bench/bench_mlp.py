"""How fast lesson 5 trains, draws its surface, and reaches the screen: beside scikit-learn and a plain autograd loop."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator

import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from core.course import lesson
from core.mlp import Experiment, advance, split, start
from core.mlp.experiment import FEATURES
from core.mlp.surface import surface
from tests.bench.table import Figure, times
from tests.bench.visiting import a_visit

E = Experiment(points=500, features=tuple(FEATURES), hidden=(8, 8), batch_size=10)
"""The 7-8-8-1 tanh network of the plan: 250 points to learn from, ten a step."""

EPOCHS = 30
TURNS = 5
LEARNT = r"() => /(9[7-9]|100),\d\s%/.test(document.querySelector('[class*=stage-seeing]').innerText)"
DRAWN = "() => [window.__networkPictures, window.__networkEpoch]"


def plain(epochs: int) -> None:
    """Train the same network as a beginner would write it: modules, autograd, an optimizer."""
    known = split(E)
    layers: list[torch.nn.Module] = []
    for inputs, outputs in ((7, 8), (8, 8), (8, 1)):
        layers += [torch.nn.Linear(inputs, outputs, dtype=torch.float64), torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=E.learning_rate)
    for _ in range(epochs):
        for batch in known.train[torch.randperm(len(known.train))].split(E.batch_size):
            loss = 0.5 * (model(known.inputs[batch]) - known.targets[batch]).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def scikit(epochs: int) -> None:
    """Train the same network with scikit-learn."""
    known = split(E)
    model = MLPClassifier(
        (8, 8), activation="tanh", solver="sgd", momentum=0, batch_size=E.batch_size, learning_rate_init=E.learning_rate,
        max_iter=epochs, tol=0, n_iter_no_change=epochs + 1,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(known.inputs[known.train].numpy(), known.points.y[known.train.numpy()])


def bench_epochs() -> Iterator[Figure]:
    """Epochs per processor second of the three, in turns: other programs on the machine take nothing from it."""
    begun = advance(start(E))
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: advance(begun, EPOCHS),
        "scikit-learn": lambda: scikit(EPOCHS),
        "plain autograd": lambda: plain(EPOCHS),
    }
    best = dict.fromkeys(ways, 0.0)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        for _ in range(TURNS):
            for name, way in ways.items():
                began = time.process_time()
                way()
                best[name] = max(best[name], EPOCHS / (time.process_time() - began))
    finally:
        torch.set_num_threads(threads)
    for peer, allowed in (("scikit-learn", 1.0), ("plain autograd", 3.0)):
        yield Figure(
            f"Lesson 5, epochs of 250 points at batch 10, 7-8-8-1 (best of {TURNS})", best["ours"], "epochs/s", peer,
            best[peer], allowed, more_is_better=True,
        )  # fmt: skip


def bench_surface() -> Iterator[Figure]:
    """The answer of the network on 100 × 100 cells."""
    state = advance(start(E))
    yield Figure(
        "Lesson 5, surface of 100 × 100 (least of 15)",
        min(times(lambda: surface(state), 15)),
        "ms",
        "limit",
        10.0,
    )


def bench_screen() -> Iterator[Figure]:
    """Press Play on the spiral: seconds to 97 % of the test points, then pictures and epochs that reach the screen."""
    path = lesson("mlp").url_path
    with a_visit() as visit:
        page = visit.open(path, predict=0)
        page.wait_for_timeout(8000)  # a learner reads first; the child process starts meanwhile
        play = page.locator(".st-key-mlp-play button").first
        began = time.perf_counter()
        play.click()
        page.wait_for_function(LEARNT, timeout=120_000)
        learnt = time.perf_counter() - began
        before, began = page.evaluate(DRAWN), time.perf_counter()
        page.wait_for_timeout(5000)
        after, seconds = page.evaluate(DRAWN), time.perf_counter() - began
    pictures, epochs = ((late - early) / seconds for early, late in zip(before, after, strict=True))
    yield Figure("Lesson 5, spiral: Play to 97 % of the test points", 1000 * learnt, "ms", "limit", 4000.0)
    yield Figure("Lesson 5, pictures while training", pictures, "1/s", "limit", 5.0, more_is_better=True)
    yield Figure("Lesson 5, epochs that reach the screen", epochs, "1/s", "limit", 250.0, more_is_better=True)
