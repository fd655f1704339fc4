"""Errors that teach: each of the commonest ones is recognised as torch really says it, with its drawing and its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.content import FOLDER, LANGUAGES, placeholders, read
from core.sandbox import explain as module
from core.sandbox.events import Error
from core.sandbox.explain import explain

T = "import torch\nF = torch.nn.functional\n"
MODULE = (
    T
    + "class Net(torch.nn.Module):\n    def __init__(self):\n        {first}self.a = torch.nn.Linear(2, 2)\n{rest}"
)
LOOP = (
    T
    + """model = torch.nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr={rate})
for step in range(40):
    loss = ((model(torch.ones(8, 2)) - 3) ** 2).mean()
    {clear}loss.backward()
    optimizer.step()
"""
)

ERRORS = {
    "matmul": T + "a, b = torch.ones(2, 3), torch.ones(4, 5)\na @ b",
    "linear": T + "layer = torch.nn.Linear(3, 2)\nlayer(torch.ones(5, 4))",
    "dtype": T + "torch.ones(2, 3) @ torch.ones(3, 2).double()",
    "in_place_leaf": T + "w = torch.ones(2, requires_grad=True)\nw += 1",
    "in_place_needed": T + "w = torch.ones(2, requires_grad=True)\ny = w.exp()\ny += 1\ny.sum().backward()",
    "twice": T + "x = torch.tensor(2.0, requires_grad=True)\ny = x**2\ny.backward()\ny.backward()",
    "no_grad_fn": T + "x = torch.tensor(2.0)\n(x**2).backward()",
    "not_scalar": T + "x = torch.ones(3, requires_grad=True)\n(x * 2).backward()",
    "embedding": T + "table = torch.nn.Embedding(10, 4)\ntable(torch.tensor([3, 10]))",
    "embedding_type": T + "torch.nn.Embedding(10, 4)(torch.tensor([3.0]))",
    "no_cuda": T + "torch.ones(2).cuda()",
    "broadcast": T + "a, b = torch.ones(4, 3), torch.ones(2, 3)\na + b",
    "target_type": T + "F.cross_entropy(torch.randn(3, 5), torch.tensor([0.0, 1.0, 2.0]))",
    "target_range": T + "F.cross_entropy(torch.randn(3, 5), torch.tensor([0, 1, 5]))",
    "batch": T + "F.cross_entropy(torch.randn(3, 5), torch.tensor([0, 1]))",
    "target_shape": T + "F.cross_entropy(torch.randn(2, 3, 5), torch.zeros(2, 3).long())",
    "super_init": MODULE.format(first="", rest="Net()"),
    "no_forward": MODULE.format(first="super().__init__()\n        ", rest="Net()(torch.ones(2))"),
    "reshape": T + "torch.arange(6).reshape(4, 2)",
    "view": T + "torch.ones(2, 3).T.view(6)",
    "cat": T + "torch.cat([torch.ones(2, 3), torch.ones(2, 4)])",
    "numpy": T + "torch.ones(2, requires_grad=True).numpy()",
    "item": T + "torch.ones(3).item()",
    "truth": T + "if torch.ones(3) > 0: pass",
    "index": T + "torch.ones(2, 3)[5]",
    "dtype_grad": T + "torch.tensor(2, requires_grad=True)",
    "dtype_mean": T + "torch.tensor([1, 2]).mean()",
    "memory": T + "torch.ones(10**9)",
    "recursion": "def f(): return f()\nf()",
    "no_module": "import tensorflow",
    "name": "print(modelo)",
    "syntax": "x = = 2",
    "not_closed": "x = (1,\n\n",
    "indentation": "def f():\nreturn 1",
    "tabs": "if 1:\n\tx = 1\n        y = 2",
    "input": "input('¿nombre?')",
    "writing": "open('datos.txt', 'w')",
    "network": "import urllib.request\nurllib.request.urlopen('http://localhost:1/')",
    "processes": "import os\nos.fork()",
    "workers": T + "for b in torch.utils.data.DataLoader([1, 2], num_workers=1): pass",
    "no_file": "open('datos.csv')",
    "no_model": "from transformers import AutoTokenizer\nAutoTokenizer.from_pretrained('nadie/ninguno')",
}  # fmt: skip
"""A program for each error, by the key of its explanation."""

DRAWN = {"matmul", "linear", "embedding", "broadcast", "batch"}

NOTICES = {
    "piling": LOOP.format(rate=1e-4, clear=""),
    "broadcast": T + "answers = torch.ones(3)\nguesses = torch.ones(3, 1)\nguesses - answers",
    "nan": LOOP.format(rate=1e6, clear="optimizer.zero_grad(); "),
    "target_size": T + "F.mse_loss(torch.ones(3, 1), torch.ones(3))",
}


@pytest.mark.parametrize("key", ERRORS)
def test_an_error_is_recognised_as_torch_says_it(full, key):
    events = list(full.start(ERRORS[key], look=False))
    error = next(one for one in events if one.kind == "error")
    told = explain(error)
    assert told is not None, error
    assert told.key == key, error
    assert (told.drawing is not None) == (key in DRAWN)
    for language in LANGUAGES:
        words = read(FOLDER / language / "pytorch_errors.yaml")[key]
        needed = {one for part in words.values() for one in placeholders(part)}
        assert needed <= told.values.keys(), (key, needed)


@pytest.mark.parametrize("key", NOTICES)
def test_what_is_no_error_is_noticed_once(full, key):
    events = list(full.start(NOTICES[key], look=False, seed=0))
    told = [one for one in events if one.kind == "notice" and one.key == key]
    assert len(told) == 1, events
    assert told[0].line > 0
    for language in LANGUAGES:
        words = read(FOLDER / language / "pytorch_errors.yaml")["notices"][key]
        assert set(placeholders(words)) <= told[0].values.keys()


def test_a_good_loop_is_told_nothing(full):
    events = list(full.start(LOOP.format(rate=1e-4, clear="optimizer.zero_grad(); "), look=False))
    assert [one for one in events if one.kind in ("notice", "error")] == []


def test_the_drawing_shows_both_shapes_their_names_and_what_breaks_the_rule(full):
    def drawn(key):
        error = next(one for one in full.start(ERRORS[key], look=False) if one.kind == "error")
        told = explain(error)
        assert told is not None
        drawing = told.drawing
        assert drawing is not None
        assert drawing.left is not None
        assert drawing.right is not None
        return [(box.name, box.shape, box.wrong) for box in (drawing.left, drawing.right)]

    assert drawn("matmul") == [("a", (2, 3), (1,)), ("b", (4, 5), (0,))]
    assert drawn("linear") == [("", (5, 4), (1,)), ("layer", (3, 2), (0,))]
    assert drawn("broadcast") == [("a", (4, 3), (0,)), ("b", (2, 3), (0,))]
    assert drawn("embedding")[1] == ("table", (10, 4), (0,))


def test_an_error_that_nobody_knows_stays_what_it_is():
    assert explain(Error("ValueError", "something of the learner's own")) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_explanation_has_its_words(language):
    source = Path(module.__file__).read_text(encoding="utf-8")
    keys = set(re.findall(r'(?:_plain|Explanation)\(\s*"(\w+)"', source))
    keys |= {"workers", "writing", "network", "processes", "refused"}
    words = read(FOLDER / language / "pytorch_errors.yaml")
    assert len(keys) > 40
    for key in keys:
        assert set(words[key]) == {"title", "why", "mend"}, key
    assert keys | {"rules", "notices"} == set(words)
