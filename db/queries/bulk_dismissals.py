"""What is dismissed in bulk: the parts of many cases at once, and the verdicts of one batch."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from db.queries.rows_by_session import rows_by_session
from db.queries.session_case import IncidentRows
from db.tables import IncidentVerdict, Signal, Violation


class Batch(NamedTuple):
    """Verdicts that were given together."""

    id: UUID
    at: datetime
    incidents: int


def incident_rows_of(db: Session, session_ids: Collection[UUID]) -> Mapping[UUID, IncidentRows]:
    """By session, each list in the order of its time; three reads, however many sessions."""
    violations = rows_by_session(db, Violation, session_ids, "onset_s")
    signals = rows_by_session(db, Signal, session_ids, "onset_s")
    verdicts = rows_by_session(db, IncidentVerdict, session_ids, "at")
    return {one: IncidentRows(tuple(violations[one]), tuple(signals[one]), tuple(verdicts[one])) for one in session_ids}


def batches_of(db: Session, moderator_id: UUID, since: datetime) -> Sequence[Batch]:
    """A moderator's batches since then of which something was not taken back, the newest first."""
    given, verdict = IncidentVerdict, col(IncidentVerdict.id)
    taken_back = select(given.takes_back).where(given.moderator_id == moderator_id, col(given.takes_back).is_not(None))
    own = (col(given.batch_id).is_not(None), given.moderator_id == moderator_id, given.at > since)
    statement = (
        select(given.batch_id, func.min(given.at), func.count())
        .where(*own, col(given.takes_back).is_(None), verdict.not_in(taken_back.where(given.at > since)))
        .group_by(col(given.batch_id))
        .order_by(func.min(given.at).desc())
    )
    return [Batch(batch, at, count) for batch, at, count in db.exec(statement).all() if batch is not None]


def verdicts_of_batch(
    db: Session, moderator_id: UUID, batch_id: UUID, review_id: UUID | None = None
) -> Sequence[IncidentVerdict]:
    """What a moderator gave in it, or of one review in it, and did not take back so far, session by session."""
    given = IncidentVerdict
    own = [given.moderator_id == moderator_id, given.batch_id == batch_id]
    if review_id is not None:
        own.append(given.review_id == review_id)
    rows = db.exec(select(given).where(*own).order_by(col(given.session_id), col(given.at), col(given.id))).all()
    taken_back = {row.takes_back for row in rows}
    return [row for row in rows if row.kind is not None and row.id not in taken_back]
