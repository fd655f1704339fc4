"""What made an idea possible, and what it made possible: walks over the arrows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.history.records import History

MOST_STEPS = 20
"""More steps than any chain of this history has."""


@dataclass(frozen=True)
class Lineage:
    """Some events around one, in order of time, and the arrows among them.

    Parameters
    ----------
    center
        Id of the event asked about.
    nodes
        Ids of the events, the centre among them, in order of time.
    arrows
        ``(parent, child)`` pairs of ids, both among the nodes.
    steps
        How many steps away from the centre the farthest of them is. A step is an arrow, and each event is reached
        by the fewest: another chain to it may be longer.
    """

    center: str
    nodes: tuple[str, ...]
    arrows: tuple[tuple[str, str], ...]
    steps: int


def ancestors(history: History, event_id: str, depth: int = MOST_STEPS) -> set[str]:
    """Find everything that made an event possible, up to some steps back.

    Parameters
    ----------
    history
        The whole history.
    event_id
        Id of the event.
    depth
        How many arrows to follow at most.

    Raises
    ------
    KeyError
        When there is no such event.

    Examples
    --------
    >>> from core.history import load
    >>> sorted(ancestors(load("en"), "mcculloch_pitts"))
    ['cajal', 'turing_machine']
    """
    return set(_back(history, event_id, depth))


def descendants(history: History, event_id: str, depth: int = MOST_STEPS) -> set[str]:
    """Find everything that an event made possible, up to some steps on; as in `ancestors`."""
    return set(_on(history, event_id, depth))


def lineage(history: History, event_id: str, *, direction: str = "both", depth: int = MOST_STEPS) -> Lineage:
    """Give the ideas before an event, after it, or both, with the arrows among them.

    Parameters
    ----------
    history
        The whole history.
    event_id
        Id of the event in the centre.
    direction
        ``"ancestors"``, ``"descendants"`` or ``"both"``.
    depth
        How many arrows away from the centre at most.

    Raises
    ------
    KeyError
        When there is no such event.

    Examples
    --------
    >>> from core.history import load
    >>> lineage(load("en"), "bpe", direction="descendants", depth=1).arrows
    (('bpe', 'transformer'), ('bpe', 'gpt2'))
    """
    met = {event_id: 0}
    if direction != "descendants":
        met |= _back(history, event_id, depth)
    if direction != "ancestors":
        met |= _on(history, event_id, depth)
    nodes = tuple(event.id for event in history if event.id in met)
    arrows = tuple((parent, child) for child in nodes for parent in history[child].after if parent in met)
    in_order = tuple(sorted(arrows, key=lambda pair: _place(pair, nodes)))
    return Lineage(event_id, nodes, in_order, max(met.values()))


def _place(pair: tuple[str, str], nodes: tuple[str, ...]) -> tuple[int, int]:
    return nodes.index(pair[0]), nodes.index(pair[1])


def _back(history: History, event_id: str, depth: int) -> dict[str, int]:
    return _reached(event_id, lambda one: history[one].after, depth)


def _on(history: History, event_id: str, depth: int) -> dict[str, int]:
    return _reached(event_id, lambda one: history.children[one], depth)


def _reached(start: str, neighbours: Callable[[str], Iterable[str]], depth: int) -> dict[str, int]:
    """Walk step by step, each event once, and tell after how many steps each was met, besides the start."""
    met = {start: 0}
    edge = {start}
    for step in range(1, depth + 1):
        edge = {two for one in edge for two in neighbours(one) if two not in met}
        met |= dict.fromkeys(edge, step)
    del met[start]
    return met
