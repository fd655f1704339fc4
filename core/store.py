"""What a learner must not lose: progress, answers and preferences, in one small SQLite file.

Everything is a note: a JSON value under (learner, lesson, name). A learner is a random id, never a name.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

PATH_VARIABLE = "LLM_POR_DENTRO_STORE"
"""Environment variable that names another file for the store."""

_LEARNER_ID = re.compile(r"[0-9a-f]{32}")


def new_learner() -> str:
    """Draw a random learner id: 128 bits, as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def is_learner(text: object) -> bool:
    """Say whether something has the shape of a learner id; cookies and links can hold anything.

    Examples
    --------
    >>> is_learner("0" * 32), is_learner("../../etc"), is_learner(None)
    (True, False, False)
    """
    return isinstance(text, str) and _LEARNER_ID.fullmatch(text) is not None


def default_path() -> Path:
    """Give the file of the store: from the environment, or the user's data folder."""
    named = os.environ.get(PATH_VARIABLE)
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("llm-por-dentro", appauthor=False)) / "progress.sqlite3"


class Store:
    """Notes of learners in a SQLite file; safe to share between threads and processes.

    Parameters
    ----------
    path
        The file; it and its folder are made on first use.

    Raises
    ------
    StoreError
        From any method, when the file cannot be read or written or is damaged.

    Examples
    --------
    >>> import tempfile
    >>> store = Store(Path(tempfile.mkdtemp()) / "progress.sqlite3")
    >>> store.save("0" * 32, "quiz", "q1", {"right": True})
    >>> store.load("0" * 32, "quiz", "q1")
    {'right': True}
    >>> store.close()
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._notes: Table | None = None

    def save(self, learner: str, lesson: str, name: str, value: Any) -> None:
        """Write one note, over the one that was there."""
        from sqlalchemy.dialects.sqlite import insert

        when = datetime.now(UTC).isoformat(timespec="seconds")
        row = {
            "learner": learner,
            "lesson": lesson,
            "name": name,
            "value": json.dumps(value),
            "updated": when,
        }
        with self._connection() as (connection, notes):
            fresh = {"value": row["value"], "updated": row["updated"]}
            connection.execute(
                insert(notes).values(row).on_conflict_do_update(index_elements=list(_KEY), set_=fresh)
            )

    def load(self, learner: str, lesson: str, name: str, default: Any = None) -> Any:
        """Read one note, or `default` when there is none."""
        return self.notes(learner, lesson).get(name, default)

    def notes(self, learner: str, lesson: str) -> dict[str, Any]:
        """Read every note of a learner in a lesson, by name."""
        return self.all(learner).get(lesson, {})

    def all(self, learner: str) -> dict[str, dict[str, Any]]:
        """Read every note of a learner: lesson → name → value."""
        found: dict[str, dict[str, Any]] = {}
        with self._connection() as (connection, notes):
            query = notes.select().where(notes.c.learner == learner).order_by(notes.c.updated)
            for row in connection.execute(query):
                found.setdefault(row.lesson, {})[row.name] = json.loads(row.value)
        return found

    def forget(self, learner: str) -> None:
        """Erase everything about a learner."""
        with self._connection() as (connection, notes):
            connection.execute(notes.delete().where(notes.c.learner == learner))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = self._notes = None

    @contextmanager
    def _connection(self) -> Iterator[tuple[Connection, Table]]:
        """Open a transaction; every way of failing on disk becomes a StoreError with the path."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            engine, notes = self._opened()
            with engine.begin() as connection:
                yield connection, notes
        except (SQLAlchemyError, OSError, json.JSONDecodeError) as error:
            raise StoreError(
                f"progress in {self.path} cannot be used: {error}", "store", path=self.path
            ) from error

    def _opened(self) -> tuple[Engine, Table]:
        with self._lock:
            if self._engine is None or self._notes is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._engine, self._notes = _open(self.path)
            return self._engine, self._notes


def store(path: Path | None = None) -> Store:
    """Give the process's store for a file, the default one if none is named."""
    return _store(path or default_path())


_KEY = ("learner", "lesson", "name")


@lru_cache(maxsize=8)
def _store(path: Path) -> Store:
    return Store(path)


def _open(path: Path) -> tuple[Engine, Table]:
    """Make the engine and the one table; a write waits up to five seconds for another process."""
    from sqlalchemy import Column, MetaData, String, Table, create_engine

    columns = [Column(name, String, primary_key=True) for name in _KEY]
    rest = [Column("value", String, nullable=False), Column("updated", String, nullable=False)]
    notes = Table("note", MetaData(), *columns, *rest)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 5})
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            notes.create(connection, checkfirst=True)
    except Exception:
        engine.dispose()
        raise
    return engine, notes
