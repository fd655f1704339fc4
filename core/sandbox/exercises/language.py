"""Chapter 6, first half: a tiny language model by counting and by training, and writing with a model."""

from __future__ import annotations

from typing import Any

from core.sandbox.exercises.checking import Draw, against, called, equal, get, has_shape, holds
from core.sandbox.exercises.exercise import Exercise, FailedError, code


def _bigram(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    draw = Draw()

    def reference(ids: Any, size: int) -> Any:
        counts = torch.zeros(size, size, dtype=torch.int64)
        for one, after in zip(ids[:-1].tolist(), ids[1:].tolist(), strict=True):
            counts[one, after] += 1
        return counts

    cases = [(draw.whole(0, size, length), size) for size, length in ((3, 9), (5, 2), (6, 200))]
    return against("bigrams", reference, cases)(names)


def _perplexity(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    draw = Draw()

    def reference(p: Any) -> float:
        return float(torch.exp(-torch.log(p).mean()))

    pair = (None, None)
    for p in (
        torch.full((8,), 0.25),
        torch.rand(5, generator=draw.generator) * 0.9 + 0.05,
        torch.full((2000,), 1e-4),
    ):
        mine = called(get(names, "perplexity"), p, name="perplexity")
        pair = equal(mine, reference(p), "perplexity", f"p ({len(p)},)", close=1e-3)
    return pair


def _sample(names: dict[str, Any]) -> tuple[Any, Any]:
    """Frequencies of many draws stand near the probabilities: within six standard errors, so never by bad luck."""
    import torch

    function, draw = get(names, "sample"), Draw()
    logits = draw.normal(5, scale=1.5)
    mine = target = None
    for temperature in (1.0, 0.5):
        drawn = [called(function, logits, temperature, name="sample") for _ in range(1500)]
        for one in drawn[:3]:
            holds(
                isinstance(one, int) and not isinstance(one, bool) and 0 <= one < 5,
                "not_id",
                name="sample",
                got=repr(one)[:60],
            )
        mine = torch.bincount(torch.tensor(drawn), minlength=5) / len(drawn)
        target = torch.softmax(logits / temperature, -1)
        error = 6 * (target * (1 - target) / len(drawn)).sqrt() + 0.002
        holds(
            bool(((mine - target).abs() < error).all()),
            "frequencies",
            mine,
            target,
            name="sample",
            temperature=temperature,
        )
    certain = {called(function, logits, 0, name="sample") for _ in range(20)}
    holds(certain == {int(logits.argmax())}, "greedy", name="sample")
    return mine, target


def _generate(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    draw, pair = Draw(), (None, None)
    for vocabulary, context, steps in ((5, 4, 2), (11, 3, 12), (13, 2, 12), (17, 5, 12), (19, 1, 12)):
        table = draw.normal(vocabulary, vocabulary)

        def model(ids: Any, table: Any = table, context: int = context) -> Any:
            if len(ids) > context:
                raise FailedError("context", name="generate", given=len(ids), limit=context)
            whole = 3 * ids.sum() + len(ids)  # every id of the window counts
            return table[ids] + table[whole % len(table)]

        ids = draw.whole(0, vocabulary, 2)
        try:
            mine = called(get(names, "generate"), model, ids, steps, context, name="generate")
        except FailedError as failed:
            raise failed.__cause__ if isinstance(failed.__cause__, FailedError) else failed from None
        written = ids
        for _ in range(steps):
            written = torch.cat([written, model(written[-context:])[-1].argmax()[None]])
        pair = equal(mine, written, "generate", f"steps={steps}, context={context}")
    return pair


def _trained(names: dict[str, Any]) -> tuple[Any, Any]:
    """A model that only looks at one token cannot beat the counts: it must come close to them."""
    import torch

    model, loss = get(names, "model"), get(names, "loss")
    holds(isinstance(model, torch.nn.Module), "not_module", name="model", type=type(model).__name__)
    ids = get(names, "ids")
    size = int(ids.max()) + 1
    counts = torch.zeros(size, size)
    for one, after in zip(ids[:-1].tolist(), ids[1:].tolist(), strict=True):
        counts[one, after] += 1
    p = counts / counts.sum(1, keepdim=True)
    floor = -torch.log(p[ids[:-1], ids[1:]]).mean()
    with torch.no_grad():
        logits = model(ids[:-1])
    has_shape(logits, (len(ids) - 1, size), "model", "ids[:-1]")
    reached = float(torch.nn.functional.cross_entropy(logits, ids[1:]))
    holds(
        reached < float(floor) + 0.1,
        "not_learnt",
        name="model",
        mine=f"{reached:.3f}",
        target=f"{float(floor):.3f}",
    )
    equal(float(loss), reached, "loss", close=0.15)
    return torch.softmax(logits, -1)[:6], p[ids[:-1]][:6]


EXERCISES = (
    Exercise("language_bigrams", code("""
import torch

def bigrams(ids, n):
    counts = torch.zeros(n, n, dtype=torch.int64)
    return counts

bigrams(torch.tensor([0, 1, 0, 1, 2]), 3)
"""), code("""
import torch

def bigrams(ids, n):
    counts = torch.zeros(n, n, dtype=torch.int64)
    for one, after in zip(ids[:-1], ids[1:]):
        counts[one, after] += 1
    return counts

bigrams(torch.tensor([0, 1, 0, 1, 2]), 3)
"""), _bigram),
    Exercise("language_train", code("""
import torch

text = "el gato duerme. el perro come. el gato come. la gata duerme. "
letters = sorted(set(text))
ids = torch.tensor([letters.index(letter) for letter in text])

model = torch.nn.Embedding(len(letters), len(letters))
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for step in range(300):
    loss = ...
"""), code("""
import torch

text = "el gato duerme. el perro come. el gato come. la gata duerme. "
letters = sorted(set(text))
ids = torch.tensor([letters.index(letter) for letter in text])

model = torch.nn.Embedding(len(letters), len(letters))
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for step in range(300):
    loss = torch.nn.functional.cross_entropy(model(ids[:-1]), ids[1:])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    metric("loss", loss)
"""), _trained),
    Exercise("language_perplexity", code("""
import torch

def perplexity(p):
    return ...

perplexity(torch.tensor([0.25, 0.25, 0.25]))
"""), code("""
import torch

def perplexity(p):
    return torch.exp(-torch.log(p).mean()).item()

perplexity(torch.tensor([0.25, 0.25, 0.25]))
"""), _perplexity),
    Exercise("language_sample", code("""
import torch

def sample(logits, temperature):
    return ...

[sample(torch.tensor([2.0, 1.0, 0.0]), 1.0) for _ in range(20)]
"""), code("""
import torch

def sample(logits, temperature):
    if temperature == 0:
        return logits.argmax().item()
    p = torch.softmax(logits / temperature, dim=-1)
    return torch.multinomial(p, 1).item()

[sample(torch.tensor([2.0, 1.0, 0.0]), 1.0) for _ in range(20)]
"""), _sample),
    Exercise("language_generate", code("""
import torch

def generate(model, ids, steps, context):
    for step in range(steps):
        ...
    return ids

def after(ids):
    return torch.nn.functional.one_hot((ids + 1) % 5, 5).float()

generate(after, torch.tensor([2]), steps=6, context=4)
"""), code("""
import torch

def generate(model, ids, steps, context):
    for step in range(steps):
        logits = model(ids[-context:])
        ids = torch.cat([ids, logits[-1].argmax()[None]])
    return ids

def after(ids):
    return torch.nn.functional.one_hot((ids + 1) % 5, 5).float()

generate(after, torch.tensor([2]), steps=6, context=4)
"""), _generate),
)  # fmt: skip
