"""Who may do what to a review now; each guard raises the one error that says why not."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from db.queries.blind_samples import open_sample
from db.queries.held_decisions import held_decision
from db.queries.proposals import open_proposal
from db.queries.survey_sessions import locked_session
from db.tables import BlindSample, ProctorReview, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.domain.lease import CLAIM_TIME, still_holds
from proctor_core.domain.roles import Role
from proctor_core.domain.states import UNDECIDED, DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.storable import storable
from proctor_core.errors import Conflict, IllegalMove, InvalidInput, NotAllowed, NotFound
from proctor_core.services.permissions import has_role
from proctor_core.services.reviewing.blinding import as_proposal
from proctor_core.services.reviewing.review_changes import changed_meanwhile, spoken
from proctor_core.services.reviewing.sampled_review import is_sampled, sampled_review_and_session

NOTES_LENGTH = 4000


def require_moderator(actor: User) -> None:
    """Only moderators see and judge sessions."""
    if not has_role(actor, Role.MODERATOR):
        raise NotAllowed(ReviewRefusal.NO_MODERATOR, role=actor.role)


def find_review(db: Session, actor: User, review_id: UUID) -> tuple[ProctorReview, SurveySession]:
    """The review and its session, held first as by every other writer of both; never the actor's own as a taker.

    Raises:
        Conflict: a decision about it is held.
    """
    review, session = find_any_review(db, actor, review_id)
    refuse_awaiting(db, actor, review)
    return review, session


def find_any_review(db: Session, actor: User, review_id: UUID) -> tuple[ProctorReview, SurveySession]:
    """The same, also where a decision about it is held.

    Raises:
        Conflict: a drawn session that is not theirs to judge any more.
    """
    review, session = review_and_session(db, review_id)
    refuse_own(actor, session)
    if is_sampled(review) and not _may_judge(db, actor, review):
        # Another moderator was quicker, or it fell out of the sample: the same is said of any case.
        raise Conflict(ReviewRefusal.CHANGED)
    return review, session


def review_and_session(db: Session, review_id: UUID) -> tuple[ProctorReview, SurveySession]:
    """Both, for the program itself; the session is held first."""
    review = _review(db, review_id)
    if review is None:
        return sampled_review_and_session(db, review_id)
    session = locked_session(db, review.session_id)
    # Whoever held the session until now may have decided it, or erased it.
    review = _review(db, review_id)
    if review is None:
        raise NotFound(Missing.REVIEW)
    return review, session


def _review(db: Session, review_id: UUID) -> ProctorReview | None:
    statement = select(ProctorReview).where(ProctorReview.id == review_id)
    return db.exec(statement.execution_options(populate_existing=True)).one_or_none()


def _may_judge(db: Session, actor: User, review: ProctorReview) -> bool:
    """Whether a drawn session is still this moderator's to look at, or was judged by them."""
    return review.moderator_id == actor.id or open_sample(db, review.session_id, actor.id) is not None


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
    if review.claimed_by != actor.id and is_held(review, now):
        raise _held_by(db, review.claimed_by, review.claim_expires_at or now)


def refuse_awaiting(db: Session, actor: User, review: ProctorReview) -> None:
    """While a decision is held nothing else is done to its case; to others it is a case that somebody has."""
    held = held_decision(db, review.id)
    if held is None:
        return
    if held.moderator_id == actor.id:
        raise Conflict(ReviewRefusal.DECISION_HELD)
    raise _held_by(db, held.moderator_id, review.claim_expires_at or held.announce_at)


def _held_by(db: Session, holder_id: UUID | None, until: datetime) -> Conflict:
    holder = db.get(User, holder_id) if holder_id else None
    if holder is None:
        return Conflict(ReviewRefusal.HELD_BY_ANOTHER, until=spoken(until))
    return Conflict(ReviewRefusal.HELD, name=holder.display_name, until=spoken(until))


def is_held(review: ProctorReview | BlindSample, now: datetime) -> bool:
    """Whether somebody's claim still counts."""
    return review.claimed_by is not None and still_holds(review.claim_expires_at, now, CLAIM_TIME)


def refuse_who_passed_it_on(db: Session, actor: User, review: ProctorReview) -> None:
    """Who escalated it asked for another pair of eyes; who proposed to reject it waits for one."""
    refuse_who_proposed(db, actor, review)
    if review.status is ReviewStatus.ESCALATED and review.flagged_by == actor.id:
        raise NotAllowed(ReviewRefusal.ESCALATED_BY_YOU)


def refuse_who_proposed(db: Session, actor: User, review: ProctorReview) -> None:
    """Who proposed to reject it waits for another's opinion."""
    proposal = as_proposal(open_proposal(db, review.id))
    if proposal and proposal.is_waiting_for_others(actor.id):
        raise NotAllowed(ReviewRefusal.PROPOSED_BY_YOU)


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
