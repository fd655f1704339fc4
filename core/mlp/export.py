"""The same run in plain PyTorch: a script that stands alone and gives the page's losses.

It spells out with ``nn.Module``, autograd and ``torch.optim`` what `core.mlp.engine` does by hand; a test runs it and
compares both curves.
"""

from __future__ import annotations

import inspect
from itertools import pairwise

from core.mlp import datasets
from core.mlp.activations import ACTIVATIONS
from core.mlp.experiment import Experiment, split
from core.mlp.network import output_activation, sizes
from core.mlp.optimizers import BETAS, COSINE_EPOCHS, EPSILON, HALVES_EVERY, MOMENTUM

_FEATURES = {
    "x": "p[:, 0]", "y": "p[:, 1]", "x2": "p[:, 0] ** 2", "y2": "p[:, 1] ** 2", "xy": "p[:, 0] * p[:, 1]",
    "sin_x": "np.sin(p[:, 0])", "sin_y": "np.sin(p[:, 1])",
}  # fmt: skip


def script(experiment: Experiment, epochs: int) -> str:
    """Write a Python program that trains the same network on the same points.

    Parameters
    ----------
    experiment
        What is to be trained.
    epochs
        Passes over the training points.

    Examples
    --------
    >>> "torch.optim.SGD" in script(Experiment(), epochs=10)
    True
    """
    parts = [_HEAD, _data(experiment), _network(experiment), _training(experiment, epochs)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


_HEAD = '''
"""A multilayer network in plain PyTorch. Needs: pip install torch numpy (and scikit-learn for the digits)."""

import math

import numpy as np
import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)  # small matrices: more threads only wait for each other
'''


def _data(e: Experiment) -> str:
    classes, many = split(e).points.classes, len(split(e).points.y)
    lines = ["# The points.", *_points(e)]
    if e.in_plane:
        lines += [
            f"inputs = torch.tensor(np.stack([{', '.join(_FEATURES[one] for one in e.features)}], axis=1))"
        ]
    else:
        lines += ["inputs = torch.tensor(p)"]
    if e.loss == "cross_entropy":
        lines.append("targets = torch.tensor(y).long()")
    elif not classes:
        lines.append("targets = torch.tensor(y)[:, None]")
    elif len(classes) == 2:
        lines.append("targets = 2 * torch.tensor(y)[:, None] - 1  # from -1 to 1, the ends of tanh")
    else:
        lines.append(f"targets = 2.0 * nn.functional.one_hot(torch.tensor(y).long(), {len(classes)}) - 1")
    train = len(split(e).train)
    return "\n".join([*lines, f"train, test = torch.arange({train}), torch.arange({train}, {many})"])


def _points(e: Experiment) -> list[str]:
    if e.data == "own":
        return [f"table = np.array({[list(row) for row in e.own]})", "p, y = table[:, :2], table[:, 2]"]
    if e.data == "digits":
        return [
            "from sklearn.datasets import load_digits", "", "found = load_digits()",
            f"order = np.random.default_rng({e.seed}).permutation(len(found.target))[:{e.points}]",
            "p, y = found.data[order] / 16, found.target[order].astype(float)",
        ]  # fmt: skip
    if e.data == "opinions":
        points = split(e).points
        rows = [[int(place) for place in row.nonzero()[0]] for row in points.x]
        return [
            f"words = {list(points.names)}", f"rows = {rows}  # places of the words of each opinion",
            "p = np.array([[float(place in row) for place in range(len(words))] for row in rows])",
            f"y = np.array({points.y.tolist()})",
        ]  # fmt: skip
    maker = datasets.CLASSIFIED.get(e.data) or datasets.NUMBERED[e.data]
    source = inspect.getsource(maker).replace("Array", "np.ndarray").replace("PLANE", str(datasets.PLANE))
    return [
        "", "", source, "", f"rng = np.random.default_rng({e.seed})",
        f"p, y = {maker.__name__}({e.points}, {e.noise!r}, {e.balance!r}, rng)",
        f"order = rng.permutation({e.points})", "p, y = p[order], y[order]",
    ]  # fmt: skip


def _network(e: Experiment) -> str:
    shape, names = sizes(e), (*e.activations, output_activation(e))
    layers = [f"nn.Linear({inputs}, {outputs})" for inputs, outputs in pairwise(shape)]
    modules = [f"nn.{ACTIVATIONS[name].module}()" for name in names]
    spread = {
        "xavier": "math.sqrt(2 / (layer.in_features + layer.out_features))",
        "he": "math.sqrt(2 / layer.in_features)", "normal": "0.5", "zeros": "0.0",
    }[e.init]  # fmt: skip
    dropped = '''
            if masks and place < len(masks):
                a = a * masks[place]''' if e.dropout else ""  # fmt: skip
    return f'''
class Network(nn.Module):
    """The layers, and what each unit does with its sum."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([{", ".join(layers)}])
        self.activations = [{", ".join(modules)}]

    def forward(self, a, masks=()):
        for place, (layer, activation) in enumerate(zip(self.layers, self.activations)):
            a = activation(layer(a)){dropped}
        return a


model = Network()
generator = torch.Generator().manual_seed({e.seed})
with torch.no_grad():
    for layer in model.layers:
        drawn = torch.randn(layer.out_features * layer.in_features, generator=generator)
        layer.weight.copy_(drawn.view_as(layer.weight) * {spread})
        layer.bias.zero_()
'''


def _training(e: Experiment, epochs: int) -> str:
    adam = f"lr={e.learning_rate!r}, betas={BETAS}, eps={EPSILON!r}"
    decay = (
        f'[{{"params": [layer.weight for layer in model.layers], "weight_decay": {e.l2!r}}}, '
        '{"params": [layer.bias for layer in model.layers], "weight_decay": 0.0}]'
    )
    optimizer = {
        "sgd": f"SGD(model.parameters(), lr={e.learning_rate!r})",
        "momentum": f"SGD(model.parameters(), lr={e.learning_rate!r}, momentum={MOMENTUM})",
        "adam": f"Adam(model.parameters(), {adam})",
        "adamw": f"AdamW({decay}, {adam})",
    }[e.optimizer]
    loss = (
        "nn.functional.cross_entropy(out, wanted)"
        if e.loss == "cross_entropy"
        else ("0.5 * (out - wanted).square().sum(1).mean()  # half the squared error")
    )
    pace = {
        "constant": "", "halving": f"* 0.5 ** (epoch // {HALVES_EVERY})",
        "cosine": f"* 0.5 * (1 + math.cos(math.pi * min(1.0, epoch / {COSINE_EPOCHS})))",
    }[e.schedule]  # fmt: skip
    schedule = (
        f'\n    for group in optimizer.param_groups:\n        group["lr"] = {e.learning_rate!r} {pace}'
        if pace
        else ""
    )
    weights = "layer.weight for layer in model.layers"
    penalties = ""
    if e.l2 and e.optimizer != "adamw":
        penalties += f"\n        loss = loss + 0.5 * {e.l2!r} * sum(w.square().sum() for w in ({weights}))"
    if e.l1:
        penalties += f"\n        loss = loss + {e.l1!r} * sum(w.abs().sum() for w in ({weights}))"
    masks = f'''
        chance = torch.Generator().manual_seed((({e.seed} * 1_000_003 + epoch) * 100_003 + step + 1) % 2**63)
        drawn = [torch.rand(len(batch), units, generator=chance) for units in {list(e.hidden)}]
        masks = [(one >= {e.dropout!r}) / {1 - e.dropout!r} for one in drawn]''' if e.dropout else ""  # fmt: skip
    return f"""
optimizer = torch.optim.{optimizer}


def loss_of(out, wanted):
    return {loss}


curve = []  # training loss and test loss after each epoch
for epoch in range({epochs}):{schedule}
    chance = torch.Generator().manual_seed(({e.seed} * 1_000_003 + epoch) * 100_003 % 2**63)
    order = train[torch.randperm(len(train), generator=chance)]
    for step, batch in enumerate(order.split({e.batch_size or len(split(e).train)})):{masks}
        out = model(inputs[batch]{", masks" if e.dropout else ""})
        loss = loss_of(out, targets[batch]){penalties}
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        curve.append([loss_of(model(inputs[part]), targets[part]).item() for part in (train, test)])

for epoch in range(0, len(curve), max(1, len(curve) // 10)):
    print(f"epoch {{epoch + 1}}: training loss {{curve[epoch][0]:.4f}}, test loss {{curve[epoch][1]:.4f}}")
"""
