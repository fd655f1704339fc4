"""An empty classroom: who left and cannot return is forgotten, with everything that they held."""

from __future__ import annotations

import weakref
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.state import SessionState

from core.ui.tidying import forget


class Run:
    """What a learner trained."""


def left(name: str, *held: Run) -> Any:
    """A session that left: its state and a part of its page hold what was trained."""
    state, parts = SessionState(), MemoryFragmentStorage()
    (state["run"],) = held
    parts.register("drawn", lambda: held)
    session = SimpleNamespace(id=name, session_state=state, _fragment_storage=parts, shutdown=Mock())
    return SimpleNamespace(session=session)


def test_who_cannot_return_is_emptied_although_the_server_still_holds_the_session():
    storage, run = MemorySessionStorage(ttl_seconds=0), Run()
    seen, info = weakref.ref(run), left("ana", run)
    storage.save(info)
    del run
    forget(storage)
    assert storage.list() == []
    assert seen() is None
    info.session.shutdown.assert_called_once_with()


def test_who_may_return_keeps_everything():
    storage, run = MemorySessionStorage(ttl_seconds=120), Run()
    info = left("ana", run)
    storage.save(info)
    forget(storage)
    assert storage.list() == [info]
    assert info.session.session_state["run"] is run
    info.session.shutdown.assert_not_called()


def test_another_streamlit_without_that_door_is_left_alone():
    forget(None)
    forget(SimpleNamespace())
