"""The database under the quiz: connecting, transactions, and what to do when a file is damaged."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import StoreError
from core.store import default_path
from core.store import store as notes_store

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, MetaData, Select

ADDRESS_VARIABLE = "LLM_POR_DENTRO_DATABASE"
"""Environment variable with the address of another database: ``postgresql+psycopg://user@host/name``."""

IN_MEMORY = "sqlite://"
"""Address of a database that lasts as long as its process; for when the disk refuses."""

WAITS_SECONDS = 30
"""How long a write waits for another one."""


def default_address() -> str:
    """Give the address of the database: from the environment, or the file of the course's store."""
    return os.environ.get(ADDRESS_VARIABLE) or f"sqlite:///{default_path()}"


class Database:
    """Transactions on an address that SQLAlchemy knows; safe to share between threads and processes.

    Parameters
    ----------
    address
        What to connect to; the folder of a file is made on first use.
    metadata
        The tables, made when they are missing.

    Attributes
    ----------
    set_aside
        Where a damaged file was put, if that happened.
    """

    def __init__(self, address: str, metadata: MetaData) -> None:
        self.address = address
        self.metadata = metadata
        self.set_aside: Path | None = None
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    def rows(self, query: Select[Any]) -> list[Any]:
        """Read rows, each a mapping of columns."""
        return list(self.do(lambda connection: connection.execute(query).mappings().all()))

    def do(self, work: Callable[[Connection], Any]) -> Any:
        """Do some work in a transaction; on a damaged file, set it aside and do it in a new one.

        Raises
        ------
        IntegrityError
            When a row is there already.
        StoreError
            When the database cannot be read or written.
        """
        from sqlalchemy.exc import IntegrityError, SQLAlchemyError

        try:
            try:
                return self._once(work)
            except IntegrityError:
                raise
            except SQLAlchemyError as error:
                if not self._is_damage(error) or not self._put_aside():
                    raise
            return self._once(work)
        except IntegrityError:
            raise
        except (SQLAlchemyError, OSError) as error:
            message = f"progress in {self.address} cannot be used: {error}"
            raise StoreError(message, "store", path=self.address) from error

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = None

    def _once(self, work: Callable[[Connection], Any]) -> Any:
        with self._opened().begin() as connection:
            return work(connection)

    def _opened(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = _connected(self.address, self.metadata)
            return self._engine

    @staticmethod
    def _is_damage(error: Exception) -> bool:
        """Tell a damaged file from a busy, full or read-only one."""
        from sqlalchemy.exc import DatabaseError, OperationalError

        return isinstance(error, DatabaseError) and not isinstance(error, OperationalError)

    def _put_aside(self) -> bool:
        """Rename a damaged file and what SQLite keeps beside it; say whether there was one."""
        path = Path(self.address.removeprefix("sqlite:///"))
        if not self.address.startswith("sqlite:///") or not path.is_file():
            return False
        self.close()
        notes_store().close()  # it may have the same file open
        moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        aside = path.with_name(f"{path.stem}.damaged-{moment}{path.suffix}")
        for ending in ("", "-wal", "-shm"):
            beside = path.with_name(path.name + ending)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + ending))
        self.set_aside = aside
        return True


def _connected(address: str, metadata: MetaData) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    if not address.startswith("sqlite"):
        engine = create_engine(address, pool_pre_ping=True)
        metadata.create_all(engine)
        return engine
    options: dict[str, Any] = {"connect_args": {"timeout": WAITS_SECONDS, "check_same_thread": False}}
    if address == IN_MEMORY:
        options["poolclass"] = StaticPool
    elif not address.startswith("sqlite:///file:"):  # a SQLite URI is no path: its file must be there already
        Path(address.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, **options)
    try:
        _prepare(engine, metadata)
    except Exception:
        engine.dispose()
        raise
    return engine


def _prepare(engine: Engine, metadata: MetaData) -> None:
    """Check a file for damage, let readers and a writer work at once, and make the tables that are missing."""
    from sqlalchemy.exc import DatabaseError

    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if verdict != "ok":
            raise DatabaseError("PRAGMA quick_check", None, sqlite3.DatabaseError(str(verdict)))
    metadata.create_all(engine)
