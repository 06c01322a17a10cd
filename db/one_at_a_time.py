"""Locks between processes that start on one database at the same moment, when there may be no tables yet."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from proctor_core.file_lock import lock_file

TABLES_OF_QUEUES, DEMO_CONTENT = 7_305_113, 7_305_114
"""Any numbers that no other program uses in this database; the migrations have one of their own."""


class ProcessLock:
    """One per engine and key; the system lets it go when the process ends, however it ends.

    PostgreSQL: an advisory lock of one connection. SQLite: a file beside the database.
    """

    def __init__(self, engine: Engine, key: int) -> None:
        self._engine, self._key = engine, key
        self._held: Connection | int | None = None

    def take(self, *, waits: bool) -> bool:
        """Whether it is held now; once more changes nothing. With `waits` it comes back only when it is."""
        if self._held is None:
            is_server = self._engine.dialect.name == "postgresql"
            self._held = self._of_the_server(waits=waits) if is_server else self._of_a_file(waits=waits)
        return self._held is not None

    def give_back(self) -> None:
        """Let the next one have it."""
        held, self._held = self._held, None
        if isinstance(held, Connection):
            # At once: the server ends the connection a moment after it is closed. One that is broken holds nothing.
            with suppress(SQLAlchemyError):
                held.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": self._key})
            # The pool would keep the connection open, and the lock with it.
            held.invalidate()
            held.close()
        elif held is not None:
            os.close(held)

    def _of_the_server(self, *, waits: bool) -> Connection | None:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        asked = "SELECT pg_advisory_lock(:key) IS NOT NULL" if waits else "SELECT pg_try_advisory_lock(:key)"
        if connection.execute(text(asked), {"key": self._key}).scalar_one():
            return connection
        connection.close()
        return None

    def _of_a_file(self, *, waits: bool) -> int | None:
        database = self._engine.url.database or ":memory:"
        is_in_memory = database == ":memory:"
        path = os.devnull if is_in_memory else str(Path(database).parent / f".lock-{self._key}")
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if is_in_memory or lock_file(file, waits=waits):
            return file
        os.close(file)
        return None


@contextmanager
def one_at_a_time(engine: Engine, key: int) -> Iterator[None]:
    """Wait until no other process is in such a block."""
    lock = ProcessLock(engine, key)
    lock.take(waits=True)
    try:
        yield
    finally:
        lock.give_back()
