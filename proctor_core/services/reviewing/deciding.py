"""What a decision does to a review and its session, inside the caller's transaction: at once, or when it was held long enough."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from db.queries.proposals import open_proposal
from db.tables import ProctorReview, RejectionProposal, User
from proctor_core.domain.blind_sample import Lottery
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.review_history import EVENT_OF_DECISION, ReviewEventKind
from proctor_core.domain.second_look import Step, step_of
from proctor_core.domain.states import (
    DECISION_TARGET,
    REVIEW_MOVES,
    DecisionKind,
    ReviewStatus,
    SessionStatus,
    move,
)
from proctor_core.domain.webhook import WebhookEvent
from proctor_core.services.reviewing import review_guards as guards
from proctor_core.services.reviewing.blinding import as_proposal
from proctor_core.services.reviewing.drawing import draw_decided
from proctor_core.services.reviewing.given_decision import NOBODY, GivenDecision
from proctor_core.services.reviewing.review_changes import ReviewChange, apply_change
from proctor_core.services.reviewing.sample_opinions import keep_opinion
from proctor_core.services.reviewing.sampled_review import is_sampled
from proctor_core.services.session_moves import move_session
from proctor_core.services.webhooks.webhook_outbox import announce

_OUTCOME = {DecisionKind.APPROVE: SessionStatus.PASSED, DecisionKind.REJECT: SessionStatus.REJECTED}


def require_decidable(db: Session, given: GivenDecision, revision: int, held_at: datetime) -> None:
    """Raises what `ReviewService.decide` says; `held_at`: as claims count."""
    guards.refuse_stale(db, given.actor, given.review, revision)
    guards.refuse_held(db, given.actor, given.review, held_at)
    guards.refuse_who_passed_it_on(db, given.actor, given.review)
    move(REVIEW_MOVES, given.review.status, DECISION_TARGET[given.kind])
    guards.require_under_review(given.session)


def conclude(db: Session, given: GivenDecision, at: datetime, lottery: Lottery | None = None) -> ProctorReview:
    """Store what it does: it decides, or it is an opinion that another moderator's must meet, or one of the blind sample.

    A decision moves the session and is told to whoever listens, and its session may be drawn to be looked at once more; an
    opinion is in the history alone.
    """
    if is_sampled(given.review):
        return keep_opinion(db, given, at)
    proposal = open_proposal(db, given.review.id)
    needs_two = policy_from_json(given.session.policy).second_look
    step = step_of(given.kind, given.actor.id, as_proposal(proposal), needs_two=needs_two)
    if step is not Step.CLOSES:
        return _say(db, given, proposal, step, at)
    if proposal and given.kind in _OUTCOME:
        db.delete(proposal)
    return _decide(db, given, at, lottery)


def _say(
    db: Session, given: GivenDecision, proposal: RejectionProposal | None, step: Step, at: datetime
) -> ProctorReview:
    """An opinion: the case is free for others."""
    review, moderator_id = given.review, given.actor.id
    if proposal is None:
        db.add(RejectionProposal(session_id=review.session_id, review_id=review.id, proposed_by=moderator_id, at=at))
    elif proposal.opposed_by is None:
        proposal.opposed_by = moderator_id
        db.add(proposal)
    event = ReviewEventKind.PROPOSED if step is Step.PROPOSES else ReviewEventKind.OPPOSED
    return apply_change(db, ReviewChange(review, given.actor, at, NOBODY, event, given.reason, given.note))


def _decide(db: Session, given: GivenDecision, at: datetime, lottery: Lottery | None) -> ProctorReview:
    target = DECISION_TARGET[given.kind]
    values = {**_decided(given.actor, target, at), "notes": given.reason, "colleague_note": given.note}
    event = EVENT_OF_DECISION[given.kind]
    change = ReviewChange(given.review, given.actor, at, values, event, given.reason, given.note)
    decided = apply_change(db, change)
    if given.kind in _OUTCOME:
        move_session(db, given.session, _OUTCOME[given.kind], at, given.actor.id)
        announce(db, given.session, WebhookEvent.DECIDED, at, {"decision": given.kind.value})
        draw_decided(db, given.session, decided, lottery)
    return decided


def _decided(actor: User, target: ReviewStatus, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {**NOBODY, "status": target, "moderator_id": actor.id}
    if target is ReviewStatus.ESCALATED:
        return {**values, "flagged_by": actor.id}
    return {**values, "decided_at": now}
