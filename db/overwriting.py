"""Makes deleted rows unreadable in the database's own files, and not only absent from the tables."""

import logging
import re
import sqlite3
from contextlib import nullcontext

import psycopg2
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError

from db.rollups.triggers import COUNTED, without_triggers

log = logging.getLogger(__name__)

LOCK_MS = 100
"""So long a table is waited for: while it is, everybody else who wants the table waits behind it."""
STATISTICS = "pg_catalog.pg_statistic"
"""What ANALYZE keeps of columns: frequent and bounding values, names among them."""
_DEAD = re.compile(r"\n\s*\w+:\s+(\d+) ")
"""In VERBOSE's notices, in whatever language: "DETAIL:  0 dead row versions cannot be removed yet."."""


def overwrite_deleted(engine: Engine) -> bool:
    """Write an SQLite file anew and empty its journal; False when it was in use for too long, so that it is to be tried again.

    `secure_delete` zeroes what is deleted, but not what moved between pages before; the write-ahead log holds older pages.
    Of PostgreSQL's tables each is written anew by itself: here this returns False. See `rewrite_table`.
    Source: https://www.sqlite.org/pragma.html#pragma_secure_delete, https://www.sqlite.org/lang_vacuum.html
    """
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        try:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (is_busy, *_) = cursor.fetchone() or (True,)
        except sqlite3.OperationalError as error:
            log.warning("deleted rows are not overwritten yet: %s", error)
            return False
        finally:
            cursor.close()
    return not is_busy


def table_bytes(engine: Engine, table: str) -> int:
    """What a table of PostgreSQL has on the disk, with its indexes."""
    with engine.connect() as connection:
        return int(
            connection.execute(text("SELECT pg_total_relation_size(to_regclass(:table))"), {"table": table}).scalar()
            or 0
        )


def rewrite_table(engine: Engine, table: str) -> bool:
    """Write a table of PostgreSQL and its indexes anew; False: it is in use, or somebody still sees rows that were deleted.

    A plain VACUUM frees the room of dead rows and leaves their bytes in it until others come; FULL writes what lives into new
    files, and the old ones go. The write-ahead log keeps both for a while. Holds the table for as long as it takes.
    Source: PostgreSQL docs, VACUUM, and "Routine Vacuuming"; tests/services/keeping/test_overwriting.py looks into the files.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            connection.execute(text(f"SET lock_timeout = {LOCK_MS}"))
            analyses = "" if table == STATISTICS else ", ANALYZE"
            notices = _said(connection, f"VACUUM (FULL, VERBOSE{analyses}) {table}")
            if analyses:
                _forget_statistics(engine, table)
        except (DBAPIError, psycopg2.Error) as error:
            log.info("%s is not written anew yet: %s", table, type(error).__name__)
            return False
        finally:
            connection.invalidate()
    dead = [int(found) for notice in notices for found in _DEAD.findall(notice)]
    # Without a line of it the table was passed over: it is not ours to write.
    return bool(dead) and not any(dead)


def _forget_statistics(engine: Engine, table: str) -> None:
    """Of a table that is empty now: ANALYZE leaves what it knew of rows before, and a column's type said anew lets go of it."""
    with engine.begin() as connection:
        if not connection.execute(select(text("1")).select_from(text(table)).limit(1)).first():
            connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_MS}"))
            _say_types_anew(connection, table)


def _say_types_anew(connection: Connection, table: str) -> None:
    known = text(
        "SELECT quote_ident(attname), format_type(atttypid, atttypmod) FROM pg_attribute JOIN pg_stats USING (attname) "
        "WHERE attrelid = to_regclass(:table) AND tablename = :table AND schemaname = current_schema()"
    )
    columns = connection.execute(known, {"table": table}).all()
    if columns:
        anew = ", ".join(f"ALTER COLUMN {name} TYPE {kind}" for name, kind in columns)
        # A column that a trigger names keeps its type.
        with without_triggers(connection) if table in COUNTED else nullcontext():
            connection.execute(text(f"ALTER TABLE {table} {anew}"))


def _said(connection: Connection, statement: str) -> list[str]:
    driver = connection.connection.driver_connection
    assert driver is not None, "an open connection"
    # By the driver itself: SQLAlchemy logs the notices and clears them.
    with driver.cursor() as cursor:
        cursor.execute(statement)
    return list(driver.notices)
