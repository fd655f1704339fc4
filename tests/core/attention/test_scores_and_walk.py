"""Head scores against naive loops, the walk against the model itself, and one head by hand."""

import math

import numpy as np
import pandas as pd
import pytest
import torch

from core import attention, models
from core.attention.reading import read
from core.attention.scores import repeats
from core.attention.sentences import agreeing, dialogues, invented_names, plain
from core.attention.weights import patterns
from core.errors import InputError

TEXT = "El gato está en la"


@pytest.fixture(scope="module")
def scores():
    return attention.head_scores().set_index(["layer", "head"])


def test_scores_lie_between_0_and_1_one_row_per_head(scores):
    assert len(scores) == 16
    assert scores[list(attention.ROLES)].min().min() >= 0
    assert scores[list(attention.ROLES)].max().max() <= 1 + 1e-6


def test_plain_scores_equal_a_naive_loop(scores):
    loaded = models.load("gatito")
    sums, asked = {"previous": 0.0, "first": 0.0, "same": 0.0}, 0
    for text in plain(loaded, 16):
        ids = read(loaded, text).ids
        weights = patterns(loaded, ids)[3, 0]
        for i in range(2, len(ids)):
            asked += 1
            sums["previous"] += float(weights[i, i - 1])
            sums["first"] += float(weights[i, 0])
            sums["same"] += sum(float(weights[i, j]) for j in range(i + 1) if ids[j] == ids[i])
    for name, total in sums.items():
        assert scores.loc[(3, 0), name] == pytest.approx(total / asked, abs=1e-5)


def test_induction_equals_a_naive_loop(scores):
    loaded = models.load("gatito")
    found = []
    for one in repeats(loaded):
        weights = patterns(loaded, one.ids)[2, 1]
        for i in range(one.start, len(one.ids) - 1):
            before = [j for j in one.earlier if one.ids[j : j + len(one.piece)] == one.piece]
            found.append(sum(float(weights[i, j + 1 + i - one.start]) for j in before))
    assert scores.loc[(2, 1), "induction"] == pytest.approx(np.mean(found), abs=1e-5)


def test_agreement_equals_a_naive_loop(scores):
    loaded = models.load("gatito")
    found = []
    for case in agreeing(loaded, 32):
        ids = read(loaded, case.text).ids
        size = len(loaded.tokenizer(case.subject, add_special_tokens=False)["input_ids"])
        found.append(sum(float(patterns(loaded, ids)[3, 3, -1, j]) for j in range(1, 1 + size)))
    assert scores.loc[(3, 3), "agreement"] == pytest.approx(np.mean(found), abs=1e-5)


def test_gatito_has_two_clear_induction_heads_and_the_rest_follow(scores):
    assert (scores["induction"] > 0.8).sum() == 2
    assert scores.loc[(3, 3), "agreement"] == scores["agreement"].max()


def test_minilm_has_sinks_and_a_head_that_looks_back():
    table = attention.head_scores("minilm")
    assert len(table) == 72
    assert table["previous"].max() > 0.9
    assert (table["first"] > 0.4).sum() > 20


def test_scores_given_can_be_changed_without_spoiling_the_next():
    first = attention.head_scores()
    first["induction"] = 0
    assert attention.head_scores()["induction"].max() > 0.8


def test_sentences_repeat_and_are_what_they_say():
    assert invented_names(5) == invented_names(5)
    text, name = dialogues(1)[0]
    assert text.count(name) >= 2
    for one in repeats(models.load("gatito"), 4):
        assert one.ids[one.start :] == one.piece
        assert all(one.ids[j : j + len(one.piece)] == one.piece for j in one.earlier)


def test_the_walk_is_the_model():
    loaded = models.load("gatito")
    tokens, stops = attention.walk(TEXT)
    ids = torch.tensor([read(loaded, TEXT).ids])
    with torch.inference_mode():
        out = loaded.model(ids, output_hidden_states=True)
    assert np.allclose(stops[-1].value, out.logits[0, -1].numpy(), atol=1e-6)
    after = [stop.value for stop in stops if stop.what in {"resid_pre", "resid_post"}]
    for mine, hidden in zip(after[:-1], out.hidden_states[:-1], strict=True):
        assert np.allclose(mine, hidden[0].numpy(), atol=1e-6)
    assert len(tokens) == ids.shape[1]


def test_the_stream_is_what_each_part_adds():
    _, stops = attention.walk(TEXT)
    by = {(stop.what, stop.layer): stop.value for stop in stops}
    stream = by["embed", None] + by["position", None]
    for layer in range(4):
        stream = stream + by["attn_out", layer]
        assert np.allclose(stream, by["resid_mid", layer], atol=1e-4)
        stream = stream + by["mlp_out", layer]
        assert np.allclose(stream, by["resid_post", layer], atol=1e-4)


def test_the_lens_ends_where_the_model_ends():
    table = attention.logit_lens(TEXT)
    last = table[(table["layer"] == 4) & (table["position"] == table["position"].max())].iloc[0]
    answer = attention.answer(TEXT)
    assert last["top"] == answer.favourite
    assert last["p"] == pytest.approx(float(answer.p.max()), abs=1e-5)
    assert last["p"] == last["p_final"]


def test_one_head_by_hand():
    """q·k = 0 and 1 over √1; e¹/(1 + e¹) = 0.731…; the output is the mean of the values by those weights."""
    hand = attention.Hand(np.array([[0.0], [1.0]]), np.array([[0.0], [1.0]]), np.array([[10.0], [20.0]]))
    share = math.e / (1 + math.e)
    assert np.allclose(hand.weights(), np.array([[1, 0], [1 - share, share]]))
    assert np.allclose(hand.output(), np.array([[10], [10 + 10 * share]]))


def test_marks_follow_ones_own_numbers():
    hand = attention.Hand(np.eye(2), np.eye(2), np.array([[1.0, 0.0], [0.0, 1.0]]))
    wrong = np.array([[0.71, np.nan], [0.0, 5.0]])
    assert attention.marks(hand, "scores", wrong).tolist() == [["right", "empty"], ["right", "wrong"]]
    own = np.array([[1.0, np.nan], [0.01, 0.99]])
    assert attention.marks(hand, "weights", own, wrong).tolist() == [
        ["right", "empty"],
        ["follows", "follows"],
    ]
    assert attention.marks(hand, "weights", own).tolist() == [["right", "empty"], ["wrong", "wrong"]]


@pytest.mark.parametrize("bad", [np.array([[1.0, np.nan]]), np.array([[1.0, np.inf]]), np.ones((2, 2))])
def test_a_hand_without_numbers_is_refused(bad):
    with pytest.raises(InputError):
        attention.Hand(np.ones((1, 2)), bad, np.ones((1, 2)))


def test_roles_by_hand():
    base = dict.fromkeys(attention.ROLES, 0.0)
    assert attention.role(pd.Series(base | {"first": 0.5, "same": 0.45})) == "first"
    assert attention.role(pd.Series(base | {"first": 0.39})) == "none"
