"""The database before the program serves: reachable, and at the tables that this program knows; each refusal one sentence."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from db.away import PERHAPS_AWAY, is_away
from db.engine import open_engine
from db.migrate import current, is_known, newest, upgrade
from proctor_core.errors import DatabaseAway, OtherTables


def prepare_database(address: str) -> str:
    """Bring the database to the newest tables; says what was done.

    Raises:
        DatabaseAway: it can't be reached, or is no database.
        OtherTables: it was made by a newer program.
    """
    try:
        engine = open_engine(address)
    except OSError as error:
        raise DatabaseAway(f"the database's folder can't be made: {error.strerror}") from error
    try:
        before = revision_of(engine)
    finally:
        engine.dispose()
    if before == newest():
        return f"The database is at revision {before}."
    with plainly():
        upgrade(address)
    if before is None:
        return f"The database is new, at revision {newest()}."
    return f"The database was at revision {before} and is now at {newest()}; nothing in it was lost."


def revision_of(engine: Engine) -> str | None:
    """The database's revision, None before the first tables.

    Raises:
        DatabaseAway: it can't be reached, or is no database.
        OtherTables: this program does not know the revision.
    """
    with plainly():
        revision = current(engine)
    if revision is not None and not is_known(revision):
        raise OtherTables(
            f"the database is at revision {revision}, newer than this program, which knows up to {newest()}: "
            "use the newer program; nothing was changed"
        )
    return revision


def require_tables(engine: Engine) -> None:
    """Nothing works on a database of another version, or on an empty one.

    Raises:
        DatabaseAway: it can't be reached, or is no database.
        OtherTables: the tables are not the ones that this program knows.
    """
    revision = revision_of(engine)
    if revision != newest():
        raise OtherTables(
            f"the database is at revision {revision or 'none'}, this program needs {newest()}: "
            "run `python -m proctor_core migrate`"
        )


@contextmanager
def plainly() -> Generator[None]:
    """A driver's complaint is one sentence; addresses and names may be in it, a password never is.

    Raises:
        DatabaseAway: in place of the driver's error.
    """
    try:
        yield
    except (*PERHAPS_AWAY, NoSuchModuleError) as error:
        # What the program did wrong itself (a broken rule of a table, wrong SQL) keeps its trace.
        if not (is_away(error) or isinstance(error, NoSuchModuleError)):
            raise
        cause = error.orig if isinstance(error, DBAPIError) else error
        said = (str(cause).strip().splitlines() or [type(error).__name__])[0]
        raise DatabaseAway(f"the database can't be used: {said.rstrip('.:')}") from error
