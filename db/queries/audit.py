"""Reads of the audit log."""

from sqlmodel import Session, col, select

from db.tables import AuditEvent


def newest_event(db: Session, action: str) -> AuditEvent | None:
    """The newest line of this action."""
    newest = select(AuditEvent).where(AuditEvent.action == action).order_by(col(AuditEvent.at).desc())
    return db.exec(newest.limit(1)).first()
