"""Spaced review: the package's own answers, the curve, luck, clocks that go back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating
from hypothesis import given
from hypothesis import strategies as st

from core.quiz import review
from core.quiz.records import CONFIDENCE, Answered
from core.quiz.review import DAY, Memory

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()
RIGHT = Answered(
    "0" * 32, 0, "mlp_relu_door", "single", "mlp", 1, "right", 1.0, True, 0.75, 5.0, ("right",), (), (), NOON
)
WRONG = replace(RIGHT, score=0.0, right=False)


def test_a_first_answer_is_scheduled_as_the_package_does():
    scheduler = review.scheduler()
    blind = replace(RIGHT, confidence=CONFIDENCE[0])
    for answered, rating in ((RIGHT, Rating.Good), (WRONG, Rating.Again), (blind, Rating.Hard)):
        card, _ = scheduler.review_card(Card(card_id=1), rating, datetime.fromtimestamp(NOON, UTC))
        memory = review.after(None, answered)
        assert memory.stability == card.stability
        assert memory.due == card.due.timestamp()


def test_the_curve_is_the_packages_on_whole_days():
    memory = review.after(None, RIGHT)
    card = Card.from_json(json.dumps(memory.state))
    for days in (0, 1, 3, 10, 100):
        package = review.scheduler().get_card_retrievability(
            card, datetime.fromtimestamp(NOON, UTC) + timedelta(days=days)
        )
        assert review.recall(memory, NOON + days * DAY) == pytest.approx(package)


def test_right_answers_space_out_and_a_wrong_one_brings_back():
    memory, gaps, now = None, [], NOON
    for _ in range(5):
        memory = review.after(memory, replace(RIGHT, at=now))
        gaps.append(memory.due - now)
        now = memory.due
    assert gaps == sorted(gaps)
    assert gaps[-1] > 5 * gaps[0]
    assert review.after(memory, replace(WRONG, at=now)).due - now < gaps[-1] / 2


@given(st.floats(0.01, 1000), st.lists(st.floats(0, 5000), min_size=2, max_size=6))
def test_forgetting_only_goes_down_from_one(stability, days):
    shares = review.forgetting(stability, sorted(days))
    assert all(0 < share <= 1 for share in shares)
    assert shares == sorted(shares, reverse=True)
    assert review.forgetting(stability, [stability])[0] == pytest.approx(0.9)


def test_what_is_due_is_what_falls_before_the_end_of_the_day():
    def memory(item, due, last):
        return Memory(item, due, last, 3.0, {})

    some = [
        memory("late", NOON - 5 * DAY, NOON - 20 * DAY),
        memory("tonight", NOON + 0.4 * DAY, NOON - DAY),
        memory("tomorrow", NOON + DAY, NOON - DAY),
    ]
    assert [one.item for one in review.due(some, NOON)] == ["late", "tonight"]


def test_a_clock_that_was_set_back_does_no_harm():
    memory = review.after(review.after(None, RIGHT), replace(RIGHT, at=NOON - 10 * DAY))
    assert memory.last == NOON


def test_replaying_the_answers_gives_what_was_kept_step_by_step():
    answers = [replace(RIGHT, at=NOON), replace(WRONG, at=NOON + 2 * DAY), replace(RIGHT, at=NOON + 3 * DAY)]
    memory = None
    for one in answers:
        memory = review.after(memory, one)
    assert review.replay(reversed(answers)) == {"mlp_relu_door": memory}
