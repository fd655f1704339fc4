"""A run on a page: what one does to it, and that going back is exact."""

from __future__ import annotations

import numpy as np
import torch

from core.compute import Inline
from core.mlp import Experiment, advance, edited, start
from core.mlp.runs import MOST_MOMENTS, Run, curves

E = Experiment(data="moons", points=40)


def played(slices: int) -> Run:
    run = Run(E)
    run.play()
    for _ in range(slices + 1):
        run.tick(Inline(), "somebody", seconds=0.001)
    run.pause()
    return run


def test_a_run_plays_in_slices_to_the_numbers_of_one() -> None:
    run = played(5)
    assert len(run.moments) == 6
    assert run.state.epoch >= 5
    whole = advance(start(E), epochs=run.state.epoch)
    assert torch.equal(run.state.vector, whole.vector)
    assert np.array_equal(run.state.history, whole.history, equal_nan=True)


def test_back_restores_the_exact_weights_and_playing_goes_on_from_there() -> None:
    run = played(4)
    kept = [moment.vector.clone() for moment in run.moments]
    run.back()
    run.back()
    assert torch.equal(run.state.vector, kept[2])
    assert run.state.history[-1, 0] == run.state.epoch
    run.look(99)
    assert torch.equal(run.state.vector, kept[4])
    run.look(-5)
    assert run.state.epoch == 0
    run.epoch()
    assert len(run.moments) == 2
    assert torch.equal(run.state.vector, advance(start(E)).vector)


def test_a_step_is_a_batch_and_an_edit_is_a_moment() -> None:
    run = Run(E)
    run.step()
    assert (run.state.epoch, run.state.batch) == (0, 1)
    run.epoch()
    assert torch.equal(run.state.vector, advance(start(E)).vector)
    run.put(edited(run.state, 0, 0, 0, 2.0))
    assert float(run.state.network.weights[0][0, 0]) == 2.0
    run.back()
    assert torch.equal(run.state.vector, advance(start(E)).vector)


def test_a_run_in_trouble_stops_by_itself() -> None:
    run = Run(Experiment(data="plane", hidden=(8, 8), activation="relu", learning_rate=1e6))
    run.play()
    for _ in range(4):
        run.tick(Inline(), "somebody", seconds=0.01)
    assert not run.playing
    assert run.state.trouble is not None


def test_a_long_run_keeps_its_ends() -> None:
    run = Run(E)
    for _ in range(MOST_MOMENTS + 20):
        run.epoch()
    assert len(run.moments) <= MOST_MOMENTS + 1
    assert run.moments[0].epoch == 0
    assert run.state.epoch == MOST_MOMENTS + 20
    rows = curves([("a", run.history)], points=50)
    assert len(rows) <= 50
    assert rows[-1]["epoch"] == run.state.epoch
