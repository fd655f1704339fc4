"""Who runs and who waits: as many runs at once as there are processors, first come first served, one per learner."""

from __future__ import annotations

import itertools
import threading


class Places:
    """A queue in front of a few places.

    Parameters
    ----------
    count
        Runs at once.

    Examples
    --------
    >>> places = Places(1)
    >>> ana, luis = places.ticket(), places.ticket()
    >>> places.before(ana), places.before(luis)
    (0, 1)
    >>> places.leave(ana)
    >>> places.before(luis)
    0
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._tickets: list[int] = []

    def ticket(self) -> int:
        """Stand in line."""
        with self._lock:
            number = next(self._numbers)
            self._tickets.append(number)
            return number

    def before(self, ticket: int) -> int:
        """Say how many must leave before this ticket has a place; 0 when it has one."""
        with self._lock:
            return max(0, self._tickets.index(ticket) - self.count + 1)

    def leave(self, ticket: int) -> None:
        """Give the place, or the one in line, to the next."""
        with self._lock:
            if ticket in self._tickets:
                self._tickets.remove(ticket)

    def taken(self) -> int:
        """Say how many run or wait."""
        with self._lock:
            return len(self._tickets)
