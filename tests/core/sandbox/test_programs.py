"""Honest programs and odd ones inside the walls: what they print, what is drawn of them, and how each ends."""

from __future__ import annotations

import math
import time
from importlib.util import find_spec
from typing import Any

import pytest

from core.errors import InputError
from core.sandbox.inspection import MOST_VALUES
from core.sandbox.limits import LONGEST_CODE, Limits

TRAINING = """
import torch
model = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
x = torch.randn(64, 2)
y = (x[:, :1] * 2 - x[:, 1:])
for step in range(200):
    loss = ((model(x) - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    metric("loss", loss)
print(loss.item() < 0.2)
"""
THREADS = """
import threading
from typing import Any
found = []
threads = [threading.Thread(target=lambda n=n: found.append(n * n)) for n in range(8)]
for one in threads: one.start()
for one in threads: one.join()
print(sorted(found))
"""
RECURSION = """
def down(n): return down(n + 1)
try: down(0)
except RecursionError as error: print(type(error).__name__)
"""
LAZY = """
from __future__ import annotations
from dataclasses import dataclass
import math, random, collections, re, json, itertools
@dataclass
class Punto:
    x: float
print(Punto(1.5), json.dumps({"ñ": "ü"}, ensure_ascii=False))
"""
LOADER = """
import torch
for batch in torch.utils.data.DataLoader(list(range(4)), batch_size=2): print(batch.tolist())
"""
LAYERS = """
import torch
net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2))
net[2].requires_grad_(False)
none = 1
"""
GATITO = """
from transformers import AutoModelForCausalLM
model = AutoModelForCausalLM.from_pretrained("gatito")
print(type(model).__name__)
"""


def ran(sandbox, code, limits=None, **more):
    return list(sandbox.start(code, limits, **more))


def printed(events) -> str:
    return "".join(one.text for one in events if one.kind == "output")


def values(events) -> dict[str, Any]:
    return {one.name: one.view for one in events if one.kind == "value" and one.view.kind != "graph"}


@pytest.mark.parametrize(
    "code, expected",
    [
        (TRAINING, "True\n"),
        (THREADS, "[0, 1, 4, 9, 16, 25, 36, 49]\n"),
        (RECURSION, "RecursionError\n"),
        (LAZY, 'Punto(x=1.5) {"ñ": "ü"}\n'),
        ("print('¿Qué? 🚀 日本')", "¿Qué? 🚀 日本\n"),
        ("print('a\\tb\\r\\nc')", "a\tb\nc\n"),
        ("import numpy as np\nprint(np.ones(3).sum())", "3.0\n"),
        (LOADER, "[0, 1]\n[2, 3]\n"),
        ("import sys\nprint('aparte', file=sys.stderr)", "aparte\n"),
    ],
)  # fmt: skip
def test_an_honest_program(full, code, expected):
    events = ran(full, code)
    assert printed(events) == expected
    assert events[-1].reason == "finished"
    assert 0 < events[-1].usage.cpu_seconds < 10


def test_the_last_value_is_told_and_named_ones_are_described(full):
    found = values(ran(full, "import torch\nx = torch.tensor([[1.0, -2.0, 3.0]])\ncount = 3\nx.sum(dim=1)"))
    assert set(found) == {"", "x"}
    assert found["x"].shape == (1, 3)
    assert found["x"].sample.values == (1.0, -2.0, 3.0)
    assert (found["x"].low, found["x"].high) == (-2.0, 3.0)
    assert found[""].sample.values == (2.0,)


def test_gradients_before_and_after_backward(full):
    code = "import torch\nx = torch.tensor(2.0, requires_grad=True)\ny = x**2\n"
    before = values(ran(full, code))["x"]
    after = values(ran(full, code + "y.backward()\n"))["x"]
    assert (before.grad_state, before.grad) == ("not_yet", None)
    assert after.grad_state == "there"
    assert after.grad.values == (4.0,)


def test_the_graph_of_a_result_goes_from_its_leaves_to_it(full):
    code = "import torch\nx = torch.tensor(2.0, requires_grad=True)\ny = x**2 + 3 * x\ny"
    graph = next(one.view for one in ran(full, code) if one.kind == "value" and one.view.kind == "graph")
    labels = [node.label for node in graph.nodes]
    assert labels[0] == "y = Add"
    assert labels.count("x") == 1
    assert graph.nodes[labels.index("x")].leaf
    assert sorted(labels[a] for a, b in graph.edges if b == 0) == ["Mul", "Pow"]


def test_a_module_tells_its_layers_and_parameters(full):
    module = values(ran(full, LAYERS))["net"]
    assert (module.total, module.trainable) == (3 * 4 + 4 + 4 * 2 + 2, 3 * 4 + 4)
    assert [(row.type, row.own) for row in module.rows] == [
        ("Sequential", 0), ("Linear", 16), ("ReLU", 0), ("Linear", 10),
    ]  # fmt: skip


def test_a_parameter_that_two_layers_share_is_counted_once_and_told(full):
    code = GATITO.partition("print")[0] + "model = AutoModelForCausalLM.from_pretrained('gatito')"
    module = values(ran(full, code))["model"]
    assert sum(row.own for row in module.rows) == module.total
    assert {row.path: (row.own, row.shared) for row in module.rows if row.shared} == {
        "lm_head": (0, "transformer.wte")
    }


def test_what_is_shown_has_the_name_of_its_variable_and_an_expression_has_none(full):
    events = ran(full, "import torch\nx = torch.ones(2)\nshow(x)\nshow(x, 'before')\nshow(x * 2)\nshow(3)")
    assert [one.name for one in events if one.kind == "value"] == ["x", "before", "", "", "x"]


@pytest.mark.parametrize(
    "made, shape, dtype",
    [
        ("torch.tensor([float('nan'), float('inf'), 1.0])", (3,), "float32"),
        ("torch.tensor([1 + 2j, 3j])", (2,), "complex64"),
        ("torch.eye(3).to_sparse()", (3, 3), "float32"),
        ("torch.tensor([True, False])", (2,), "bool"),
        ("torch.zeros(0, 3)", (0, 3), "float32"),
        ("torch.zeros(2, 3, 4, 5)", (2, 3, 4, 5), "float32"),
        ("torch.ones(3, dtype=torch.bfloat16)", (3,), "bfloat16"),
        ("torch.empty(10**6, 10**6, device='meta')", (10**6, 10**6), "float32"),
        ("torch.zeros(1).expand(10**9)", (10**9,), "float32"),
        ("torch.tensor(2**62)", (), "int64"),
    ],
)
def test_odd_tensors_are_described(full, made, shape, dtype):
    events = ran(full, f"import torch\nodd = {made}\nnone = 1", Limits(cpu_seconds=5))
    view = values(events)["odd"]
    assert (view.shape, view.dtype) == (shape, dtype)
    assert events[-1].reason == "finished"


def test_what_is_no_number_is_counted(full):
    view = values(ran(full, "import torch\nx = torch.tensor([float('nan'), float('inf'), -1.0, 3.0])"))["x"]
    assert (view.nan, view.inf, view.low, view.high) == (1, 1, -1.0, 3.0)
    assert math.isnan(view.sample.values[0])


def test_two_hundred_tensors_are_cut_and_the_rest_is_told(full):
    events = ran(full, "import torch\nfor n in range(200): globals()[f't{n}'] = torch.ones(2)")
    assert len(values(events)) == MOST_VALUES
    notice = next(one for one in events if one.kind == "notice")
    assert (notice.key, notice.values) == ("more_values", {"count": str(200 - MOST_VALUES)})


@pytest.mark.parametrize(
    "code, key",
    [("", "sandbox_empty"), (" \n\t\n", "sandbox_empty"), ("x = 1\0", "sandbox_nul"), ("#" * (LONGEST_CODE + 1), "sandbox_long")],
)  # fmt: skip
def test_code_that_cannot_be_run_is_refused_with_a_reason(full, code, key):
    with pytest.raises(InputError) as refused:
        full.start(code)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "code, kind, line",
    [
        ("if True:\n\tx = 1\n        y = 2", "TabError", 3),
        ("def f():\nreturn 1", "IndentationError", 2),
        ("x = (1,\ny = 2", "SyntaxError", 1),
        ("x = 1\nprint(y)", "NameError", 2),
        ("def f():\n    raise ValueError('a' * 5000)\nf()", "ValueError", 2),
    ],
)
def test_an_error_tells_the_line_of_the_learner(full, code, kind, line):
    events = ran(full, code)
    error = next(one for one in events if one.kind == "error")
    assert (error.type, error.places[-1].line) == (kind, line)
    assert len(error.message) <= 2000
    assert events[-1].reason == "error"


def test_the_same_seed_gives_the_same_numbers_and_another_does_not(full):
    code = "import torch, random, numpy\nprint(torch.rand(1).item(), random.random(), numpy.random.rand())"
    first, again, other = (printed(ran(full, code, seed=seed)) for seed in (3, 3, 4))
    assert first == again != other


def test_output_streams_while_the_program_runs(full):
    run = full.start("import time\nprint('uno')\ntime.sleep(1)\nprint('dos')")
    while (first := run.next(0.05)) is None or first.kind != "output":
        assert run.ended is None
    assert first.text == "uno\n"
    assert run.ended is None
    assert printed(run) == "dos\n"


def test_stopping_ends_the_program_at_once(full):
    run = full.start("while True: pass")
    while run.next(0.05) is None and not run._begun:
        pass
    stopped = time.monotonic()
    run.abandon()
    end = list(run)[-1]
    assert end.reason == "stopped"
    assert time.monotonic() - stopped < 5


def test_a_learner_runs_one_program_at_a_time(full):
    first = full.start("while True: pass", learner="ana")
    second = full.start("print('hola')", learner="ana")
    assert printed(second) == "hola\n"
    assert list(first)[-1].reason == "stopped"


def test_who_waits_is_told_how_many_are_before(full):
    running = [full.start("while True: pass") for _ in range(2)]
    waiting = [full.start("print('hola')") for _ in range(2)]
    told = [one.next(0).position for one in waiting]
    assert told == [1, 2]
    for one in running:
        one.close()
    assert [printed(one) for one in waiting] == ["hola\n", "hola\n"]


@pytest.mark.skipif(find_spec("matplotlib") is None, reason="matplotlib is not installed")
def test_matplotlib_draws_inside_the_walls(full):
    events = ran(full, "import matplotlib.pyplot as plt\nplt.plot([1, 4, 9])\nplt.title('año')\nplt.show()")
    picture = next(one for one in events if one.kind == "figure")
    assert picture.svg.lstrip().startswith("<?xml")
    assert "año" in picture.svg
    assert events[-1].reason == "finished"


def test_plot_sends_its_points_and_says_when_they_do_not_match(full):
    events = ran(full, "import torch\nplot([1, 2], torch.tensor([3.0, 4.0]), 'l')\nplot([1, 2], [3])")
    figure = next(one for one in events if one.kind == "figure")
    assert (figure.x, figure.y, figure.label) == ((1.0, 2.0), (3.0, 4.0), "l")
    assert next(one for one in events if one.kind == "error").type == "ValueError"


def test_gatito_is_loaded_as_any_gpt2(full):
    assert printed(ran(full, GATITO)) == "GPT2LMHeadModel\n"
