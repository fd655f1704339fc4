"""The imports that lessons share: begun once by a server, never by a page run without one."""

from typing import Any
from unittest.mock import MagicMock

import pytest
from streamlit.runtime import Runtime

from core.ui import warming


def begun(monkeypatch: pytest.MonkeyPatch, runtime: Any) -> int:
    """Count how often two visits begin the imports."""
    monkeypatch.setattr(Runtime, "_instance", runtime)
    begin = MagicMock()
    monkeypatch.setattr(warming, "_begin", begin)
    warming.soon()
    warming.soon()
    return begin.call_count


def test_without_a_server_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    assert begun(monkeypatch, None) == 0
    assert begun(monkeypatch, MagicMock()) == 0  # what AppTest puts in its place


def test_a_server_asks_at_every_visit_and_the_cache_begins_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert begun(monkeypatch, object.__new__(Runtime)) == 2
    monkeypatch.undo()
    timers = MagicMock()
    monkeypatch.setattr("threading.Timer", timers)
    warming._begin.clear()
    warming._begin()
    warming._begin()
    assert timers.call_count == 1
    assert timers.return_value.daemon is True
    warming._begin.clear()
