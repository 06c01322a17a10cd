"""Draws the blind sample, inside the transaction that hands a session in or announces a decision about it."""

from datetime import datetime

from sqlmodel import Session

from db.queries.inserting import insert_if_absent
from db.queries.review_queue import type_totals
from db.tables import BlindSample, ProctorReview, SurveySession
from proctor_core.domain.blind_sample import Lottery, SampleKind
from proctor_core.domain.notice import Permission
from proctor_core.domain.policy import FlagRule, policy_from_json
from proctor_core.domain.states import DECIDED, DECISION_TARGET
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.consent_permissions import permissions_of
from proctor_core.services.reviewing.ranking import place_of
from proctor_core.services.reviewing.sampled_review import earlier_review

_DECISION_OF = {status: decision for decision, status in DECISION_TARGET.items()}


def draw_unflagged(db: Session, session: SurveySession, lottery: Lottery | None, at: datetime) -> None:
    """A locked session that passes by itself: nothing where its lot, its policy or its taker's notice says no."""
    _draw(db, session, None, lottery, at)


def draw_decided(db: Session, session: SurveySession, review: ProctorReview, lottery: Lottery | None) -> None:
    """The same of a decided one; once in a session's life."""
    if review.decided_at is not None:
        _draw(db, session, review, lottery, review.decided_at)


def draw_anyway(db: Session, session: SurveySession, share: float, at: datetime) -> None:
    """Without a lot; nothing where the session still waits for a person."""
    review = earlier_review(db, session.id)
    if review is None or review.status in DECIDED:
        _keep_drawn(db, session, review, share, at)


def _draw(
    db: Session, session: SurveySession, review: ProctorReview | None, lottery: Lottery | None, at: datetime
) -> None:
    share = policy_from_json(session.policy).blind_sample_share
    if lottery is None or not session.proctoring_enabled or not lottery.draws(session.id, _kind_of(review), share):
        return
    # Nobody is seen in the demo's own sessions, which are drawn.
    if session.is_demo or Permission.BLIND_SAMPLE in permissions_of(db, session):
        _keep_drawn(db, session, review, share, at)


def _keep_drawn(db: Session, session: SurveySession, review: ProctorReview | None, share: float, at: datetime) -> None:
    """It stands in the queue where any case of these allegations would; `review` as it was decided, None: no rule flagged it."""
    totals = type_totals(db, [session.id]).get(session.id, ())
    rules = [FlagRule(str(reason["rule"])) for reason in (review.flag_reasons if review else ())]
    drawn = BlindSample(
        session_id=session.id,
        kind=_kind_of(review),
        share=share,
        drawn_at=at,
        decided_at=review.decided_at if review else None,
        earlier=_DECISION_OF[review.status] if review else None,
        **place_of(totals, rules, at, session.coverage),
    )
    if insert_if_absent(db, drawn):
        audit(db, at, AuditAction.SAMPLED, session)


def _kind_of(review: ProctorReview | None) -> SampleKind:
    return SampleKind.UNFLAGGED if review is None else SampleKind.DECIDED
