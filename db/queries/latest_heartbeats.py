"""Reads and batched writes of what clients report every few seconds: a few statements for all sessions together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Table, cast, func, literal, update
from sqlalchemy import select as select_columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from db.tables import ApiToken, LatestHeartbeat, SurveySession, User
from proctor_core.domain.roles import Role
from proctor_core.domain.watching import WatchedBy

Values = dict[str, Any]
"""The columns of one row, by name."""


@dataclass(frozen=True, slots=True)
class HeldSession:
    """How a session stands, as far as its heartbeats need it."""

    status: str
    watched_by: WatchedBy
    violations_count: int
    flagged_for_review: bool


def latest_heartbeat(db: Session, session_id: UUID) -> LatestHeartbeat | None:
    """The newest heartbeat of a session."""
    return db.exec(select(LatestHeartbeat).where(LatestHeartbeat.session_id == session_id)).one_or_none()


def held_sessions(db: Session, session_ids: Collection[UUID]) -> dict[UUID, HeldSession]:
    """The sessions as they stand, held in the order of their ids, so that two writers never wait for each other."""
    session = SurveySession
    columns: list[Any] = [
        session.id,
        session.status,
        session.watched_by,
        session.violations_count,
        session.flagged_for_review,
    ]
    statement = select(*columns).where(col(session.id).in_(session_ids)).order_by(col(session.id))
    found = db.exec(statement.with_for_update(key_share=True)).all()
    return {row[0]: HeldSession(*row[1:]) for row in found}


def live_hashes(db: Session, hashes: Collection[str], now: datetime) -> set[str]:
    """Those of the token hashes that still work for a taker: a token is no stronger than its person."""
    return set(
        db.exec(
            select(ApiToken.token_hash)
            .join(User, col(User.id) == ApiToken.user_id)
            .where(
                col(ApiToken.token_hash).in_(hashes),
                col(ApiToken.revoked_at).is_(None),
                ApiToken.expires_at > now,
                col(User.is_active).is_(True),
                User.role == Role.TAKER,
            )
        ).all()
    )


def latest_sequences(db: Session, session_ids: Collection[UUID]) -> dict[UUID, int]:
    """The number of the newest heartbeat that is stored of each session, whoever stored it."""
    latest = LatestHeartbeat
    return dict(
        db.exec(select(latest.session_id, latest.sequence).where(col(latest.session_id).in_(session_ids))).all()
    )


def store_all(db: Session, table: type[SQLModel], rows: Sequence[Values], key: str, grows: str) -> None:
    """Insert rows of one table, or bring those that are there to the same values where these are newer: one statement.

    `key` is the unique column by which a row is known, different in each of them; `grows` the one that says which is newer. Of
    one that is there the primary key stays: another process made it.
    """
    if not rows:
        return
    names = _columns_of(table)
    if db.get_bind().dialect.name == "postgresql":
        # One row each would be one round trip each: the columns go as arrays, in one.
        statement: Any = postgresql.insert(table).from_select(names, _unnested(table, rows))
        parameters = None
    else:
        statement, parameters = sqlite.insert(table), rows
    new, stored = statement.excluded, _table_of(table).c
    statement = statement.on_conflict_do_update(
        index_elements=[key],
        set_={name: getattr(new, name) for name in names if name not in {"id", key}},
        where=stored[grows] < getattr(new, grows),
    )
    db.connection().execute(statement, parameters)


def _columns_of(table: type[SQLModel]) -> list[str]:
    return [column.key for column in _table_of(table).columns]


def _table_of(table: Any) -> Table:
    return table.__table__


def _unnested(table: type[SQLModel], rows: Sequence[Values]) -> Select[Any]:
    """Several unnest() side by side go in step.

    Source: PostgreSQL docs, "Set Returning Functions" and "Array Functions".
    """
    columns = _table_of(table).columns
    arrays = {column: ARRAY(column.type) for column in columns}
    given = ((kind, [row[column.key] for row in rows]) for column, kind in arrays.items())
    return select_columns(*(func.unnest(cast(literal(values, kind), kind)) for kind, values in given))


def note_seen(db: Session, session_ids: Collection[UUID]) -> None:
    """Bring the sessions' own "last seen" to their newest heartbeats."""
    session, latest = SurveySession, LatestHeartbeat
    is_newer = col(session.last_seen_at).is_(None) | (col(session.last_seen_at) < col(latest.beat_at))
    db.exec(
        update(session)
        .values(last_seen_at=latest.beat_at)
        .where(col(latest.session_id) == col(session.id), col(session.id).in_(session_ids), is_newer)
        .execution_options(synchronize_session=False)
    )
