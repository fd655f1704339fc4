"""Put the events in order: dealt from a seed, scored by pairs.

Two events are only dealt together when history knows which came first, so there is always one answer.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from core.errors import InputError
from core.history.records import Event, History

LEVELS = {"easy": (12.0, 150.0), "normal": (3.0, 45.0), "hard": (0.5, 9.0)}
"""Years that must separate any two events, and years in which all must fit."""


@dataclass(frozen=True)
class Game:
    """Some events as they were dealt, and the order in which they happened."""

    dealt: tuple[str, ...]
    solution: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """Pairs in the right order out of all pairs, and the worst swap, if there is one."""

    right: int
    pairs: int
    worst: tuple[str, str] | None

    @property
    def share(self) -> float:
        """Share of pairs in place, from 0 to 1."""
        return self.right / self.pairs if self.pairs else 1.0


def deal(history: History, *, level: str = "normal", count: int = 5, seed: int = 0) -> Game:
    """Deal events in disorder.

    Parameters
    ----------
    history
        The whole history.
    level
        One of `LEVELS`: how far apart the events are.
    count
        How many events, from 2 to 8.
    seed
        The same seed deals the same game.

    Raises
    ------
    InputError
        When the count is out of range, or no such hand exists.
    ValueError
        When the level is unknown.

    Examples
    --------
    >>> from core.history import load
    >>> game = deal(load("en"), seed=7)
    >>> len(game.dealt), sorted(game.dealt) == sorted(game.solution)
    (5, True)
    """
    if level not in LEVELS:
        raise ValueError(f"level {level!r} is not one of {sorted(LEVELS)}")
    if not 2 <= count <= 8:
        raise InputError(f"{count} events were asked for; deal from 2 to 8", "game_count", given=count)
    dice = random.Random(f"{level}-{count}-{seed}")
    for _ in range(1000):
        hand = _hand(dice.sample(history.events, len(history.events)), count, *LEVELS[level])
        ordered = tuple(event.id for event in sorted(hand, key=lambda event: event.when.moment))
        dealt = tuple(event.id for event in hand)
        if len(hand) == count and dealt != ordered:
            return Game(dealt, ordered)
    raise InputError(f"no {count} events fit the level {level!r}; ask for fewer", "game_count", given=count)


def score(history: History, order: Sequence[str]) -> Score:
    """Count the pairs of an order that are right.

    Parameters
    ----------
    history
        The whole history.
    order
        Ids of events, first the one said to be the oldest.

    Examples
    --------
    >>> from core.history import load
    >>> score(load("en"), ["gpt4", "eliza", "transformer"])
    Score(right=1, pairs=3, worst=('gpt4', 'eliza'))
    """
    pairs = list(combinations([history[event_id] for event_id in order], 2))
    wrong = [(one, two) for one, two in pairs if two.when.before(one.when)]
    worst = max(wrong, key=lambda pair: pair[0].when.moment - pair[1].when.moment, default=None)
    return Score(len(pairs) - len(wrong), len(pairs), (worst[0].id, worst[1].id) if worst else None)


def _hand(shuffled: Sequence[Event], count: int, gap: float, window: float) -> list[Event]:
    """Take events greedily while they are far enough from each other and all fit in the window."""
    hand: list[Event] = []
    for event in shuffled:
        moments = [event.when.moment, *(other.when.moment for other in hand)]
        if max(moments) - min(moments) > window:
            continue
        if all(_apart(event, other, gap) for other in hand):
            hand.append(event)
        if len(hand) == count:
            break
    return hand


def _apart(one: Event, two: Event, gap: float) -> bool:
    clear = one.when.before(two.when) or two.when.before(one.when)
    return clear and abs(one.when.moment - two.when.moment) >= gap
