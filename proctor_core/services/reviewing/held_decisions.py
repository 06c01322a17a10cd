"""Decisions made on a page: held for ten seconds, in which whoever made one takes it back, and announced only then.

A held decision is a row of its own: the review stays undecided and its session under review, so that the taker, webhooks, the API
and owners' files know nothing of it. What announces it is a look of the task `decisions`, at the next start too. One that finds
the case otherwise than it was judged is not announced: the case waits for its moderator again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from db.away import is_away
from db.engine import reading, transaction
from db.queries.blind_samples import open_sample
from db.queries.held_decisions import held_decision, held_decisions
from db.queries.proposals import open_proposal
from db.shared_clock import SharedClock
from db.tables import HeldDecision, ProctorReview, SurveySession, User
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.domain.blind_sample import Lottery
from proctor_core.domain.held_decision import HOLD_TIME, seconds_left
from proctor_core.domain.lease import CLAIM_TIME
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import UNDECIDED, DecisionKind, SessionStatus
from proctor_core.errors import IllegalMove, NotAllowed, ProctorError
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.reviewing import review_guards as guards
from proctor_core.services.reviewing.deciding import conclude, require_decidable
from proctor_core.services.reviewing.given_decision import GivenDecision
from proctor_core.services.reviewing.review_changes import ReviewChange, apply_change
from proctor_core.services.reviewing.sampled_review import is_sampled

log = logging.getLogger(__name__)


def _nothing() -> None:
    """What the next look finds needs no announcement."""


@dataclass(slots=True)
class HeldDecisionService:
    """Holds decisions, takes them back, announces them.

    Attributes:
        shared: the clock by which processes agree how long one is held; stamps are by `clock`.
        lottery: draws decided sessions to be looked at once more; None: never.
        is_held: called when one was held, after the commit, so that somebody looks in time; must return at once.
    """

    engine: Engine
    clock: Callable[[], datetime]
    shared: SharedClock | None = None
    lottery: Lottery | None = None
    is_held: Callable[[], object] = _nothing

    def decide(
        self, actor: User, review_id: UUID, decision: DecisionKind, reason: str, revision: int, note: str = ""
    ) -> HeldDecision:
        """Decide as `ReviewService.decide` does, and hold it; the same words again, while they are held, change nothing.

        Raises:
            As `ReviewService.decide`; Conflict also where another decision of the actor is held.
        """
        guards.require_moderator(actor)
        said, noted = guards.given_words(decision, reason, note)
        with transaction(self.engine) as db:
            review, session = guards.find_any_review(db, actor, review_id)
            held = held_decision(db, review.id)
            if held and _said(held) == (actor.id, decision, said, noted):
                return held
            guards.refuse_awaiting(db, actor, review)
            now = self._now(db)
            require_decidable(db, GivenDecision(actor, review, session, decision, said, noted), revision, now)
            held = self._hold(db, actor, review, (decision, said, noted), now)
        self.is_held()
        return held

    def undo_decision(self, actor: User, review_id: UUID) -> HeldDecision:
        """Take the actor's own decision back within its ten seconds; the case is theirs again, undecided.

        Returns what was held, with the review's revision now.

        Raises:
            NotAllowed: not a moderator, their own session, or the decision is another moderator's.
            IllegalMove: it is announced, or nothing is held.
        """
        guards.require_moderator(actor)
        with transaction(self.engine) as db:
            review, _ = guards.find_any_review(db, actor, review_id)
            held = held_decision(db, review.id)
            if held is None:
                raise IllegalMove(_why_nothing_is_held(db, actor, review))
            if held.moderator_id != actor.id:
                raise NotAllowed(ReviewRefusal.DECISION_OF_ANOTHER)
            now = self._now(db)
            if not seconds_left(held.announce_at, now):
                raise IllegalMove(ReviewRefusal.ANNOUNCED)
            self._back_with_moderator(db, actor, review, now, ReviewEventKind.TAKEN_BACK)
            db.delete(held)
            return HeldDecision.model_validate(held, update={"revision": review.revision})

    def announce_due(self) -> int:
        """Announce what was held long enough; how many there were. What one of them can't take keeps no other waiting."""
        with reading(self.engine) as db:
            now = self._now(db)
            due = [_about(held) for held in held_decisions(db) if not seconds_left(held.announce_at, now)]
        for review_id in due:
            try:
                self.announce(review_id)
            except (ProctorError, SQLAlchemyError) as error:
                if is_away(error):
                    raise
                log.exception("the decision about review %s could not be announced", review_id)
        return len(due)

    def announce(self, review_id: UUID) -> None:
        """Announce the decision about this review if its time is over; nothing where none is held, or not long enough."""
        with transaction(self.engine) as db:
            found = guards.review_and_session(db, review_id)
            held = held_decision(db, review_id)
            if held is None:
                return
            review, session = found
            now, moderator = self._now(db), db.get(User, held.moderator_id) if held.moderator_id else None
            if seconds_left(held.announce_at, now):
                return
            db.delete(held)
            db.flush()
            if moderator is None or not _is_still_there(db, review, moderator):
                return
            if _is_as_judged(held, review, session):
                given = GivenDecision(moderator, review, session, held.decision, held.reason, held.note)
                conclude(db, given, self.clock(), self.lottery)
            else:
                self._back_with_moderator(db, moderator, review, now, ReviewEventKind.NOT_ANNOUNCED)

    def _hold(
        self, db: Session, actor: User, review: ProctorReview, said: tuple[DecisionKind, str, str], now: datetime
    ) -> HeldDecision:
        at, (decision, reason, note) = self.clock(), said
        # Nobody else takes the case meanwhile.
        review = apply_change(db, ReviewChange(review, actor, at, _claim(actor, now), None))
        held = HeldDecision(
            session_id=review.session_id,
            review_id=None if is_sampled(review) else review.id,
            sample_id=review.id if is_sampled(review) else None,
            moderator_id=actor.id,
            decision=decision,
            reason=reason,
            note=note,
            revision=review.revision,
            made_at=at,
            announce_at=now + HOLD_TIME,
        )
        db.add(held)
        detail = message(AuditDetail.OF_SESSION, session_id=str(review.session_id))
        audit(db, at, AuditAction.DECISION_HELD, review, actor_id=actor.id, detail=detail)
        return held

    def _back_with_moderator(
        self, db: Session, moderator: User, review: ProctorReview, now: datetime, event: ReviewEventKind
    ) -> None:
        """The case is the moderator's again, undecided; the history says why."""
        apply_change(db, ReviewChange(review, moderator, self.clock(), _claim(moderator, now), event))

    def _now(self, db: Session) -> datetime:
        return self.shared(db) if self.shared else self.clock()


def _about(held: HeldDecision) -> UUID:
    """The review, or the drawn session, as its moderator knows it."""
    about = held.review_id or held.sample_id
    assert about is not None, "expected a held decision about something"
    return about


def _is_still_there(db: Session, review: ProctorReview, moderator: User) -> bool:
    """A drawn session falls out of the sample by what happens to it meanwhile."""
    return not is_sampled(review) or open_sample(db, review.session_id, moderator.id) is not None


def _why_nothing_is_held(db: Session, actor: User, review: ProctorReview) -> ReviewRefusal:
    if review.moderator_id == actor.id:
        return ReviewRefusal.ANNOUNCED
    proposal = open_proposal(db, review.id)
    has_spoken = proposal is not None and actor.id in (proposal.proposed_by, proposal.opposed_by)
    return ReviewRefusal.PASSED_ON if has_spoken else ReviewRefusal.NOTHING_TO_TAKE_BACK


def _claim(moderator: User, now: datetime) -> dict[str, Any]:
    return {"claimed_by": moderator.id, "claim_expires_at": now + CLAIM_TIME}


def _said(held: HeldDecision) -> tuple[UUID | None, DecisionKind, str, str]:
    return held.moderator_id, held.decision, held.reason, held.note


def _is_as_judged(held: HeldDecision, review: ProctorReview, session: SurveySession) -> bool:
    is_open = review.status in UNDECIDED and session.status is SessionStatus.UNDER_REVIEW
    return is_open and review.revision == held.revision
