"""What moderators append to a case: a row stands until a later one takes it back; none is changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from db.tables import AddedIncident, FaceMute, IncidentVerdict, ProctorReview, SampleAddition, User
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.errors import IllegalMove, NotAllowed
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.reviewing.sampled_review import OF_SAMPLE, as_said, is_sampled, of_sample, said_of_sample

MOMENT = timedelta(microseconds=1)
_Row = TypeVar("_Row", IncidentVerdict, AddedIncident, FaceMute)
_Kept = TypeVar("_Kept", AddedIncident, FaceMute)
_Said = TypeVar("_Said", AddedIncident, FaceMute, SampleAddition)


def rows_of(db: Session, table: type[_Kept], review: ProctorReview) -> Sequence[_Kept]:
    """All of a review's session, also those that were taken back; of a drawn session those of its sample."""
    if is_sampled(review):
        return said_of_sample(db, table, review.id)
    return db.exec(select(table).where(col(table.session_id) == review.session_id)).all()


def given_row(db: Session, table: type[_Row], row_id: UUID) -> _Row | None:
    """What a moderator appended, to a review or to a sample."""
    found = db.get(table, row_id)
    if found is not None:
        return found
    said = db.get(OF_SAMPLE[table], row_id)
    return as_said(said, table) if said else None


def standing(rows: Sequence[_Said]) -> tuple[_Said, ...]:
    """Those that say something and were not taken back."""
    taken_back = {row.takes_back for row in rows}
    return tuple(row for row in rows if row.takes_back is None and row.id not in taken_back)


def after(rows: Iterable[IncidentVerdict | AddedIncident | FaceMute], now: datetime) -> datetime:
    """Now, or just after the newest one where processes' clocks differ: by `at` they are in the order in which they came."""
    return max([now, *(row.at + MOMENT for row in rows)])


def copy_taking_back(row: _Row, at: datetime, **changed: Any) -> _Row:
    """The entry that takes `row` back, about the same."""
    about = row.model_dump(exclude={"id", "takes_back", "at", *changed})
    return type(row)(**about, **changed, takes_back=row.id, at=at)


def own_taken_back(
    db: Session, actor: User, review: ProctorReview, given: _Kept, now: datetime, of_another: ReviewRefusal
) -> _Kept:
    """The entry by which the actor takes back what stands.

    Raises:
        NotAllowed: it is another moderator's; `of_another` says so.
        IllegalMove: it was taken back already.
    """
    if given.moderator_id != actor.id:
        raise NotAllowed(of_another)
    rows = rows_of(db, type(given), review)
    if given.id not in {row.id for row in standing(rows)}:
        raise IllegalMove(ReviewRefusal.TAKEN_BACK)
    return copy_taking_back(given, after(rows, now))


def note_judged(review: ProctorReview, at: datetime) -> None:
    """Something is said of the review's incidents: whoever stores it says so, since the gallery looks nowhere else."""
    review.judged_at = review.judged_at or at


def append(db: Session, review: ProctorReview, row: _Row, action: AuditAction) -> _Row:
    """Store it, with its line in the audit log; what is said of a drawn session is kept apart."""
    if is_sampled(review):
        db.add(of_sample(row))
    else:
        db.add(row)
        note_judged(review, row.at)
    detail = message(AuditDetail.OF_SESSION, session_id=str(review.session_id))
    audit(db, row.at, action, review, actor_id=row.moderator_id, detail=detail)
    return row
