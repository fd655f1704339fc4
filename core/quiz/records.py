"""What is kept of a learner: runs (a list of questions to answer) and the answers that were confirmed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal, get_args

from core.quiz.questions import Answer

Mode = Literal["practice", "exam", "review", "warmup", "retry"]
MODES: tuple[Mode, ...] = get_args(Mode)

CONFIDENCE = (0.25, 0.5, 0.75, 0.95)
"""What the four ways of confirming mean: the chance of being right that the learner gives the answer."""


def new_run_id() -> str:
    """Draw the id of a run: 128 bits, as 32 hexadecimal digits."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Run:
    """A list of questions that somebody set out to answer.

    Parameters
    ----------
    id
        32 hexadecimal digits.
    mode
        One of `MODES`; an exam and a warm-up tell nothing until they end.
    questions
        Ids, in the order in which they are asked.
    seed
        Decides the order of their options.
    started
        When, in seconds since 1970.
    seconds
        How long it may take; None without a limit.
    module
        Its module, when it has one.
    finished
        When it ended; None while it is open.
    """

    id: str
    mode: Mode
    questions: tuple[str, ...]
    seed: int
    started: float
    seconds: int | None = None
    module: str | None = None
    finished: float | None = None

    def left(self, now: float) -> float | None:
        """Give the seconds that are left, never below 0 nor, where the clock was set back, above all of them."""
        return (
            None if self.seconds is None else min(self.seconds, max(0.0, self.started + self.seconds - now))
        )

    def over(self, now: float) -> bool:
        """Say whether no answer is taken any more."""
        return self.finished is not None or self.left(now) == 0.0


@dataclass(frozen=True)
class Answered:
    """One confirmed answer, with what has to be known later without asking the question again.

    Parameters
    ----------
    run, position
        Which question of which run; together they are its id, so that confirming twice is confirming once.
    question, kind, module, level
        As in `core.quiz.questions`.
    answer
        What was answered.
    score, right
        What it was worth.
    confidence
        One of `CONFIDENCE`; None when it was not asked.
    seconds
        How long it took.
    chosen
        Ids of the options that were chosen.
    fell
        Misconceptions that it gave away.
    offered
        Misconceptions that it could have given away.
    at
        When, in seconds since 1970.
    """

    run: str
    position: int
    question: str
    kind: str
    module: str
    level: int
    answer: Answer
    score: float
    right: bool
    confidence: float | None
    seconds: float
    chosen: tuple[str, ...]
    fell: tuple[str, ...]
    offered: tuple[str, ...]
    at: float

    @property
    def id(self) -> str:
        """Its id."""
        return f"{self.run}:{self.position}"

    @property
    def item(self) -> str:
        """What was asked, whatever the numbers."""
        return self.question.partition(":")[0]
