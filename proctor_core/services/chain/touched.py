"""Notes which chained rows a transaction touches, whoever writes them and however; nothing is recorded here.

SQLAlchemy tells of every flush and of every statement of a session. The rows are read again before the commit, so that it
matters little when in the transaction they were touched. How they stood before it is read too: what somebody else altered
must not become the program's own word by being written once more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Table, inspect
from sqlalchemy import select as select_columns
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session, SQLModel

from db.queries.inserting import INSERTED_ID
from db.tables import SurveySession
from proctor_core.domain.chain import ChainAction
from proctor_core.services.chain.chained_tables import BY_KIND, CHAINED, ChainedTable, table_of

_SESSIONS = table_of(SurveySession).name


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
        before: rows as this transaction found them, before it changed them; held, so that nobody else changes them meanwhile.
        inserted: rows that were to be added by a statement, which leaves one that is there already as it is.
    """

    written: dict[Place, ChainAction] = field(default_factory=dict[Place, ChainAction])
    erased: dict[Place, UUID | None] = field(default_factory=dict[Place, UUID | None])
    ended: set[UUID] = field(default_factory=set[UUID])
    before: dict[Place, Mapping[Any, Any]] = field(default_factory=dict[Place, Mapping[Any, Any]])
    inserted: set[Place] = field(default_factory=set[Place])

    def __bool__(self) -> bool:
        return bool(self.written or self.erased or self.ended)

    # ---- a flush ----

    def before_flush(self, db: Session) -> None:
        """Rows that are about to be deleted can still be asked whose they are, those about to be changed how they stand."""
        changing: defaultdict[str, list[UUID]] = defaultdict(list)
        for row in db.dirty:
            if _is_chained(row) and _has_changed(row, CHAINED[type(row)]):
                changing[CHAINED[type(row)].kind].append(row.id)
        # In the order in which the flush itself holds them: two writers never wait for each other.
        for chained in _IN_ORDER:
            if chained.kind in changing:
                self._remember(db, chained, table_of(chained.table).c.id.in_(changing[chained.kind]))
        for row in db.deleted:
            table = table_of(type(row))
            if "id" in table.c:
                self._erase(db, table, table.c.id == row.id)

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
        if not (state.is_insert or state.is_update or state.is_delete):
            return
        statement: Any = state.statement
        # By the table, and not by the mapped class, so that a statement over columns is seen too.
        table, chained = statement.table, BY_KIND.get(statement.table.name)
        if state.is_insert:
            if chained is not None:
                place = Place(chained.table, _inserted_id(state, chained))
                self._remember(state.session, chained, table.c.id == place.id)
                self.inserted.add(place)
                self._note(place, ChainAction.ADDED)
        elif state.is_delete:
            state.session.flush()
            self._erase(state.session, table, statement.whereclause)
        elif chained is not None and _changes(state, chained):
            state.session.flush()
            self._change(state.session, chained, statement.whereclause)

    # ---- inside ----

    def _write(self, row: Any, action: ChainAction) -> None:
        if _is_chained(row):
            self._note(Place(type(row), row.id), action)

    def _note(self, place: Place, action: ChainAction) -> None:
        self.written.setdefault(place, action)

    def _change(self, db: Any, chained: ChainedTable, where: ColumnElement[bool] | None) -> None:
        for place in self._remember(db, chained, _all_or(chained.table, where)):
            self._note(place, ChainAction.CHANGED)

    def _remember(self, db: Any, chained: ChainedTable, where: ColumnElement[bool]) -> list[Place]:
        """How rows stand that this transaction did not touch so far; returns all of them."""
        places: list[Place] = []
        for row in db.connection().execute(chained.held_rows(where)).mappings():
            places.append(Place(chained.table, row["id"]))
            if places[-1] not in self.written:
                self.before.setdefault(places[-1], row)
        return places

    def _erase(self, db: Any, table: Table, where: ColumnElement[bool] | None) -> None:
        """Rows that a DELETE takes, those that go with them by cascade, and those that lose what they named."""
        chained, dependents = BY_KIND.get(table.name), list(_dependents(table.name))
        if chained is None and not dependents:
            return
        going = select_columns(table.c.id)
        going = going if where is None else going.where(where)
        if table.name == _SESSIONS:
            # Its whole chain goes, whatever else belongs to it.
            self.ended |= set(db.connection().execute(going).scalars())
            return
        if chained is not None:
            for row in db.connection().execute(chained.rows(_all_or(chained.table, where))).mappings():
                place = Place(chained.table, row["id"])
                self.written.pop(place, None)
                self.erased[place] = row.get("chain_owner")
        for dependent, column, ondelete in dependents:
            if ondelete == "CASCADE":
                self._erase(db, table_of(dependent.table), column.in_(going))
            else:
                self._change(db, dependent, column.in_(going))


_IN_ORDER = [
    CHAINED[mapped] for table in SQLModel.metadata.sorted_tables for mapped in CHAINED if table_of(mapped) is table
]
"""The chained tables, parents first."""


def _is_chained(row: Any) -> bool:
    return type(row) in CHAINED and (table_of(type(row)).name != "face_verification" or row.is_initial)


def _all_or(table: type[SQLModel], where: ColumnElement[bool] | None) -> ColumnElement[bool]:
    return table_of(table).c.id.is_not(None) if where is None else where


def _dependents(name: str) -> Iterable[tuple[ChainedTable, Any, str | None]]:
    """Chained rows that the database itself deletes or changes when a row of the table `name` goes."""
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
    statement: Any = state.statement
    # Private, and tried by a test; what it does not say is taken for a change.
    assigned = statement._values
    return assigned is None or any(getattr(column, "name", column) in chained.columns for column in assigned)


def _inserted_id(state: ORMExecuteState, chained: ChainedTable) -> UUID:
    found = state.execution_options.get(INSERTED_ID)
    if found is None or state.is_executemany:
        raise TypeError(
            f"expected an INSERT into {chained.kind} by the session or by insert_if_absent, so that it is chained"
        )
    return found
