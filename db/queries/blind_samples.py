"""Sessions that were drawn for the blind sample, and who may still look at them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, text
from sqlmodel import Session, col, select

from db.queries.claims import is_claimed, is_free_for
from db.queries.held_decisions import is_awaiting
from db.queries.queue_filter import QueueFilter, narrowing_of
from db.tables import (
    AddedIncident,
    Appeal,
    BlindSample,
    FaceMute,
    IncidentVerdict,
    ProctorReview,
    ReviewEvent,
    SampleOpinion,
    Survey,
    SurveySession,
    User,
)
from db.tables.samples import IS_OPEN_SAMPLE
from db.unindexed import unindexed
from proctor_core.domain.blind_sample import SampleKind
from proctor_core.domain.states import DECIDED, DECIDED_SESSION, SessionStatus

IS_OPEN = text(f"{BlindSample.__tablename__}.{IS_OPEN_SAMPLE}")
_SAID = (IncidentVerdict, AddedIncident, FaceMute)


def sample_of(db: Session, sample_id: UUID) -> BlindSample | None:
    """As it is now."""
    found = select(BlindSample).where(BlindSample.id == sample_id)
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def drawn_sample(db: Session, session_id: UUID) -> BlindSample | None:
    """That of a session, open or not."""
    return db.exec(select(BlindSample).where(BlindSample.session_id == session_id)).one_or_none()


def open_sample(db: Session, session_id: UUID, moderator_id: UUID) -> BlindSample | None:
    """That of a session, where this moderator may look at it."""
    found = joined_samples(select(BlindSample)).where(BlindSample.session_id == session_id, is_open_for(moderator_id))
    return db.exec(found).one_or_none()


def opinion_of(db: Session, sample_id: UUID) -> SampleOpinion | None:
    """What was said of it."""
    return db.exec(select(SampleOpinion).where(SampleOpinion.sample_id == sample_id)).one_or_none()


def is_any_open(db: Session) -> bool:
    """Whether any waits to anybody: where none is drawn, only this is asked."""
    return db.exec(select(BlindSample.id).where(IS_OPEN).limit(1)).first() is not None


def is_open_for(moderator_id: UUID) -> ColumnElement[bool]:
    """The condition that a joined sample, session and review (outer) meet: nobody has judged it, what it was drawn for still
    holds, and this moderator neither took the session nor said anything of it.
    """
    sample, session, review = BlindSample, SurveySession, ProctorReview
    is_unflagged = and_(
        col(sample.kind) == SampleKind.UNFLAGGED,
        col(review.id).is_(None),
        unindexed(col(session.status)) == SessionStatus.PASSED,
    )
    is_decided = and_(
        col(sample.kind) == SampleKind.DECIDED,
        col(review.status).in_(DECIDED),
        col(review.decided_at) == col(sample.decided_at),
        unindexed(col(session.status)).in_(DECIDED_SESSION),
        ~select(Appeal.id).where(Appeal.session_id == session.id).correlate(session).exists(),
    )
    # Correlated by name: where this stands within another EXISTS, SQLAlchemy would join what is two levels up once more.
    by_moderator = col(ReviewEvent.author_id) == moderator_id
    events = select(ReviewEvent.id).where(col(ReviewEvent.review_id) == col(review.id), by_moderator).correlate(review)
    said = (
        select(row.id)
        .where(col(row.session_id) == col(sample.session_id), col(row.moderator_id) == moderator_id)
        .correlate(sample)
        for row in _SAID
    )
    return and_(
        IS_OPEN,
        or_(is_unflagged, is_decided),
        col(session.proctoring_enabled),
        col(session.taker_id) != moderator_id,
        ~events.exists(),
        *(~one.exists() for one in said),
    )


def has_open_sample_for(moderator_id: UUID) -> ColumnElement[bool]:
    """The condition that a joined review and session meet whose session is to this moderator an undecided case."""
    drawn = select(BlindSample.id).where(
        col(BlindSample.session_id) == col(SurveySession.id), is_open_for(moderator_id)
    )
    return drawn.correlate(SurveySession, ProctorReview).exists()


def listed_samples(
    db: Session,
    moderator_id: UUID,
    now: datetime,
    narrowed: QueueFilter,
    *,
    held_by_moderator: bool,
    conditions: Sequence[ColumnElement[bool]],
    order: Sequence[ColumnElement[Any]],
    limit: int,
) -> Sequence[tuple[BlindSample, SurveySession, ProctorReview | None, str, str | None]]:
    """Samples that are waiting to this moderator, with session, earlier review, survey's title and who holds it by name."""
    # Nobody has decided about any of them, or escalated it.
    if narrowed.decided_by is not None or not is_any_open(db):
        return ()
    columns: list[Any] = [BlindSample, SurveySession, ProctorReview, Survey.title, User.display_name]
    narrowing = narrowing_of(BlindSample, col(BlindSample.drawn_at), narrowed)
    found = (
        joined_samples(select(*columns))
        .join(Survey, col(Survey.id) == SurveySession.survey_id)
        .outerjoin(User, and_(col(User.id) == BlindSample.claimed_by, is_claimed(BlindSample, now)))
        .where(is_open_for(moderator_id), ~is_awaiting(moderator_id, of=BlindSample), *narrowing, *conditions)
    )
    if held_by_moderator:
        found = found.where(col(BlindSample.claimed_by) == moderator_id, is_claimed(BlindSample, now))
    return db.exec(found.order_by(*order).limit(limit)).all()


def count_samples(db: Session, moderator_id: UUID, now: datetime, *, held_by_moderator: bool) -> int:
    """How many that are."""
    found = joined_samples(select(func.count()).select_from(BlindSample)).where(
        is_open_for(moderator_id), ~is_awaiting(moderator_id, of=BlindSample)
    )
    if held_by_moderator:
        found = found.where(col(BlindSample.claimed_by) == moderator_id, is_claimed(BlindSample, now))
    return db.exec(found).one()


def free_samples(db: Session, moderator_id: UUID, now: datetime, limit: int) -> Sequence[tuple[UUID, datetime]]:
    """Ids of those that nobody else holds, and by what they rank, the highest priority first."""
    sample = BlindSample
    found = (
        joined_samples(select(sample.id, sample.ranks_since))
        .where(is_open_for(moderator_id), ~is_awaiting(of=BlindSample), is_free_for(sample, moderator_id, now))
        .order_by(col(sample.ranks_since), col(sample.id))
        .limit(limit)
    )
    return [(row[0], row[1]) for row in db.exec(found).all()]


def joined_samples(asked: Any) -> Any:
    """What is asked of samples, with session and review (outer) beside them."""
    return asked.join(SurveySession, col(SurveySession.id) == BlindSample.session_id).outerjoin(
        ProctorReview, col(ProctorReview.session_id) == BlindSample.session_id
    )
