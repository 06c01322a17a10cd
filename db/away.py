"""A database that does not answer: which errors say so, and a breaker, so that one caller finds it out and no other waits."""

import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError, TimeoutError

PERHAPS_AWAY = (DBAPIError, TimeoutError)
"""What may say "not now": no connection, a lock held too long, a deadlock, a full disk. `is_away` says which of them do."""
_NOT_NOW = ("08", "28", "3D", "3F", "40", "53", "55", "57", "58", "25006", "42P01")
"""PostgreSQL: connection, sign-in, no such database or schema, deadlock, disk or memory, lock, shutdown, system; a standby that
takes no writes; tables that are not there (yet). Source: PostgreSQL docs, appendix A."""
_SQLITE_NOT_NOW = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
_DISK_FULL = "53100"
"""PostgreSQL's disk_full."""
_NO_TABLES = "no such table"
"""A file that was taken away is made anew by SQLite, without tables."""
PAUSE_S = 1.0
"""So long after a failed connect nobody tries again; then one does, and the others still fail at once."""


def is_away(error: BaseException) -> bool:
    """Whether an error says that the database can't be used now; else it says that this statement never will be.

    A driver's OperationalError is both: a full disk, and a row that is too large for its index.
    """
    if isinstance(error, TimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    code = getattr(error.orig, "pgcode", None)
    if code is not None:
        return str(code).startswith(_NOT_NOW)
    number = getattr(error.orig, "sqlite_errorcode", None)
    if number is not None:
        # The low byte is the kind, the others say more of it.
        return number & 0xFF in _SQLITE_NOT_NOW or _NO_TABLES in str(error.orig)
    # A driver that names no code: no statement was refused, the connection was. psycopg2 raises the plain DatabaseError then.
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


def is_full(error: BaseException) -> bool:
    """Whether such an error says that the database's disk has no room: that takes longer, and somebody must help."""
    original = error.orig if isinstance(error, DBAPIError) else None
    number: int = getattr(original, "sqlite_errorcode", None) or 0
    return number & 0xFF == sqlite3.SQLITE_FULL or getattr(original, "pgcode", None) == _DISK_FULL


class Breaker:
    """Counts no failures: one connect that failed is enough, since the next one would wait as long."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed_at: float | None = None
        self._is_tried = False

    def admits(self) -> bool:
        """Whether the caller may try; it then tells `done`."""
        with self._lock:
            if self._failed_at is None:
                return True
            if self._is_tried or self._clock() - self._failed_at < PAUSE_S:
                return False
            self._is_tried = True
            return True

    def done(self, *, is_there: bool) -> None:
        """How the try went."""
        with self._lock:
            self._is_tried = False
            self._failed_at = None if is_there else self._clock()


def break_connects(engine: Engine, breaker: Breaker) -> None:
    """From now on a connect that just failed is not waited for again."""

    def connect(dialect: Any, _record: Any, arguments: Any, named: Any) -> Any:
        if not breaker.admits():
            raise dialect.loaded_dbapi.OperationalError("the database did not answer a moment ago")
        is_there = False
        try:
            connection = dialect.connect(*arguments, **named)
            is_there = True
        finally:
            breaker.done(is_there=is_there)
        return connection

    event.listen(engine, "do_connect", connect)
