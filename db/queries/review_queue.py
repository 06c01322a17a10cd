"""The review queue: which flagged sessions a moderator sees in a view, page by page, and what each row says."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, text
from sqlmodel import Session, col, select

from db.queries.paging import newer_than, older_than
from db.tables import ProctorReview, Survey, SurveySession, User, Violation
from db.tables.reviews import OPEN
from proctor_core.domain.lease import CLAIM_TIME
from proctor_core.domain.paging import Cursor
from proctor_core.domain.session_code import IdRange
from proctor_core.domain.states import ANSWERING, DECIDED, ReviewStatus, SessionStatus
from proctor_core.domain.violation import ViolationType

IS_OPEN = text(f"{ProctorReview.__tablename__}.{OPEN}")
"""Undecided, in the words of the index that holds these reviews alone."""


class QueueView(StrEnum):
    """The saved views of the queue."""

    WAITING = "waiting"
    ESCALATED = "flagged_onward"
    MINE = "mine"
    RUNNING = "running"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class QueueCursor:
    """The last row of a page: the next page begins after it."""

    at: datetime
    review_id: UUID


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a view is narrowed to; None lets everything through. `ids`: of sessions."""

    survey_id: UUID | None = None
    type: ViolationType | None = None
    ids: IdRange | None = None


@dataclass(frozen=True, slots=True)
class TypeTotal:
    """One type's allegations in one session; an allegation that is still open counts with 0 s."""

    type: ViolationType
    count: int
    total_s: float
    longest_s: float


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue; `claimed_by` is the name of the moderator who holds it now."""

    review: ProctorReview
    session: SurveySession
    survey_title: str
    claimed_by: str | None
    totals: tuple[TypeTotal, ...]

    @property
    def longest_s(self) -> float:
        """Length of the longest violation in seconds; 0 without any."""
        return max((total.longest_s for total in self.totals), default=0.0)


def queue_rows(
    db: Session,
    view: QueueView,
    *,
    actor_id: UUID,
    now: datetime,
    narrowed: QueueFilter,
    after: QueueCursor | None,
    limit: int,
) -> tuple[QueueRow, ...]:
    """Up to `limit` rows of `view`, longest waiting first (decided: newest first); the actor's own sessions are left out."""
    statement = (
        select(ProctorReview, SurveySession, Survey.title, User.display_name)
        .join(SurveySession, col(SurveySession.id) == ProctorReview.session_id)
        .join(Survey, col(Survey.id) == SurveySession.survey_id)
        .outerjoin(User, and_(col(User.id) == ProctorReview.claimed_by, _is_claimed(now)))
        .where(in_view(view, actor_id, now), *_narrowing(narrowed), *_past(view, after))
        .order_by(*_order(view))
        .limit(limit)
    )
    found = db.exec(statement).all()
    totals = type_totals(db, [session.id for _, session, _, _ in found])
    return tuple(
        QueueRow(review, session, title, holder, totals.get(session.id, ())) for review, session, title, holder in found
    )


def in_view(view: QueueView, actor_id: UUID, now: datetime) -> ColumnElement[bool]:
    """The condition that a joined review and session meet to be in `view`."""
    status, session_status = col(ProctorReview.status), col(SurveySession.status)
    waits = session_status == SessionStatus.UNDER_REVIEW
    held = and_(col(ProctorReview.claimed_by) == actor_id, _is_claimed(now))
    conditions: dict[QueueView, ColumnElement[bool]] = {
        QueueView.WAITING: and_(IS_OPEN, status == ReviewStatus.PENDING, waits),
        QueueView.ESCALATED: and_(IS_OPEN, status == ReviewStatus.ESCALATED, waits),
        QueueView.MINE: and_(IS_OPEN, waits, held),
        QueueView.RUNNING: and_(IS_OPEN, status == ReviewStatus.PENDING, session_status.in_(ANSWERING)),
        QueueView.DECIDED: and_(col(ProctorReview.decided_at).is_not(None), status.in_(DECIDED)),
    }
    return and_(conditions[view], col(SurveySession.taker_id) != actor_id)


def queue_count(db: Session, view: QueueView, actor_id: UUID, now: datetime) -> int:
    """How many reviews are in `view`."""
    statement = (
        select(func.count())
        .select_from(ProctorReview)
        .join(SurveySession, col(SurveySession.id) == ProctorReview.session_id)
        .where(in_view(view, actor_id, now))
    )
    return db.exec(statement).one()


def free_reviews(db: Session, actor_id: UUID, now: datetime, limit: int) -> Sequence[UUID]:
    """Reviews that the actor may decide and nobody else holds, longest waiting first."""
    review = ProctorReview
    statement = (
        select(review.id)
        .join(SurveySession, col(SurveySession.id) == review.session_id)
        .where(
            IS_OPEN,
            col(SurveySession.status) == SessionStatus.UNDER_REVIEW,
            col(SurveySession.taker_id) != actor_id,
            or_(col(review.flagged_by).is_(None), col(review.flagged_by) != actor_id),
            or_(
                col(review.claimed_by).is_(None),
                col(review.claimed_by) == actor_id,
                ~_is_claimed(now),
            ),
        )
        .order_by(col(review.created_at), col(review.id))
        .limit(limit)
    )
    return db.exec(statement).all()


def _is_claimed(now: datetime) -> ColumnElement[bool]:
    """As `still_holds` says of one review."""
    until = func.coalesce(col(ProctorReview.claim_expires_at), now)
    return and_(until > now, until <= now + CLAIM_TIME)


def type_totals(db: Session, session_ids: Iterable[UUID]) -> dict[UUID, tuple[TypeTotal, ...]]:
    """Session id -> its allegations by type, most seconds first."""
    length_s = func.coalesce(col(Violation.offset_s), col(Violation.onset_s)) - col(Violation.onset_s)
    # sqlmodel types up to four columns
    columns: list[Any] = [Violation.session_id, Violation.type, func.count(), func.sum(length_s), func.max(length_s)]
    statement = (
        select(*columns)
        .where(col(Violation.session_id).in_(list(session_ids)))
        .group_by(col(Violation.session_id), col(Violation.type))
        .order_by(func.sum(length_s).desc(), col(Violation.type))
    )
    totals: dict[UUID, list[TypeTotal]] = defaultdict(list)
    for session_id, kind, count, total_s, longest_s in db.exec(statement).all():
        totals[session_id].append(TypeTotal(kind, count, float(total_s), float(longest_s)))
    return {session_id: tuple(found) for session_id, found in totals.items()}


def _narrowing(narrowed: QueueFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if narrowed.survey_id is not None:
        conditions.append(col(SurveySession.survey_id) == narrowed.survey_id)
    if narrowed.type is not None:
        of_type = (col(Violation.session_id) == ProctorReview.session_id, col(Violation.type) == narrowed.type)
        conditions.append(select(Violation.id).where(*of_type).exists())
    if narrowed.ids is not None:
        conditions.append(col(ProctorReview.session_id).between(*narrowed.ids))
    return conditions


def _order(view: QueueView) -> tuple[Any, Any]:
    if view is QueueView.DECIDED:
        return col(ProctorReview.decided_at).desc(), col(ProctorReview.id).desc()
    return col(ProctorReview.created_at), col(ProctorReview.id)


def _past(view: QueueView, after: QueueCursor | None) -> list[ColumnElement[bool]]:
    cursor = None if after is None else Cursor(after.at, after.review_id)
    if view is QueueView.DECIDED:
        return older_than(cursor, ProctorReview.decided_at, ProctorReview.id)
    return newer_than(cursor, ProctorReview.created_at, ProctorReview.id)
