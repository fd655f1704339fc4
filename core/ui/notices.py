"""What a page says when something loads, cannot be done, or should be taken with care."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx

from core.content import Content
from core.errors import CourseError
from core.ui import prose, session

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

Kind = Literal["info", "warning", "error"]

_ICONS = {
    "info": ":material/info:",
    "warning": ":material/warning_amber:",
    "error": ":material/error_outline:",
}
_SILENT_SECONDS = 2.0

SOON_SECONDS = 0.2
"""What takes less says nothing: a line that comes and goes is only unrest."""

WAITING_HEIGHT = 400
"""Height in pixels of what holds the figure's place; like most figures, so that nothing jumps."""


def note(text: str, kind: Kind = "info") -> None:
    """Draw a quiet note with a rule at its left; Markdown is welcome."""
    with st.container(key=session.numbered(f"note-{kind}")):
        prose.write(f"{_ICONS[kind]} {text}")


def say_error(error: CourseError) -> None:
    """Say in the learner's language what could not be done and what to do; never a traceback.

    An error without a sentence of its own in ``errors.yaml`` shows its English message.
    """
    words, errors = session.words("frame"), session.words("errors")
    sentence = errors.markdown(error.key, **error.values) if errors.has(error.key) else str(error)
    note(f"**{words.text('errors.title')}** {sentence}", "error")


@contextmanager
def guard(place: DeltaGenerator | None = None) -> Iterator[None]:
    """Turn a CourseError raised inside into its sentence, said in `place`, and go on after the block."""
    try:
        yield
    except CourseError as error:
        with place if place is not None else st.container():
            say_error(error)


@contextmanager
def loading(
    what: str, size: float | None = None, slot: DeltaGenerator | None = None
) -> Iterator[Callable[[float], None]]:
    """Show that something loads: a line when it is not there at once, a bar as soon as progress is reported.

    Parameters
    ----------
    what
        Name of what is being loaded, for people.
    size
        Its size in bytes, when known.
    slot
        Where to show it.

    Yields
    ------
    callable
        ``report(done_bytes)``; after two seconds the bar says how much time is left.
    """
    words, started = session.words("frame"), time.monotonic()
    place, key = (slot or st.container()).empty(), session.numbered("waiting")
    text = _loading_text(words, what, size)
    changing, over = threading.Lock(), threading.Event()

    def show() -> None:
        with changing:
            if not over.is_set():
                shown = place.container(key=key, height=WAITING_HEIGHT, border=False)
                shown.markdown(f":material/hourglass_empty: {text}")

    def report(done: float) -> None:
        waiting.cancel()
        share = min(max(done / size, 0.0), 1.0) if size else 0.0
        with changing:
            place.progress(share, text=text + _time_left(words, share, time.monotonic() - started))

    waiting = threading.Timer(SOON_SECONDS, show)
    waiting.daemon = True
    add_script_run_ctx(waiting).start()
    try:
        yield report
    finally:
        waiting.cancel()
        with changing:
            over.set()
            place.empty()


def warn_language(model: str, language: str, details: str = "") -> None:
    """Warn that a text is outside of what a model learnt; `language` is ``"es"``, ``"en"`` or ``"multi"``."""
    words = session.words("frame")
    name = words.text(f"badge.languages.{language}")
    note(words.markdown("warnings.language", model=model, language=name, details=details), "warning")


def _loading_text(words: Content, what: str, size: float | None) -> str:
    if size is None:
        return words.markdown("loading.loading", what=what)
    return words.markdown("loading.loading_size", what=what, size=size)


def _time_left(words: Content, share: float, elapsed: float) -> str:
    if elapsed < _SILENT_SECONDS or not 0 < share < 1:
        return ""
    return f" · {words.text('loading.left', time=elapsed * (1 - share) / share)}"
