"""Notes which chained rows a transaction touches, whoever writes them and however; nothing is recorded here.

SQLAlchemy tells of every flush and of every statement of a session. The rows are read again before the commit, so that it
matters little when in the transaction they were touched.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, inspect
from sqlalchemy import select as select_columns
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session, SQLModel

from db.queries.inserting import INSERTED_ID
from db.tables import SurveySession
from proctor_core.domain.chain import ChainAction
from proctor_core.services.chain.chained_tables import CHAINED, ChainedTable, table_of


class Place(NamedTuple):
    """One row of a chained table."""

    table: type[SQLModel]
    id: UUID


@dataclass(slots=True)
class Touched:
    """What one transaction did so far.

    Attributes:
        written: rows that were added or changed. erased: rows that went, and the session whose they were.
        ended: sessions that went as a whole.
    """

    written: dict[Place, ChainAction] = field(default_factory=dict[Place, ChainAction])
    erased: dict[Place, UUID | None] = field(default_factory=dict[Place, UUID | None])
    ended: set[UUID] = field(default_factory=set[UUID])

    def __bool__(self) -> bool:
        return bool(self.written or self.erased or self.ended)

    # ---- a flush ----

    def before_flush(self, db: Session) -> None:
        """Rows that are about to be deleted can still be asked whose they are."""
        for row in db.deleted:
            table = type(row)
            self._erase(db, table, table_of(table).c.id == row.id)

    def after_flush(self, db: Session) -> None:
        """Rows that were added or changed; one whose covered columns kept their values is none."""
        for row in db.new:
            self._write(row, ChainAction.ADDED)
        for row in db.dirty:
            chained = CHAINED.get(type(row))
            if chained is not None and _has_changed(row, chained):
                self._write(row, ChainAction.CHANGED)

    # ---- a statement ----

    def before_statement(self, state: ORMExecuteState) -> None:
        """An INSERT, UPDATE or DELETE that goes past the flush."""
        mapper = state.bind_mapper
        if mapper is None or not (state.is_insert or state.is_update or state.is_delete):
            return
        table, db, statement = mapper.class_, state.session, state.statement
        chained = CHAINED.get(table)
        if state.is_insert:
            if chained is not None:
                self._note(Place(table, _inserted_id(state, chained)), ChainAction.ADDED)
            return
        where = statement.whereclause  # pyright: ignore[reportAttributeAccessIssue]
        if state.is_delete:
            db.flush()
            self._erase(db, table, where)
        elif chained is not None and _changes(state, chained):
            db.flush()
            self._change(db, chained, where)

    # ---- inside ----

    def _write(self, row: Any, action: ChainAction) -> None:
        table = type(row)
        if table in CHAINED and (table_of(table).name != "face_verification" or row.is_initial):
            self._note(Place(table, row.id), action)

    def _note(self, place: Place, action: ChainAction) -> None:
        self.written.setdefault(place, action)

    def _change(self, db: Any, chained: ChainedTable, where: ColumnElement[bool]) -> None:
        for row in db.connection().execute(chained.rows(where)).mappings():
            self._note(Place(chained.table, row["id"]), ChainAction.CHANGED)

    def _erase(self, db: Any, table: type[SQLModel], where: ColumnElement[bool] | None) -> None:
        """Rows that a DELETE takes, those that go with them by cascade, and those that lose what they named."""
        if where is None:
            where = table_of(table).c.id.is_not(None)
        going = select_columns(table_of(table).c.id).where(where)
        if table is SurveySession:
            # Its whole chain goes, whatever else belongs to it.
            self.ended |= set(db.connection().execute(going).scalars())
            return
        chained = CHAINED.get(table)
        if chained is not None:
            for row in db.connection().execute(chained.rows(where)).mappings():
                place = Place(table, row["id"])
                self.written.pop(place, None)
                self.erased[place] = row.get("chain_owner")
        for dependent, column, ondelete in _dependents(table):
            if ondelete == "CASCADE":
                self._erase(db, dependent.table, column.in_(going))
            else:
                self._change(db, dependent, column.in_(going))


def _dependents(table: type[SQLModel]) -> Iterable[tuple[ChainedTable, Any, str | None]]:
    """Chained rows that the database itself deletes or changes when a row of `table` goes."""
    name = table_of(table).name
    for chained in CHAINED.values():
        for key in table_of(chained.table).foreign_keys:
            is_covered = key.ondelete == "CASCADE" or key.parent.name in chained.columns
            if key.column.table.name == name and key.ondelete and is_covered:
                yield chained, key.parent, key.ondelete


def _has_changed(row: Any, chained: ChainedTable) -> bool:
    state = inspect(row)
    assigned = chained.columns & state.committed_state.keys()
    return any(state.attrs[name].history.has_changes() for name in assigned)


def _changes(state: ORMExecuteState, chained: ChainedTable) -> bool:
    """Whether an UPDATE assigns a covered column."""
    if state.is_executemany or state.parameters:
        raise TypeError(f"expected an UPDATE of {chained.kind} with its values inside, so that its rows can be chained")
    assigned: Any = state.statement._values  # pyright: ignore
    return any(column.name in chained.columns for column in assigned or {})


def _inserted_id(state: ORMExecuteState, chained: ChainedTable) -> UUID:
    found = state.execution_options.get(INSERTED_ID)
    if found is None or state.is_executemany:
        raise TypeError(
            f"expected an INSERT into {chained.kind} by the session or by insert_if_absent, so that it is chained"
        )
    return found
