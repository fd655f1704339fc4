"""Grading, against cases worked by hand and a grader that takes every shortcut of being slow."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.quiz import exam
from core.quiz.answers import read_number, write_number
from core.quiz.bank import by_id
from core.quiz.grade import grade
from core.quiz.questions import Question
from core.quiz.records import CONFIDENCE, MODES
from core.quiz.results import add_up


def question(name: str) -> Question:
    return by_id("es")[name]


def test_a_missed_right_option_and_a_wrong_one_both_cost():
    asked = question("tokenizer_what_changes_tokens")  # three right, two wrong
    assert grade(asked, ["right", "right_2", "right_3"]).score == 1
    assert grade(asked, ["right", "right_2"]).score == pytest.approx(2 / 3)
    assert grade(asked, ["right", "right_2", "right_3", "id_has_meaning"]).score == pytest.approx(1 / 2)
    everything = [option.id for option in asked.options]
    assert grade(asked, everything).score == grade(asked, []).score == 0
    assert set(grade(asked, everything).misconceptions) == {"id_has_meaning", "temperature_changes_model"}


def test_an_order_is_worth_its_pairs():
    asked = question("mlp_training_step")  # five steps, ten pairs
    key = asked.key()
    assert isinstance(key, list)
    assert grade(asked, key).right
    swapped = [key[1], key[0], *key[2:]]
    assert grade(asked, swapped).score == pytest.approx((9 - 1) / 10)
    assert grade(asked, key[::-1]).score == 0
    assert grade(asked, swapped).misconceptions == ("backward_is_update",)


def test_a_match_is_worth_its_share_of_pairs():
    asked = question("history_match_models")
    ids = [option.id for option in asked.options]
    wrong = dict(zip(ids, [ids[1], ids[0], *ids[2:]], strict=True))
    given_ = grade(asked, wrong)
    assert given_.score == pytest.approx(2 / 4)
    assert [line.good for line in given_.feedback] == [False, False, True, True]


def test_a_number_may_be_near_and_a_known_slip_is_named():
    asked = question("embeddings_cosine_value")
    assert grade(asked, "0,71", "es").right
    assert grade(asked, "0.707", "es").right
    assert not grade(asked, 0.73).right
    assert grade(asked, 1).misconceptions == ("length_decides",)
    assert grade(asked, 55).otherwise == asked.otherwise


def test_an_empty_answer_is_worth_nothing_and_gives_nothing_away():
    for one in by_id("es").values():
        left = grade(one, None)
        assert (left.score, left.right, left.misconceptions) == (0, False, ())


@pytest.mark.parametrize(
    "name, answer",
    [
        ("mlp_relu_door", "no such option"),
        ("mlp_relu_door", 4),
        ("mlp_relu_door", -1),
        ("mlp_relu_door", True),
        ("mlp_relu_door", ["right"]),
        ("mlp_test_data", "right"),
        ("mlp_test_data", 3),
        ("mlp_test_data", ["nothing"]),
        ("mlp_one_update", "a lot"),
        ("mlp_one_update", float("nan")),
        ("mlp_one_update", float("inf")),
        ("mlp_one_update", True),
        ("mlp_one_update", "1/0"),
        ("mlp_backprop_name", 7),
        ("mlp_training_step", ["item_1"]),
        ("mlp_training_step", ["item_1"] * 5),
        ("mlp_training_step", "item_1"),
        ("mlp_match_words", ["pair_1"]),
        ("mlp_match_words", {"pair_1": "pair_1"}),
        ("mlp_match_words", {"pair_9": "pair_1"}),
    ],
)
def test_an_answer_of_another_shape_is_refused_with_a_sentence(name, answer):
    with pytest.raises(InputError) as refused:
        grade(question(name), answer)
    assert refused.value.key in {"quiz_answer", "quiz_number"}


@pytest.mark.parametrize(
    "text, language, value",
    [
        ("0,25", "es", 0.25),
        ("0.25", "es", 0.25),
        ("0,25", "en", 0.25),
        (" 1 000 ", "es", 1000),
        ("1.000", "es", 1000),
        ("1,000", "en", 1000),
        ("1.000,5", "en", 1000.5),
        ("1,234,567", "en", 1234567),
        ("−3", "es", -3),
        ("3/4", "es", 0.75),
        ("62,5 %", "es", 0.625),
        ("1e3", "en", 1000),
        (".5", "en", 0.5),
        ("0.250", "es", 0.25),
    ],
)
def test_numbers_are_read_as_people_type_them(text, language, value):
    assert read_number(text, language) == pytest.approx(value)


@given(
    st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6).map(lambda value: round(value, 3)),
    st.sampled_from(["es", "en"]),
)
def test_a_number_that_was_written_is_read_back(value, language):
    assert read_number(write_number(float(value), language), language) == pytest.approx(value, abs=1e-9)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_numbers(text):
    try:
        value = read_number(text)
    except InputError:
        return
    assert abs(value) < float("inf")


def naive(asked: Question, answer: Any) -> float:
    """Grade again from the definition, without sharing a line with the grader."""
    if answer is None:
        return 0.0
    key: Any
    by_name: dict[str, Any] = {option.id: option for option in asked.options}
    if asked.kind in {"single", "predict"}:
        return 1.0 if by_name[answer].correct else 0.0
    if asked.kind == "multiple":
        right = [name for name, option in by_name.items() if option.correct]
        wrong = [name for name, option in by_name.items() if not option.correct]
        points = 0.0
        for name in set(answer):
            points += 1 / len(right) if name in right else -1 / len(wrong)
        return max(0.0, points)
    if asked.kind == "numeric":
        key = next(option.value for option in asked.options if option.correct)
        return 1.0 if abs(answer - key) <= asked.tolerance + 1e-6 * max(1, abs(key)) else 0.0
    if asked.kind == "fill":
        key = next(option for option in asked.options if option.correct)
        return 1.0 if answer.lower() in {way.lower() for way in (key.text, *key.also)} else 0.0
    if asked.kind == "match":
        return sum(by_name[one].match == by_name[other].match for one, other in answer.items()) / len(by_name)
    places = [by_name[name].place for name in answer]
    good = bad = 0
    for here in range(len(places)):
        for later in range(here + 1, len(places)):
            good, bad = (good + 1, bad) if places[here] < places[later] else (good, bad + 1)
    return max(0.0, (good - bad) / (good + bad))


def any_answer(dice: random.Random, asked: Question) -> Any:
    """Answer in the right shape, often wrongly, sometimes not at all."""
    ids = [option.id for option in asked.options]
    if dice.random() < 0.1:
        return None
    if asked.kind in {"single", "predict"}:
        return dice.choice(ids)
    if asked.kind == "multiple":
        return dice.sample(ids, dice.randint(1, len(ids)))
    if asked.kind == "order":
        return dice.sample(ids, len(ids))
    if asked.kind == "match":
        return dict(zip(ids, dice.choices(ids, k=len(ids)), strict=True))
    option: Any = dice.choice(asked.options)
    if asked.kind == "numeric":
        return option.value + dice.choice([0, 0, asked.tolerance / 2, 3.7])
    return dice.choice([option.text, *option.also, "zzz"])


SLOW = ("gatito_", "weights_shape", "token_c")
"""Computed questions that load a model or a vocabulary; the tests of generators play them."""


def test_a_thousand_random_exams_are_graded_as_the_naive_grader_does():
    dice = random.Random(20)
    for number in range(1000):
        count = dice.randint(1, 12)
        chosen = exam.compose(dice.choice(["exam", "practice", "warmup"]), count=count, seed=number)
        run = exam.begin("exam", [one for one in chosen if not one.startswith(SLOW)], seed=number, now=0.0)
        answers, expected = [], 0.0
        for position, name in enumerate(run.questions):
            asked = exam.shown(exam.find(name, "es"), run.seed)
            answer = any_answer(dice, asked)
            expected += naive(asked, answer)
            if answer is not None:
                taken, _ = exam.take(
                    run,
                    position,
                    answer,
                    confidence=dice.choice(CONFIDENCE),
                    seconds=1.0,
                    now=1.0,
                    language="es",
                )
                answers.append(taken)
        assert add_up(run, answers).points == pytest.approx(expected), (number, run.questions)
    assert "exam" in MODES
