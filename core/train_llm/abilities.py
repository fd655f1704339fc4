"""Milestones: what a model can do that it could not before, recognised from what was measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.train_llm.moments import Moment
from core.train_llm.probing import PLACES, Probes
from core.train_llm.slices import Facts

NEAR = 0.1
"""How near each of the four places must be to its true share."""
MOSTLY = 0.9
CAPITAL = "París es la capital de"
GATO = "El gato está en la"


@dataclass(frozen=True)
class Milestone:
    """An ability and when it came.

    Parameters
    ----------
    id
        ``"words"``, ``"pairs"``, ``"triples"``, ``"places"``, ``"agreement"``, ``"france"``, ``"capitals"`` or ``"names"``.
    moment
        Where it was first seen; None when not yet.
    now
        How far it is at the last look: a share, a distance or a loss.
    holds
        Whether it is there at the last look.
    """

    id: str
    moment: Moment | None
    now: float
    holds: bool


@dataclass(frozen=True)
class _Mark:
    value: Callable[[Moment, Facts], float]
    reached: Callable[[float, Facts], bool]


def _farthest(moment: Moment, _: Facts) -> float:
    return max(abs(moment.probabilities[GATO, word] - p) for word, p in PLACES.items())


def _beats(order: int) -> _Mark:
    return _Mark(lambda moment, _: moment.held_out_loss, lambda loss, facts: loss < facts.ngrams[order - 1])


def _score(name: str) -> _Mark:
    return _Mark(lambda moment, _: moment.scores[name], lambda share, _: share >= MOSTLY)


MARKS: dict[str, _Mark] = {
    "words": _beats(1),
    "pairs": _beats(2),
    "triples": _beats(3),
    "places": _Mark(_farthest, lambda farthest, _: farthest <= NEAR),
    "agreement": _score("agreement"),
    "france": _Mark(
        lambda moment, _: moment.probabilities[CAPITAL, "Francia"],
        lambda p, _: p > 0.5,
    ),
    "capitals": _score("capitals"),
    "names": _score("names"),
}
"""Every milestone: the number it looks at, and when that number is enough."""


def offered(probes: Probes) -> tuple[str, ...]:
    """List the milestones that this data can lead to, in the order in which they are shown.

    «words», «pairs» and «triples» are reached when the model predicts better than one that counts single words, pairs
    and triples.
    """
    if not probes.marks and not any(beginning == GATO for beginning, _ in probes.watched):
        return ("words", "pairs", "triples")
    found = ["words"]
    for mark in probes.marks:
        found += ["france", "capitals"] if mark == "capitals" else [mark]
    return tuple(found)


def milestones(probes: Probes, facts: Facts, moments: Sequence[Moment]) -> list[Milestone]:
    """Say of each milestone when it was first reached, and how far it is now.

    Parameters
    ----------
    probes, facts
        Of the run.
    moments
        Everything seen so far, the first moment (before any update) included.
    """
    return [_milestone(name, MARKS[name], facts, moments) for name in offered(probes)]


def _milestone(name: str, mark: _Mark, facts: Facts, moments: Sequence[Moment]) -> Milestone:
    values = [mark.value(moment, facts) for moment in moments]
    reached = [mark.reached(value, facts) for value in values]
    first = next((moment for moment, there in zip(moments, reached, strict=True) if there), None)
    return Milestone(name, first, values[-1], reached[-1])
