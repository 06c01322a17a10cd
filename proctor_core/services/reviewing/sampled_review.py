"""A drawn session as the review that a moderator sees: undecided, like any other.

Such a `ProctorReview` has the sample's id, no row stands behind it, and its session is a copy that says "under review". So the
guards, claims, verdicts and held decisions of reviews hold for it; what they write goes to the sample's own tables.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, inspect, select

from db.queries.blind_samples import opinion_of, sample_of
from db.queries.survey_sessions import locked_session
from db.tables import (
    AddedIncident,
    AuditEvent,
    BlindSample,
    FaceMute,
    IncidentVerdict,
    ProctorReview,
    ReviewEvent,
    SampleAddition,
    SampleMute,
    SampleOpinion,
    SampleVerdict,
    SurveySession,
)
from proctor_core.codes.missing import Missing
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import DECISION_TARGET, ReviewStatus, SessionStatus
from proctor_core.errors import NotFound

Said = IncidentVerdict | AddedIncident | FaceMute
SaidOfSample = SampleVerdict | SampleAddition | SampleMute
OF_SAMPLE: Mapping[type[Said], type[SaidOfSample]] = MappingProxyType(
    {IncidentVerdict: SampleVerdict, AddedIncident: SampleAddition, FaceMute: SampleMute}
)
_Said = TypeVar("_Said", bound=Said)
_IN_HISTORY = (
    *(ReviewEventKind.CLAIMED, ReviewEventKind.RELEASED),
    *(ReviewEventKind.TAKEN_BACK, ReviewEventKind.NOT_ANNOUNCED),
)


def is_sampled(review: ProctorReview) -> bool:
    """Whether no review stands behind it."""
    return inspect(review).transient


def as_review(
    sample: BlindSample, earlier: ProctorReview | None, opinion: SampleOpinion | None = None
) -> ProctorReview:
    """Undecided, with the flag reasons of the review that was decided (an unflagged session has none), or as it was judged."""
    review = ProctorReview(
        id=sample.id,
        session_id=sample.session_id,
        status=ReviewStatus.PENDING,
        flag_reasons=list(earlier.flag_reasons) if earlier else [],
        claimed_by=sample.claimed_by,
        claim_expires_at=sample.claim_expires_at,
        revision=sample.revision,
        created_at=sample.drawn_at,
        ranks_since=sample.ranks_since,
        longest_s=sample.longest_s,
        unseen_share=sample.unseen_share,
    )
    if opinion is not None:
        review.status, review.decided_at = DECISION_TARGET[opinion.decision], opinion.at
        review.moderator_id, review.notes = opinion.moderator_id, opinion.reason
        review.colleague_note = opinion.note
    return review


def as_under_review(db: Session, session: SurveySession) -> SurveySession:
    """The session as if a person still had to decide: taken out of `db`, so that nothing of that is stored."""
    db.expunge(session)
    session.status, session.flagged_for_review = SessionStatus.UNDER_REVIEW, True
    return session


def earlier_review(db: Session, session_id: UUID) -> ProctorReview | None:
    """The review of a session, as its row says."""
    return db.exec(select(ProctorReview).where(ProctorReview.session_id == session_id)).one_or_none()


def sampled_review_and_session(db: Session, sample_id: UUID) -> tuple[ProctorReview, SurveySession]:
    """Both as a moderator sees them; the session is held first.

    Raises:
        NotFound: there is no such sample.
    """
    drawn = sample_of(db, sample_id)
    if drawn is None:
        raise NotFound(Missing.REVIEW)
    session = locked_session(db, drawn.session_id)
    drawn = sample_of(db, sample_id)
    if drawn is None:
        raise NotFound(Missing.REVIEW)
    review = as_review(drawn, earlier_review(db, drawn.session_id), opinion_of(db, sample_id))
    return review, as_under_review(db, session)


def sample_history(db: Session, review: ProctorReview) -> list[ReviewEvent]:
    """Who took a drawn session and let it go, from the audit log, as a review's history says it."""
    kinds = {f"review.{kind}": kind for kind in _IN_HISTORY}
    line = AuditEvent
    found = select(line).where(line.object_id == str(review.id), col(line.action).in_(kinds))
    lines = db.exec(found.order_by(col(line.at), col(line.id))).all()
    return [
        ReviewEvent(review_id=review.id, kind=kinds[one.action], author_id=one.actor_id, at=one.at) for one in lines
    ]


def of_sample(row: Said) -> SaidOfSample:
    """What was said of a sampled review, as it is stored."""
    return OF_SAMPLE[type(row)](**row.model_dump(exclude={"review_id", "batch_id"}), sample_id=row.review_id)


def as_said(row: SaidOfSample, table: type[_Said]) -> _Said:
    """Back from `of_sample`, for those who read what was said; no row of any review."""
    return table(**row.model_dump(exclude={"sample_id"}), review_id=row.sample_id)


def said_of_sample(db: Session, table: type[_Said], sample_id: UUID) -> tuple[_Said, ...]:
    """In the order in which it was said, also what was taken back."""
    stored = OF_SAMPLE[table]
    found = select(stored).where(stored.sample_id == sample_id).order_by(col(stored.at), col(stored.id))
    return tuple(as_said(row, table) for row in db.exec(found).all())
