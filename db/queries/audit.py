"""Reads of the audit log."""

from sqlmodel import Session, col, select

from db.tables import AuditEvent


def newest_event(db: Session, action: str) -> AuditEvent | None:
    """The newest line of this action."""
    of_action = select(AuditEvent).where(AuditEvent.action == action)
    return db.exec(of_action.order_by(col(AuditEvent.at).desc(), col(AuditEvent.id).desc()).limit(1)).first()


def events_about(db: Session, object_id: str, action: str) -> tuple[AuditEvent, ...]:
    """The lines of this action about one object, the oldest first."""
    about = select(AuditEvent).where(AuditEvent.object_id == object_id, AuditEvent.action == action)
    return tuple(db.exec(about.order_by(col(AuditEvent.at), col(AuditEvent.id))).all())
