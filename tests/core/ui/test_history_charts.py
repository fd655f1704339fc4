"""What the charts of lesson 1 and of the last page lay out: names that cover nothing, lines that count, arrows."""

from __future__ import annotations

import math
from itertools import combinations, pairwise, permutations

import pytest

from core import history
from core.content import LANGUAGES, Content
from core.ui.charts import drawing, history_game, history_growth, history_lineage, theme
from core.ui.charts import history as charts

TOLD = history.load("es")
PERIODS = (TOLD.eras, TOLD.winters)
DATES = {event.id: event.when.written for event in TOLD}


@pytest.mark.parametrize("era", [None, *(one.id for one in TOLD.eras)])
def test_names_and_pile_share_the_height_without_meeting(era):
    events = history.in_view(TOLD, era=era or "")
    domain = (
        (1885.0, 2030.0)
        if era is None
        else next((one.first - 0.5, one.end + 0.5) for one in TOLD.eras if one.id == era)
    )
    table = charts.placed(events, domain, {}, DATES, PERIODS)
    table = table[table["kind"] == "event"]
    for name in charts.WIDTHS:
        named = table[table[f"{name}_side"] != "none"]
        pile = table[table[f"{name}_side"] == "none"]
        assert table[name].between(0, charts.HEIGHT - charts.TOP).all()
        if len(named) and len(pile):
            assert named[name].min() - pile[name].max() >= charts.DOT
        rows = sorted(named[name].unique())
        assert all(two - one >= charts.ROW * 0.8 for one, two in pairwise(rows))


@pytest.mark.parametrize("name, width", charts.WIDTHS.items())
def test_every_era_has_its_name_and_none_covers_another(name, width):
    domain = (1885.0, 2030.0)
    for told in (TOLD, history.load("en")):
        table = charts.placed(told.events, domain, {}, DATES, (told.eras, told.winters))
        eras = table[table["kind"] == "era"]
        scale = width / (domain[1] - domain[0])
        boxes = []
        for one in eras.to_dict("records"):
            half = charts.BOLD * len(one["short"]) / 2
            middle = min(((one["from"] + one["to"]) / 2 - domain[0]) * scale, width - half)
            boxes.append((one[f"{name}_step"], middle - half, middle + half))
            assert (one["to"] - one["from"]) * scale > one[f"{name}_room"]
        lines = max(step for step, _low, _high in boxes) + 1
        assert lines * charts.LINE <= charts.TOP - charts.LINE / 2
        winters = table[table["kind"] == "winter"].to_dict("records")
        seen = [one for one in winters if (one["to"] - one["from"]) * scale > one[f"{name}_room"]]
        assert len(seen) == (
            len(winters) if name == "wide" else 0
        )  # on a phone their line belongs to the eras
        for (step, low, high), (other, left, right) in combinations(boxes, 2):
            assert step != other or high <= left or right <= low


def test_a_marked_event_always_has_its_name():
    for event in TOLD:
        table = charts.placed(TOLD.events, (1885.0, 2030.0), {event.id: "here"}, DATES, PERIODS).set_index(
            "id"
        )
        assert table.loc[event.id, "mark"] == "here"
        assert {table.loc[event.id, f"{name}_side"] for name in charts.WIDTHS} <= {"left", "right"}


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_specifications_travel_without_data(palette):
    table = history.growth_table(TOLD, "parameters")
    specs = [
        charts.timeline(palette, (1885.0, 2030.0)),
        charts.timeline(palette, (1885.0, 2030.0), walk=True),
        history_lineage.spec(palette, 20),
        history_game.spec(palette, 5),
        history_growth.spec(palette, "x", history_growth.span(table), history_growth.years(table)),
        drawing.spec(palette, 3, 2),
    ]
    for spec in specs:
        assert "data" not in spec
        assert "datasets" not in spec
        assert not any("data" in layer for layer in spec["layer"])


def test_two_lines_of_the_game_cross_for_each_pair_the_wrong_way_round():
    solution = history.deal(TOLD, count=4, seed=2).solution
    names = {one: one for one in solution}
    for order in permutations(solution):
        data = history_game.data(order, solution, names, names)
        lines = data[data["kind"] == "line"].groupby("edge", sort=False)["y"].agg(list)
        crossings = sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(lines, 2))
        found = history.score(TOLD, order)
        assert crossings == found.pairs - found.right


@pytest.mark.parametrize("measure", ["parameters", "tokens", "flops"])
def test_names_of_models_cover_neither_points_nor_each_other(measure):
    table = history_growth.laid_out(history.growth_table(TOLD, measure))
    assert set(table["wide"]) | set(table["narrow"]) <= {*history_growth.SIDES, *history_growth.FEET}
    low, high = history_growth.span(table)
    first, last = history_growth.years(table)
    for name, width in history_growth.WIDTHS.items():
        x = [(moment - first) / (last - first) * width for moment in table["moment"]]
        y, feet = (
            [
                history_growth.HEIGHT * (1 - (math.log10(value) - low) / (high - low))
                for value in table[column]
            ]
            for column in ("value", "active")
        )
        steps = history_growth.SIDES | history_growth.FEET
        names = [
            history_growth._box(
                px,
                foot if side in history_growth.FEET else py,
                len(model) * history_growth.LETTER[name],
                *steps[side],
            )
            for px, py, foot, model, side in zip(x, y, feet, table["model"], table[name], strict=True)
        ]
        for one, two in combinations(names, 2):
            assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
        for left, top, right, under in names:
            for px, py, foot in zip(x, y, feet, strict=True):
                assert not (left < px < right and top < py < under)
                assert not (left < px < right and top < foot and under > py)  # false where there is no stem


def test_a_bow_goes_from_its_parent_down_to_its_child():
    found = history.lineage(TOLD, "gpt2", direction="ancestors")
    data = history_lineage.data(found, [TOLD[one] for one in found.nodes])
    place = {node: row for row, node in enumerate(found.nodes)}
    for (parent, child), bow in data[data["kind"] == "bow"].groupby(["parent", "child"]):
        assert (bow["y"].iloc[0], bow["y"].iloc[-1]) == (place[str(parent)], place[str(child)])
        assert bow["y"].is_monotonic_increasing
        assert (bow["x"] <= 1e-9).all()
    assert data[data["kind"] == "bow"]["edge"].nunique() == len(found.arrows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", ["tune", "rag", "rlhf", "multimodal"])
def test_arrows_of_the_drawings_run_between_their_boxes(topic, language):
    plan = Content("next_steps", language).value(f"drawings.{topic}")
    table = drawing.data(plan["boxes"], plan["arrows"])
    boxes, arrows = table[table["what"] == "box"], table[table["what"] == "arrow"]
    assert len(arrows) == len(plan["arrows"])
    assert ((arrows["x1"] == arrows["x2"]) | (arrows["y1"] == arrows["y2"])).all()
    corners = boxes[["x1", "x2", "y1", "y2"]].to_numpy(dtype=float)
    for one, two in combinations(corners, 2):
        assert one[1] <= two[0] or two[1] <= one[0] or one[3] <= two[2] or two[3] <= one[2]
    assert (boxes["x1"] >= -0.5).all()
    assert (boxes["x2"] <= plan["columns"] - 0.5).all()


def test_an_arrow_aslant_is_refused():
    boxes = [
        {"id": "a", "text": "a", "column": 0, "row": 0, "kind": "plain"},
        {"id": "b", "text": "b", "column": 1, "row": 1, "kind": "plain"},
    ]
    with pytest.raises(ValueError, match="neither"):
        drawing.data(boxes, [["a", "b"]])
