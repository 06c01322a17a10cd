"""The engine and the transaction: one use case is one transaction that rolls back unless it reaches its end."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, create_engine

from db.away import Breaker, break_connects
from db.storable_parameters import read_json, refuse_unstorable

CONNECT_S = 3
SILENT_MS = 8_000
"""A connection over which nothing was confirmed for so long is broken (libpq's tcp_user_timeout)."""

_SWITCH_TRIES, _SWITCH_AGAIN_S = 100, 0.05
"""As long as half of what a lock is waited for elsewhere: switching takes milliseconds."""


def open_engine(url: str) -> Engine:
    """Open SQLite (WAL, foreign keys on, waits 10 s for a lock) or PostgreSQL (psycopg2, connections checked before use).

    A server that does not answer is given up after CONNECT_S, unless the address says `connect_timeout` itself; for a moment
    after that nobody else waits for it.
    """
    engine = _open(url)
    refuse_unstorable(engine)
    return engine


def _open(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url, connect_args={"check_same_thread": False, "timeout": 10}, json_deserializer=read_json
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine
    patience = {"connect_timeout": CONNECT_S, "tcp_user_timeout": SILENT_MS}
    patience = {name: limit for name, limit in patience.items() if name not in parsed.query}
    engine = create_engine(
        url, connect_args=patience, pool_pre_ping=True, pool_size=10, max_overflow=10, json_deserializer=read_json
    )
    break_connects(engine, Breaker())
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN is switched off, so that `_begin_immediate` can take the write lock at once:
    # two deferred transactions that both read before they write end in "database is locked" without waiting.
    # Source: SQLAlchemy docs, dialects/sqlite, "Serializable isolation / Savepoints / Transactional DDL".
    connection.isolation_level = None
    cursor = connection.cursor()
    _keep_write_ahead_log(cursor)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _keep_write_ahead_log(cursor: Any) -> None:
    """Switch to the write-ahead log; two first starts at once meet here, and SQLite does not wait for this lock by itself."""
    for _ in range(_SWITCH_TRIES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(_SWITCH_AGAIN_S)
        else:
            return
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin_immediate(connection: Any) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN" if options.get("reads_only") else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that commits at the end of the block and rolls back on any error; rows stay readable afterwards."""
    with Session(engine, expire_on_commit=False) as db, db.begin():
        yield db


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reads: takes no write lock on SQLite."""
    with (
        engine.connect().execution_options(reads_only=True) as connection,
        Session(connection, expire_on_commit=False) as db,
    ):
        yield db


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """A session for reads that all see the same moment, whatever is committed meanwhile."""
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with (
        engine.connect().execution_options(reads_only=True, **level) as connection,
        Session(connection, expire_on_commit=False) as db,
    ):
        yield db
