"""Appends to the chains what a transaction touched, in that transaction and as its last act (docs/decisions/0026)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.chain import log_end
from proctor_core.codes.chain_refusals import ChainRefusal
from proctor_core.domain.chain import ChainKey
from proctor_core.errors import InvalidInput
from proctor_core.services.chain.chain_writing import ChainWriting
from proctor_core.services.chain.touched import Touched
from proctor_core.services.chain.transaction_records import TransactionRecords

_KEEPERS: WeakKeyDictionary[Engine, "ChainKeeper"] = WeakKeyDictionary()
_TOUCHED = "chained rows that were touched"


@dataclass(frozen=True, slots=True)
class ChainKeeper:
    """Keeps the chains of one database.

    Attributes:
        new_salt: 32 hex digits by chance.
    """

    key: ChainKey
    clock: Callable[[], datetime]
    new_salt: Callable[[], str]

    def append(self, connection: Connection, touched: Touched) -> None:
        """Record how the touched rows stand now. The rows are written; the transaction commits next."""
        records = TransactionRecords(connection, touched, self.new_salt, self.clock())
        records.gather()
        if records.by_chain or touched.ended:
            ChainWriting(self.key, connection, records).write()

    def begin(self, connection: Connection) -> None:
        """Take in the audit log and the surveys that are there, and note which sessions are from before."""
        records = TransactionRecords(connection, Touched(), self.new_salt, self.clock())
        ChainWriting(self.key, connection, records).write()


def keep_chain(engine: Engine, keeper: ChainKeeper) -> None:
    """From now on every transaction of this database from here is recorded."""
    _KEEPERS[engine] = keeper


def keeper_of(engine: Engine) -> ChainKeeper:
    """Who keeps the chains of this database."""
    return _KEEPERS[engine]


def begin_chain(engine: Engine) -> None:
    """Begin the chains of a database that has none: here, and not in somebody's first press.

    An audit log of 50,000 lines takes some seconds.
    """
    with reading(engine) as db:
        if log_end(db.connection()) is not None:
            return
    with transaction(engine) as db:
        keeper_of(engine).begin(db.connection())


def require_the_same_key(engine: Engine) -> None:
    """Whoever writes beside a program that serves must link with its key.

    Raises:
        InvalidInput: the newest records are linked with another one.
    """
    with reading(engine) as db:
        end = log_end(db.connection())
    if end is not None and end["key_id"] != keeper_of(engine).key.id:
        raise InvalidInput("PROCTORING_SECRET_KEY", ChainRefusal.OTHER_KEY)


# ---- what SQLAlchemy tells ----


def _touched_in(db: Session) -> Touched | None:
    """What this transaction touched so far; None: nobody keeps a chain of this database."""
    if db.get_bind().engine not in _KEEPERS:
        return None
    return db.info.setdefault(_TOUCHED, Touched())


def _before_flush(db: Session, _context: object, _rows: object) -> None:
    if (db.deleted or db.dirty) and (touched := _touched_in(db)) is not None:
        touched.before_flush(db)


def _after_flush(db: Session, _context: object) -> None:
    if (touched := _touched_in(db)) is not None:
        touched.after_flush(db)


def _on_statement(state: ORMExecuteState) -> None:
    if not state.is_select and (touched := _touched_in(state.session)) is not None:  # pyright: ignore[reportArgumentType]
        touched.before_statement(state)


def _before_commit(db: Session) -> None:
    keeper = _KEEPERS.get(db.get_bind().engine)
    if keeper is None:
        return
    db.flush()
    touched: Touched | None = db.info.pop(_TOUCHED, None)
    if touched:
        keeper.append(db.connection(), touched)


def _after_rollback(db: Session) -> None:
    db.info.pop(_TOUCHED, None)


event.listen(Session, "before_flush", _before_flush)
event.listen(Session, "after_flush", _after_flush)
event.listen(Session, "do_orm_execute", _on_statement)
event.listen(Session, "before_commit", _before_commit)
event.listen(Session, "after_rollback", _after_rollback)
