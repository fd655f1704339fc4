"""Lesson 2 in plain Python: shares, dice, memory, surprise and the ladder."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core import next_word
from core.errors import InputError
from core.models import load
from core.next_word.distribution import LONGEST_TEXT, softmax
from core.ngram import NGram

PROMPT = "El gato está en la"
logits = st.lists(st.floats(-30, 30), min_size=2, max_size=30).map(np.array)


def test_softmax_by_hand():
    assert softmax(np.log([1.0, 2.0, 5.0])) == pytest.approx([0.125, 0.25, 0.625])


@given(logits, st.floats(0.05, 3), st.integers(1, 30), st.floats(0.05, 1))
def test_reshape_equals_a_naive_loop(z, temperature, top_k, top_p):
    shares = [math.exp((value - max(z)) / temperature) for value in z]
    order = sorted(range(len(z)), key=lambda i: (-shares[i], i))[:top_k]
    total, kept = sum(shares[i] for i in order), []
    for i in order:
        kept.append(i)
        if sum(shares[j] for j in kept) / total >= top_p - 1e-12:
            break
    naive = np.zeros(len(z))
    for i in kept:
        naive[i] = shares[i] / sum(shares[j] for j in kept)
    found = next_word.reshape(z, temperature, top_k, top_p)
    assert found.sum() == pytest.approx(1)
    if np.count_nonzero(found) == len(kept):  # a tie in the last place of a float may keep one more or less
        assert found == pytest.approx(naive, abs=1e-9)
    else:
        assert abs(np.count_nonzero(found) - len(kept)) == 1


def test_distribution_is_the_model_s_own_softmax():
    loaded = load("gatito")
    ids = [loaded.tokenizer.bos_token_id, *loaded.tokenizer(PROMPT)["input_ids"]]
    with torch.inference_mode():
        p = loaded.model(torch.tensor([ids])).logits[0, -1].double().softmax(-1).numpy()
    table = next_word.distribution(PROMPT)
    assert len(table) == loaded.model.config.vocab_size
    assert table["p_base"].to_numpy() == pytest.approx(np.sort(p)[::-1], abs=1e-6)
    assert table["p_final"].sum() == pytest.approx(1)


def test_removed_tokens_stay_in_the_table():
    table = next_word.distribution(PROMPT, top_k=2)
    assert table["kept"].sum() == 2
    assert (table.loc[~table["kept"], "p_final"] == 0).all()
    assert (table.loc[~table["kept"], "p_base"] > 0).all()


def test_greedy_takes_the_likeliest_and_never_changes():
    greedy = [
        "".join(s.token for s in next_word.generate(PROMPT, temperature=0, max_new_tokens=8, seed=seed))
        for seed in (0, 1)
    ]
    assert greedy[0] == greedy[1]
    assert greedy[0].startswith(" mesa")


def test_the_cache_changes_nothing():
    steps = list(next_word.generate("Había una vez", max_new_tokens=25, seed=4))
    text = "Había una vez"
    for step in steps:
        table = next_word.distribution(text).set_index("token_id")
        assert table.loc[step.token_id, "p_final"] == pytest.approx(step.p, abs=1e-4)
        text += step.token


def test_same_seed_same_text_and_the_global_generators_are_left_alone():
    torch.manual_seed(3)
    np.random.seed(3)
    expected = np.random.rand(2)
    np.random.seed(3)
    before = torch.random.get_rng_state().clone()
    one, other = (
        [s.token_id for s in next_word.generate("La reina", max_new_tokens=20, seed=9)] for _ in range(2)
    )
    assert one == other
    assert torch.equal(before, torch.random.get_rng_state())
    assert (np.random.rand(2) == expected).all()


def test_a_hundred_rolls_follow_the_shares():
    drawn = next_word.frequencies(PROMPT, times=20_000, seed=1)
    assert drawn["count"].sum() == 20_000
    assert drawn["share"].head(4).to_numpy() == pytest.approx(drawn["p_final"].head(4).to_numpy(), abs=0.02)


def test_generation_goes_on_past_the_context():
    long = "El gato está en la mesa. " * 120
    assert len(list(next_word.generate(long, max_new_tokens=3, temperature=0.5))) >= 1
    assert next_word.cut_to_context(load("gatito"), long)[1] > 0


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_text_is_refused_with_a_sentence(text):
    with pytest.raises(InputError, match="empty") as caught:
        next_word.distribution(text)
    assert caught.value.key == "empty_text"


def test_unreadable_or_endless_texts_are_refused():
    with pytest.raises(InputError, match="surrogate"):
        next_word.distribution("El gato \ud83d")
    with pytest.raises(InputError, match="use at most"):
        next_word.distribution("a" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize(
    "text", ["\x00\x01 gato", "مرحبا بالعالم", "e\u0301\u200d\u202e", "🚀" * 50, "a" * 100_000]
)
def test_any_other_text_gets_a_distribution(text):
    assert next_word.distribution(text)["p_final"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    "wrong", [{"temperature": -1.0}, {"temperature": math.nan}, {"top_k": 0}, {"top_p": 0.0}, {"top_p": 1.5}]
)
def test_impossible_settings_are_refused(wrong):
    with pytest.raises(InputError):
        next_word.distribution(PROMPT, **wrong)


def test_half_characters_are_shown_as_bytes():
    loaded = load("gatito")
    shown = [
        next_word.token_text(loaded.tokenizer, i)
        for i in loaded.tokenizer("🚀", add_special_tokens=False)["input_ids"]
    ]
    assert "\ufffd" not in "".join(shown)
    assert "".join(shown) == "⟨F0⟩⟨9F⟩⟨9A⟩⟨80⟩"


def test_surprise_is_minus_log2_of_the_shares():
    read = next_word.surprise("El gato está en la mesa")
    p = next_word.distribution(PROMPT).set_index("token")["p_base"][" mesa"]
    assert read.table["bits"].iloc[-1] == pytest.approx(-math.log2(float(p)), abs=1e-3)
    assert read.bits == pytest.approx(read.table["bits"].mean(), abs=1e-3)


def test_the_name_is_recalled_inside_the_window_and_lost_outside():
    assert next_word.recall("Juan", 10).p > 0.9
    assert next_word.recall("Juan", 20, window=40).p < 0.2
    assert "Juan" in next_word.recall("Juan", 20, window=40).hidden


def test_a_name_counts_whole_and_is_what_the_model_says():
    for name, between, window in (
        ("Juan", 10, 512),
        ("Luisito", 12, 160),
        ("Marianela", 2, 511),
        ("Li", 6, 511),
    ):
        found = next_word.recall(name, between, window)
        said = next_word.answer(name, between, window)
        assert (found.p > 0.5) == (said == name), (name, found.p, said)
    whole = next_word.word_probability(next_word.conversation("Luisito", 12), "Luisito")
    assert next_word.recall("Luisito", 12).p == pytest.approx(
        whole, rel=0.5
    )  # that one may go on with the word


def test_a_short_name_outside_the_window_is_outside_although_its_letter_is_seen():
    found = next_word.recall("e", 40, window=24)
    assert "e" in found.visible
    assert not found.inside
    assert next_word.recall("e", 0, window=511).inside
    assert next_word.recall("Juan", 0).window == 510  # one token opens the text, one is the answer's


@pytest.mark.parametrize("window", [0, -3])
def test_a_window_of_nothing_hides_a_conversation_of_any_length(window):
    found = next_word.recall("Ana" * 200, 0, window=window)
    assert (found.visible, found.inside) == ("", False)
    assert found.tokens > 512
    with pytest.raises(InputError):
        next_word.recall("Ana" * 1000, 0, window=window)


def test_a_branch_begins_with_the_forced_token_and_its_own_probability():
    branch = next_word.continuation(PROMPT, " calle")
    p = next_word.distribution(PROMPT).set_index("token").loc[" calle", "p_base"]
    assert branch["token"].iloc[0] == " calle"
    assert branch["p"].iloc[0] == pytest.approx(p, abs=1e-4)


def test_a_branch_goes_on_past_the_context():
    branch = next_word.continuation("El gato está en la mesa. " * 100 + PROMPT, " calle")
    assert branch["token"].tolist() == [" calle", "."]


@pytest.mark.parametrize("temperature", [5e-324, 1e-300, 1e-30])
def test_next_to_no_temperature_is_greedy(temperature):
    z = np.array([1.0, 3.0, -30.0], dtype=np.float32)
    assert next_word.reshape(z, temperature).tolist() == [0, 1, 0]


def test_the_ladder_goes_down_to_the_floor():
    losses = next_word.losses()
    steps = [losses[name] for name in ("1-gram", "2-gram", "3-gram", "gatito", "floor")]
    assert steps == sorted(steps, reverse=True)


def test_words_of_another_world_are_found():
    assert next_word.foreign_words("El gato vuela en blockchain") == ["blockchain"]


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=8), min_size=1, max_size=5), st.integers(1, 3)
)
def test_n_gram_shares_sum_to_one_and_agree_token_by_token(texts, order):
    model = NGram(order, vocabulary=5).fit(texts)
    for context in ([], [1], [2, 3]):
        p = model.probabilities(context)
        assert p.sum() == pytest.approx(1)
        assert [model.probability(context, token) for token in range(5)] == pytest.approx(list(p))


def test_a_word_after_a_text_that_fills_the_context() -> None:
    loaded = load("gatito")
    room = loaded.model.config.max_position_embeddings
    long = " ".join(["El gato está en la mesa."] * room) + " El gato está en la"
    table = next_word.distribution(long)
    assert next_word.word_probability(long, "mesa") == pytest.approx(
        float(table.loc[table["token"] == " mesa", "p_base"].iloc[0]), rel=0.05
    )
    with pytest.raises(InputError):
        next_word.word_probability("El gato", "qxz" * room)
