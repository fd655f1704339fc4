"""A file of progress for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.quiz import store
from core.store import store as notes


@pytest.fixture(autouse=True)
def fresh_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each test a file of its own."""
    monkeypatch.setenv("LLM_POR_DENTRO_STORE", str(tmp_path / "progress.sqlite3"))
    yield
    store.progress().close()
    store.progress.cache_clear()
    notes().close()
