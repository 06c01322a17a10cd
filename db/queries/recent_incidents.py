"""What was noted lately in running sessions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from db.tables import Signal, Violation


def recent_violations(db: Session, session_ids: Collection[UUID], since: datetime) -> Sequence[Violation]:
    """Those that last, or ended since then."""
    found = select(Violation).where(col(Violation.session_id).in_(session_ids))
    return db.exec(found.where(col(Violation.ended_at).is_(None) | (col(Violation.ended_at) >= since))).all()


def recent_signals(db: Session, session_ids: Collection[UUID], since: datetime) -> Sequence[Signal]:
    """Those that last, or ended since then."""
    found = select(Signal).where(col(Signal.session_id).in_(session_ids))
    return db.exec(found.where(col(Signal.ended_at).is_(None) | (col(Signal.ended_at) >= since))).all()
