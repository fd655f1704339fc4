"""Charts and the component of lesson 5: what is packed for the browser is what the run says, number by number."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

from core.mlp import Experiment, accuracy, advance, split, start
from core.mlp.missions import dead
from core.mlp.surface import surface, units
from core.mlp.training import EXPLODED
from core.ui.charts import mlp as charts
from core.ui.charts import theme
from core.ui.components.network import CELLS, Look, payload
from core.ui.mlp.compare import comparable, rows
from core.ui.mlp.inside import histogram
from core.ui.mlp.train import table

PALETTES = [theme.palette("light"), theme.palette("dark")]
UNIT = 24


def opened(block: bytes) -> tuple[dict, bytes]:
    """Read a block as the browser does: the heading, and the bytes of its pictures."""
    (length,) = struct.unpack("<I", block[:4])
    return json.loads(block[4 : 4 + length]), block[4 + length :]


def look(inputs: list[str]) -> Look:
    return Look(inputs, [], [], {}, None)


@pytest.mark.parametrize("palette", PALETTES)
def test_the_browser_gets_the_numbers_of_the_run(palette: theme.Palette) -> None:
    state = advance(start(Experiment(data="xor", points=60, hidden=(3, 2))), epochs=5)
    heading, pictures = opened(payload(state, look(["x", "y"]), palette))
    assert heading["epoch"] == 5
    assert heading["sizes"] == [3, 2, 1]
    for shown, real in zip(heading["weights"], state.network.weights, strict=True):
        assert np.allclose(shown, real.numpy(), rtol=1e-3)
    assert heading["losses"][-1] == pytest.approx([5, state.train_loss, state.test_loss], rel=1e-3)
    told = (surface(state, CELLS) + 1) * 127.5
    assert np.array_equal(np.frombuffer(pictures, np.uint8, CELLS * CELLS), told.astype(np.uint8).ravel())
    assert len(pictures) == CELLS * CELLS + 6 * UNIT * UNIT + 60 * 3


def test_points_stand_where_they_are_and_say_whether_they_test() -> None:
    state = start(Experiment(data="circle", points=40, train_share=0.75))
    heading, pictures = opened(payload(state, look(["x", "y"]), PALETTES[0]))
    assert heading["points"] == 40
    points = np.frombuffer(pictures[-120:], np.uint8).reshape(40, 3)
    known = split(state.experiment)
    assert np.abs(points[:, :2] / 127.5 * 6 - 6 - known.points.x).max() < 0.05
    assert (points[:, 2] >= 128).sum() == len(known.test) == 10
    assert np.array_equal(points[:, 2] % 128, known.points.y.astype(int))


def test_digits_have_no_plane() -> None:
    state = start(Experiment(data="digits", points=50, hidden=(4,)))
    heading, pictures = opened(payload(state, look(["a", "b", "…"]), PALETTES[0]))
    assert heading["cells"] == 0
    assert pictures == b""
    assert len(heading["weights"][0][0]) == 3


def test_a_run_that_broke_can_be_drawn() -> None:
    e = Experiment(data="plane", hidden=(8, 8), activation="relu", learning_rate=1e6)
    state = advance(start(e), epochs=5)
    assert state.trouble is not None
    heading, _ = opened(payload(state, look(["x", "y"]), PALETTES[0]))
    assert heading["losses"][-1][1] is None or heading["losses"][-1][1] > 1e6


def test_what_a_unit_answers_is_between_its_corners() -> None:
    state = start(Experiment(hidden=(4,), activation="tanh"))
    (hidden, _) = units(state, 8)
    assert len(hidden) == 4
    assert all(picture.shape == (8, 8) and np.abs(picture).max() <= 1 for picture in hidden)


def test_a_histogram_counts_every_answer_once() -> None:
    state = start(Experiment(points=100, hidden=(5, 3)))
    counted = histogram(state).groupby("layer")["count"].sum()
    assert counted.to_dict() == {1: 50 * 5, 2: 50 * 3}


def test_losses_of_two_runs_are_told_apart() -> None:
    one = advance(start(Experiment(points=40)), epochs=3)
    told = rows([("A", one), ("B", start(Experiment(points=40)))], ("learning", "test"))
    assert set(told["run"]) == {"A", "B"}
    last = told[(told["run"] == "A") & (told["epoch"] == 3)]
    assert last["loss"].tolist() == [one.train_loss, one.test_loss]
    assert len(table(one)) == 4


def test_losses_of_two_kinds_do_not_share_an_axis() -> None:
    e = Experiment(points=40)
    assert comparable(start(e), start(e.but(hidden=(9,))))
    assert not comparable(start(e), start(e.but(loss="cross_entropy")))
    for other in (
        {"data": "moons"},
        {"noise": 0.5},
        {"seed": 1},
        {"points": 60},
        {"balance": 0.3},
        {"train_share": 0.8},
    ):
        assert not comparable(start(e), start(e.but(**other))), other
    mine = e.but(data="own", own=((0.0, 0.0, 0), (1.0, 1.0, 1), (1.0, 0.0, 1), (0.0, 1.0, 0)))
    assert comparable(start(mine), start(mine.but(seed=1, noise=0.5)))  # own points are where they are
    assert not comparable(start(mine), start(mine.but(own=(*mine.own[:3], (0.0, 2.0, 0)))))


def test_a_loss_that_exploded_does_not_flatten_the_others() -> None:
    e = Experiment(data="plane", hidden=(8, 8), activation="relu", learning_rate=1e6)
    broken = advance(start(e), epochs=5)
    assert broken.trouble is not None
    assert rows([("B", broken)], ("learning", "test"))["loss"].max() < EXPLODED


def test_dead_units_are_marked() -> None:
    state = start(Experiment(data="xor", hidden=(3,), activation="relu", init="zeros"))
    heading, _ = opened(payload(state, look(["x", "y"]), PALETTES[0]))
    assert heading["dead"] == [[0, 1, 2]]
    assert dead(state) == [3]
    assert 0 <= accuracy(state) <= 1


@pytest.mark.parametrize("palette", PALETTES)
def test_charts_use_colours_of_the_palette_alone(palette: theme.Palette) -> None:
    specs = [
        charts.losses(palette, "epoch", "loss", ("a", "b")),
        charts.losses(palette, "epoch", "loss", ("a", "b"), alone=True),
        charts.histogram(palette, "value", "count"),
        charts.gradients(palette, "epoch", "norm", "layer"),
        charts.products(palette, "unit", "product"),
    ]
    own = {
        colour.lower()
        for colour in json.dumps(palette.__dict__).replace('"', " ").split()
        if colour[0] == "#"
    }
    for spec in specs:
        used = {word.strip(",") for word in json.dumps(spec).replace('"', " ").split() if word[0] == "#"}
        assert {colour.lower() for colour in used} <= {colour.strip(",") for colour in own}
