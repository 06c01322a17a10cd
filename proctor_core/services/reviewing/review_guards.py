"""Who may do what to a review now; each guard raises the one error that says why not."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from db.queries.survey_sessions import locked_session
from db.tables import ProctorReview, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.domain.lease import CLAIM_TIME, still_holds
from proctor_core.domain.roles import Role
from proctor_core.domain.states import UNDECIDED, DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.storable import storable
from proctor_core.errors import Conflict, IllegalMove, InvalidInput, NotAllowed, NotFound
from proctor_core.services.permissions import has_role
from proctor_core.services.reviewing.review_changes import changed_meanwhile, spoken

NOTES_LENGTH = 4000


def require_moderator(actor: User) -> None:
    """Only moderators see and judge sessions."""
    if not has_role(actor, Role.MODERATOR):
        raise NotAllowed(ReviewRefusal.NO_MODERATOR, role=actor.role)


def find_review(db: Session, actor: User, review_id: UUID) -> tuple[ProctorReview, SurveySession]:
    """The review and its session, held first as by every other writer of both; never the actor's own as a taker."""
    session = locked_session(db, _review(db, review_id).session_id)
    # Whoever held the session until now may have decided it, or erased it.
    review = _review(db, review_id)
    refuse_own(actor, session)
    return review, session


def _review(db: Session, review_id: UUID) -> ProctorReview:
    statement = select(ProctorReview).where(ProctorReview.id == review_id)
    review = db.exec(statement.execution_options(populate_existing=True)).one_or_none()
    if review is None:
        raise NotFound(Missing.REVIEW)
    return review


def refuse_own(actor: User, session: SurveySession) -> None:
    """Nobody judges a session that they took."""
    if session.taker_id == actor.id:
        raise NotAllowed(ReviewRefusal.OWN_SESSION)


def refuse_stale(db: Session, actor: User, review: ProctorReview, revision: int) -> None:
    """The moderator must have seen the case as it is now."""
    if review.revision != revision:
        raise changed_meanwhile(db, review, actor)


def refuse_held(db: Session, actor: User, review: ProctorReview, now: datetime) -> None:
    """Another moderator's claim counts until it ends."""
    if review.claimed_by == actor.id or not is_held(review, now):
        return
    holder = db.get(User, review.claimed_by)
    until = spoken(review.claim_expires_at or now)
    if holder is None:
        raise Conflict(ReviewRefusal.HELD_BY_ANOTHER, until=until)
    raise Conflict(ReviewRefusal.HELD, name=holder.display_name, until=until)


def is_held(review: ProctorReview, now: datetime) -> bool:
    """Whether somebody's claim still counts."""
    return review.claimed_by is not None and still_holds(review.claim_expires_at, now, CLAIM_TIME)


def refuse_who_escalated(actor: User, review: ProctorReview) -> None:
    """Who escalated it asked for another pair of eyes."""
    if review.status is ReviewStatus.ESCALATED and review.flagged_by == actor.id:
        raise NotAllowed(ReviewRefusal.ESCALATED_BY_YOU)


def require_open(review: ProctorReview, session: SurveySession) -> None:
    """There must still be something to decide."""
    if review.status not in UNDECIDED:
        raise IllegalMove(ReviewRefusal.DECIDED, status=review.status)
    require_under_review(session)


def require_under_review(session: SurveySession) -> None:
    """The taker must have submitted, and the session must not be gone."""
    if session.status is not SessionStatus.UNDER_REVIEW:
        raise IllegalMove(ReviewRefusal.NOT_UNDER_REVIEW, status=session.status)


def given_words(decision: DecisionKind, reason: str, note: str) -> tuple[str, str]:
    """(reason for the taker, note for colleagues), trimmed: rejecting needs the first, escalating the second.

    Nothing that is said to escalate a session reaches its taker: a reason given there is the note, before what `note` holds.
    """
    if decision is DecisionKind.ESCALATE:
        return "", given_note("\n".join(part for part in (reason.strip(), note.strip()) if part))
    said, noted = _trimmed("notes", reason), _trimmed("note", note)
    if decision is DecisionKind.REJECT and not said:
        raise InvalidInput("notes", ReviewRefusal.NO_REASON)
    return said, noted


def given_note(note: str) -> str:
    """What colleagues are told, trimmed.

    Raises:
        InvalidInput: it is empty or too long.
    """
    noted = _trimmed("note", note)
    if not noted:
        raise InvalidInput("note", ReviewRefusal.NO_REASON)
    return noted


def _trimmed(field: str, words: str) -> str:
    trimmed = storable(words.strip(), field)
    if len(trimmed) > NOTES_LENGTH:
        raise InvalidInput(field, ReviewRefusal.TOO_LONG, longest=NOTES_LENGTH, length=len(trimmed))
    return trimmed
