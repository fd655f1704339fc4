"""Chapter 5: attention, from the scores to several heads, in ten lines."""

from __future__ import annotations

from typing import Any

from core.sandbox.exercises.checking import Draw, against, called, equal, get, has_shape, holds
from core.sandbox.exercises.exercise import Exercise, code
from core.sandbox.exercises.modules import all_learn, built


def _attended(q: Any, k: Any, v: Any) -> Any:
    import torch

    return torch.nn.functional.scaled_dot_product_attention(q[None], k[None], v[None], is_causal=True)[0]


def _scores(names: dict[str, Any]) -> tuple[Any, Any]:
    draw = Draw()
    cases = [(draw.normal(t, d), draw.normal(t, d)) for t, d in ((3, 4), (5, 2), (4, 4))]
    return against("scores", lambda q, k: q @ k.T / q.shape[-1] ** 0.5, cases)(names)


def _weights(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    def reference(scores: Any) -> Any:
        size = len(scores)
        hidden = scores.masked_fill(~torch.ones(size, size).tril().bool(), float("-inf"))
        return torch.softmax(hidden, -1)

    draw = Draw()
    return against("weights", reference, [(draw.normal(size, size),) for size in (1, 4, 6)])(names)


def _attention(names: dict[str, Any]) -> tuple[Any, Any]:
    draw = Draw()
    cases = [(draw.normal(t, d), draw.normal(t, d), draw.normal(t, d)) for t, d in ((3, 4), (5, 2), (6, 6))]
    pair = against("attention", _attended, cases)(names)
    q, k, v = cases[-1]
    later = v.clone()
    later[-1] += 100.0  # what comes last must change nothing before it
    mine = called(get(names, "attention"), q, k, later, name="attention")
    equal(mine[:-1], pair[1][:-1], "attention", "v[-1] + 100")
    return pair


def _split(names: dict[str, Any]) -> tuple[Any, Any]:
    draw = Draw()
    cases = [(draw.normal(t, c), heads) for t, c, heads in ((3, 8, 2), (5, 6, 3), (4, 4, 1))]

    def reference(x: Any, heads: int) -> Any:
        return x.reshape(len(x), heads, -1).transpose(0, 1)

    pair = against("split_heads", reference, cases)(names)
    for x, heads in cases:
        split = reference(x, heads)
        equal(
            called(get(names, "merge_heads"), split, name="merge_heads"), x, "merge_heads", f"heads={heads}"
        )
    return pair


def _head(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    draw, pair = Draw(), (None, None)
    for width, size, length in ((6, 3, 4), (4, 4, 5)):
        module = built(names, "Head", width, size)
        parts: dict[str, Any] = {name: getattr(module, name, None) for name in ("query", "key", "value")}
        for name, part in parts.items():
            holds(isinstance(part, torch.nn.Linear), "no_layer", name=name)
            holds(part.bias is None, "has_bias", name=name)
        holds(len(set(map(id, parts.values()))) == len(parts), "shared_layer", name="Head")
        x = draw.normal(length, width)
        mine = called(module, x, name="Head")
        target = _attended(*(part(x) for part in parts.values()))
        pair = equal(mine.detach(), target.detach(), "Head", f"x ({length}, {width})")
        all_learn(module, mine.sum(), "Head")
    return pair


def _multi_head(names: dict[str, Any]) -> tuple[Any, Any]:
    """The same numbers as torch's own attention with several heads, with the learner's weights put into it."""
    import torch

    draw, pair = Draw(), (None, None)
    for width, heads, length in ((8, 2, 4), (6, 3, 5), (6, 1, 3)):
        module = built(names, "MultiHead", width, heads)
        for name, shape in (("qkv", (3 * width, width)), ("out", (width, width))):
            layer: Any = getattr(module, name, None)
            holds(isinstance(layer, torch.nn.Linear), "no_layer", name=name)
            has_shape(layer.weight, shape, name)
        x = draw.normal(length, width)
        mine = called(module, x, name="MultiHead")
        pair = equal(
            mine.detach(),
            _theirs(module, x, width, heads),
            "MultiHead",
            f"x ({length}, {width}), heads={heads}",
            close=1e-3,
        )
        all_learn(module, mine.sum(), "MultiHead")
    return pair


def _theirs(module: Any, x: Any, width: int, heads: int) -> Any:
    import torch

    theirs = torch.nn.MultiheadAttention(width, heads, batch_first=True)
    with torch.no_grad():
        for own, given in (
            (theirs.in_proj_weight, module.qkv.weight),
            (theirs.out_proj.weight, module.out.weight),
        ):
            own.copy_(given)
        for own, layer in ((theirs.in_proj_bias, module.qkv), (theirs.out_proj.bias, module.out)):
            own.copy_(layer.bias if layer.bias is not None else torch.zeros_like(own))
        mask = ~torch.ones(len(x), len(x)).tril().bool()
        return theirs(x[None], x[None], x[None], attn_mask=mask, need_weights=False)[0][0]


EXERCISES = (
    Exercise("attention_scores", code("""
import torch

def scores(q, k):
    return ...

scores(torch.eye(3), torch.eye(3))
"""), code("""
import torch

def scores(q, k):
    return q @ k.T / q.shape[-1] ** 0.5

scores(torch.eye(3), torch.eye(3))
"""), _scores),
    Exercise("attention_weights", code("""
import torch

def weights(scores):
    return ...

weights(torch.zeros(4, 4))
"""), code("""
import torch

def weights(scores):
    size = len(scores)
    past = torch.ones(size, size).tril().bool()
    scores = scores.masked_fill(~past, float("-inf"))
    return torch.softmax(scores, dim=-1)

weights(torch.zeros(4, 4))
"""), _weights),
    Exercise("attention_tenlines", code("""
import torch

def attention(q, k, v):
    return ...

x = torch.eye(4)
attention(x, x, x)
"""), code("""
import torch

def attention(q, k, v):
    scores = q @ k.T / q.shape[-1] ** 0.5
    past = torch.ones_like(scores).tril().bool()
    scores = scores.masked_fill(~past, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v

x = torch.eye(4)
attention(x, x, x)
"""), _attention),
    Exercise("attention_head", code("""
import torch

class Head(torch.nn.Module):
    def __init__(self, width, size):
        super().__init__()
        self.query = torch.nn.Linear(width, size, bias=False)

    def forward(self, x):
        return ...

head = Head(width=6, size=3)
head(torch.randn(4, 6))
"""), code("""
import torch

class Head(torch.nn.Module):
    def __init__(self, width, size):
        super().__init__()
        self.query = torch.nn.Linear(width, size, bias=False)
        self.key = torch.nn.Linear(width, size, bias=False)
        self.value = torch.nn.Linear(width, size, bias=False)

    def forward(self, x):
        q, k, v = self.query(x), self.key(x), self.value(x)
        scores = q @ k.T / q.shape[-1] ** 0.5
        past = torch.ones_like(scores).tril().bool()
        weights = torch.softmax(scores.masked_fill(~past, float("-inf")), dim=-1)
        return weights @ v

head = Head(width=6, size=3)
head(torch.randn(4, 6))
"""), _head),
    Exercise("attention_split", code("""
import torch

def split_heads(x, heads):
    return ...

def merge_heads(x):
    return ...

split_heads(torch.arange(12.0).reshape(2, 6), heads=3)
"""), code("""
import torch

def split_heads(x, heads):
    length, width = x.shape
    return x.reshape(length, heads, width // heads).transpose(0, 1)

def merge_heads(x):
    heads, length, size = x.shape
    return x.transpose(0, 1).reshape(length, heads * size)

split_heads(torch.arange(12.0).reshape(2, 6), heads=3)
"""), _split),
    Exercise("attention_multihead", code("""
import torch

class MultiHead(torch.nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = torch.nn.Linear(width, 3 * width)
        self.out = torch.nn.Linear(width, width)

    def forward(self, x):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        return ...

MultiHead(width=8, heads=2)(torch.randn(5, 8))
"""), code("""
import torch

class MultiHead(torch.nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = torch.nn.Linear(width, 3 * width)
        self.out = torch.nn.Linear(width, width)

    def forward(self, x):
        length, width = x.shape
        size = width // self.heads
        q, k, v = (part.reshape(length, self.heads, size).transpose(0, 1) for part in self.qkv(x).chunk(3, dim=-1))
        scores = q @ k.transpose(-2, -1) / size**0.5
        past = torch.ones(length, length).tril().bool()
        weights = torch.softmax(scores.masked_fill(~past, float("-inf")), dim=-1)
        return self.out((weights @ v).transpose(0, 1).reshape(length, width))

MultiHead(width=8, heads=2)(torch.randn(5, 8))
"""), _multi_head),
)  # fmt: skip
