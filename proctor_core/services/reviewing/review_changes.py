"""One change of a review: the guarded UPDATE, the entry in its history, the entry in the audit log, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from db.tables import BlindSample, ProctorReview, ReviewEvent, User
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.review_refusals import Deed, ReviewRefusal
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.errors import Conflict
from proctor_core.services.auditing import audit
from proctor_core.services.reviewing.blinding import hidden_events
from proctor_core.services.reviewing.ranking import rank_review
from proctor_core.services.reviewing.sampled_review import is_sampled, sample_history


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """What is to change on a review as it was read; without `event` the history says nothing (a claim that only lasts longer)."""

    review: ProctorReview
    actor: User
    at: datetime
    values: Mapping[str, Any]
    event: ReviewEventKind | None
    reason: str = ""
    note: str = ""


def apply_change(db: Session, change: ReviewChange) -> ProctorReview:
    """Store it if the review still has the revision that was read, counting the revision up.

    Raises:
        Conflict: it has not; the message says who did what when.
    """
    review = change.review
    if is_sampled(review):
        return _apply_to_sample(db, change)
    statement = (
        update(ProctorReview)
        .where(col(ProctorReview.id) == review.id, col(ProctorReview.revision) == review.revision)
        .values(**change.values, revision=review.revision + 1)
        .returning(col(ProctorReview.revision))
        .execution_options(synchronize_session=False)
    )
    if db.exec(statement).one_or_none() is None:
        raise changed_meanwhile(db, review, change.actor, shows_more=False)
    if change.event is not None:
        _append(db, change, change.event)
    db.flush()
    db.refresh(review)
    return review


def _apply_to_sample(db: Session, change: ReviewChange) -> ProctorReview:
    """The same of a drawn session: its history is what the audit log says."""
    review = change.review
    statement = (
        update(BlindSample)
        .where(col(BlindSample.id) == review.id, col(BlindSample.revision) == review.revision)
        .values(**change.values, revision=review.revision + 1)
        .execution_options(synchronize_session=False)
    )
    if not db.exec(statement).rowcount:
        raise changed_meanwhile(db, review, change.actor, shows_more=False)
    if change.event is not None:
        _log(db, change, change.event)
    for name, value in {**change.values, "revision": review.revision + 1}.items():
        setattr(review, name, value)
    return review


def count_change(db: Session, session_id: UUID) -> None:
    """What a session's case shows has changed, so a decision on what was on the screen before is refused."""
    counted = col(ProctorReview.revision) + 1
    of_session = update(ProctorReview).where(col(ProctorReview.session_id) == session_id)
    if db.exec(of_session.values(revision=counted)).rowcount:
        rank_review(db, session_id)
    drawn = update(BlindSample).where(col(BlindSample.session_id) == session_id)
    db.exec(drawn.values(revision=col(BlindSample.revision) + 1))


def changed_meanwhile(db: Session, review: ProctorReview, actor: User, *, shows_more: bool = True) -> Conflict:
    """The error that tells the second of two moderators who came first, by the newest entry that the case shows them.

    `shows_more`: after an own entry the case itself shows more now.
    """
    shown = (
        select(ReviewEvent, User.display_name)
        .outerjoin(User, col(User.id) == ReviewEvent.author_id)
        .where(ReviewEvent.review_id == review.id, *hidden_events(db, review.id, actor.id))
    )
    last = _last_of_sample(db, review) if is_sampled(review) else _last(db, shown)
    if last is None:
        return Conflict(ReviewRefusal.CHANGED)
    event, author = last
    if shows_more and event.author_id == actor.id:
        return Conflict(ReviewRefusal.SHOWS_MORE)
    deed = Deed(event.kind) if event.kind in set(Deed) else event.kind
    # Outer join: nobody wrote what a rule did.
    if not author:
        return Conflict(ReviewRefusal.CHANGED_BY_RULE, deed=deed, at=spoken(event.at))
    return Conflict(ReviewRefusal.CHANGED_BY, author=author, deed=deed, at=spoken(event.at))


def _last(db: Session, shown: Any) -> tuple[ReviewEvent, str | None] | None:
    return db.exec(shown.order_by(col(ReviewEvent.at).desc()).limit(1)).first()


def _last_of_sample(db: Session, review: ProctorReview) -> tuple[ReviewEvent, str | None] | None:
    event = next(reversed(sample_history(db, review)), None)
    author = db.get(User, event.author_id) if event and event.author_id else None
    return (event, author.display_name if author else None) if event else None


def spoken(at: datetime) -> str:
    """A time inside a message; pages show local times, a message may be read anywhere."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _append(db: Session, change: ReviewChange, kind: ReviewEventKind) -> None:
    review, actor = change.review, change.actor
    db.add(
        ReviewEvent(
            review_id=review.id,
            kind=kind,
            author_id=actor.id,
            notes=change.reason,
            colleague_note=change.note,
            at=change.at,
        )
    )
    _log(db, change, kind)


def _log(db: Session, change: ReviewChange, kind: ReviewEventKind) -> None:
    review, actor = change.review, change.actor
    detail = message(AuditDetail.OF_SESSION, session_id=str(review.session_id))
    audit(db, change.at, f"review.{kind}", review, actor_id=actor.id, detail=detail)
