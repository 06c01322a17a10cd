"""The database before the program serves: reachable, and at the tables that this program knows; each refusal one sentence."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from db.away import PERHAPS_AWAY, is_away
from db.engine import open_engine
from db.migrate import current, is_known, newest, upgrade
from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.start_notices import DatabaseNotice, Revision
from proctor_core.codes.start_refusals import StartRefusal
from proctor_core.errors import DatabaseAway, OtherTables


def prepare_database(address: str) -> CodedMessage:
    """Bring the database to the newest tables; returns what was done.

    Raises:
        DatabaseAway: it can't be reached, or is no database.
        OtherTables: it was made by a newer program.
    """
    try:
        engine = open_engine(address)
    except OSError as error:
        raise DatabaseAway(StartRefusal.NO_DATABASE_FOLDER, error=error.strerror or "") from error
    try:
        before = revision_of(engine)
    finally:
        engine.dispose()
    if before == newest():
        return message(DatabaseNotice.UP_TO_DATE, revision=str(newest()))
    with plainly():
        upgrade(address)
    if before is None:
        return message(DatabaseNotice.NEW, revision=str(newest()))
    return message(DatabaseNotice.MIGRATED, before=before, revision=str(newest()))


def revision_of(engine: Engine) -> str | None:
    """The database's revision, None before the first tables.

    Raises:
        DatabaseAway: it can't be reached, or is no database.
        OtherTables: this program does not know the revision.
    """
    with plainly():
        revision = current(engine)
    if revision is not None and not is_known(revision):
        raise OtherTables(StartRefusal.NEWER_DATABASE, revision=revision, newest=str(newest()))
    return revision


def require_tables(engine: Engine) -> None:
    """Nothing works on a database of another version, or on an empty one.

    Raises:
        DatabaseAway: it can't be reached, or is no database.
        OtherTables: the tables are not the ones that this program knows.
    """
    revision = revision_of(engine)
    if revision != newest():
        raise OtherTables(StartRefusal.OLDER_DATABASE, revision=revision or Revision.NONE, newest=str(newest()))


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
        raise DatabaseAway(StartRefusal.NO_DATABASE, error=said.rstrip(".:")) from error
