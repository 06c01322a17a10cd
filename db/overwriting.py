"""Makes deleted rows unreadable in the database file itself, and not only absent from the tables."""

import logging
import sqlite3

from sqlalchemy import Engine

log = logging.getLogger(__name__)


def overwrite_deleted(engine: Engine) -> bool:
    """Write an SQLite file anew and empty its journal; False when it was in use for too long, so that it is to be tried again.

    `secure_delete` zeroes what is deleted, but not what moved between pages before; the write-ahead log holds older pages.
    PostgreSQL frees deleted rows by its own VACUUM; there this does nothing and answers True.
    Source: https://www.sqlite.org/pragma.html#pragma_secure_delete, https://www.sqlite.org/lang_vacuum.html
    """
    if engine.dialect.name != "sqlite":
        return True
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
