"""What a person has decided is closed: nothing more is reported or counted, until a moderator opens it again."""

from sqlmodel import Session, select

from db.tables import ProctorReview, SurveySession
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.states import DECIDED, SessionStatus
from proctor_core.errors import Decided


def is_decided(db: Session, session: SurveySession) -> bool:
    """Whether a person's decision about the session stands; the caller holds the session where it must not change meanwhile."""
    if session.status is SessionStatus.REJECTED:
        return True
    statuses = select(ProctorReview.status).where(ProctorReview.session_id == session.id)
    return db.exec(statuses).first() in DECIDED


def refuse_decided(db: Session, session: SurveySession) -> None:
    """Raises Decided where a person's decision stands."""
    if is_decided(db, session):
        raise Decided(SessionRefusal.DECIDED)
