"""Adding answers up: a run, each module, and the misconceptions that are still held."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.quiz.questions import MODULES
from core.quiz.records import Answered, Run


@dataclass(frozen=True)
class Score:
    """What a set of answers adds up to.

    Parameters
    ----------
    points, asked
        Sum of scores, and how many questions there were, those left included.
    right
        How many were wholly right.
    seconds
        How long all of it took.
    """

    points: float
    asked: int
    right: int
    seconds: float

    @property
    def share(self) -> float:
        """Points over questions; 0 when nothing was asked."""
        return self.points / self.asked if self.asked else 0.0


def add_up(run: Run, answers: Sequence[Answered]) -> Score:
    """Add a run up; a question that was left is worth 0."""
    return Score(
        math.fsum(one.score for one in answers),
        len(run.questions),
        sum(one.right for one in answers),
        math.fsum(one.seconds for one in answers),
    )


def by_module(answers: Iterable[Answered], left: Iterable[str] = ()) -> dict[str, Score]:
    """Add answers up module by module, in the order of the course.

    Parameters
    ----------
    answers
        What was answered.
    left
        The module of each question that was left, which is worth 0 there.
    """
    unanswered = Counter(left)
    sorted_out: dict[str, list[Answered]] = {module: [] for module in MODULES}
    for one in answers:
        sorted_out[one.module].append(one)
    return {
        module: Score(
            math.fsum(one.score for one in some),
            len(some) + unanswered[module],
            sum(one.right for one in some),
            math.fsum(one.seconds for one in some),
        )
        for module, some in sorted_out.items()
        if some or unanswered[module]
    }


def held(answers: Iterable[Answered]) -> dict[str, int]:
    """Find the misconceptions that are still held, with how often each was given away.

    One is held when an answer gave it away and no right answer to a question that tempts with it came later.
    Those given away most come first.
    """
    times: dict[str, int] = {}
    last: dict[str, bool] = {}
    for one in sorted(answers, key=lambda one: one.at):
        for name in one.fell:
            last[name], times[name] = True, times.get(name, 0) + 1
        if one.right:
            last.update(dict.fromkeys(one.offered, False))
    return {name: times[name] for name in sorted(times, key=lambda name: -times[name]) if last[name]}
