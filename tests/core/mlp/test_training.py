"""The hand-written step against autograd, torch.optim, finite differences and scikit-learn's arithmetic."""

from __future__ import annotations

import pickle
from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compute import Inline
from core.errors import InputError
from core.mlp import Experiment, accuracy, advance, edited, losses, split, start, step
from core.mlp.activations import ACTIVATIONS
from core.mlp.engine import Engine
from core.mlp.microscope import batch_loss, look
from core.mlp.network import Network, length, sizes
from core.mlp.optimizers import of_torch
from core.mlp.surface import surface, units

SMALL = Experiment(data="moons", points=40, hidden=(5, 3), features=("x", "y", "xy"))


def autograd(
    experiment: Experiment, vector: torch.Tensor, inputs: torch.Tensor, targets: torch.Tensor
) -> torch.Tensor:
    """The gradient as PyTorch finds it."""
    leaf = vector.clone().requires_grad_()
    network, a = Network(experiment, leaf), inputs
    for weight, bias, name in zip(network.weights, network.biases, network.activations, strict=True):
        a = getattr(torch.nn, ACTIVATIONS[name].module)()(a @ weight.t() + bias)
    if experiment.loss == "cross_entropy":
        loss = torch.nn.functional.cross_entropy(a, targets)
    else:
        loss = 0.5 * (a - targets).square().sum(1).mean()
    weights = torch.cat([one.flatten() for one in network.weights])
    loss = loss + 0.5 * experiment.l2 * weights.square().sum() + experiment.l1 * weights.abs().sum()
    loss.backward()
    assert leaf.grad is not None
    return leaf.grad


@pytest.mark.parametrize("activation, loss", list(product(ACTIVATIONS, ["mse", "cross_entropy"])))
def test_gradients_equal_autograds(activation: str, loss: str) -> None:
    e = SMALL.but(activation=activation, loss=loss, l1=0.01, l2=0.02)
    engine = Engine(start(e))
    inputs, targets = next(iter(engine.batches(0)))
    engine.step(inputs, targets)
    expected = autograd(e, engine.vector, inputs, targets)
    assert torch.allclose(engine.gradient, expected, rtol=0, atol=1e-10)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam", "adamw"])
def test_steps_equal_those_of_torch_optim(optimizer: str) -> None:
    e = SMALL.but(optimizer=optimizer, learning_rate=0.01, batch_size=0)
    state = start(e)
    parameter = torch.nn.Parameter(state.vector.clone())
    theirs = of_torch(e, [parameter])
    for epoch in range(5):
        inputs, targets = next(iter(Engine(state).batches(epoch)))
        parameter.grad = autograd(e, parameter.detach(), inputs, targets)
        theirs.step()
        state = advance(state)
        assert torch.allclose(state.vector, parameter.detach(), rtol=0, atol=1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_finite_differences_agree_for_every_layer(activation: str) -> None:
    e = SMALL.but(activation=activation, seed=4, l2=0.01)
    state = advance(start(e), epochs=2)
    for layer, (inputs, outputs) in enumerate(zip(sizes(e), sizes(e)[1:], strict=False)):
        for unit in range(outputs):
            for source in (None, *range(inputs)):
                seen = look(state, layer, unit, source)
                assert seen.gradient == pytest.approx(seen.nudged, abs=1e-6)


def test_one_step_worked_by_hand() -> None:
    """One point (3, 1), no hidden layer, linear output w·x + b = 0, target 2/6: the slope is −1/3 times the input."""
    e = Experiment(
        data="plane", points=2, hidden=(), init="zeros", batch_size=0, learning_rate=0.5, train_share=0.5
    )
    known = split(e)
    x, target = known.inputs[known.train][0], float(known.targets[known.train][0])
    state = advance(start(e))
    assert torch.allclose(state.network.weights[0][0], 0.5 * target * x)
    assert float(state.network.biases[0][0]) == pytest.approx(0.5 * target)


def test_a_look_says_the_step_that_is_taken() -> None:
    state = advance(start(SMALL.but(batch_size=0)), epochs=3)
    seen = look(state, 1, 2, 4)
    assert seen.rows["product"].sum() == pytest.approx(seen.gradient)
    assert seen.after == pytest.approx(seen.weight - seen.learning_rate * seen.gradient)
    assert float(advance(state).network.weights[1][2, 4]) == pytest.approx(seen.after)
    with pytest.raises(InputError):
        look(state, 1, 2, 99)


def test_a_look_within_an_epoch_says_the_step_that_adam_takes() -> None:
    state = step(start(SMALL.but(optimizer="adam")))
    assert state.batch == 1
    assert float(step(state).network.weights[1][2, 4]) == pytest.approx(look(state, 1, 2, 4).after, abs=1e-12)


def test_a_look_counts_the_penalty_and_the_units_that_dropout_silences() -> None:
    state = step(start(SMALL.but(dropout=0.5, l2=0.1, l1=0.01)))
    for layer, unit, source in ((0, 1, 2), (1, 2, 4), (2, 0, 1)):
        seen = look(state, layer, unit, source)
        assert seen.gradient == pytest.approx(seen.nudged, abs=1e-6)
        assert seen.penalty == pytest.approx(0.1 * seen.weight + 0.01 * np.sign(seen.weight))
        after = float(step(state).network.weights[layer][unit, source])
        assert after == pytest.approx(seen.after, abs=1e-12)
    seen = look(state, 1, 2, 4)
    assert (seen.rows["input"] == 0).any()


def test_what_adamw_takes_beside_the_gradient_is_told_apart() -> None:
    adam, adamw = [
        step(start(SMALL.but(optimizer=kind, l2=l2))) for kind, l2 in (("adam", 0.0), ("adamw", 0.1))
    ]
    adamw.vector.copy_(adam.vector)
    plain, seen, bias = look(adam, 1, 2, 4), look(adamw, 1, 2, 4), look(adamw, 1, 2, None)
    assert (plain.decay, bias.decay) == (0.0, 0.0)
    assert seen.decay == pytest.approx(0.1 * seen.weight)
    assert seen.used == pytest.approx(plain.used)
    assert seen.after == pytest.approx(seen.weight - seen.learning_rate * (seen.used + seen.decay))
    assert seen.penalty == pytest.approx(0.0, abs=1e-12)


def test_the_same_settings_give_the_same_numbers_in_any_slices() -> None:
    e = SMALL.but(optimizer="adam", dropout=0.3, schedule="cosine")
    whole = advance(start(e), epochs=7)
    parts = pickle.loads(pickle.dumps(advance(start(e), epochs=3)))
    parts = Inline().submit(advance, parts, 4).result()
    assert torch.equal(whole.vector, parts.vector)
    assert np.array_equal(whole.history, parts.history, equal_nan=True)


def test_going_back_gives_the_exact_weights() -> None:
    early = advance(start(SMALL), epochs=2)
    kept = early.vector.clone()
    advance(early, epochs=5)
    assert torch.equal(early.vector, kept)


def test_a_run_that_explodes_says_where() -> None:
    e = Experiment(data="plane", hidden=(8, 8), activation="relu", learning_rate=1e6)
    state = advance(start(e), epochs=50)
    assert state.trouble is not None
    assert state.trouble.epoch < 50
    assert advance(state, epochs=5).epoch == state.epoch


def test_a_step_that_explodes_says_which_one_it_was() -> None:
    """The slope of a straight line of regression at rate 1e6: the very first steps blow up, not the first epoch."""
    e = Experiment(data="plane", hidden=(4,), activation="relu", learning_rate=1e6)
    state = start(e)
    while state.trouble is None:
        state = step(state)
    assert state.epoch == 0
    assert state.trouble.step == state.batch - 1
    assert step(state) is state
    assert advance(start(e)).trouble is not None


def test_a_run_that_explodes_halfway_through_an_epoch_begun_by_steps() -> None:
    e = Experiment(data="plane", hidden=(4,), activation="relu", learning_rate=2.0)
    whole = advance(start(e), epochs=20)
    assert whole.trouble is not None
    begun = start(e)
    for _ in range(2):
        begun = step(begun)
    if begun.trouble is None:
        begun = advance(begun, epochs=20)
    assert begun.trouble == whole.trouble


def test_zeros_learn_nothing_but_the_last_bias() -> None:
    state = advance(start(SMALL.but(init="zeros")), epochs=20)
    assert not state.network.weights[0].any()
    assert state.network.biases[-1].any()


def test_dropout_keeps_the_sum_and_silences_nobody_in_tests() -> None:
    e = SMALL.but(dropout=0.5)
    state = start(e)
    assert losses(e, state.vector) == losses(SMALL, start(SMALL).vector)
    masks = Engine(state).masks(10_000, 0, 0)
    assert [float(one.mean()) for one in masks] == pytest.approx([1.0, 1.0], abs=0.05)


def test_an_edit_changes_one_number() -> None:
    state = start(SMALL)
    changed = edited(state, 1, 0, 2, 7.5)
    assert (changed.vector != state.vector).sum() == 1
    assert float(changed.network.weights[1][0, 2]) == 7.5
    assert float(edited(state, 0, 1, None, -1.0).network.biases[0][1]) == -1.0
    with pytest.raises(InputError):
        edited(state, 0, 0, 0, float("nan"))


def test_the_loss_falls_and_spirals_are_learnt() -> None:
    e = Experiment(
        features=("x", "y", "x2", "y2", "xy", "sin_x", "sin_y"),
        hidden=(8, 8),
        optimizer="adam",
        learning_rate=0.01,
    )
    state = advance(start(e), epochs=150)
    assert state.train_loss < 0.01
    assert accuracy(state) >= 0.97


@pytest.mark.parametrize("data", ["digits", "opinions", "bumps", "circle", "gaussians", "xor", "moons"])
def test_every_set_of_points_can_be_learnt(data: str) -> None:
    e = Experiment(data=data, points=200, hidden=(12,), optimizer="adam", learning_rate=0.01, loss="mse")
    state = advance(start(e), epochs=60)
    assert state.train_loss < 0.5 * start(e).train_loss


def test_the_surface_is_the_network_over_the_plane() -> None:
    state = advance(start(Experiment(data="xor")), epochs=20)
    seen = surface(state, cells=12)
    known = split(state.experiment)
    assert seen.shape == (12, 12)
    assert seen.min() >= -1
    assert len(units(state)[0]) == 4
    # The cell under a point says what the network says of a point in its middle.
    place = torch.tensor([[(3 + 0.5) / 12 * 12 - 6, 6 - (2 + 0.5) / 12 * 12]], dtype=torch.float64)
    assert seen[2, 3] == pytest.approx(float(state.network.forward(place)[-1][1][0, 0]))
    assert known.outputs == 1


@settings(max_examples=30)
@given(
    data=st.sampled_from(["circle", "xor", "spiral", "moons", "plane", "bumps"]),
    hidden=st.lists(st.integers(1, 6), max_size=3).map(tuple),
    activation=st.sampled_from(list(ACTIVATIONS)),
    batch=st.integers(0, 50),
    points=st.integers(4, 60),
    seed=st.integers(0, 2**31 - 1),
)
def test_any_experiment_runs(
    data: str, hidden: tuple[int, ...], activation: str, batch: int, points: int, seed: int
) -> None:
    e = Experiment(
        data=data, points=points, hidden=hidden, activation=activation, batch_size=batch, seed=seed, noise=0.2
    )
    state = advance(start(e), epochs=2)
    assert state.epoch == 2 or state.trouble is not None  # steep data and one point a step can explode
    assert len(state.history) == state.epoch + 1
    assert len(state.vector) == length(sizes(e))


@pytest.mark.parametrize("wrong", [
    {"data": "nothing"}, {"learning_rate": float("nan")}, {"hidden": (0,)}, {"hidden": (1,) * 7}, {"activation": "swish"},
    {"features": ()}, {"points": 1}, {"data": "plane", "loss": "cross_entropy"}, {"activation": ("relu",)}, {"l1": -1.0},
])  # fmt: skip
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        start(SMALL.but(**wrong))


def test_a_batch_has_the_loss_it_says() -> None:
    state = start(SMALL.but(batch_size=0))
    inputs, targets = next(iter(Engine(state).batches(0)))
    assert batch_loss(state.experiment, state.vector, inputs, targets) == pytest.approx(state.train_loss)


def test_steps_one_by_one_are_an_epoch() -> None:
    e = SMALL.but(dropout=0.2, optimizer="adam")
    state = start(e)
    for _ in range(4):  # 20 points to learn from, two batches per epoch
        state = step(state)
    assert torch.equal(state.vector, advance(start(e), epochs=2).vector)
    begun = step(start(e))
    assert torch.equal(advance(begun).vector, advance(start(e)).vector)
