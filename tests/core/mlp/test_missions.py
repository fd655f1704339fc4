"""Every mission is solved by its solution and by nothing that it starts from; the learner's points are read with care."""

from __future__ import annotations

import pytest

from core.errors import InputError
from core.mlp import Experiment, advance, start
from core.mlp.forward_pass import HIDDEN_BIASES, forward
from core.mlp.missions import MISSIONS, dead, largest_weight, twins
from core.mlp.own_points import MOST_ROWS, read


@pytest.mark.parametrize("name", MISSIONS)
def test_a_mission_is_solved_by_its_solution_alone(name: str) -> None:
    mission = MISSIONS[name]
    solved = advance(start(mission.solution), epochs=mission.epochs)
    answer = str(sum(dead(solved))) if mission.answers == ("number",) else mission.answer
    assert mission.proved(solved, answer)
    assert not mission.proved(start(mission.begin), answer)
    if mission.begin != mission.solution:
        assert not mission.proved(advance(start(mission.begin), epochs=mission.epochs), answer)
    if mission.answers:
        assert not mission.proved(solved, "data")
    for field in mission.fixed:
        changed = {
            "data": "circle" if mission.begin.data != "circle" else "xor",
            "seed": 99,
            "noise": 0.7,
            "points": 20,
        }
        if field in changed and field != "data":
            other = mission.solution.but(**{field: changed[field]})
            assert not mission.proved(advance(start(other), epochs=1), answer)


def test_a_mission_takes_its_epochs() -> None:
    mission = MISSIONS["zeros"]
    assert not mission.proved(advance(start(mission.solution), epochs=mission.least - 1))
    assert mission.proved(advance(start(mission.solution), epochs=mission.least))


def test_what_the_checks_look_at() -> None:
    zeros = start(Experiment(data="xor", hidden=(3,), activation="relu", init="zeros"))
    assert dead(zeros) == [3]
    assert twins(zeros)
    assert largest_weight(zeros) == 0
    assert not twins(start(Experiment()))


def test_points_are_read() -> None:
    rows, names, standardised = read("1;2;a\n\n-1;0,5;b\n".replace("0,5", "0.5") + "0;0;a\n2;2;b\n")
    assert sorted(rows) == [(-1.0, 0.5, 1), (0.0, 0.0, 0), (1.0, 2.0, 0), (2.0, 2.0, 1)]
    assert names == ("a", "b")
    assert not standardised
    far, _, standardised = read("\n".join(f"{100 * n},{n},{n % 2}" for n in range(50)))
    assert standardised
    assert max(abs(x) for x, _, _ in far) <= 6


@pytest.mark.parametrize("wrong, key", [
    ("", "mlp_few_rows"), ("hello", "mlp_row"), ("1,2,a", "mlp_few_rows"), ("1,2,a\n1,x,b\n", "mlp_number"),
    ("1,2,\n", "mlp_row"),
    ("1,2,a\n" * 5, "mlp_classes"), ("1e12,2,a\n" * 5, "mlp_number"), ("nan,2,a\n" * 5, "mlp_number"),
    ("1,2,a\n" * (MOST_ROWS + 1), "mlp_many_rows"), ("\n".join(f"1,2,c{n}" for n in range(20)), "mlp_classes"),
])  # fmt: skip
def test_points_that_cannot_be_used_are_refused(wrong: str, key: str) -> None:
    with pytest.raises(InputError) as refused:
        read(wrong)
    assert refused.value.key == key


def test_a_constant_column_gives_numbers() -> None:
    rows, _, _ = read("\n".join(f"1000,{n},{n % 2}" for n in range(10)))
    state = advance(start(Experiment(data="own", own=rows)), epochs=3)
    assert state.train_loss == state.train_loss


def test_the_pass_of_the_syllabus_adds_up() -> None:
    told = forward()
    products = told.products
    for unit, total in enumerate(told.sums, start=1):
        rows = products[(products["layer"] == "hidden") & (products["unit"] == unit)]
        assert rows["product"].sum() + HIDDEN_BIASES[unit - 1] == pytest.approx(total)
    assert told.sums[2] < 0 == told.activations[2]
    assert sum(told.probabilities) == pytest.approx(1)
    assert [round(p, 1) for p in told.probabilities] == [0.1, 0.7, 0.2]
    for wrong in ((1.0,), (1.0, 2.0, 3.0, float("nan")), (1e9, 0.0, 0.0, 0.0)):
        with pytest.raises(InputError):
            forward(wrong)
