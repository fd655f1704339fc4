"""Progress files: there and back, and every way in which a file can be hostile."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import CourseError, InputError
from core.quiz import transfer
from core.quiz.records import Run
from core.quiz.store import Progress
from tests.core.quiz.test_store import ANA, RUN, answered

COMPUTED = Run("3" * 32, "practice", ("cosine:5", "sum_shape:1", "events_order:2"), 1, 1000.0)


def whole() -> tuple[list[Run], list[Any]]:
    from core.quiz import exam

    answers = [answered(0), answered(1, ["right"]), answered(4, 0.95)]
    for position, name in enumerate(COMPUTED.questions):
        key = exam.find(name, "es").key()
        answers.append(answered(position, key, run=COMPUTED))
    return [RUN, COMPUTED], answers


def file(**changes: Any) -> bytes:
    runs, answers = whole()
    tree = json.loads(transfer.write(runs, answers))
    return json.dumps({**tree, **changes}).encode()


def row(**changes: Any) -> dict[str, Any]:
    return {**json.loads(transfer.write([], [answered(0)]))["answers"][0], **changes}


def test_there_and_back():
    runs, answers = whole()
    brought = transfer.read(transfer.write(runs, answers))
    assert list(brought.runs) == runs
    assert [(one.id, one.question, one.score, one.right, one.fell, one.at) for one in brought.answers] == [
        (one.id, one.question, one.score, one.right, one.fell, one.at) for one in answers
    ]
    assert brought.skipped == 0
    progress = Progress("sqlite://")
    assert progress.merge(ANA, brought.runs, brought.answers) == len(answers)
    progress.close()


def test_no_learner_id_travels():
    assert ANA.encode() not in transfer.write(*whole())


def test_a_file_cannot_give_itself_marks():
    lie = row(answer="relu_is_absolute", score=1.0, right=True, fell=[], chosen=["right"])
    brought = transfer.read(file(answers=[lie])).answers[0]
    assert (brought.score, brought.right, brought.fell) == (0.0, False, ("relu_is_absolute",))
    wrong = row(
        question="cosine:5", kind="numeric", answer=1, chosen=["length_decides"], score=1.0, right=True
    )
    brought = transfer.read(file(answers=[wrong])).answers[0]
    assert (brought.score, brought.right, brought.fell) == (0.0, False, ("length_decides",))


def test_questions_of_another_version_are_left_out_and_counted():
    brought = transfer.read(
        file(answers=[row(), row(question="mlp_from_the_future"), row(question="nobody:3")])
    )
    assert (len(brought.answers), brought.skipped) == (1, 2)


@pytest.mark.parametrize(
    "content, key",
    [
        (b"", "quiz_upload_broken"),
        (b"\xff\xfe\x00", "quiz_upload_broken"),
        (b"PK\x03\x04 not json", "quiz_upload_broken"),
        (b"[" * 100_000, "quiz_upload_broken"),
        (b'{"a":' * 100_000, "quiz_upload_broken"),
        (b"9" * 10_000, "quiz_upload_broken"),
        (b"null", "quiz_upload_broken"),
        (b"{}", "quiz_upload_broken"),
        (b" " * (transfer.LARGEST_BYTES + 1), "quiz_upload_large"),
    ],
)
def test_what_is_no_progress_file_is_refused(content, key):
    with pytest.raises(InputError) as refused:
        transfer.read(content)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "changes, key",
    [
        ({"version": 2}, "quiz_upload_newer"),
        ({"version": 10**30}, "quiz_upload_newer"),
        ({"version": True}, "quiz_upload_broken"),
        ({"version": "1"}, "quiz_upload_broken"),
        ({"version": 0}, "quiz_upload_broken"),
        ({"course": "another"}, "quiz_upload_broken"),
        ({"answers": {}}, "quiz_upload_broken"),
        ({"answers": [[]]}, "quiz_upload_broken"),
        ({"answers": [{}] * (transfer.MOST_ROWS + 1)}, "quiz_upload_broken"),
        ({"answers": [row(run="../../etc/passwd")]}, "quiz_upload_broken"),
        ({"answers": [row(run="x'; DROP TABLE quiz_answer; --")]}, "quiz_upload_broken"),
        ({"answers": [row(position=-1)]}, "quiz_upload_broken"),
        ({"answers": [row(position=True)]}, "quiz_upload_broken"),
        ({"answers": [row(position=10**400)]}, "quiz_upload_broken"),
        ({"answers": [row(confidence=0.3)]}, "quiz_upload_broken"),
        ({"answers": [row(confidence=[])]}, "quiz_upload_broken"),
        ({"answers": [row(at=-5)]}, "quiz_upload_broken"),
        ({"answers": [row(at=1e300)]}, "quiz_upload_broken"),
        ({"answers": [row(seconds="fast")]}, "quiz_upload_broken"),
        ({"answers": [row(question="x" * 81)]}, "quiz_upload_broken"),
        ({"answers": [row(question=None)]}, "quiz_upload_broken"),
        ({"answers": [row(answer={"a": {"b": {}}})]}, "quiz_upload_broken"),
        ({"answers": [row(answer=["right"])]}, "quiz_upload_broken"),
        ({"answers": [row(question="cosine:5", chosen=["a", "b"])]}, "quiz_upload_broken"),
        ({"answers": [row(question="cosine:5", chosen="right")]}, "quiz_upload_broken"),
        ({"runs": [{}]}, "quiz_upload_broken"),
        ({"runs": [{**vars(RUN), "mode": "cheat"}]}, "quiz_upload_broken"),
        ({"runs": [{**vars(RUN), "mode": []}]}, "quiz_upload_broken"),
        ({"runs": [{**vars(RUN), "questions": []}]}, "quiz_upload_broken"),
        ({"runs": [{**vars(RUN), "questions": ["q"] * 201}]}, "quiz_upload_broken"),
        ({"runs": [{**vars(RUN), "seed": 2**40}]}, "quiz_upload_broken"),
        ({"runs": [{**vars(RUN), "seconds": 0}]}, "quiz_upload_broken"),
        ({"runs": [{**vars(RUN), "finished": "now"}]}, "quiz_upload_broken"),
    ],
)
def test_every_hostile_field_is_refused_with_a_sentence(changes, key):
    with pytest.raises(InputError) as refused:
        transfer.read(file(**changes))
    assert refused.value.key == key


def test_infinity_and_nan_are_no_numbers():
    for word in ("NaN", "Infinity", "-Infinity"):
        with pytest.raises(InputError):
            transfer.read(file().replace(b"1010.0", word.encode()))


SHAPE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(vars(answered(0)))), SHAPE)
def test_no_value_of_any_field_breaks_the_reader(field, value):
    content = json.dumps(
        {"course": transfer.COURSE, "version": 1, "runs": [], "answers": [row(**{field: value})]}
    )
    try:
        brought = transfer.read(content.encode())
    except CourseError:
        return
    assert len(brought.answers) + brought.skipped == 1
    assert all(0 <= one.score <= 1 for one in brought.answers)


def test_ten_thousand_answers_fit():
    one = answered(0)
    many = [replace(one, run=f"{number:032x}") for number in range(10_000)]
    content = transfer.write([RUN], many)
    assert len(content) < transfer.LARGEST_BYTES
    assert len(transfer.read(content).answers) == 10_000
