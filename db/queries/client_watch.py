"""Reads and batched writes of what clients report every few seconds: a few statements for all sessions together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from db.tables import ApiToken, ClientWatch, SurveySession, User


@dataclass(frozen=True, slots=True)
class WatchedRow:
    """How a session stands, as far as its heartbeats need it."""

    status: str
    violations_count: int
    flagged_for_review: bool


def client_watch(db: Session, session_id: UUID) -> ClientWatch | None:
    """The newest heartbeat of a session."""
    return db.exec(select(ClientWatch).where(ClientWatch.session_id == session_id)).one_or_none()


def held_sessions(db: Session, session_ids: Collection[UUID]) -> dict[UUID, WatchedRow]:
    """The sessions as they stand, held in the order of their ids, so that two writers never wait for each other."""
    session = SurveySession
    columns: list[Any] = [session.id, session.status, session.violations_count, session.flagged_for_review]
    statement = select(*columns).where(col(session.id).in_(session_ids)).order_by(col(session.id))
    found = db.exec(statement.with_for_update(key_share=True)).all()
    return {row[0]: WatchedRow(row[1], row[2], row[3]) for row in found}


def live_hashes(db: Session, hashes: Collection[str], now: datetime) -> set[str]:
    """Those of the token hashes that still work."""
    return set(
        db.exec(
            select(ApiToken.token_hash)
            .join(User, col(User.id) == ApiToken.user_id)
            .where(
                col(ApiToken.token_hash).in_(hashes),
                col(ApiToken.revoked_at).is_(None),
                ApiToken.expires_at > now,
                col(User.is_active).is_(True),
            )
        ).all()
    )


def store_all(db: Session, rows: Sequence[SQLModel]) -> None:
    """Insert rows of one table, or bring those that are there to the same values."""
    if not rows:
        return
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    table: Any = type(rows[0])
    names = [column.key for column in table.__table__.columns]
    statement = insert(table)
    statement = statement.on_conflict_do_update(
        index_elements=["id"], set_={name: getattr(statement.excluded, name) for name in names if name != "id"}
    )
    db.connection().execute(statement, [{name: getattr(row, name) for name in names} for row in rows])


def note_seen(db: Session, session_ids: Collection[UUID]) -> None:
    """Bring the sessions' own "last seen" to their newest heartbeats."""
    session, watch = SurveySession, ClientWatch
    is_newer = col(session.last_seen_at).is_(None) | (col(session.last_seen_at) < col(watch.beat_at))
    db.exec(
        update(session)
        .values(last_seen_at=watch.beat_at)
        .where(col(watch.session_id) == col(session.id), col(session.id).in_(session_ids), is_newer)
        .execution_options(synchronize_session=False)
    )
