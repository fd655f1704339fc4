"""Progress as a file: written for another machine, and read from it with every suspicion.

Nothing that a file says about its own worth is believed: answers are graded again, memories are worked out
again, and what does not have the expected shape is refused with a sentence.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from core.errors import InputError
from core.quiz import exam
from core.quiz.generators import GENERATORS, is_computed
from core.quiz.grade import Grade, grade
from core.quiz.misconceptions import misconceptions
from core.quiz.questions import MODULES, Question
from core.quiz.records import CONFIDENCE, MODES, Answered, Run

VERSION = 1
LARGEST_BYTES = 20_000_000
MOST_ROWS = 100_000
COURSE = "llm-por-dentro"

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Upload:
    """What a file brought.

    Parameters
    ----------
    runs, answers
        Its content, graded again.
    skipped
        Answers to questions that this course does not have.
    """

    runs: tuple[Run, ...]
    answers: tuple[Answered, ...]
    skipped: int = 0


def write(runs: Iterable[Run], answers: Iterable[Answered]) -> bytes:
    """Write progress as a file. No learner id goes with it."""
    content = {
        "course": COURSE,
        "version": VERSION,
        "runs": [vars(one) for one in runs],
        "answers": [vars(one) for one in answers],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def read(content: bytes) -> Upload:
    """Read progress from a file.

    Raises
    ------
    InputError
        When it is too large, from a newer version of the course, or not such a file.

    Examples
    --------
    >>> read(write([], []))
    Upload(runs=(), answers=(), skipped=0)
    """
    if len(content) > LARGEST_BYTES:
        raise InputError(
            f"the file has {len(content)} bytes; {LARGEST_BYTES} fit",
            "quiz_upload_large",
            limit=LARGEST_BYTES,
        )
    tree = _parsed(content)
    if not isinstance(tree, dict) or tree.get("course") != COURSE:
        _refuse("it is not a progress file of this course")
    version: Any = tree.get("version")
    if not _whole(version) or version < 1:
        _refuse("it has no version")
    if version > VERSION:
        raise InputError(
            f"the file is of version {version}; this course reads up to {VERSION}", "quiz_upload_newer"
        )
    runs, answers = _rows(tree, "runs"), _rows(tree, "answers")
    graded = [_answer(one) for one in answers]
    return Upload(tuple(map(_run, runs)), tuple(one for one in graded if one), graded.count(None))


def _parsed(content: bytes) -> Any:
    def no_constant(name: str) -> NoReturn:
        _refuse(f"{name} is no number")

    try:
        return json.loads(content.decode("utf-8"), parse_constant=no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InputError(f"the file cannot be read: {error!s:.80}", "quiz_upload_broken") from error


def _rows(tree: dict[str, Any], name: str) -> Sequence[dict[str, Any]]:
    rows = tree.get(name)
    if not isinstance(rows, list) or len(rows) > MOST_ROWS or not all(isinstance(one, dict) for one in rows):
        _refuse(f"{name} is not a list of at most {MOST_ROWS} rows")
    return rows


def _run(row: dict[str, Any]) -> Run:
    return Run(
        id=_checked(row, "id", _is_id),
        mode=_checked(row, "mode", lambda one: one in MODES),
        questions=tuple(_checked(row, "questions", _is_question_list)),
        seed=_checked(row, "seed", lambda one: _whole(one) and abs(one) < 2**31),
        started=float(_checked(row, "started", _is_moment)),
        seconds=_checked(row, "seconds", lambda one: one is None or (_whole(one) and 0 < one < 2**31)),
        module=_checked(row, "module", lambda one: one is None or one in MODULES),
        finished=_checked(row, "finished", lambda one: one is None or _is_moment(one)),
    )


def _answer(row: dict[str, Any]) -> Answered | None:
    """Read an answer and grade it again; None when the question is not of this course."""
    name = _checked(row, "question", _is_text)
    run = Run(_checked(row, "run", _is_id), "practice", (name,), 0, 0.0)
    position = _checked(row, "position", lambda one: _whole(one) and 0 <= one < 1000)
    confidence = _checked(row, "confidence", lambda one: one is None or one in CONFIDENCE)
    seconds, at = (float(_checked(row, key, _is_moment)) for key in ("seconds", "at"))
    if is_computed(name) and GENERATORS[name.partition(":")[0]].kind != "order":
        return _computed(row, run, position, confidence, seconds, at)
    try:
        asked = exam.find(name, "es")
    except InputError:
        return None
    answer = row.get("answer")
    try:
        given = grade(asked, answer, "en")
    except (InputError, TypeError) as error:
        raise InputError(f"the answer to {name} cannot be graded", "quiz_upload_broken") from error
    return exam.record(run, position, asked, answer, given, confidence, seconds, at)


def _computed(
    row: dict[str, Any], run: Run, position: int, confidence: float | None, seconds: float, at: float
) -> Answered:
    """Grade a computed question by the option chosen: computing thousands of them again would take minutes."""
    generator = GENERATORS[run.questions[0].partition(":")[0]]
    chosen = _checked(
        row, "chosen", lambda one: isinstance(one, list) and len(one) < 2 and all(map(_is_text, one))
    )
    known = misconceptions("es")
    right = chosen == ["right"]
    fell = tuple(one.removesuffix("_2") for one in chosen if one.removesuffix("_2") in known)
    offered = _checked(
        row, "offered", lambda one: isinstance(one, list) and len(one) < 20 and all(map(_is_text, one))
    )
    given = Grade(float(right), right, (), fell)
    blank = Question(run.questions[0], generator.kind, generator.module, generator.level, "", ())
    answered = exam.record(run, position, blank, None, given, confidence, seconds, at)
    answer = row.get("answer")
    plain = answer if isinstance(answer, str | int | float) and len(str(answer)) < 200 else None
    return replace(
        answered, answer=plain, chosen=tuple(chosen), offered=tuple(one for one in offered if one in known)
    )


def _checked(row: dict[str, Any], name: str, allows: Callable[[Any], bool]) -> Any:
    value = row.get(name)
    try:
        fits = allows(value)
    except TypeError:  # something unhashable where a name was expected
        fits = False
    if not fits:
        _refuse(f"{name} is {value!r:.60}")
    return value


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 80


def _is_question_list(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= 200 and all(map(_is_text, value))


def _whole(value: Any) -> bool:
    return type(value) is int


def _is_moment(value: Any) -> bool:
    return type(value) in {int, float} and math.isfinite(value) and 0 <= value < 1e11


def _refuse(why: str) -> NoReturn:
    raise InputError(f"the file cannot be read: {why}", "quiz_upload_broken")
