"""Charts of a run: their rows are the run's numbers, their ends stay while it goes on."""

import json
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from core.train_llm import Facts, Milestone, Moment
from core.ui.charts import labels, theme
from core.ui.charts import train_llm as charts
from core.ui.charts import train_llm_compare as beside
from core.ui.charts import train_llm_inside as inside
from core.ui.train_llm.views import clearest

WORDS = {
    one: one
    for one in (
        *("steps", "loss", "what", "train", "held", "floor", "gram_1", "gram_2", "gram_3", "probability"),
        *("word", "norm", "clip", "looks_at", "from", "weight", "places"),
    )
}
FROZEN = tuple(WORDS.items())


@pytest.fixture
def moment():
    return Moment(
        10, 7680, 1.5, 4.2, 4.0, {("El gato", "mesa"): 0.3}, {}, (), ("mesa.",),
        np.full((1, 2, 4, 4), 0.25, dtype=np.float16), np.zeros((3, 4), dtype=np.float16),
    )  # fmt: skip


def test_every_point_of_a_short_run_is_there_and_a_long_one_keeps_its_end():
    assert charts.thinned(range(10)) == list(range(10))
    long = charts.thinned(range(10_001))
    assert len(long) <= charts.MOST_POINTS
    assert long[-1] == 10_000
    assert charts.thinned([]) == []


def test_loss_rows_are_the_numbers_of_the_run(moment):
    history = [(0, 8.0, None, 1.1, 2.0), (1, 7.5, None, 1.1, 1.5)]
    reached = [Milestone("places", moment, 0.05, True)]
    rows = charts.loss_data(history, [moment], Facts(1.1, (5.0, 2.0, 1.5), ()), reached, WORDS)
    by_kind = {kind: part["loss"].tolist() for kind, part in rows.groupby("kind")}
    assert by_kind == {
        "train": [8.0, 7.5],
        "held": [4.0],
        "mark": [4.0],
        "gram": [5.0, 2.0, 1.5],
        "floor": [1.1],
    }
    assert rows[rows["kind"] == "mark"]["label"].tolist() == ["places"]


def test_milestones_of_one_step_share_a_label(moment):
    reached = [Milestone(name, moment, 1.0, True) for name in ("places", "loss")]
    rows = charts.loss_data([], [moment], None, reached, WORDS)
    assert rows[rows["kind"] == "mark"]["label"].tolist() == ["places · loss"]


def test_labels_of_a_loss_do_not_lie_on_each_other_and_stand_above_what_they_name(moment):
    when = [(50, 3.8), (60, 3.4), (75, 2.9), (80, 2.8), (390, 1.9), (400, 1.9)]
    reached = [
        Milestone(name, replace(moment, step=step, held_out_loss=loss), 1.0, True)
        for name, (step, loss) in zip(
            ("words", "pairs", "triples", "places", "france", "names"), when, strict=True
        )
    ]
    names = (
        WORDS
        | {mark.id: f"la meta {mark.id}" for mark in reached}
        | {f"gram_{n}": "contar" for n in (1, 2, 3)}
    )
    rows = charts.loss_data([], [], Facts(1.1, (5.0, 1.75, 1.74), ()), reached, names)
    rows = charts.placed(rows, 400, 0.9, 9.0)
    (wide, high), boxes = charts.SEEN, []
    for row in rows[rows["at"].notna()].to_dict("records"):
        assert row["at"] > row["loss"]
        foot = high * np.log(9.0 / row["at"]) / np.log(10.0)
        left = row["side"] != "right"
        x = wide if row["kind"] == "gram" else wide * row["step"] / 400
        boxes.append(labels.line_above(x, foot, row["label"], leftwards=left))
    assert len(boxes) == 9
    assert not [1 for one, other in combinations(boxes, 2) if one.meets(other)]
    assert min(box.left for box in boxes) >= 0
    assert max(box.right for box in boxes) <= wide


def test_words_of_a_map_do_not_lie_on_each_other_and_some_have_no_room():
    points = np.array([[0.0, 0.0]] * 6 + [[1.0, 1.0]])
    words = ["gato", "perro", "rey", "reina", "casa", "mesa", "lejos"]
    rows = inside.map_data(points, words, ["a"] * 7, inside.reach(points))
    assert rows["side"].tolist() == ["above", "below", "right", "left", "", "", "above"]


@pytest.mark.parametrize("losses", [[2.0, 8.0], [0.3, 8.86], [1.0, 40.0], [float("nan"), 2.0], []])
def test_an_axis_holds_its_losses_and_names_only_what_it_holds(losses):
    bottom, top = charts.ends(losses, *beside.ENDS)
    assert (bottom, top) == beside.ENDS or len(losses)
    assert all(bottom <= one <= top for one in losses if one == one)
    axis = charts.loss_axis("loss", bottom, top)
    assert axis["scale"]["domain"] == [bottom, top]
    assert all(bottom <= one <= top for one in axis["axis"]["values"])
    words = (
        *FROZEN,
        ("wanted", "wanted"),
        ("rest", "rest"),
        ("method", "method"),
        ("operations", ""),
        ("parameters", ""),
    )
    for spec in (beside.curves(theme.LIGHT, words, 100, ("a", "b"), (bottom, top)),
                 beside.scaling(theme.LIGHT, words, ("a",), (bottom, top))):  # fmt: skip
        assert spec["encoding"]["y"]["scale"]["domain"] == [bottom, top]
        assert "clamp" not in spec["encoding"]["y"]["scale"]


def test_a_text_without_floor_has_no_floor_line(moment):
    rows = charts.loss_data([], [moment], Facts(None, (5.0, 2.0, 1.5), ()), [], WORDS)
    assert "floor" not in set(rows["kind"])


def test_probabilities_know_the_true_share(moment):
    rows = charts.probability_data([moment, replace(moment, step=20)], {"mesa": 0.4})
    assert rows[["step", "p", "true"]].values.tolist() == [[10, 0.3, 0.4], [20, 0.3, 0.4]]


def test_attention_leaves_out_what_the_mask_forbids(moment):
    rows = inside.attention_data(moment.attention[0, 0], ["el", "gato", "el", "fin"])
    assert len(rows) == 10
    assert rows["column"].nunique() == 4


def test_the_most_decided_head_is_found():
    weights = np.full((2, 2, 5, 5), 0.1)
    weights[1, 0, 3, 2] = 0.9
    weights[0, 1, :, 0] = 1.0  # looking at the opening token decides nothing
    weights[0, 0, 3, 3] = 1.0  # nor does looking at oneself
    assert clearest(weights) == (1, 0)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_specifications_are_made_once_and_hold_no_data(palette):
    made = [
        charts.loss(palette, FROZEN, 100, 9.0, 1.0),
        charts.probabilities(palette, FROZEN, 100, ("mesa",)),
        charts.gradient(palette, FROZEN, 100, 1.0),
        inside.attention(palette, FROZEN, ("a", "b")),
        inside.word_map(palette, FROZEN, ("a", "b"), ((-1.0, 1.0), (-1.0, 1.0))),
    ]
    assert charts.loss(palette, FROZEN, 100, 9.0, 1.0) is made[0]
    for spec in made:
        assert json.loads(json.dumps(spec))["height"] in {charts.HEIGHT, inside.TALL}
        assert "data" not in spec
