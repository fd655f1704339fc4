"""What to ask again, and when: spaced repetition with FSRS.

A card keeps how well an item is remembered. A wrong answer is «Again», a right one «Good», and a right one
given blindly «Hard»: luck is not memory.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.quiz.records import CONFIDENCE, Answered

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

DAY = 86400.0


@dataclass(frozen=True)
class Memory:
    """How well an item is remembered.

    Parameters
    ----------
    item
        A question or a generator.
    due
        When to ask it again, in seconds since 1970.
    last
        When it was last answered.
    stability
        Days after which the chance of remembering falls to 90 %.
    state
        The whole card, as FSRS keeps it.
    """

    item: str
    due: float
    last: float
    stability: float
    state: dict[str, Any]


@lru_cache(maxsize=1)
def scheduler() -> Scheduler:
    """Give the scheduler: whole days from the first answer on, and no fuzz, so that it can be tested."""
    from fsrs import Scheduler

    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def after(memory: Memory | None, answered: Answered) -> Memory:
    """Give what is remembered after an answer.

    Parameters
    ----------
    memory
        What was remembered before; None the first time.
    answered
        The answer.
    """
    from fsrs import Card, Rating

    # The card's own id says when it was made, and waits a millisecond; ours has no need of either.
    card = Card.from_dict(memory.state) if memory else Card(card_id=zlib.crc32(answered.item.encode()))  # type: ignore[arg-type]
    blind = answered.confidence is not None and answered.confidence <= CONFIDENCE[0]
    rating = Rating.Again if not answered.right else Rating.Hard if blind else Rating.Good
    moment = datetime.fromtimestamp(answered.at, UTC)
    if card.last_review is not None and moment < card.last_review:
        moment = card.last_review  # a clock that was set back
    return _kept(answered.item, scheduler().review_card(card, rating, moment)[0])


def _kept(item: str, card: Card) -> Memory:
    last = card.last_review.timestamp() if card.last_review else card.due.timestamp()
    return Memory(item, card.due.timestamp(), last, float(card.stability or 0.0), dict(card.to_dict()))


def replay(answers: Iterable[Answered]) -> dict[str, Memory]:
    """Work out every memory from the answers alone, oldest first."""
    memories: dict[str, Memory] = {}
    for one in sorted(answers, key=lambda one: one.at):
        memories[one.item] = after(memories.get(one.item), one)
    return memories


def due(memories: Iterable[Memory], now: float) -> list[Memory]:
    """List what is due by the end of the day that `now` is in (UTC), weakest memory first."""
    end = (now // DAY + 1) * DAY
    return sorted((one for one in memories if one.due < end), key=lambda one: recall(one, now))


def recall(memory: Memory, now: float) -> float:
    """Give the chance that an item is remembered now.

    Source
    ------
    Ye, Su and Cao, «A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling» (KDD 2022),
    and the FSRS-6 forgetting curve of the `fsrs` package.
    """
    return forgetting(memory.stability, [max(0.0, now - memory.last) / DAY])[0]


def forgetting(stability: float, days: Sequence[float]) -> list[float]:
    """Give the forgetting curve: the chance of remembering after some days.

    Parameters
    ----------
    stability
        Days to 90 %.
    days
        Days since the last answer.

    Examples
    --------
    >>> [round(share, 2) for share in forgetting(10.0, [0, 10])]
    [1.0, 0.9]
    """
    if stability <= 0:
        return [0.0 for _ in days]
    decay = -scheduler().parameters[20]
    factor = 0.9 ** (1 / decay) - 1
    return [(1 + factor * day / stability) ** decay for day in days]
