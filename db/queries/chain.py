"""Reads and writes of the chain's three tables, past the session's own rows: nobody changes them but who appends."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Table, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from db.bulk_insert import insert_packed, pack_rows
from db.queries.chunks import chunks
from db.tables import ChainEnd, ChainLogLine, ChainRecord, SurveySession

_BATCH, _MANY = 1000, 100


def _table(mapped: Any) -> Table:
    return mapped.__table__


_RECORD, _LOG, _END = _table(ChainRecord), _table(ChainLogLine), _table(ChainEnd)
Row = Mapping[Any, Any]


class ChainTail(NamedTuple):
    """How far a chain has come by its newest line of the log."""

    records: int
    head: str
    state: str


# ---- appending ----


def held_end(connection: Connection, first: Row) -> Row:
    """The end of the log, held until the transaction ends; `first` is written where there is none."""
    found = _end(connection, is_held=True)
    if found is not None:
        return found
    into = postgresql.insert(_END) if connection.dialect.name == "postgresql" else sqlite.insert(_END)
    connection.execute(into.values(**first).on_conflict_do_nothing())
    held = _end(connection, is_held=True)
    return held if held is not None else first


def newest_line(connection: Connection) -> int:
    """Number of the log's newest line; 0: there is none."""
    return int(connection.execute(select(func.coalesce(func.max(_LOG.c.number), 0))).scalar_one())


def tails_of(connection: Connection, chain_ids: Collection[UUID]) -> Mapping[UUID, ChainTail]:
    """How far these chains have come; one that the log does not know is left out."""
    newest = select(func.max(_LOG.c.number)).where(_LOG.c.chain_id.in_(chain_ids)).group_by(_LOG.c.chain_id)
    columns = (_LOG.c.chain_id, _LOG.c.records, _LOG.c.head, _LOG.c.state)
    rows = connection.execute(select(*columns).where(_LOG.c.number.in_(newest))).all()
    return {row[0]: ChainTail(row[1], row[2], row[3]) for row in rows}


def newest_numbers(connection: Connection, chain_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Number of the newest record of each of these chains that has any."""
    columns = (_RECORD.c.chain_id, func.max(_RECORD.c.number))
    rows = connection.execute(select(*columns).where(_RECORD.c.chain_id.in_(chain_ids)).group_by(_RECORD.c.chain_id))
    return {row[0]: int(row[1]) for row in rows}


def append_records(connection: Connection, records: Sequence[Row]) -> None:
    """Add records, in one statement."""
    _insert(connection, ChainRecord, records)


def take_salts(connection: Connection, chain_id: UUID, kind: str, object_ids: Sequence[UUID]) -> None:
    """The salts of what was recorded of these rows of one table so far go: a row of another may have the same id."""
    for chunk in chunks(object_ids):
        of_them = (_RECORD.c.chain_id == chain_id) & _RECORD.c.object_id.in_(chunk) & (_RECORD.c.kind == kind)
        connection.execute(update(_RECORD).where(of_them, _RECORD.c.salt.is_not(None)).values(salt=None))


def newest_of(
    connection: Connection, chain_id: UUID, places: Sequence[tuple[str, UUID]], erased: str
) -> Mapping[tuple[str, UUID], Row]:
    """The record that these rows, by kind and id, go by: the newest that has its salt, or says that the row was erased."""
    found: dict[tuple[str, UUID], Row] = {}
    for chunk in chunks(places):
        ids = _RECORD.c.object_id.in_([object_id for _, object_id in chunk])
        goes_by = or_(_RECORD.c.salt.is_not(None), _RECORD.c.action == erased)
        statement = select(_RECORD).where(_RECORD.c.chain_id == chain_id, ids, goes_by).order_by(_RECORD.c.number)
        for record in connection.execute(statement).mappings():
            found[record["kind"], record["object_id"]] = record
    return found


def drop_chain(connection: Connection, chain_id: UUID) -> None:
    """All records of a chain go; the log's lines stay."""
    connection.execute(delete(_RECORD).where(_RECORD.c.chain_id == chain_id))


def append_lines(connection: Connection, lines: Sequence[Row], end: Row) -> None:
    """Add lines to the log, and move its end there."""
    _insert(connection, ChainLogLine, lines)
    connection.execute(update(_END).where(_END.c.id == 1).values(**end))


# ---- reading ----


def records_of(connection: Connection, chain_id: UUID) -> Iterator[Row]:
    """A chain's records by number, a batch at a time."""
    statement = select(_RECORD).where(_RECORD.c.chain_id == chain_id).order_by(_RECORD.c.number)
    with connection.execute(statement, execution_options={"yield_per": _BATCH}) as rows:
        yield from rows.mappings()


def log_lines(connection: Connection) -> Iterator[Row]:
    """The log's lines by number, a batch at a time."""
    statement = select(_LOG).order_by(_LOG.c.number)
    with connection.execute(statement, execution_options={"yield_per": _BATCH}) as rows:
        yield from rows.mappings()


def lines_of(connection: Connection, chain_id: UUID) -> Sequence[Row]:
    """The log's lines about one chain, by number."""
    statement = select(_LOG).where(_LOG.c.chain_id == chain_id).order_by(_LOG.c.number)
    return connection.execute(statement).mappings().all()


def newest_lines(connection: Connection) -> Iterator[Row]:
    """The newest line of each chain that the log knows."""
    newest = select(func.max(_LOG.c.number)).group_by(_LOG.c.chain_id)
    statement = select(_LOG).where(_LOG.c.number.in_(newest)).order_by(_LOG.c.number)
    with connection.execute(statement, execution_options={"yield_per": _BATCH}) as rows:
        yield from rows.mappings()


def line_at(connection: Connection, number: int) -> Row | None:
    """One line of the log."""
    return connection.execute(select(_LOG).where(_LOG.c.number == number)).mappings().one_or_none()


def link_at(connection: Connection, chain_id: UUID, number: int) -> str | None:
    """The link of one record."""
    statement = select(_RECORD.c.link).where(_RECORD.c.chain_id == chain_id, _RECORD.c.number == number)
    return connection.execute(statement).scalar_one_or_none()


def chains_with_records(connection: Connection) -> set[UUID]:
    """The chains that have records."""
    return set(connection.execute(select(_RECORD.c.chain_id).distinct()).scalars())


def log_end(connection: Connection) -> Row | None:
    """The end of the log; None: nothing was ever chained here."""
    return _end(connection, is_held=False)


def session_ids(connection: Connection) -> Sequence[UUID]:
    """All sessions, the oldest first."""
    session = _table(SurveySession)
    return connection.execute(select(session.c.id).order_by(session.c.created_at, session.c.id)).scalars().all()


def _end(connection: Connection, *, is_held: bool) -> Row | None:
    statement = select(_END).where(_END.c.id == 1)
    return connection.execute(statement.with_for_update() if is_held else statement).mappings().one_or_none()


def _insert(connection: Connection, mapped: type[SQLModel], rows: Sequence[Row]) -> None:
    """Where there are many, as a sweep or a removal has them, past what `storable_parameters` looks at in each value."""
    if len(rows) > _MANY:
        insert_packed(connection, pack_rows(connection.dialect, mapped, rows))
    elif rows:
        connection.execute(insert(_table(mapped)), list(rows))
