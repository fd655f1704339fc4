"""What the page remembers of a program: its code, whether it runs, and everything that it told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import streamlit as st

from core.errors import CourseError
from core.sandbox.events import End, Event, Output, Reason, Usage

Status = Literal["idle", "asked", "running", "done"]
Kind = TypeVar("Kind")

LONGEST_KEPT = 20_000
"""Characters of a program that are kept for the next visit."""


@dataclass
class Lab:
    """One editor and what came out of it.

    Parameters
    ----------
    code
        What the server knows of the text.
    status
        ``asked`` until the page has started it, ``running`` while it listens.
    events
        What the run told; grows while it runs, so that nothing is lost when the page is interrupted.
    replaced
        How often the text was replaced from outside of the editor.
    hint
        Which hint is shown, from 1; 0 for none.
    solution
        Whether the solution is shown.
    failure
        Why it could not run at all.
    ran
        The code that the events belong to.
    seconds
        How long it ran when the page stopped listening, on the clock.
    """

    code: str
    status: Status = "idle"
    events: list[Event] = field(default_factory=list)
    replaced: int = 0
    hint: int = 0
    solution: bool = False
    failure: CourseError | None = None
    ran: str = ""
    seconds: float = 0.0

    def ask(self, code: str) -> None:
        """Ask for a run; the page starts it when it is drawn next."""
        self.code = self.ran = code
        self.status, self.events, self.failure, self.seconds = "asked", [], None, 0.0

    def stop(self, reason: Reason = "stopped") -> None:
        """Note that a run was stopped, if one is there; nobody counted its processor time."""
        if self.status in ("asked", "running"):
            self.status = "done"
            if not any(isinstance(one, End) for one in self.events):
                lines = sum(one.text.count("\n") for one in self.of(Output))
                self.events.append(End(reason, Usage(wall_seconds=self.seconds, lines=lines)))

    def put(self, code: str) -> None:
        """Replace the text, and forget what the old one told."""
        self.stop()
        self.code, self.status, self.events, self.failure = code, "idle", [], None
        self.replaced += 1

    def of(self, kind: type[Kind]) -> Sequence[Kind]:
        """List the events of one kind."""
        return [one for one in self.events if isinstance(one, kind)]

    @property
    def end(self) -> End | None:
        """How it ended."""
        ends = self.of(End)
        return ends[-1] if ends else None


def lab(name: str, code: str) -> Lab:
    """Give the editor of that name; a new one starts with `code`."""
    labs: dict[str, Lab] = st.session_state.setdefault("_laboratory", {})
    if name not in labs:
        labs[name] = Lab(code)
    found = labs[name]
    if found.status == "running":  # the page was interrupted, and the run with it
        found.stop("interrupted")
    return found


def solved(notes: Any) -> set[str]:
    """Read which exercises were solved; a note can hold anything."""
    return {str(one) for one in notes} if isinstance(notes, list) else set()
