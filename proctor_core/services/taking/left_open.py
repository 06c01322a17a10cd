"""Ends what a crash or the end of a session left open: violations and signals without an end."""

from datetime import datetime

from sqlmodel import Session

from db.queries.survey_sessions import open_signals, open_violations
from db.tables import SurveySession
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.reviewing.ranking import rank_review


def close_intervals(db: Session, session: SurveySession, at: datetime) -> int:
    """End every open violation and signal of a locked session at `at`, never before its own peak or onset; how many."""
    if session.started_at is None:
        return 0
    end_s = (at - session.started_at).total_seconds()
    violations, signals = open_violations(db, session.id), open_signals(db, session.id)
    for violation in violations:
        violation.offset_s = max(end_s, violation.peak_s)
        violation.ended_at = max(at, violation.started_at)
    for signal in signals:
        signal.offset_s = max(end_s, signal.onset_s)
        signal.ended_at = max(at, signal.started_at)
    count = len(violations) + len(signals)
    if violations:
        rank_review(db, session.id)
    if count:
        audit(
            db,
            at,
            AuditAction.LEFT_OPEN_CLOSED,
            session,
            detail=message(AuditDetail.LEFT_OPEN, violations=len(violations), signals=len(signals)),
        )
    return count
