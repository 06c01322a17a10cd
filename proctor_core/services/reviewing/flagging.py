"""Sends a session to a human: marks it, makes its review, keeps the reasons. Called inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from db.queries.inserting import insert_if_absent
from db.tables import ProctorReview, ReviewEvent, SurveySession
from proctor_core.codes.code import CodedMessage
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.reason import code_of, numbers_of
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import UNDECIDED, SessionStatus
from proctor_core.domain.webhook import WebhookEvent
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.reviewing.ranking import rank_review
from proctor_core.services.session_moves import move_session
from proctor_core.services.webhooks.webhook_outbox import announce

_BY_A_MODERATOR = frozenset({FlagRule.ENDED_BY_MODERATOR, FlagRule.SAMPLE_ESCALATED})


def flag_session(db: Session, session: SurveySession, reasons: Sequence[FlagReason], at: datetime) -> None:
    """Flag a locked session for `reasons`. Each rule is kept once, with its newest numbers; a decided review stays as it is.

    A session that has passed already goes under review: what comes late must not pass by itself.
    """
    if not reasons:
        return
    session.flagged_for_review = True
    db.add(session)
    is_new = insert_if_absent(db, ProctorReview(session_id=session.id, flag_reasons=[], created_at=at, ranks_since=at))
    review = _review_of(db, session.id)
    if is_new:
        rules = sorted({str(reason.rule) for reason in reasons})
        announce(db, session, WebhookEvent.FLAGGED, at, {"rules": rules})
    if review.status not in UNDECIDED:
        return
    _add_reasons(db, session, review, reasons, at)
    rank_review(db, session.id)
    if session.status is SessionStatus.PASSED:
        move_session(db, session, SessionStatus.UNDER_REVIEW, at)


def _review_of(db: Session, session_id: UUID) -> ProctorReview:
    statement = select(ProctorReview).where(ProctorReview.session_id == session_id).with_for_update()
    return db.exec(statement.execution_options(populate_existing=True)).one()


def stored_reason(reason: FlagReason) -> dict[str, Any]:
    """A reason as a review keeps it, with its English sentence."""
    return asdict(reason) | {"rule": str(reason.rule), "detail": str(reason)}


def _add_reasons(
    db: Session, session: SurveySession, review: ProctorReview, reasons: Sequence[FlagReason], at: datetime
) -> None:
    stored = {str(reason["rule"]): reason for reason in review.flag_reasons}
    merged = stored | {str(reason.rule): stored_reason(reason) for reason in reasons}
    if merged == stored:
        return
    review.flag_reasons = list(merged.values())
    # A new review has nothing that a moderator could have read before.
    review.revision += 1 if stored else 0
    db.add(review)
    for reason in reasons:
        if str(reason.rule) not in stored:
            # Not the detail: the audit log holds nothing that a person wrote in own words.
            said = reason.reason
            detail = said if isinstance(said, str) else CodedMessage(said.code, said.numbers)
            audit(db, at, AuditAction.SESSION_FLAGGED, session, detail=detail)
        # What a moderator did is in the session's history already, with the moderator's name.
        if str(reason.rule) not in stored and reason.rule not in _BY_A_MODERATOR:
            db.add(_flagged(review, reason, at))


def _flagged(review: ProctorReview, flagged: FlagReason, at: datetime) -> ReviewEvent:
    return ReviewEvent(
        review_id=review.id,
        kind=ReviewEventKind.FLAGGED_BY_RULE,
        notes=str(flagged),
        reason_code=code_of(flagged.reason),
        reason_numbers=numbers_of(flagged.reason),
        at=at,
    )
