"""Whole maps, words in context, and the film of a training."""

import numpy as np
import pytest

from core import embeddings
from core.embeddings import context, snapshots
from core.errors import InputError, ModelError
from core.gatito.training import Settings

ANIMALS = tuple(word for group in embeddings.themes()["animals"] for word in group.es)


def test_a_word_added_does_not_move_the_map_and_recomputing_does():
    before = embeddings.draw_map(embeddings.Plan(ANIMALS))
    placed = embeddings.draw_map(embeddings.Plan(ANIMALS, ("sopa", "rey")))
    again = embeddings.draw_map(embeddings.Plan((*ANIMALS, "sopa", "rey")))
    assert np.array_equal(placed.points[: len(ANIMALS)], before.points)
    assert np.array_equal(placed.extent, before.extent)
    assert placed.explained is not None
    assert before.explained is not None
    assert placed.explained.tolist() == before.explained.tolist()
    assert not np.allclose(again.points[: len(ANIMALS)], before.points)


@pytest.mark.parametrize("method, dimensions", [("pca", 2), ("pca", 3), ("tsne", 2)])
def test_a_map_counts_what_it_keeps_over_every_word(method, dimensions):
    drawn = embeddings.draw_map(embeddings.Plan(ANIMALS, ("rey",), method=method, dimensions=dimensions))
    rows = embeddings.unit(embeddings.vectors(drawn.words))
    assert np.allclose(drawn.kept, embeddings.faithfulness(rows, drawn.points))
    assert drawn.points.shape == (len(ANIMALS) + 1, dimensions)


def test_true_neighbours_of_a_map_are_those_by_cosine():
    drawn = embeddings.draw_map(embeddings.Plan(ANIMALS))
    place = drawn.words.index("gato")
    expected = embeddings.neighbours("gato", drawn.words)["word"].tolist()
    assert [drawn.words[one] for one in drawn.near[place]] == expected


def test_chosen_axes_tell_women_from_men():
    words = ("rey", "reina", "padre", "madre", "actor", "actriz", "tío", "tía")
    pairs = (("mujer", "hombre"), ("grande", "pequeño"))
    drawn = embeddings.draw_map(embeddings.Plan(words, method="axes", directions=pairs))
    across = drawn.points[:, 0]
    assert (across[1::2] > across[::2]).all()
    assert drawn.angle is not None
    assert 0 < drawn.angle < 180


@pytest.mark.parametrize("pair", [("", ""), ("mujer", ""), ("mujer", "mujer")])
def test_an_axis_without_two_words_gets_a_sentence(pair):
    with pytest.raises(InputError) as refused:
        embeddings.draw_map(embeddings.Plan(ANIMALS, method="axes", directions=(pair, pair)))
    assert refused.value.key == "no_axes"


@pytest.mark.parametrize("words", [(), ("gato",), ("gato", "gato")])
def test_a_map_of_one_word_gets_a_sentence(words):
    with pytest.raises(InputError) as refused:
        embeddings.draw_map(embeddings.Plan(words))
    assert refused.value.key == "few_words"


def test_the_senses_of_bank_part_with_depth_in_minilm():
    money = [
        "She put her money in the bank.",
        "The bank gave them a loan.",
        "He opened an account at the bank.",
    ]
    river = [
        "We sat on the bank of the river.",
        "The boat drifted to the muddy bank.",
        "Reeds grow along the bank.",
    ]
    found = embeddings.uses("bank", [*money, *river], "minilm")
    apart = embeddings.separation(found.states, ["money"] * 3 + ["river"] * 3)
    assert found.states.shape == (7, 6, 384)
    assert apart["different"].iloc[-1] > 1.25 * apart["same"].iloc[-1]
    assert apart["different"].iloc[-1] > 5 * apart["different"].iloc[0]


def test_separation_is_a_naive_double_loop():
    states = np.random.default_rng(0).normal(size=(2, 5, 8))
    senses = ["a", "a", "b", "c", "b"]
    found = embeddings.separation(states, senses)
    for layer in range(2):
        same: list[float] = []
        other: list[float] = []
        for i in range(5):
            for j in range(i):
                one, two = states[layer, i], states[layer, j]
                distance = 1 - one @ two / np.linalg.norm(one) / np.linalg.norm(two)
                (same if senses[i] == senses[j] else other).append(distance)
        assert found.loc[layer, "same"] == pytest.approx(np.mean(same))
        assert found.loc[layer, "different"] == pytest.approx(np.mean(other))


def test_the_first_layer_of_gatito_is_its_table_and_the_position():
    found = embeddings.uses("gata", ["La gata bebe.", "Mi gata canta."], "gatito")
    gap = found.states[0, 0] - found.states[0, 1]
    assert np.allclose(gap, 0, atol=1e-6)  # the same token at the same place: nothing read yet
    assert not np.allclose(found.states[-1, 0], found.states[-1, 1], atol=1e-2)


def test_layer_maps_keep_the_distances_that_pca_shows():
    states = np.random.default_rng(1).normal(size=(3, 6, 20))
    for layer, points in enumerate(embeddings.layer_maps(states)):
        plain = embeddings.project(embeddings.unit(states[layer])).points
        gaps = [np.linalg.norm(rows[:, None] - rows[None], axis=-1) for rows in (points, plain)]
        assert np.allclose(*gaps)


@pytest.mark.parametrize(
    "word, sentences, key",
    [
        ("bank", ["A bank."], "few_sentences"),
        ("bank", ["A bank.", "A banker."], "word_not_in_sentence"),
        ("", ["A bank.", "A bank."], "no_words"),
        ("bank", ["A bank."] * 61, "many_sentences"),
        ("bank", ["A bank.", "A bank " * 600], "too_long"),
    ],
)
def test_clumsy_sentences_get_a_sentence(word, sentences, key):
    with pytest.raises(InputError) as refused:
        embeddings.uses(word, sentences)
    assert refused.value.key == key


def test_capitals_and_brackets_do_not_hide_a_word():
    assert context.find("Llama", "La (llama) arde.") == (4, 9)
    with pytest.raises(InputError):
        context.find("a.b", "axb")


def test_what_ships_has_every_word_of_the_lists_at_every_moment():
    told = embeddings.history()
    assert set(told.words) == set(embeddings.everything("es"))
    assert tuple(one.step for one in told.snapshots) == snapshots.STEPS
    assert all(np.isfinite(one.table).all() for one in told.snapshots)
    losses = [one.loss for one in told.snapshots if one.loss is not None]
    assert losses == sorted(losses, reverse=True)
    assert len(losses) == len(snapshots.STEPS) - 1
    assert snapshots.FILE.stat().st_size < 1_000_000


def test_noise_becomes_families():
    told = embeddings.history()
    groups = [place for place, group in enumerate(embeddings.themes()["world"]) for _ in group.es]
    words = [word for group in embeddings.themes()["world"] for word in group.es]
    rows = [told.words.index(word) for word in words]
    shares = [
        embeddings.in_the_same_group(embeddings.unit(one.table[rows]), groups) for one in told.snapshots
    ]
    chance = np.mean([(groups.count(group) - 1) / (len(groups) - 1) for group in groups])
    assert shares[0] < chance + 0.1
    assert shares[-1] > 0.9


def test_a_family_of_four_can_be_whole_among_its_companions():
    rows, groups = np.repeat(np.eye(2), 4, axis=0) + np.linspace(0, 0.01, 8)[:, None], [0] * 4 + [1] * 4
    assert embeddings.companions(groups) == 3
    assert embeddings.in_the_same_group(rows, groups, embeddings.companions(groups)) == 1
    assert embeddings.in_the_same_group(rows, groups, 5) == pytest.approx(0.6)
    assert embeddings.companions([0, 1, 1, 1]) == 1


def test_the_first_snapshot_is_the_untrained_table_and_training_again_gives_it(tmp_path):
    """Two updates are enough to see that the command writes what it trains."""
    found = list(snapshots.train(Settings(), (0, 1)))
    path = tmp_path / "small.safetensors"
    snapshots.save(found, ["gato", "blockchain", "rey"], path)
    read = snapshots.history.__wrapped__(path)
    assert read.words == ("gato", "rey")
    told = embeddings.history()
    for row, word in enumerate(read.words):
        shipped = told.snapshots[0].table[told.words.index(word)]
        assert np.array_equal(read.snapshots[0].table[row], shipped)
    assert not np.array_equal(read.snapshots[1].table, read.snapshots[0].table)
    assert read.snapshots[1].loss == pytest.approx(found[1].loss, abs=1e-4)


def test_a_damaged_history_gets_a_sentence(tmp_path):
    path = tmp_path / "broken.safetensors"
    path.write_bytes(b"no")
    for one in (path, tmp_path / "absent"):
        with pytest.raises(ModelError):
            snapshots.history.__wrapped__(one)
