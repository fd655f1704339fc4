"""One run, seen from the server: its claims as events, its facts from the zygote, its end in every case."""

from __future__ import annotations

import codecs
import json
import os
import select
import signal
import socket
import struct
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from core.sandbox import frames
from core.sandbox.child import FAILED, FINISHED, LEFT
from core.sandbox.events import End, Error, Event, Output, Queued, Reason, Usage, event
from core.sandbox.limits import Limits
from core.sandbox.places import Places
from core.sandbox.process import Zygote

_LENGTH = struct.Struct(">I")
_BEGINS_WITHIN = 10.0
_OVERTIME = 2.0
"""Seconds without a word from the zygote after which it is taken for hung."""

_PIECE = 65_536
_PAUSE = 0.1


class Run:
    """A run: iterate over its events, or ask for those that are there; close it when nobody looks any more.

    Parameters
    ----------
    zygote
        Who forks it.
    places
        The queue in front of the zygote.
    request
        What the child is told.
    limits
        What it may use.
    """

    def __init__(self, zygote: Zygote, places: Places, request: dict[str, Any], limits: Limits) -> None:
        self.limits = limits
        self.ended: End | None = None
        self._zygote, self._places, self._request = zygote, places, request
        self._ticket = places.ticket()
        self._before = -1
        self._events: deque[Event] = deque()
        self._reader = frames.Reader(limits.frame_bytes)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._claims = self._printed = -1
        self._facts: socket.socket | None = None
        self._told = b""
        self._asked = self._begun = 0.0
        self._bytes = self._lines = 0
        self._why: Reason | None = None
        self._failed = self._abandoned = False

    def __iter__(self) -> Iterator[Event]:
        """Give every event up to the end; leaving the loop ends the run."""
        try:
            while (one := self.next(_PAUSE)) is not None or self.ended is None:
                if one is not None:
                    yield one
        finally:
            self.close()

    def next(self, patience: float) -> Event | None:
        """Give the next event, or None when there is none within `patience` seconds or ever again."""
        if not self._events and self.ended is None:
            self._work(patience)
        return self._events.popleft() if self._events else None

    def close(self) -> None:
        """End the run if it runs, and give its place away."""
        if self.ended is None:
            self._finish("stopped", Usage(output_bytes=self._bytes, lines=self._lines))

    def abandon(self) -> None:
        """Ask for the end from another thread; whoever reads the events sees it come."""
        self._abandoned = True
        self._why = self._why or "stopped"
        facts = self._facts
        if facts is not None:
            with suppress(OSError):
                facts.sendall(b"x")
        self._places.leave(self._ticket)

    def _work(self, patience: float) -> None:
        if self._facts is None:
            self._wait_for_a_place(patience)
            return
        watched: list[Any] = [one for one in (self._claims, self._printed) if one >= 0]
        ready, _, _ = select.select([*watched, self._facts], [], [], patience)
        for descriptor in watched:
            if descriptor in ready:
                self._read(descriptor)
        if self._facts in ready and self.ended is None:
            self._read_facts()
        self._look_after_the_zygote()

    def _wait_for_a_place(self, patience: float) -> None:
        if self._abandoned:
            self.close()
            return
        before = self._places.before(self._ticket)
        if before != self._before and before:
            self._events.append(Queued(before))
        elif before:
            time.sleep(min(patience, 0.05))
        self._before = before
        if not before:
            self._begin()

    def _begin(self) -> None:
        (self._claims, writes), (self._printed, prints) = os.pipe(), os.pipe()
        self._facts, theirs = socket.socketpair()
        with theirs:
            try:
                self._zygote.ask(self._request, (writes, prints, theirs.fileno()))
            except BaseException:
                self.close()
                raise
            finally:
                os.close(writes)
                os.close(prints)
        self._asked = time.monotonic()

    def _read(self, descriptor: int) -> None:
        piece = os.read(descriptor, _PIECE)
        if not piece:
            os.close(descriptor)
            if descriptor == self._claims:
                self._claims = -1
            else:
                self._printed = -1
            return
        if self._why is not None:
            return  # its end is on the way; what it still says is not listened to
        self._bytes += len(piece)
        if descriptor == self._printed:
            self._take(Output(frames.clean(self._decoder.decode(piece))))
        else:
            try:
                for frame in self._reader.feed(piece):
                    self._take(event(frame))
            except frames.BadFrameError:
                self._stop("garbled")
        if self._bytes > self.limits.output_bytes:
            self._stop("output")

    def _take(self, one: Event) -> None:
        if self._why is not None:
            return
        if isinstance(one, Output):
            self._lines += one.text.count("\n")
            if self._lines > self.limits.output_lines:
                self._events.append(one)
                self._stop("output")
                return
        self._failed |= isinstance(one, Error)
        self._events.append(one)

    def _stop(self, why: Reason) -> None:
        """Ask the zygote to end it; the facts come then."""
        self._why = self._why or why
        if self._facts is not None:
            with suppress(OSError):
                self._facts.sendall(b"x")

    def _read_facts(self) -> None:
        try:
            piece = self._facts.recv(_PIECE) if self._facts else b""
        except OSError:
            piece = b""
        self._told += piece
        while len(self._told) >= _LENGTH.size and self.ended is None:
            length = _LENGTH.unpack_from(self._told)[0]
            if len(self._told) < _LENGTH.size + length:
                return
            message = json.loads(self._told[_LENGTH.size : _LENGTH.size + length])
            self._told = self._told[_LENGTH.size + length :]
            if "started" in message:
                self._begun = time.monotonic()
            else:
                self._drain()
                self._finish(self._reason(message), self._usage(message))
        if not piece and self.ended is None:  # the zygote is gone, and the run with it
            self._finish("lost", Usage(output_bytes=self._bytes, lines=self._lines))

    def _drain(self) -> None:
        """Read what the run sent before it ended."""
        while self._why is None:
            watched = [one for one in (self._claims, self._printed) if one >= 0]
            ready, _, _ = select.select(watched, [], [], 0)
            if not ready:
                return
            for descriptor in ready:
                self._read(descriptor)

    def _look_after_the_zygote(self) -> None:
        if self.ended is not None:
            return
        now = time.monotonic()
        silent = not self._begun and now - self._asked > _BEGINS_WITHIN
        if silent or (self._begun and now - self._begun > self.limits.wall_seconds + _OVERTIME):
            self._zygote.replace()
            self._finish("lost", Usage(output_bytes=self._bytes, lines=self._lines))

    def _reason(self, facts: dict[str, Any]) -> Reason:
        if self._why is not None:
            return self._why
        if facts["why"]:
            return "wall" if facts["why"] == "wall" else "stopped"
        status = facts["status"]
        if status in (FINISHED, FAILED, LEFT):
            return "error" if self._failed else "finished" if status == FINISHED else "exit"
        if status == -signal.SIGXCPU or (
            status == -signal.SIGKILL and facts["cpu"] >= self.limits.cpu_seconds - 0.5
        ):
            return "cpu"
        if status == -signal.SIGKILL:
            return "memory"
        return "crash" if status < 0 else "exit"

    def _usage(self, facts: dict[str, Any]) -> Usage:
        return Usage(facts["cpu"], facts["wall"], facts["resident"], self._bytes, self._lines)

    def _finish(self, reason: Reason, usage: Usage) -> None:
        self.ended = End(reason, usage)
        self._events.append(self.ended)
        self._places.leave(self._ticket)
        for descriptor in (self._claims, self._printed):
            if descriptor >= 0:
                os.close(descriptor)
        self._claims = self._printed = -1
        if self._facts is not None:
            self._facts.close()
