"""The sandbox of a server: its zygotes, its queue, and who may run what at which level."""

from __future__ import annotations

import atexit
import secrets
import threading
from contextlib import suppress
from typing import Any

from core.device import cores
from core.errors import CourseError
from core.sandbox import confinement
from core.sandbox.limits import Level, Limits, checked_code
from core.sandbox.places import Places
from core.sandbox.probe import Report, examine
from core.sandbox.process import Hello, Zygote
from core.sandbox.runs import Run
from core.sandbox.warm import Kind, kind_for


class Sandbox:
    r"""Runs programs inside the walls.

    Parameters
    ----------
    layers
        Which walls; those of this machine by default.
    places
        Runs at once; one per processor by default.

    Examples
    --------
    >>> sandbox = Sandbox()
    >>> [event.text for event in sandbox.start("print(6 * 7)") if event.kind == "output"]
    ['42\n']
    >>> sandbox.close()
    """

    def __init__(self, layers: confinement.Layers | None = None, places: int | None = None) -> None:
        self._layers = layers
        self._places = Places(places or cores())
        self._lock = threading.Lock()
        self._zygotes: dict[Kind, Zygote] = {}
        self._running: dict[str, Run] = {}
        self._examining = threading.Lock()
        self._reports: dict[Kind, Report] = {}
        self._preparing: dict[Kind, threading.Thread] = {}

    def zygote(self, kind: Kind) -> Zygote:
        """Give the zygote of a kind, started or not."""
        with self._lock:
            if self._layers is None:
                self._layers = confinement.available()
            if kind not in self._zygotes:
                self._zygotes[kind] = Zygote(kind, self._layers)
            return self._zygotes[kind]

    def warm(self, kind: Kind = "torch") -> Hello:
        """Start a zygote and wait until it is warm; at once when it is.

        Raises
        ------
        CourseError
            When it does not start.
        """
        return self.zygote(kind).hello()

    def report(self, kind: Kind = "torch") -> Report:
        """Give the level of a zygote; the first time it is started, and tried.

        Raises
        ------
        CourseError
            When it does not start.
        """
        with self._examining:
            if kind not in self._reports:
                hello = self.warm(kind)
                self._reports[kind] = examine(
                    lambda code, limits: list(self._launch(kind, code, limits)), hello.layers
                )
            return self._reports[kind]

    def prepare(self, kind: Kind = "torch") -> threading.Thread:
        """Start a zygote and try its walls behind the page's back; gives the thread that does it."""
        with self._lock:
            thread = self._preparing.get(kind)
            if thread is None or not (thread.is_alive() or kind in self._reports):
                thread = threading.Thread(target=self._prepare, args=(kind,), name="sandbox", daemon=True)
                self._preparing[kind] = thread
                thread.start()
            return thread

    def _prepare(self, kind: Kind) -> None:
        with suppress(CourseError):  # whoever runs something next is told
            self.report(kind)

    def known(self, kind: Kind = "torch") -> Report | None:
        """Give the report when there is one already and its zygote is warm; never waits."""
        zygote = self._zygotes.get(kind)
        return self._reports.get(kind) if zygote is not None and zygote.ready else None

    def start(
        self,
        code: str,
        limits: Limits | None = None,
        *,
        learner: str = "",
        seed: int | None = None,
        exercise: str = "",
        look: bool = True,
    ) -> Run:
        """Start a program; what the same learner still runs is ended.

        Parameters
        ----------
        code
            Python.
        limits
            What it may use.
        learner
            Whose it is; nobody's by default.
        seed
            First number of every source of chance; drawn anew when None.
        exercise
            Id of the exercise whose checker looks at the result.
        look
            Whether every named tensor is described at the end.

        Raises
        ------
        InputError
            When the code is empty, far too long or holds NUL bytes.
        CourseError
            When no sandbox starts here, or its walls do not even hold a greedy program.
        """
        text = checked_code(code)
        kind = kind_for(text, exercise)
        if self.report(kind).level == "off":
            raise CourseError(
                "this machine cannot hold a program; the laboratory stays closed", "sandbox_off"
            )
        more = {"seed": secrets.randbits(63) if seed is None else seed, "exercise": exercise, "look": look}
        run = self._launch(kind, text, limits or Limits(), more)
        if learner:
            self._one_each(learner, run)
        return run

    def _launch(self, kind: Kind, code: str, limits: Limits, more: dict[str, Any] | None = None) -> Run:
        request = {
            "code": code,
            "limits": limits.as_dict(),
            "seed": 0,
            "exercise": "",
            "look": False,
            **(more or {}),
        }
        return Run(self.zygote(kind), self._places, request, limits)

    def _one_each(self, learner: str, run: Run) -> None:
        with self._lock:
            before, self._running[learner] = self._running.get(learner), run
            for name in [one for one, other in self._running.items() if other.ended]:
                del self._running[name]
        if before is not None:
            before.abandon()

    def waiting(self) -> int:
        """Say how many run or wait."""
        return self._places.taken()

    def close(self) -> None:
        """End every zygote, and every run with it."""
        with self._lock:
            zygotes, self._zygotes = list(self._zygotes.values()), {}
        for zygote in zygotes:
            zygote.close()


_shared: Sandbox | None = None
_making = threading.Lock()


def shared() -> Sandbox:
    """Give the one sandbox of this process; it costs nothing until somebody runs something."""
    global _shared
    with _making:
        if _shared is None:
            _shared = Sandbox()
            atexit.register(_shared.close)
        return _shared


def permitted(level: Level, *, open_to_others: bool) -> None:
    """Say whether learners' code may run: anything but a clear yes is a no.

    Parameters
    ----------
    level
        What the probes found.
    open_to_others
        Whether other machines can reach this server.

    Raises
    ------
    CourseError
        When it may not.

    Examples
    --------
    >>> permitted("full", open_to_others=True)
    """
    if level == "off":
        raise CourseError("this machine cannot hold a program; the laboratory stays closed", "sandbox_off")
    if open_to_others and level != "full":
        raise CourseError(
            "this server is open to others and its walls are not complete; run the course on your own machine",
            "sandbox_shared",
        )
