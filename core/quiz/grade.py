"""Grading: what was right, what was wrong, why, and which misconceptions the answer gives away.

Nothing here knows of scores over time: a question and an answer go in, a grade comes out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from core.errors import InputError
from core.quiz.answers import read_number, same_word
from core.quiz.questions import Option, Question


@dataclass(frozen=True)
class Feedback:
    """What is said about one option after the answer.

    Parameters
    ----------
    option
        The option, with its reason.
    chosen
        Whether the learner chose it; in ``order`` and ``match``, whether it was put where it goes.
    good
        Whether that was well done: chosen when right, left when wrong.
    """

    option: Option
    chosen: bool
    good: bool


@dataclass(frozen=True)
class Grade:
    """What an answer is worth.

    Parameters
    ----------
    score
        From 0 to 1; partial credit only in ``multiple``, ``order`` and ``match``.
    right
        Whether it is wholly right.
    feedback
        A line per option, in the order of the question.
    misconceptions
        Ids of the misconceptions that it gives away, without repeats.
    otherwise
        The reason to say when no option foresaw the answer.
    """

    score: float
    right: bool
    feedback: tuple[Feedback, ...]
    misconceptions: tuple[str, ...] = ()
    otherwise: str = ""


def grade(question: Question, answer: Any, language: str = "es") -> Grade:
    """Grade an answer.

    Parameters
    ----------
    question
        From the bank or computed.
    answer
        In the form of `core.quiz.questions`; options may also be named by their position. None is an
        unanswered question: it is worth nothing and gives nothing away.
    language
        How a typed number is read.

    Returns
    -------
    Grade
        ``multiple`` counts both ways: the share of right options chosen, less the share of wrong options
        chosen, never below 0. ``order`` counts pairs: those in their order less those out of it, over all,
        never below 0. ``match`` counts the share of pairs.

    Raises
    ------
    InputError
        When the answer has another form than the question asks for.

    Examples
    --------
    >>> yes, no = Option("right", "4", True, "2·2"), Option("slip", "2", False, "…", "gradient_is_value")
    >>> grade(Question("q", "single", "pytorch", 1, "?", (yes, no)), "slip").misconceptions
    ('gradient_is_value',)
    """
    if answer is None:
        return Grade(0.0, right=False, feedback=tuple(_line(one, chosen=False) for one in question.options))
    return _GRADERS[question.kind](question, answer, language)


def _line(option: Option, *, chosen: bool) -> Feedback:
    return Feedback(option, chosen, good=chosen == option.correct)


def _one(question: Question, answer: Any, _language: str) -> Grade:
    chosen = _named(question, answer)
    return _by_choice(question, {chosen.id}, 1.0 if chosen.correct else 0.0)


def _several(question: Question, answer: Any, _language: str) -> Grade:
    if isinstance(answer, str | int) or not hasattr(answer, "__iter__"):
        raise _refused(question, answer, "a list of options")
    chosen = {_named(question, one).id for one in answer}
    right = {option.id for option in question.right}
    wrong = {option.id for option in question.options} - right
    score = len(chosen & right) / len(right) - len(chosen & wrong) / max(len(wrong), 1)
    return _by_choice(question, chosen, max(score, 0.0))


def _by_choice(question: Question, chosen: set[str], score: float, otherwise: str = "") -> Grade:
    feedback = tuple(_line(option, chosen=option.id in chosen) for option in question.options)
    slips = [line.option.misconception for line in feedback if line.chosen and not line.option.correct]
    return Grade(score, score == 1.0, feedback, _distinct(slips), otherwise)


def _number(question: Question, answer: Any, language: str) -> Grade:
    if isinstance(answer, bool) or not isinstance(answer, str | int | float):
        raise _refused(question, answer, "a number")
    given = read_number(
        answer if isinstance(answer, str) else repr(answer), language if isinstance(answer, str) else "en"
    )

    def near(option: Option) -> bool:
        key = option.value or 0.0
        return abs(given - key) <= question.tolerance + 1e-9 * max(1.0, abs(key))

    right = question.right[0]
    met = [right] if near(right) else [option for option in question.options if near(option)][:1]
    score = 1.0 if met and met[0].correct else 0.0
    return _by_choice(question, {one.id for one in met}, score, "" if met else question.otherwise)


def _word(question: Question, answer: Any, _language: str) -> Grade:
    if not isinstance(answer, str):
        raise _refused(question, answer, "a word")
    met = [one for one in question.options if any(same_word(answer, way) for way in (one.text, *one.also))]
    score = 1.0 if met and met[0].correct else 0.0
    return _by_choice(question, {one.id for one in met[:1]}, score, "" if met else question.otherwise)


def _ordered(question: Question, answer: Any, _language: str) -> Grade:
    if isinstance(answer, str) or not hasattr(answer, "__iter__"):
        raise _refused(question, answer, "a list of options")
    given = [_named(question, one) for one in answer]
    if sorted(one.id for one in given) != sorted(one.id for one in question.options):
        raise _refused(question, answer, "every option once")
    places = [option.place or 0 for option in given]
    pairs = list(combinations(places, 2))
    in_order = sum(before < after for before, after in pairs)
    score = max(0.0, (2 * in_order - len(pairs)) / len(pairs))
    kept = {option.id for place, option in enumerate(given) if option.place == place}
    return _by_place(question, kept, score)


def _matched(question: Question, answer: Any, _language: str) -> Grade:
    if not isinstance(answer, dict):
        raise _refused(question, answer, "a partner for each option")
    partners = {_named(question, one).id: _named(question, other) for one, other in answer.items()}
    if set(partners) != {option.id for option in question.options}:
        raise _refused(question, answer, "a partner for each option")
    kept = {option.id for option in question.options if partners[option.id].match == option.match}
    return _by_place(question, kept, len(kept) / len(question.options))


def _by_place(question: Question, kept: set[str], score: float) -> Grade:
    feedback = tuple(Feedback(option, option.id in kept, option.id in kept) for option in question.options)
    slips = [line.option.misconception for line in feedback if not line.good]
    right = len(kept) == len(question.options)
    return Grade(score, right, feedback, _distinct(slips), "" if right else question.otherwise)


_GRADERS: dict[str, Callable[[Question, Any, str], Grade]] = {
    "single": _one,
    "predict": _one,
    "multiple": _several,
    "numeric": _number,
    "order": _ordered,
    "match": _matched,
    "fill": _word,
}


def _named(question: Question, answer: Any) -> Option:
    """Find an option by its id or its position."""
    if isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer < len(question.options):
        return question.options[answer]
    if isinstance(answer, str):
        for option in question.options:
            if option.id == answer:
                return option
    raise _refused(question, answer, f"one of {[option.id for option in question.options]}")


def _distinct(slips: list[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slip for slip in slips if slip))


def _refused(question: Question, answer: Any, wanted: str) -> InputError:
    return InputError(
        f"{question.id} ({question.kind}) was answered with {answer!r:.80}; {wanted} was expected",
        "quiz_answer",
        question=question.id,
    )
