"""Confidence against truth: somebody who is 75 % sure should get three in four right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.quiz.records import CONFIDENCE, Answered

SURE = CONFIDENCE[-1]


@dataclass(frozen=True)
class Level:
    """The answers given with one confidence.

    Parameters
    ----------
    confidence
        The chance of being right that was claimed.
    count, right
        How many answers, and how many of them right.
    low, high
        Wilson's 95 % interval of the share of right ones.
    """

    confidence: float
    count: int
    right: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Share of right answers."""
        return self.right / self.count


def levels(answers: Iterable[Answered]) -> list[Level]:
    """Gather answers by their confidence; levels without answers are left out.

    Source
    ------
    Wilson, «Probable Inference, the Law of Succession, and Statistical Inference» (1927).
    """
    told = [one for one in answers if one.confidence is not None]
    found = []
    for confidence in CONFIDENCE:
        some = [one for one in told if one.confidence == confidence]
        if some:
            right = sum(one.right for one in some)
            found.append(Level(confidence, len(some), right, *interval(right, len(some))))
    return found


def interval(right: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """Give Wilson's interval of a share.

    Examples
    --------
    >>> [round(end, 3) for end in interval(8, 10)]
    [0.49, 0.943]
    """
    share, spread = right / count, z * z / count
    middle = (share + spread / 2) / (1 + spread)
    reach = z * math.sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def brier(answers: Iterable[Answered]) -> float | None:
    """Give the mean squared gap between confidence and truth: 0 is perfect, 0.25 is saying one half always.

    Source
    ------
    Brier, «Verification of Forecasts Expressed in Terms of Probability» (1950).
    """
    gaps = [(one.confidence - one.right) ** 2 for one in answers if one.confidence is not None]
    return math.fsum(gaps) / len(gaps) if gaps else None


def overconfidence(answers: Iterable[Answered]) -> float | None:
    """Give mean confidence less share of right answers: above 0, more sure than right."""
    gaps = [one.confidence - one.right for one in answers if one.confidence is not None]
    return math.fsum(gaps) / len(gaps) if gaps else None


def sure_and_wrong(answers: Sequence[Answered]) -> list[Answered]:
    """List what somebody was sure of and got wrong, worst score first: what pays most to look at."""
    wrong = [one for one in answers if one.confidence == SURE and not one.right]
    return sorted(wrong, key=lambda one: one.score)
