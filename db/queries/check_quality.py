"""What moderators said about single violations: the rows behind the precision of each check."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from db.queries.statistics import Span, began, of_surveys
from db.tables import IncidentVerdict, Violation
from proctor_core.domain.violation import ViolationType


def violations_of_judged_sessions(db: Session, span: Span) -> Sequence[tuple[UUID, ViolationType]]:
    """Id and type of the violations that began in the span, of sessions about which something was said."""
    judged = select(IncidentVerdict.session_id)
    found = select(Violation.id, Violation.type).where(*began(span), col(Violation.session_id).in_(judged))
    return db.exec(of_surveys(found, span)).all()


def verdicts_of_span(db: Session, span: Span) -> Sequence[IncidentVerdict]:
    """Everything that was said of sessions with a violation that began in the span, in the order in which it was said."""
    alleged = of_surveys(select(Violation.session_id).where(*began(span)), span)
    verdict = IncidentVerdict
    said = select(verdict).where(col(verdict.session_id).in_(alleged))
    return db.exec(said.order_by(col(verdict.session_id), col(verdict.at), col(verdict.id))).all()
