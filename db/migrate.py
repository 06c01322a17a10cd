"""Bring a database to a revision of the tables: the only way that tables are made or changed.

For developers: `python -m db.migrate draft "why"` writes a new revision by comparing the tables with the newest one.
"""

import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from db.engine import open_engine
from db.rollups.folding import fill
from db.rollups.triggers import drop_triggers, has_triggers, make_triggers
from proctor_core.codes.start_refusals import StartRefusal
from proctor_core.errors import Unavailable

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that no other program uses in this database: two processes that start at once migrate one after the other.
_LOCK = 7_305_112
_SUMS = "statistics_rollup"


def upgrade(url: str, target: str = "head") -> None:
    """Move up to `target`; nothing happens when the database is there already. All of it or nothing.

    Raises:
        Unavailable: the migration would leave a row that points to nothing.
    """
    with _migrating(url, newest() if target == "head" else target) as config:
        command.upgrade(config, target)


def downgrade(url: str, target: str) -> None:
    """Move down to `target`, which may be `base` (no tables at all) or `-1`. What the dropped columns held is lost."""
    with _migrating(url, target) as config:
        command.downgrade(config, target)


def current(engine: Engine) -> str | None:
    """The database's revision, or None before the first."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The newest revision that this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_known(revision: str) -> bool:
    """Whether this program knows the revision; it does not know those of a newer one."""
    return any(known.revision == revision for known in ScriptDirectory.from_config(_config()).walk_revisions())


def draft(message: str) -> None:
    """Write a revision that holds the difference between the tables and the newest revision."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/draft.db"
        upgrade(url)
        with _migrating(url, None) as config:
            command.revision(config, message, autogenerate=True)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _migrating(url: str, target: str | None) -> Generator[Config]:
    """`target`: where to, None for nowhere."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            _prepare(connection)
            with connection.begin(), _counting_after(connection, target):
                config = _config()
                config.attributes["connection"] = connection
                yield config
    finally:
        engine.dispose()


@contextmanager
def _counting_after(connection: Connection, target: str | None) -> Generator[None]:
    """Tables are changed without the triggers that count their rows: SQLite lets nobody rename what a trigger names.

    At the end the triggers are those of this program, and what was never counted is.
    """
    _lock(connection)
    had_sums = inspect(connection).has_table(_SUMS)
    if target not in (None, MigrationContext.configure(connection).get_current_revision()):
        drop_triggers(connection)
    yield
    _check_references(connection)
    if inspect(connection).has_table(_SUMS) and not has_triggers(connection):
        make_triggers(connection)
        if not had_sums:
            fill(connection)


def _prepare(connection: Connection) -> None:
    # SQLite: a batch migration copies a table and drops the old one, and with foreign keys on the drop would delete every
    # row that refers to it. The switch does nothing inside a transaction, so it is turned before one begins.
    # Source: https://www.sqlite.org/foreignkeys.html, section 5.
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.close()


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise Unavailable(StartRefusal.DANGLING_ROWS, tables=tables)


if __name__ == "__main__" and sys.argv[1:2] == ["draft"]:
    draft(sys.argv[2])
