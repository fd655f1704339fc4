"""History as the page shows it: search, lineage, the game, names on the timeline, growth."""

from __future__ import annotations

import re
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import history
from core.content import LANGUAGES
from core.errors import InputError
from core.history.game import LEVELS
from core.history.timeline import DOT, GAP, LETTER

TOLD = {language: history.load(language) for language in LANGUAGES}
SPANISH = TOLD["es"]


# Search


def ids(events):
    return [event.id for event in events]


def test_search_ignores_accents_and_capitals():
    assert ids(history.in_view(SPANISH, query="MARKOV oneguin")) == ["markov"]
    assert "shannon" in ids(history.in_view(SPANISH, query="entropia"))


@pytest.mark.parametrize("query", [".*", "[a-z]", "(", "\\", "^", "$|", "Turing.*", "?+", "{1}"])
def test_regular_expression_characters_are_plain_characters(query):
    everything = [
        (event.id, "\n".join((event.text, event.title, event.why, event.wrong, *event.people)))
        for event in SPANISH
    ]
    wanted = {one for one, text in everything if all(part in text.lower() for part in query.lower().split())}
    assert wanted <= set(ids(history.in_view(SPANISH, query=query)))
    assert len(history.in_view(SPANISH, query=query)) < 40


@given(st.text(max_size=60))
def test_any_search_gives_a_subset_in_order(query):
    found = ids(history.in_view(SPANISH, query=query))
    assert found == [event.id for event in SPANISH if event.id in set(found)]


def test_filters_add_up():
    chosen = history.in_view(SPANISH, era="deep", themes=["vision"])
    assert ids(chosen) == ids(e for e in SPANISH if 2009 <= e.year < 2017 and "vision" in e.themes)
    assert len(ids(history.in_view(SPANISH))) == len(SPANISH.events)


# Lineage


def naive_ancestors(told, event_id):
    """Find the ancestors of an event by asking, again and again, for the parents of what was found."""
    found = set(told[event_id].after)
    while more := {parent for one in found for parent in told[one].after} - found:
        found |= more
    return found


@pytest.mark.parametrize("event_id", list(SPANISH.by_id))
def test_ancestors_are_those_of_a_naive_walk_and_descendants_mirror_them(event_id):
    wanted = naive_ancestors(SPANISH, event_id)
    assert history.ancestors(SPANISH, event_id) == wanted
    for one in wanted:
        assert event_id in history.descendants(SPANISH, one)
    assert all(event_id in history.ancestors(SPANISH, one) for one in history.descendants(SPANISH, event_id))


def test_depth_counts_arrows():
    assert history.ancestors(SPANISH, "gpt2", depth=0) == set()
    assert history.ancestors(SPANISH, "gpt2", depth=1) == set(SPANISH["gpt2"].after) == {"gpt1", "bpe"}
    two = {"gpt1", "bpe", *SPANISH["gpt1"].after, *SPANISH["bpe"].after}
    assert history.ancestors(SPANISH, "gpt2", depth=2) == two


def test_a_lineage_worked_by_hand():
    found = history.lineage(SPANISH, "mcculloch_pitts", direction="ancestors")
    assert found.nodes == ("cajal", "turing_machine", "mcculloch_pitts")
    assert set(found.arrows) == {("cajal", "mcculloch_pitts"), ("turing_machine", "mcculloch_pitts")}
    assert found.steps == 1


def test_steps_are_counted_as_the_depth_is_by_the_shortest_way():
    assert [history.lineage(SPANISH, "gpt4", depth=depth).steps for depth in (1, 2, 3)] == [1, 2, 3]
    for event in SPANISH:
        found = history.lineage(SPANISH, event.id, direction="ancestors")
        assert history.ancestors(SPANISH, event.id, found.steps) == history.ancestors(SPANISH, event.id)
        nearer = history.ancestors(SPANISH, event.id, max(0, found.steps - 1))
        assert (len(nearer) < len(found.nodes) - 1) == (found.steps > 0)


@pytest.mark.parametrize("direction", ["ancestors", "descendants", "both"])
def test_arrows_of_a_lineage_are_among_its_nodes(direction):
    for event in SPANISH:
        found = history.lineage(SPANISH, event.id, direction=direction, depth=3)
        assert event.id in found.nodes
        assert {one for pair in found.arrows for one in pair} <= set(found.nodes)
        assert list(found.nodes) == [one for one in SPANISH.by_id if one in found.nodes]


def test_gpt4_goes_back_to_cajal():
    assert "cajal" in history.ancestors(SPANISH, "gpt4")
    assert "gpt4" in history.descendants(SPANISH, "markov")


# The game


@given(st.sampled_from(sorted(LEVELS)), st.integers(2, 8), st.integers(0, 2**31))
def test_a_hand_has_one_right_order_and_its_seed_repeats_it(level, count, seed):
    game = history.deal(SPANISH, level=level, count=count, seed=seed)
    assert game == history.deal(SPANISH, level=level, count=count, seed=seed)
    assert sorted(game.dealt) == sorted(set(game.solution))
    assert game.dealt != game.solution
    for one, two in pairwise(game.solution):
        assert SPANISH[one].when.before(SPANISH[two].when)
    moments = [SPANISH[one].when.moment for one in game.solution]
    gap, window = LEVELS[level]
    assert min(two - one for one, two in pairwise(moments)) >= gap
    assert moments[-1] - moments[0] <= window


def test_seeds_deal_different_hands():
    assert len({history.deal(SPANISH, seed=seed).dealt for seed in range(20)}) > 15


@pytest.mark.parametrize("count", [-1, 0, 1, 9, 1000])
def test_a_hand_of_another_size_is_refused(count):
    with pytest.raises(InputError):
        history.deal(SPANISH, count=count)


def test_the_score_counts_pairs_as_a_naive_loop_does():
    hand = history.deal(SPANISH, count=4, seed=3)
    for order in permutations(hand.solution):
        right = sum(
            hand.solution.index(one) < hand.solution.index(two) for one, two in combinations(order, 2)
        )
        found = history.score(SPANISH, order)
        assert (found.right, found.pairs) == (right, 6)
        assert (found.worst is None) == (order == hand.solution)


def test_a_score_worked_by_hand():
    found = history.score(SPANISH, ["chatgpt", "eliza", "gpt4"])
    assert (found.right, found.pairs, found.worst) == (2, 3, ("chatgpt", "eliza"))
    assert history.score(SPANISH, []).share == 1.0


# Rows of names


@pytest.mark.parametrize("width, count", [(560, 11), (300, 6), (900, 3)])
def test_no_name_covers_another(width, count):
    domain = (1885.0, 2030.0)
    placed = history.rows(SPANISH.events, domain, width, count, {"gpt4": "here"})
    boxes: dict[int, list[tuple[float, float]]] = {}
    for event, (row, left) in zip(SPANISH, placed, strict=True):
        x = (event.when.moment - domain[0]) / (domain[1] - domain[0]) * width
        length = (GAP + LETTER * len(event.short)) if row >= 0 else DOT / 2
        box = (x - length, x) if left and row >= 0 else (x, x + length)
        assert row < count
        boxes.setdefault(row, []).append(box)
    for row, found in boxes.items():
        ordered = sorted(found)
        assert all(one[1] <= two[0] + 1e-9 for one, two in pairwise(ordered) if row >= 0), row
    assert placed[list(SPANISH.by_id).index("gpt4")][0] >= 0


def test_only_the_asked_ones_get_a_name():
    placed = history.rows(SPANISH.events, (1885, 2030), 560, 9, ["eliza", "gpt4"], only=True)
    assert {event.id for event, (row, _) in zip(SPANISH, placed, strict=True) if row >= 0} == {
        "eliza",
        "gpt4",
    }


# Growth


@pytest.mark.parametrize("measure", ["parameters", "tokens", "flops"])
def test_growth_is_told_in_order_with_its_sources(measure):
    table = history.growth_table(SPANISH, measure)
    assert len(table) >= 6
    assert table["moment"].is_monotonic_increasing
    assert (table["value"] > 0).all()
    assert table["source"].str.startswith("https://").all()
    active = table["active"].dropna()
    assert (active < table.loc[active.index, "value"]).all()


def test_what_nobody_published_is_not_there():
    models = " ".join(one.model for one in SPANISH.growth)
    assert not re.search(r"GPT-4|GPT-5|Claude|Gemini", models)


def test_arithmetic_of_growth():
    assert history.times(SPANISH, "GPT", "GPT-3") == pytest.approx(175e9 / 117e6)
    with pytest.raises(KeyError):
        history.times(SPANISH, "GPT", "GPT-4")
    with pytest.raises(ValueError, match="kilos"):
        history.growth_table(SPANISH, "kilos")
