"""Chapter 4, first half: modules and their parameters."""

from __future__ import annotations

from typing import Any

from core.sandbox.exercises.checking import Draw, called, equal, get, has_shape, holds
from core.sandbox.exercises.exercise import Exercise, code


def built(names: dict[str, Any], name: str, *arguments: Any, **named: Any) -> Any:
    """Build a module of the learner's and check that it is one, with parameters that autograd follows."""
    import torch

    module = called(get(names, name), *arguments, name=name, **named)
    holds(isinstance(module, torch.nn.Module), "not_module", name=name, type=type(module).__name__)
    holds(any(p.requires_grad for p in module.parameters()), "no_parameters", name=name)
    return module


def all_learn(module: Any, loss: Any, name: str) -> None:
    """Check that a loss reaches every parameter."""
    loss.backward()
    for path, parameter in module.named_parameters():
        holds(parameter.grad is not None, "no_gradient", name=name, path=path)


def _linear(names: dict[str, Any]) -> tuple[Any, Any]:
    draw, pair = Draw(), (None, None)
    for n_in, n_out in ((3, 2), (1, 4), (4, 4)):
        module = built(names, "MyLinear", n_in, n_out)
        held = dict(module.named_parameters())
        for name, shape in (("weight", (n_out, n_in)), ("bias", (n_out,))):
            holds(name in held, "no_parameter", name=name)
            has_shape(held[name], shape, name)
        x = draw.normal(5, n_in)
        mine = called(module, x, name="MyLinear")
        pair = equal(mine.detach(), (x @ held["weight"].T + held["bias"]).detach(), "MyLinear")
        all_learn(module, mine.sum(), "MyLinear")
    holds(float(held["weight"].detach().std()) > 0, "all_equal", held["weight"], name="weight")
    return pair


def _tiny_lm(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    draw = Draw()
    vocabulary, width, hidden = 11, 4, 6
    module = built(names, "TinyLM", vocabulary, width, hidden)
    ids = draw.whole(0, vocabulary, 2, 5)
    logits = called(module, ids, name="TinyLM")
    has_shape(logits, (2, 5, vocabulary), "TinyLM", "(2, 5)")
    wanted = vocabulary * width + (width * hidden + hidden) + (hidden * vocabulary + vocabulary)
    found = sum(p.numel() for p in module.parameters())
    holds(found == wanted, "parameter_count", name="TinyLM", mine=found, target=wanted)
    all_learn(module, torch.nn.functional.cross_entropy(logits.flatten(0, 1), ids.flatten()), "TinyLM")
    parts = {type(one).__name__: one for one in module.modules()}
    holds("Embedding" in parts, "no_layer", name="Embedding")
    holds(_bends(module, ids), "no_relu", name="TinyLM")
    return logits.detach(), None


def _bends(module: Any, ids: Any) -> bool:
    """Say whether the hidden layer is cut at zero: scaling the table by −1 would only turn the sign of a straight one."""
    import torch

    table = next(one for one in module.modules() if isinstance(one, torch.nn.Embedding))
    with torch.no_grad():
        for parameter in module.parameters():
            if parameter.dim() == 1:
                parameter.zero_()
        before = module(ids)
        table.weight.mul_(-1)
        after = module(ids)
        table.weight.mul_(-1)
    return not torch.allclose(before, -after, atol=1e-5)


def _count(names: dict[str, Any]) -> tuple[Any, Any]:
    import torch

    name = "count_parameters"
    two = torch.nn.Sequential(torch.nn.Embedding(10, 2), torch.nn.ReLU(), torch.nn.Linear(2, 10, bias=False))
    frozen = torch.nn.Sequential(torch.nn.Embedding(10, 2), torch.nn.Linear(2, 3))
    frozen[0].requires_grad_(False)
    pair = (None, None)
    for module, case in ((torch.nn.Linear(3, 4), ""), (two, ""), (frozen, "requires_grad=False")):
        target = sum(p.numel() for p in module.parameters() if p.requires_grad)
        pair = equal(called(get(names, name), module, name=name), target, name, case or type(module).__name__)
    return pair


EXERCISES = (
    Exercise("training_linear", code("""
import torch

class MyLinear(torch.nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.weight = ...
        self.bias = ...

    def forward(self, x):
        return ...

MyLinear(3, 2)
"""), code("""
import torch

class MyLinear(torch.nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.randn(n_out, n_in) / n_in**0.5)
        self.bias = torch.nn.Parameter(torch.zeros(n_out))

    def forward(self, x):
        return x @ self.weight.T + self.bias

MyLinear(3, 2)
"""), _linear),
    Exercise("training_tinylm", code("""
import torch

class TinyLM(torch.nn.Module):
    def __init__(self, vocabulary, width, hidden):
        super().__init__()
        self.table = torch.nn.Embedding(vocabulary, width)

    def forward(self, ids):
        return self.table(ids)

model = TinyLM(vocabulary=10, width=4, hidden=8)
model(torch.tensor([[1, 2, 3]])).shape
"""), code("""
import torch

class TinyLM(torch.nn.Module):
    def __init__(self, vocabulary, width, hidden):
        super().__init__()
        self.table = torch.nn.Embedding(vocabulary, width)
        self.inner = torch.nn.Linear(width, hidden)
        self.out = torch.nn.Linear(hidden, vocabulary)

    def forward(self, ids):
        return self.out(torch.relu(self.inner(self.table(ids))))

model = TinyLM(vocabulary=10, width=4, hidden=8)
model(torch.tensor([[1, 2, 3]])).shape
"""), _tiny_lm),
    Exercise("training_count", code("""
import torch

def count_parameters(module):
    return ...

count_parameters(torch.nn.Linear(3, 4))
"""), code("""
import torch

def count_parameters(module):
    return sum(p.numel() for p in module.parameters() if p.requires_grad)

count_parameters(torch.nn.Linear(3, 4))
"""), _count),
)  # fmt: skip
