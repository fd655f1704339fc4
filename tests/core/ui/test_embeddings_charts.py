"""What the charts of lesson 4 are given, and what the cloud sends to the browser."""

import json

import numpy as np
import pandas as pd
import pytest

from core import embeddings
from core.numbers import Numbers
from core.ui.charts import embeddings as charts
from core.ui.charts import theme
from core.ui.components.cloud import Arrow, Cloud, Frame

PALETTES = [theme.LIGHT, theme.DARK]


def look(palette, *, by_kept=False, own=()):
    return charts.Look(palette, (0, 0, 1, 1), ("kin", "pets"), by_kept, own, "mine", ("loses", "keeps"))


def drawn(own=()):
    return embeddings.draw_map(embeddings.Plan(("rey", "reina", "gato", "perro"), own))


def cloud(palette, **options):
    own = options.get("own", ())
    return charts.map_cloud(
        drawn(own),
        look(palette, **options),
        picked="rey",
        notes=["a"] * (4 + len(own)),
        axis=None,
        pairs=[],
        name="x",
    )


@pytest.mark.parametrize("palette", PALETTES)
def test_the_learners_words_are_rings_in_amber_and_named(palette):
    made = cloud(palette, own=("sopa",))
    assert made.kind == [0, 0, 0, 0, 1]
    assert made.groups == [0, 0, 1, 1, 2]
    assert made.colours[2] == palette.learner
    assert made.names == ["kin", "pets", "mine"]
    assert palette.learner not in made.colours[:2]


@pytest.mark.parametrize("palette", PALETTES)
def test_the_colour_of_what_is_kept_goes_from_amber_to_teal(palette):
    found = charts.shares(palette, np.array([0.0, 0.5, 1.0, 0.25]))
    assert found[:3] == [palette.diverging[-2], palette.removed, palette.diverging[1]]
    assert found[3] not in found[:3]


@pytest.mark.parametrize("palette", PALETTES)
def test_a_cloud_travels_as_json_with_finite_numbers(palette):
    made = cloud(palette, by_kept=True)
    sent = json.loads(json.dumps(made.payload(palette, {"hint": "h"}, "alt"), allow_nan=False))
    assert sent["words"] == ["rey", "reina", "gato", "perro"]
    assert len(sent["frames"][0]["x"]) == len(sent["near"]) == len(sent["held"]) == 4
    assert sent["near"][0][0] == 1
    assert sent["picked"] == "rey"
    assert sent["dims"] == 2
    assert sent["names"] == ["loses", "keeps"]


def test_a_cloud_of_three_dimensions_sends_depth_and_arrows_their_ends():
    points = np.arange(6.0).reshape(2, 3)
    made = Cloud(
        "n", ["a", "b"], [Frame(points, "one"), Frame(points + 1)], np.array([[0, 1]] * 3), ["#000"],
        arrows=[Arrow(points[0], points[1], "other", "step")],
    )  # fmt: skip
    sent = made.payload(theme.LIGHT, {}, "alt")
    assert (sent["dims"], sent["frames"][0]["z"]) == (3, [2.0, 5.0])
    assert sent["arrows"][0]["to"] == [3.0, 4.0, 5.0]


def test_rankings_stand_side_by_side_and_their_bars_are_as_long_as_what_was_measured():
    tables = {
        measure: embeddings.neighbours("gato", ["perro", "mesa", "Francia"], measure=measure)
        for measure in embeddings.MEASURES
    }
    data = charts.rankings_data(tables, {measure: measure.upper() for measure in tables}, Numbers("es"))
    assert data.loc[data["rank"] == 0, "label"].tolist() == ["COSINE", "DOT", "EUCLIDEAN"]
    for column, measure in enumerate(tables):
        bars = data[(data["measure"] == measure) & (data["rank"] > 0)]
        assert (bars["start"] == column).all()
        long = (bars["end"] - bars["start"]).to_numpy()
        measured = tables[measure]["similarity"].to_numpy()
        measured = abs(measured) if measure == "euclidean" else measured.clip(0)
        assert long / long.max() == pytest.approx(measured / measured.max())
        assert long.max() == pytest.approx(0.9)
        assert bars["word"].tolist() == tables[measure]["word"].tolist()
    assert data.loc[data["measure"] == "euclidean", "value"].iloc[1:].str.match(r"\d+,\d\d").all()


def test_equal_similarities_make_bars_of_equal_length():
    table = pd.DataFrame({"word": ["a", "b"], "similarity": [0.5, 0.5]})
    data = charts.rankings_data({"cosine": table}, {"cosine": "c"}, Numbers("en"))
    assert data["end"].tolist()[1:] == [0.9, 0.9]


def test_a_similarity_below_zero_has_a_number_and_no_bar():
    table = pd.DataFrame({"word": ["a", "b"], "similarity": [0.5, -0.2]})
    data = charts.rankings_data({"cosine": table}, {"cosine": "c"}, Numbers("en"))
    assert data["end"].tolist()[1:] == [0.9, 0.0]
    assert data["label"].tolist()[2].startswith("b ")


def test_counts_have_two_rows_per_relation():
    table = pd.DataFrame(
        {"model": ["Gatito"], "name": ["género"], "questions": [2112], "right": [0.996], "right_kept": [0.85]}
    )
    data = charts.counts_data(table, Numbers("en"))
    assert data["how"].tolist() == ["right", "right_kept"]
    assert data["value"].tolist() == ["99.6%", "85.0%"]
    assert data["label"].iloc[0] == "Gatito · género (2,112)"


@pytest.mark.parametrize("palette", PALETTES)
def test_specifications_fill_their_place_and_use_colours_of_the_palette_only(palette):
    known = {
        colour
        for value in vars(palette).values()
        for colour in ((value,) if isinstance(value, str) else value)
    }
    specs = [
        charts.rankings(palette, "s"), charts.strips(palette, "c", "v"), charts.ranked(palette),
        charts.curves(palette, "v", ("a", "b"), ".2f"), charts.counts(palette, "t", (("right", "r"), ("right_kept", "k"))),
    ]  # fmt: skip
    for spec in specs:
        assert spec["width"] == "container"
        text = json.dumps(spec)
        assert {f"#{part[:6]}" for part in text.split("#")[1:]} <= known
