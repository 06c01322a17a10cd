"""Reviewing: the queue, one session's case, and a named human's claim and decision. Nothing else passes or rejects a session.

Each use case is one transaction. A change counts `ProctorReview.revision` up in the UPDATE that makes it, and that UPDATE
asks for the revision the moderator saw: of two at once, the second changes nothing and is told who came first.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.accounts import moderator_names
from db.queries.queue_filter import CaseSource, QueueFilter
from db.queries.queue_order import QueueCursor, QueueOrder, QueueSort, cursor_of, is_ascending
from db.queries.review_queue import (
    DECIDED,
    QueueRow,
    QueueView,
    free_reviews,
    queue_count,
    queue_rows,
    sample_count,
    sample_rows,
)
from db.queries.survey_sessions import locked_session
from db.shared_clock import SharedClock
from db.tables import ProctorReview, User
from proctor_core.codes.missing import Missing
from proctor_core.domain.blind_sample import Lottery
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import REVIEW_MOVES, DecisionKind, ReviewStatus, SessionStatus, move
from proctor_core.domain.webhook import WebhookEvent
from proctor_core.errors import Conflict, IllegalMove, NotFound
from proctor_core.services.reviewing import review_guards as guards
from proctor_core.services.reviewing.case import Case, Seeing, build_case
from proctor_core.services.reviewing.claiming import claim
from proctor_core.services.reviewing.deciding import conclude, require_decidable
from proctor_core.services.reviewing.drawing import draw_anyway
from proctor_core.services.reviewing.evidence_views import CASE, note_view
from proctor_core.services.reviewing.given_decision import NOBODY, OPEN_AGAIN, GivenDecision
from proctor_core.services.reviewing.ranking import rank_review
from proctor_core.services.reviewing.review_changes import ReviewChange, apply_change
from proctor_core.services.reviewing.sampled_case import review_id_seen_by, rows_seen_by
from proctor_core.services.reviewing.sampled_review import as_review, as_under_review, is_sampled
from proctor_core.services.session_moves import move_session
from proctor_core.services.webhooks.webhook_outbox import announce

__all__ = [
    "DECIDED",
    "Case",
    "CaseSource",
    "QueueCursor",
    "QueueFilter",
    "QueueOrder",
    "QueuePage",
    "QueueRow",
    "QueueSort",
    "QueueView",
    "ReviewService",
]

BY_AGE = QueueOrder(QueueSort.WAITING)
RENEWAL = timedelta(minutes=10)
TRIES = 5


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some rows of a view; `next` is where the following page begins, None on the last one."""

    rows: tuple[QueueRow, ...]
    next: QueueCursor | None


@dataclass(frozen=True, slots=True)
class ReviewService:
    """What moderators do.

    Attributes:
        heartbeat_s: the time between two face runs' extensions: two missing ones are a gap.
        shared: the clock by which processes agree who holds a review; stamps are by `clock`.
        lottery: draws decided sessions to be looked at once more; None: never.
    """

    engine: Engine
    clock: Callable[[], datetime]
    heartbeat_s: float = 5.0
    shared: SharedClock | None = None
    lottery: Lottery | None = None

    def queue(
        self,
        actor: User,
        view: QueueView,
        after: QueueCursor | None = None,
        limit: int = 25,
        narrowed: QueueFilter | None = None,
        order: QueueOrder = BY_AGE,
    ) -> QueuePage:
        """One page of a view of the queue, drawn sessions unmarked among the others; never the actor's own as a taker."""
        guards.require_moderator(actor)
        with reading(self.engine) as db:
            asked: dict[str, Any] = {
                **{"actor_id": actor.id, "now": self._now(db), "narrowed": narrowed or QueueFilter()},
                **{"order": order, "after": after, "limit": limit + 1},
            }
            drawn = sample_rows(db, view, **asked, as_review=as_review)
            rows = (*queue_rows(db, view, **asked), *(_as_waiting(db, row) for row in drawn))
        is_decided = view is QueueView.DECIDED

        def place(row: QueueRow) -> QueueCursor:
            return cursor_of(order, row.review, is_decided=is_decided)

        rows = sorted(rows, key=place, reverse=not is_ascending(order, is_decided=is_decided))
        shown = tuple(rows[:limit])
        return QueuePage(shown, place(shown[-1]) if len(rows) > limit else None)

    def views_with(self, actor: User, narrowed: QueueFilter) -> tuple[QueueView, ...]:
        """The views in which something of this is: where to look for what another view does not have."""
        return tuple(view for view in QueueView if self.queue(actor, view, limit=1, narrowed=narrowed).rows)

    def counts(self, actor: User) -> dict[QueueView, int]:
        """How many reviews each view that still needs work holds."""
        guards.require_moderator(actor)
        views = (view for view in QueueView if view is not QueueView.DECIDED)
        with reading(self.engine) as db:
            now = self._now(db)
            return {
                view: queue_count(db, view, actor.id, now) + sample_count(db, view, actor.id, now) for view in views
            }

    def moderators(self, actor: User) -> Mapping[UUID, str]:
        """Everybody who is a moderator, or was switched off as one: id -> shown name, in the order of names."""
        guards.require_moderator(actor)
        with reading(self.engine) as db:
            return moderator_names(db)

    def case(self, actor: User, session_id: UUID) -> Case:
        """Everything that is stored about a flagged session.

        Raises:
            NotFound: no such session, or it was never flagged.
            NotAllowed: not a moderator, or the actor is the one who took the survey.
        """
        guards.require_moderator(actor)
        with reading(self.engine) as db:
            seen, held_at = rows_seen_by(db, actor.id, session_id), self._now(db)
        if seen is None:
            raise NotFound(Missing.SESSION_WITH_REVIEW)
        guards.refuse_own(actor, seen.rows.session)
        case = build_case(seen.rows, Seeing(actor.id, self.clock(), held_at, silence_s=2 * self.heartbeat_s))
        return replace(case, revealed=seen.revealed)

    def review_of(self, actor: User, session_id: UUID) -> UUID:
        """By which the actor's presses about a session go, without reading its case.

        Raises:
            NotAllowed: the actor is no moderator.
            NotFound: the session has no review.
        """
        guards.require_moderator(actor)
        with reading(self.engine) as db:
            found = review_id_seen_by(db, actor.id, session_id)
        if found is None:
            raise NotFound(Missing.SESSION_WITH_REVIEW)
        return found

    def open_case(self, actor: User, session_id: UUID) -> Case:
        """The case, held for the actor when it is free and theirs to decide; a claim of theirs that soon ends gets longer.

        Raises:
            NotFound, NotAllowed: as `case`.
        """
        case = self.case(actor, session_id)
        note_view(self.engine, actor, case.session, self.clock(), CASE)
        with reading(self.engine) as db:
            now = self._now(db)
        if not _is_to_be_claimed(case, actor, now):
            return case
        with suppress(Conflict, IllegalMove):  # another moderator was quicker; the case, read again, says who
            self.claim(actor, case.review.id)
        return self.case(actor, session_id)

    def claim(self, actor: User, review_id: UUID) -> ProctorReview:
        """Hold a review for 15 minutes, so that no two moderators work on one; who holds it already gets 15 minutes again.

        Raises:
            Conflict: somebody else holds it; the message says who and until when.
            IllegalMove: it is decided, or the session is not under review.
        """
        guards.require_moderator(actor)
        with transaction(self.engine) as db:
            review, session = guards.find_review(db, actor, review_id)
            guards.require_open(review, session)
            guards.refuse_who_proposed(db, actor, review)
            return claim(db, actor, review, self._now(db), self.clock())

    def claim_next(self, actor: User) -> ProctorReview | None:
        """Claim the review of the highest priority that the actor may decide and nobody else holds; None when there is none."""
        guards.require_moderator(actor)
        with reading(self.engine) as db:
            candidates = free_reviews(db, actor.id, self._now(db), TRIES)
        for review_id in candidates:
            try:
                return self.claim(actor, review_id)
            except (Conflict, IllegalMove):
                continue  # another moderator was quicker; the following one may be free
        return None

    def release(self, actor: User, review_id: UUID) -> ProctorReview:
        """Let a claimed review go, so that another moderator may take it; nothing happens when the actor does not hold it."""
        guards.require_moderator(actor)
        now = self.clock()
        with transaction(self.engine) as db:
            review, _ = guards.find_review(db, actor, review_id)
            if review.claimed_by != actor.id:
                return review
            return apply_change(db, ReviewChange(review, actor, now, NOBODY, ReviewEventKind.RELEASED))

    def decide(
        self, actor: User, review_id: UUID, decision: DecisionKind, reason: str, revision: int, note: str = ""
    ) -> ProctorReview:
        """Approve (the session passes), reject (it does not) or escalate (another moderator must decide), at once.

        What is decided on a page is held first (`held_decisions.py`).

        Args:
            reason: the taker reads it; needed to reject. When escalating it is taken as the note.
            revision: the one that was on the moderator's screen; it counts every change of what the case shows.
            note: for colleagues alone; needed to escalate.

        Raises:
            Conflict: the case has changed since, another moderator holds it, or a decision about it waits to be announced;
                nothing is overwritten.
            NotAllowed: not a moderator, their own session, or they are the one who escalated it.
            InvalidInput: reason or note is missing or too long.
            IllegalMove: the review is decided already, or the session is not under review.
        """
        guards.require_moderator(actor)
        said, noted = guards.given_words(decision, reason, note)
        now = self.clock()
        with transaction(self.engine) as db:
            review, session = guards.find_review(db, actor, review_id)
            given = GivenDecision(actor, review, session, decision, said, noted)
            require_decidable(db, given, revision, self._now(db))
            return conclude(db, given, now, self.lottery)

    def reopen(self, actor: User, review_id: UUID, note: str, revision: int | None = None) -> ProctorReview:
        """Take a decision back: the review waits again, the session is under review again, the history keeps both.

        `note` says to colleagues why; `revision` is the one that was on the moderator's screen, None takes any.

        Raises:
            Conflict: the case has changed since.
            IllegalMove: there is no decision yet, or the session is gone.
            NotFound: no such review, or what was decided is an opinion of the blind sample.
            InvalidInput: no reason.
        """
        guards.require_moderator(actor)
        noted = guards.given_note(note)
        now = self.clock()
        with transaction(self.engine) as db:
            review, session = guards.find_review(db, actor, review_id)
            if revision is not None:
                guards.refuse_stale(db, actor, review, revision)
            target = move(REVIEW_MOVES, review.status, ReviewStatus.PENDING)
            if is_sampled(review):
                # What was said of a sample decided nothing: there is nothing to open again.
                raise NotFound(Missing.REVIEW)
            values = {**OPEN_AGAIN, "status": target}
            change = ReviewChange(review, actor, now, values, ReviewEventKind.REOPENED, note=noted)
            reopened = apply_change(db, change)
            rank_review(db, session.id)
            move_session(db, session, SessionStatus.UNDER_REVIEW, now, actor.id)
            announce(db, session, WebhookEvent.REOPENED, now)
            return reopened

    def draw(self, session_id: UUID, share: float) -> None:
        """Put a handed-in session into the blind sample without a lot, as one of so large a share: for the demo's own."""
        with transaction(self.engine) as db:
            session, now = locked_session(db, session_id), self.clock()
            draw_anyway(db, session, share, now)

    def _now(self, db: Session) -> datetime:
        return self.shared(db) if self.shared else self.clock()


def _as_waiting(db: Session, drawn: QueueRow) -> QueueRow:
    return replace(drawn, session=as_under_review(db, drawn.session))


def _is_to_be_claimed(case: Case, actor: User, now: datetime) -> bool:
    ends = case.review.claim_expires_at
    is_free = case.holder_id is None and case.review.flagged_by != actor.id
    ends_soon = case.holder_id == actor.id and ends is not None and ends - now < RENEWAL
    return case.is_open and (is_free or ends_soon)
