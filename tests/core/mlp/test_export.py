"""The script that is given away trains the very network of the page."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.mlp import Experiment, advance, start
from core.mlp.export import script

EPOCHS = 12
OWN = tuple((float(n % 5) - 2, float(n // 5) - 2, int((n % 5) > (n // 5)) + int(n == 24)) for n in range(25))
RUNS = [
    Experiment(),
    Experiment(data="xor", noise=0.1, hidden=(5, 4, 3), activation=("relu", "gelu", "sigmoid"), optimizer="momentum", l2=0.01),
    Experiment(data="moons", loss="cross_entropy", optimizer="adam", schedule="cosine", l1=0.001, init="he", balance=0.3),
    Experiment(data="circle", optimizer="adamw", l2=0.1, dropout=0.4, schedule="halving", batch_size=7, seed=9),
    Experiment(data="gaussians", hidden=(), batch_size=0, train_share=0.2, features=("x", "sin_y", "xy", "x2", "y2")),
    Experiment(data="plane", activation="linear", init="normal"),
    Experiment(data="bumps", optimizer="adam", learning_rate=0.01),
    Experiment(data="digits", points=120, loss="cross_entropy", hidden=(16,), activation="relu"),
    Experiment(data="opinions", points=60, optimizer="adam"),
    Experiment(data="own", own=OWN, loss="cross_entropy", train_share=0.8),
    Experiment(data="own", own=OWN, loss="mse", train_share=0.8),
]  # fmt: skip


@pytest.mark.parametrize("experiment", RUNS, ids=lambda one: f"{one.data}-{one.optimizer}-{one.loss}")
def test_the_script_gives_the_curve_of_the_page(experiment: Experiment) -> None:
    import torch

    kind, threads = torch.get_default_dtype(), torch.get_num_threads()
    found: dict[str, object] = {}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(script(experiment, EPOCHS), "script", "exec"), found)  # noqa: S102  our own
    finally:
        torch.set_default_dtype(kind)
        torch.set_num_threads(threads)
    ours = advance(start(experiment), epochs=EPOCHS).history[1:, 1:3]
    assert np.allclose(ours, np.array(found["curve"]), rtol=0, atol=1e-5)


def test_the_script_stands_alone(tmp_path: Path) -> None:
    program = tmp_path / "network.py"
    program.write_text(script(RUNS[0], 5) + "\nimport json\nprint(json.dumps(curve[-1]))\n", encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-I", str(program)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    last = json.loads(told.stdout.splitlines()[-1])
    state = advance(start(RUNS[0]), epochs=5)
    assert last == pytest.approx([state.train_loss, state.test_loss], abs=1e-5)
