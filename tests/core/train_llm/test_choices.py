"""Worlds, sizes, what they need, milestones and maps."""

from dataclasses import replace

import numpy as np
import pytest

from core.compute import Inline
from core.errors import InputError
from core.gatito.grammar import SENTENCES, TEXTS
from core.gatito.training import parameters, start
from core.train_llm import SIZES, TOPICS, Facts, begin, estimate, maps, milestones, presets, probes, world
from core.train_llm.abilities import CAPITAL, GATO


@pytest.mark.parametrize("kind", presets.WORLDS)
def test_topics_name_families_that_exist(kind):
    families = [family for topic in TOPICS for family in presets.WORLDS[kind][topic]]
    assert set(families) <= SENTENCES.keys() | TEXTS.keys()
    assert len(families) == len(set(families))


def test_the_whole_world_is_whole():
    assert world("whole", TOPICS).without == ()


def test_a_topic_left_out_is_never_drawn():
    data = world("small", [topic for topic in TOPICS if topic not in ("capitals", "talk")])
    assert not any("capital" in one.text for one in data.documents(300))
    assert any("capital" in one.text for one in world("small").documents(300))


@pytest.mark.parametrize("kind", ["small", "whole"])
@pytest.mark.parametrize("topics, key", [((), "no_family"), (("talk",), "only_talk")])
def test_a_world_of_no_sentences_is_refused(topics, key, kind):
    with pytest.raises(InputError) as refused:
        world(kind, topics)
    assert refused.value.key == key


def test_what_can_be_learnt_follows_the_data():
    assert probes(world("small", ["places", "people"])).marks == ("places",)
    assert probes(world("small", TOPICS)).marks == ("places", "agreement", "capitals", "names")


def test_the_size_on_the_label_is_the_size_of_the_model():
    chosen = presets.settings(SIZES["tiny"])
    assert parameters(chosen) == sum(p.numel() for p in start(chosen).model().parameters())


def test_what_does_not_fit_is_refused_with_what_does():
    chosen = presets.settings(presets.Size(12, 8, 1024, 512))
    with pytest.raises(InputError) as refused:
        estimate.check_memory(chosen, 600_000_000)
    width = int(str(refused.value.values["width"]))
    fits = replace(chosen, width=width, heads=1)
    estimate.check_memory(fits, 600_000_000)
    larger = estimate.WIDTHS[estimate.WIDTHS.index(width) + 1]
    assert estimate.memory_bytes(replace(chosen, width=larger, heads=1)) > 300_000_000


def test_time_grows_with_steps_and_with_width():
    chosen = presets.settings()
    assert estimate.seconds(replace(chosen, steps=2400), 1e9) == pytest.approx(
        2 * estimate.seconds(chosen, 1e9)
    )
    assert estimate.operations(replace(chosen, width=256)) > 2 * estimate.operations(chosen)


def test_the_machine_is_timed_once(monkeypatch):
    monkeypatch.setattr(estimate, "_asked", {})
    asked = estimate.speed(Inline())
    assert asked.result() > 1e8
    assert estimate.speed(Inline()) is asked


def test_milestones_come_when_their_number_does(tiny, asked):
    zero = begin(tiny, asked).moments[0]
    facts = Facts(1.0, (5.0, 2.0, 1.5), ())
    near = {
        (GATO, word): p + 0.09
        for word, p in zip(("mesa", "cama", "cocina", "calle"), (0.4, 0.25, 0.2, 0.15), strict=True)
    }
    seen = [
        replace(zero, step=0, held_out_loss=8.0),
        replace(zero, step=10, held_out_loss=4.9, probabilities=zero.probabilities | near,
                scores={"agreement": 0.5, "capitals": 0.0}),
        replace(zero, step=20, held_out_loss=1.9, probabilities=zero.probabilities | {(CAPITAL, "Francia"): 0.6},
                scores={"agreement": 0.9, "capitals": 0.1}),
    ]  # fmt: skip
    found = {one.id: one for one in milestones(asked, facts, seen)}
    assert {name: one.moment and one.moment.step for name, one in found.items()} == {
        "words": 10, "places": 10, "agreement": 20, "france": 20, "capitals": None,
    }  # fmt: skip
    assert not found["places"].holds
    assert found["agreement"].now == 0.9


def test_the_map_of_flat_data_is_the_data():
    flat = np.random.default_rng(0).normal(size=(12, 2))
    turned = flat @ np.linalg.qr(np.random.default_rng(1).normal(size=(8, 8)))[0][:2]
    points = maps.project(turned, maps.axes(turned))
    before, after = (np.linalg.norm(one[:, None] - one[None], axis=-1) for one in (flat, points))
    assert np.allclose(before, after, atol=1e-4)


def test_groups_that_have_formed_are_told_from_noise():
    groups = ("a",) * 5 + ("b",) * 5
    noise = np.random.default_rng(0).normal(size=(10, 30))
    centres = np.repeat(np.random.default_rng(1).normal(size=(2, 30)) * 5, 5, axis=0)
    assert maps.spread(noise + centres, groups) > 0.5 > abs(maps.spread(noise, groups)) + 0.2
