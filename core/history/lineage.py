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
        Arrows of the longest chain.
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
    return _reached(event_id, lambda one: history[one].after, depth)


def descendants(history: History, event_id: str, depth: int = MOST_STEPS) -> set[str]:
    """Find everything that an event made possible, up to some steps on; as in `ancestors`."""
    return _reached(event_id, lambda one: history.children[one], depth)


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
    members = {event_id}
    if direction != "descendants":
        members |= ancestors(history, event_id, depth)
    if direction != "ancestors":
        members |= descendants(history, event_id, depth)
    nodes = tuple(event.id for event in history if event.id in members)
    arrows = tuple((parent, child) for child in nodes for parent in history[child].after if parent in members)
    return Lineage(
        event_id, nodes, tuple(sorted(arrows, key=lambda pair: _place(pair, nodes))), _longest(nodes, arrows)
    )


def _place(pair: tuple[str, str], nodes: tuple[str, ...]) -> tuple[int, int]:
    return nodes.index(pair[0]), nodes.index(pair[1])


def _longest(nodes: Iterable[str], arrows: Iterable[tuple[str, str]]) -> int:
    """Count the arrows of the longest chain, walking the nodes in order of time."""
    reach = dict.fromkeys(nodes, 0)
    for child in reach:
        reach[child] = max((reach[parent] + 1 for parent, other in arrows if other == child), default=0)
    return max(reach.values())


def _reached(start: str, neighbours: Callable[[str], Iterable[str]], depth: int) -> set[str]:
    """Walk step by step, each event once, and give what was met besides the start."""
    seen, edge = {start}, list(neighbours(start)) if depth > 0 else []
    for _ in range(depth):
        seen.update(edge)
        edge = [two for one in edge for two in neighbours(one) if two not in seen]
    return seen - {start}
