"""The review queue: which flagged sessions a moderator sees in a view, page by page, and what each row says."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, text
from sqlmodel import Session, col, select

from db.queries.blind_samples import count_samples, free_samples, has_open_sample_for, listed_samples
from db.queries.claims import is_claimed, is_free_for
from db.queries.held_decisions import is_awaiting
from db.queries.list_pages import if_rare, read_alone
from db.queries.presence import present_in
from db.queries.proposals import has_spoken, is_proposed_by
from db.queries.queue_filter import QueueFilter, narrowing
from db.queries.queue_order import QueueCursor, QueueOrder, behind, ordered_by
from db.tables import BlindSample, ProctorReview, Survey, SurveySession, User, Violation
from db.tables.reviews import OPEN
from proctor_core.domain.alleged_total import AllegedTotal
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.priority import Priority, priority_of
from proctor_core.domain.states import ANSWERING, DECIDED, ReviewStatus, SessionStatus

IS_OPEN = text(f"{ProctorReview.__tablename__}.{OPEN}")
"""Undecided, in the words of the index that holds these reviews alone."""


class QueueView(StrEnum):
    """The saved views of the queue."""

    WAITING = "waiting"
    ESCALATED = "flagged_onward"
    MINE = "mine"
    RUNNING = "running"
    PROPOSED = "proposed"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue; `claimed_by`: who holds it now, `looked_at_by`: who else has it open, by name."""

    review: ProctorReview
    session: SurveySession
    survey_title: str
    claimed_by: str | None
    totals: tuple[AllegedTotal, ...]
    looked_at_by: tuple[str, ...] = ()

    @property
    def priority(self) -> Priority:
        """What its place in the queue is made of, besides the waiting."""
        return priority_of(self.totals, [FlagRule(str(reason["rule"])) for reason in self.review.flag_reasons])


def queue_rows(
    db: Session,
    view: QueueView,
    *,
    actor_id: UUID,
    now: datetime,
    narrowed: QueueFilter,
    order: QueueOrder,
    after: QueueCursor | None,
    limit: int,
) -> tuple[QueueRow, ...]:
    """Up to `limit` rows of `view`; the actor's own sessions are left out."""
    is_decided = view is QueueView.DECIDED
    read_alone(db)
    conditions = [*narrowing(narrowed, is_decided=is_decided), *behind(order, after, is_decided=is_decided)]
    if is_decided:
        conditions += if_rare(db, narrowed.survey_id, narrowed.type)
        # Decided as it is, to this moderator it is a case that waits: a drawn one, to be judged without knowing that.
        conditions.append(~has_open_sample_for(actor_id))
    statement = (
        select(ProctorReview, SurveySession, Survey.title, User.display_name)
        .join(SurveySession, col(SurveySession.id) == ProctorReview.session_id)
        .join(Survey, col(Survey.id) == SurveySession.survey_id)
        .outerjoin(User, and_(col(User.id) == ProctorReview.claimed_by, is_claimed(ProctorReview, now)))
        .where(in_view(view, actor_id, now), *conditions)
        .order_by(*ordered_by(order, is_decided=is_decided))
        .limit(limit)
    )
    return _rows(db, db.exec(statement).all(), actor_id, now)


def sample_rows(
    db: Session,
    view: QueueView,
    *,
    actor_id: UUID,
    now: datetime,
    narrowed: QueueFilter,
    order: QueueOrder,
    after: QueueCursor | None,
    limit: int,
    as_review: Callable[[BlindSample, ProctorReview | None], ProctorReview],
) -> tuple[QueueRow, ...]:
    """Drawn sessions as rows of the same view; `as_review` says how one looks to its moderator."""
    if view not in (QueueView.WAITING, QueueView.MINE):
        return ()
    found = listed_samples(
        db,
        actor_id,
        now,
        narrowed,
        held_by_moderator=view is QueueView.MINE,
        conditions=behind(order, after, is_decided=False, of=BlindSample),
        order=ordered_by(order, is_decided=False, of=BlindSample),
        limit=limit,
    )
    cases = [(as_review(drawn, earlier), session, title, holder) for drawn, session, earlier, title, holder in found]
    return _rows(db, cases, actor_id, now)


def sample_count(db: Session, view: QueueView, actor_id: UUID, now: datetime) -> int:
    """How many of them are in `view`."""
    if view not in (QueueView.WAITING, QueueView.MINE):
        return 0
    return count_samples(db, actor_id, now, held_by_moderator=view is QueueView.MINE)


def _rows(
    db: Session,
    found: Sequence[tuple[ProctorReview, SurveySession, str, str | None]],
    actor_id: UUID,
    now: datetime,
) -> tuple[QueueRow, ...]:
    ids = [session.id for _, session, _, _ in found]
    totals, present = type_totals(db, ids), present_in(db, ids, actor_id, now)
    return tuple(
        QueueRow(
            review=review,
            session=session,
            survey_title=title,
            claimed_by=holder,
            totals=totals.get(session.id, ()),
            looked_at_by=tuple(name for name in present.get(session.id, ()) if name != holder),
        )
        for review, session, title, holder in found
    )


def in_view(view: QueueView, actor_id: UUID, now: datetime) -> ColumnElement[bool]:
    """The condition that a joined review and session meet to be in `view`."""
    status, session_status = col(ProctorReview.status), col(SurveySession.status)
    waits = session_status == SessionStatus.UNDER_REVIEW
    held = and_(col(ProctorReview.claimed_by) == actor_id, is_claimed(ProctorReview, now))
    conditions: dict[QueueView, ColumnElement[bool]] = {
        QueueView.WAITING: and_(IS_OPEN, status == ReviewStatus.PENDING, waits, ~is_proposed_by(actor_id)),
        QueueView.ESCALATED: and_(IS_OPEN, status == ReviewStatus.ESCALATED, waits, ~is_proposed_by(actor_id)),
        QueueView.PROPOSED: and_(IS_OPEN, waits, is_proposed_by(actor_id)),
        QueueView.MINE: and_(IS_OPEN, waits, held),
        QueueView.RUNNING: and_(IS_OPEN, status == ReviewStatus.PENDING, session_status.in_(ANSWERING)),
        QueueView.DECIDED: and_(col(ProctorReview.decided_at).is_not(None), status.in_(DECIDED)),
    }
    # What the actor has decided a moment ago is done with, for the actor; to others it is a case that somebody has.
    return and_(conditions[view], col(SurveySession.taker_id) != actor_id, ~is_awaiting(actor_id))


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
    """Reviews, and drawn sessions, that the actor may judge and nobody else holds, the highest priority first."""
    review = ProctorReview
    statement = (
        select(review.id, review.ranks_since)
        .join(SurveySession, col(SurveySession.id) == review.session_id)
        .where(
            IS_OPEN,
            col(SurveySession.status) == SessionStatus.UNDER_REVIEW,
            col(SurveySession.taker_id) != actor_id,
            ~is_awaiting(),
            ~has_spoken(actor_id),
            or_(col(review.flagged_by).is_(None), col(review.flagged_by) != actor_id),
            is_free_for(review, actor_id, now),
        )
        .order_by(col(review.ranks_since), col(review.id))
        .limit(limit)
    )
    ranked = [*((row[0], row[1]) for row in db.exec(statement).all()), *free_samples(db, actor_id, now, limit)]
    return [review_id for review_id, _ in sorted(ranked, key=lambda one: (one[1], one[0]))[:limit]]


def type_totals(db: Session, session_ids: Iterable[UUID]) -> dict[UUID, tuple[AllegedTotal, ...]]:
    """Session id -> its allegations by type, most seconds first."""
    length_s = func.coalesce(col(Violation.offset_s), col(Violation.onset_s)) - col(Violation.onset_s)
    weight_s = case((length_s > 1.0, length_s), else_=1.0)
    sums = (func.sum(length_s), func.max(length_s), func.sum(weight_s), func.sum(weight_s * col(Violation.confidence)))
    # sqlmodel types up to four columns
    columns: list[Any] = [Violation.session_id, Violation.type, func.count(), *sums]
    statement = (
        select(*columns)
        .where(col(Violation.session_id).in_(list(session_ids)))
        .group_by(col(Violation.session_id), col(Violation.type))
        .order_by(func.sum(length_s).desc(), col(Violation.type))
    )
    totals: dict[UUID, list[AllegedTotal]] = defaultdict(list)
    for session_id, kind, count, total_s, longest_s, weight, sure in db.exec(statement).all():
        total = AllegedTotal(kind, count, float(total_s), float(longest_s), float(weight), float(sure / weight))
        totals[session_id].append(total)
    return {session_id: tuple(found) for session_id, found in totals.items()}
