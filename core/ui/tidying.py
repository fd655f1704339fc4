"""An empty classroom gives its memory back: once nobody is connected, what learners left behind goes to the system.

Streamlit keeps a session for two minutes after it left, in case it returns, and then until the next one leaves. What
its objects took stays with the C library, scattered over many threads' regions, unless there are few of these and it
is asked to give it back.
"""

from __future__ import annotations

import contextlib
import threading
import time
from typing import Any

import streamlit as st
from streamlit.runtime import Runtime, RuntimeState
from streamlit.runtime.fragment import MemoryFragmentStorage

from core.memory import give_back, lay_out
from core.ui import warming

EVERY_SECONDS = 20.0
ROUNDS = 9
"""Rounds after the last learner left: three minutes, longer than Streamlit keeps a session."""


def soon() -> None:
    """Begin to watch, once per server; where pages run without one nothing is begun."""
    if warming.served():
        _begin()


@st.cache_resource(show_spinner=False)
def _begin() -> None:
    lay_out()
    threading.Thread(target=_watch, name="tidying", daemon=True).start()


def _watch() -> None:
    left = ROUNDS
    while Runtime.exists():
        time.sleep(EVERY_SECONDS)
        if Runtime.instance().state is not RuntimeState.NO_SESSIONS_CONNECTED:
            left = ROUNDS
        elif left > 0:
            left -= 1
            _forget_who_left()
            give_back()


def _forget_who_left() -> None:
    """Let Streamlit forget the sessions whose time to return is over: by itself it does when the next one leaves."""
    forget(getattr(Runtime.instance()._session_mgr, "_session_storage", None))  # noqa: SLF001  (there is no other door)


def forget(storage: Any) -> None:
    """Forget the sessions of a storage whose time is over, and empty them.

    Streamlit's own loop goes on holding the last session that it served, with all that its learner trained.
    """
    expire = getattr(getattr(storage, "_cache", None), "expire", None)
    if expire is None:
        return
    with contextlib.suppress(
        RuntimeError
    ):  # somebody came or left in this very moment: the next round does it
        for _, left in expire():
            left.session.shutdown()
            left.session.session_state.clear()
            left.session._fragment_storage = MemoryFragmentStorage()  # noqa: SLF001  (nor here)
