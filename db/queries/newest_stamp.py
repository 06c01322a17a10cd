"""The latest time that processes wrote down: what a new process may not fall behind."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from db.tables import AuditEvent, LatestHeartbeat, SurveySession


def newest_stamp(db: Session) -> datetime | None:
    """Of changes, of watched sessions and of clients' heartbeats; None in an empty database."""
    newest = [
        db.exec(select(func.max(col(stamp)))).one()
        for stamp in (AuditEvent.at, SurveySession.last_seen_at, LatestHeartbeat.beat_at)
    ]
    return max((stamp for stamp in newest if stamp is not None), default=None)
