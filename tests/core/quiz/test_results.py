"""Adding up, misconceptions held, calibration, item statistics: small cases worked by hand."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.quiz import calibration, exam, results, statistics
from core.quiz.bank import by_id
from core.quiz.generators import GENERATORS
from core.quiz.lint import uniform_p
from core.quiz.questions import MODULES
from core.quiz.records import Answered, Run

ONE = Answered(
    "0" * 32, 0, "mlp_relu_door", "single", "mlp", 1, "right", 1.0, True, 0.95, 5.0, ("right",), (),
    ("relu_is_absolute", "roles_are_assigned"), 10.0,
)  # fmt: skip
RUN = Run("0" * 32, "exam", ("a", "b", "c", "d"), 0, 0.0)


def test_questions_that_were_left_count_as_zero():
    score = results.add_up(RUN, [ONE, replace(ONE, position=1, score=0.5, right=False)])
    assert (score.points, score.asked, score.right, score.share, score.seconds) == (1.5, 4, 1, 0.375, 10.0)


def test_a_module_counts_what_was_left_in_it():
    scores = results.by_module([ONE], left=["mlp", "attention"])
    assert (scores["mlp"].points, scores["mlp"].asked) == (1.0, 2)
    assert (scores["attention"].share, scores["attention"].asked) == (0.0, 1)


def test_modules_come_in_the_order_of_the_course():
    scores = results.by_module([replace(ONE, module="pytorch"), ONE, replace(ONE, score=0.0, right=False)])
    assert list(scores) == ["mlp", "pytorch"]
    assert scores["mlp"].share == 0.5


def test_an_idea_is_held_until_a_right_answer_where_it_tempted():
    fell = replace(ONE, right=False, score=0.0, fell=("relu_is_absolute",), at=1.0)
    assert results.held([fell]) == {"relu_is_absolute": 1}
    assert results.held([fell, replace(ONE, at=2.0)]) == {}
    assert results.held([replace(ONE, at=2.0), fell]) == {}
    assert results.held([fell, replace(ONE, at=2.0), replace(fell, at=3.0)]) == {"relu_is_absolute": 2}
    other_mistake = replace(fell, fell=("roles_are_assigned",), at=2.0)
    assert results.held([fell, other_mistake]) == {"relu_is_absolute": 1, "roles_are_assigned": 1}


def test_calibration_by_hand():
    answers = [
        replace(ONE, confidence=0.95, right=True),
        replace(ONE, confidence=0.95, right=False, score=0.0),
        replace(ONE, confidence=0.25, right=False, score=0.0),
        replace(ONE, confidence=None),
    ]
    assert [(level.confidence, level.count, level.right) for level in calibration.levels(answers)] == [
        (0.25, 1, 0),
        (0.95, 2, 1),
    ]
    assert calibration.brier(answers) == pytest.approx((0.05**2 + 0.95**2 + 0.25**2) / 3)
    assert calibration.overconfidence(answers) == pytest.approx((0.95 + 0.95 + 0.25) / 3 - 1 / 3)
    assert calibration.sure_and_wrong(answers) == [answers[1]]
    assert calibration.brier([]) is None


def test_wilson_against_the_roots_of_its_equation():
    for right, count in ((0, 4), (3, 10), (10, 10)):
        low, high = calibration.interval(right, count)
        for end in {low, high} - {0.0, 1.0}:
            assert (right / count - end) ** 2 == pytest.approx(1.96**2 * end * (1 - end) / count)


def rows(table: dict[int, dict[str, float]]) -> pd.DataFrame:
    """Make rows from who → question → score."""
    return pd.DataFrame(
        [
            {
                "who": who, "question": name, "kind": "single", "module": "mlp", "level": 1, "score": score,
                "right": score == 1, "confidence": 0.5, "chosen": json.dumps(["right" if score else "slip"]), "at": 1.0,
            }
            for who, scores in table.items()
            for name, score in scores.items()
        ]
    )  # fmt: skip


def test_item_statistics_against_numpy():
    table = {
        who: {"q1": float(who > 2), "q2": float(who % 2), "q3": float(who > 3), "easy": 1.0}
        for who in range(8)
    }
    found = statistics.items(rows(table)).set_index("item")
    rest = [(table[who]["q2"] + table[who]["q3"] + 1) / 3 for who in range(8)]
    expected = np.corrcoef([table[who]["q1"] for who in range(8)], rest)[0, 1]
    assert found.loc["q1", "discrimination"] == pytest.approx(expected)
    assert found.loc["q1", "right"] == 5 / 8
    assert found.loc["easy", "flag"] == "easy"
    assert found["discrimination"].isna()["easy"]


def test_flags():
    few = statistics.items(rows({0: {"q": 1.0}, 1: {"q": 0.0}})).iloc[0]
    assert few["flag"] == "few"
    backwards = {
        who: {"odd": float(who < 12), "a": float(who > 11), "b": float(who > 13)} for who in range(24)
    }
    assert statistics.items(rows(backwards)).set_index("item").loc["odd", "flag"] == "reversed"
    handful = {who: scores for who, scores in backwards.items() if 8 <= who < 16}
    found = statistics.items(rows(handful)).set_index("item").loc["odd"]
    assert found["discrimination"] < 0
    assert found["flag"] == ""  # so few people say nothing of who gets it right
    nobody = {who: {"hard": 0.0, "a": float(who > 3)} for who in range(6)}
    assert statistics.items(rows(nobody)).set_index("item").loc["hard", "flag"] == "hard"


def test_only_first_answers_count_and_computed_questions_are_one_item():
    frame = pd.concat(
        [
            rows({0: {"cosine:1": 0.0}}),
            rows({0: {"cosine:2": 1.0}}).assign(at=2.0),
            rows({1: {"cosine:3": 1.0}}),
        ]
    )
    found = statistics.items(frame).iloc[0]
    assert (found["item"], found["count"], found["right"]) == ("cosine", 2, 0.5)
    shares = statistics.choices(frame, "cosine").set_index("option")["share"]
    assert shares.to_dict() == {"slip": 0.5, "right": 0.5}


def test_what_nobody_foresaw_counts_as_such():
    frame = rows({0: {"q": 1.0}, 1: {"q": 0.0}, 2: {"q": 0.0}}).assign(kind="numeric")
    frame.loc[frame["who"] > 0, "chosen"] = "[]"
    shares = statistics.choices(frame, "q").set_index("option")["share"]
    assert shares.to_dict() == pytest.approx({"right": 1 / 3, statistics.UNFORESEEN: 2 / 3})
    left = frame.assign(kind="multiple")
    assert statistics.UNFORESEEN not in set(statistics.choices(left, "q")["option"])


def test_an_exam_takes_turns_over_the_modules():
    chosen = [exam.find(one, "es").module for one in exam.compose("exam", count=18, seed=4)]
    assert all(chosen.count(module) == 2 for module in MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_practice_stays_in_its_module_and_climbs(module):
    asked = [exam.find(one, "es") for one in exam.compose("practice", count=10, seed=1, module=module)]
    assert {one.module for one in asked} == {module}
    assert [one.level for one in asked] == sorted(one.level for one in asked)
    assert len({one.item for one in asked}) == len(asked)


def test_a_warmup_is_quick():
    asked = [exam.find(one, "es") for one in exam.compose("warmup", count=8, seed=1)]
    assert len(asked) == 8
    assert {one.kind for one in asked} <= set(exam.QUICK)
    assert max(one.level for one in asked) < 3


def test_what_was_seen_comes_last_and_the_seed_decides():
    written = [name for name, one in by_id("es").items() if one.module == "mlp"]
    seen = set(written[:10])
    chosen = exam.compose("practice", count=8, seed=3, module="mlp", seen=seen)
    assert not seen & set(chosen)
    assert exam.compose("practice", count=8, seed=3, module="mlp", seen=seen) == chosen
    assert exam.compose("practice", count=8, seed=4, module="mlp", seen=seen) != chosen


def test_asking_again_gives_new_numbers_to_computed_ones_only():
    name = next(iter(GENERATORS))
    assert exam.again(["mlp_relu_door", name, name], seed=1, count=5)[0] == "mlp_relu_door"
    first, second = exam.again([name], 1, 1), exam.again([name], 2, 1)
    assert first != second
    assert first[0].startswith(f"{name}:")


def test_the_right_option_may_stand_anywhere_whatever_the_seed():
    asked = by_id("es")["mlp_relu_door"]
    places = Counter(
        next(place for place, option in enumerate(exam.shown(asked, seed).options) if option.correct)
        for seed in range(2000)
    )
    assert uniform_p([places[place] for place in range(4)]) > 0.05


def test_pieces_to_order_never_start_in_order():
    asked = by_id("es")["mlp_training_step"]
    for seed in range(300):
        assert [option.place for option in exam.shown(asked, seed).options] != [0, 1, 2, 3, 4]
