"""The catalogue, and which strings can be the id of a model."""

from __future__ import annotations

import pytest
from huggingface_hub.utils._validators import validate_repo_id
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError, ModelError
from core.models import CATALOGUE, card_for
from core.models.catalogue import readable
from core.models.description import weights
from core.models.loading import folder_that_ships

HOSTILE = [
    "", " ", ".", "..", "../..", "../../etc/passwd", "a/../b", "/etc/passwd", "a/b/c", "a//b", "a/", "/a", "~/a", "a\\b",
    "C:\\models", "http://example.org/a", "https://huggingface.co/gpt2", "file:///etc/passwd", "gpt2\n", "gpt2\0", "a b",
    "a" * 10_000, "gpt2\u202e", "modelo\u00f1", "\ud800", "-a/b", "a/b-", "a--b/c", "a..b", "a/b.git", "mine:7", "a:b",
    "models--gpt2", "${HOME}/a", "$(id)", "a;b", "a/b?c", "a/b#c", "a@b", "%2e%2e/a", "\u2024\u2024/a",
]  # fmt: skip


@pytest.mark.parametrize("model_id", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_what_cannot_be_an_id_is_refused_and_can_be_shown(model_id):
    with pytest.raises(InputError) as error:
        card_for(model_id)
    shown = str(error.value.values["model"])
    assert len(shown) <= 61
    assert shown.isprintable()
    shown.encode("utf-8")


@pytest.mark.parametrize(
    "model_id", ["gpt2", "Qwen/Qwen2.5-0.5B", "a/b", "a_b/c.d-e", "PlanTL-GOB-ES/gpt2-base-bne", "0/1"]
)
def test_ids_of_the_hub_are_accepted(model_id):
    assert card_for(model_id).source in {model_id, "openai-community/gpt2"}


@given(st.text(st.sampled_from("aZ09._-/~: \n"), max_size=12) | st.text(max_size=100))
def test_nothing_is_accepted_that_the_hubs_own_library_refuses(model_id):
    try:
        card = card_for(model_id)
    except InputError:
        return
    validate_repo_id(card.source)


@given(st.text(max_size=200))
def test_whatever_is_typed_can_be_shown(text):
    assert readable(text).isprintable()


def test_the_ids_of_the_catalogue_are_their_keys_and_their_sources_are_valid():
    assert all(card.id == key for key, card in CATALOGUE.items())
    for card in CATALOGUE.values():
        if not card.offline:
            validate_repo_id(card.source)
            assert card_for(card.source) is card


def test_two_models_ship_and_some_of_the_others_know_spanish():
    assert {card.id for card in CATALOGUE.values() if card.offline} == {"gatito", "minilm"}
    for kind in ("causal", "encoder"):
        others = [card for card in CATALOGUE.values() if card.kind == kind and not card.offline]
        assert [card for card in others if {"es", "multi"} & set(card.languages)]


@pytest.mark.parametrize("card", CATALOGUE.values(), ids=lambda card: card.id)
def test_a_card_agrees_with_itself(card):
    """Weights are of 32 or 16 bits, and a file has little else in it (GPT-2's have a tenth more: its masks)."""
    assert any(0.99 < card.size_bytes / (card.parameters * width) < 1.12 for width in (2, 4))


@pytest.mark.parametrize("model_id", ["gatito", "minilm"])
def test_the_card_of_a_model_that_ships_says_what_its_file_says(model_id):
    card = CATALOGUE[model_id]
    folder = folder_that_ships(card)
    if folder is None:
        raise ModelError(f"{model_id} is not installed", "model_missing", model=card.name)
    assert weights(folder) == (card.parameters, card.size_bytes)
