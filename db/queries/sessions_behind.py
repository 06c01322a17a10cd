"""The sessions behind a figure of the statistics, with what says whether they may be listed; nothing of their takers.

Definitions are those of `statistics.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import case
from sqlmodel import Session, col, select

from db.queries.statistics import HAS_WAITED, Span, began, is_within, of_chosen, of_session, submitted
from db.tables import AppealAnswer, Consent, KeptPolicy, ProctorReview, Survey, SurveySession, Violation
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.consent import Purpose
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.states import ReviewStatus
from proctor_core.domain.watching import WatchedBy

_AT_ONCE = 200


class FoundSession(NamedTuple):
    """A session that a figure counts; `agreed_sha256`: of the notice that its taker agreed to last, None after a no."""

    session_id: UUID
    platform: str
    slug: str
    submitted_at: datetime | None
    allegations: int
    is_flagged: bool
    review: ReviewStatus | None
    decided_at: datetime | None
    watched_by: WatchedBy
    is_demo: bool
    policy_sha256: str
    agreed_sha256: str | None


def submitted_sessions(db: Session, span: Span, *, flagged: bool = False) -> Iterator[FoundSession]:
    """Those that were submitted in the span, the newest first; only flagged ones when asked for."""
    where = (*submitted(span), *((col(SurveySession.flagged_for_review).is_(True),) if flagged else ()))
    return _found(db, where, [col(SurveySession.submitted_at).desc()])


def alleged_sessions(db: Session, span: Span) -> Iterator[FoundSession]:
    """Those in which an allegation began in the span, the one with most allegations first."""
    alleged = col(SurveySession.id).in_(select(Violation.session_id).where(*began(span)))
    return _found(db, (alleged, *of_chosen(span)), [col(SurveySession.violations_count).desc()])


def decided_sessions(db: Session, span: Span) -> Iterator[FoundSession]:
    """Those whose standing decision was made in the span, the longest wait first."""
    waited_s = col(ProctorReview.waited_s)
    is_decided = (HAS_WAITED, *is_within(col(ProctorReview.decided_at), span))
    return _found(db, (*is_decided, waited_s.is_not(None), *of_chosen(span)), [waited_s.desc()])


def overturned_sessions(db: Session, span: Span) -> Iterator[FoundSession]:
    """Those whose taker's objection was followed in the span, the newest answer first."""
    followed = (AppealAnswer.outcome == AppealOutcome.OVERTURNED, *is_within(col(AppealAnswer.at), span))
    answered = select(AppealAnswer.at).where(AppealAnswer.session_id == SurveySession.id, *followed)
    answered_at = answered.correlate(SurveySession).scalar_subquery()
    found = col(SurveySession.id).in_(select(AppealAnswer.session_id).where(*followed))
    return _found(db, (found, *of_chosen(span)), [answered_at.desc()])


def thresholds_of_policies(db: Session) -> Mapping[str, int]:
    """Policy's hash -> violations from which a person looks at a session."""
    kept = db.exec(select(KeptPolicy.sha256, KeptPolicy.content)).all()
    return {sha256: policy_from_json(content).violation_threshold for sha256, content in kept}


def _found(db: Session, where: Sequence[Any], order: Sequence[Any]) -> Iterator[FoundSession]:
    """Read as they are asked for; who was never asked for the camera is left out."""
    session, review = SurveySession, ProctorReview
    columns: list[Any] = [
        *(session.id, Survey.platform, Survey.slug, session.submitted_at, session.violations_count),
        *(session.flagged_for_review, review.status, review.decided_at),
        *(session.watched_by, session.is_demo, session.policy_sha256),
        case((col(Consent.is_given), col(Consent.text_sha256))),
    ]
    newest = (
        select(Consent.id)
        .where(Consent.session_id == SurveySession.id, Consent.purpose == Purpose.MONITORING)
        .order_by(col(Consent.given_at).desc())
        .limit(1)
        .correlate(SurveySession)
        .scalar_subquery()
    )
    found = (
        select(*columns)
        .select_from(session)
        .join(Survey, col(Survey.id) == session.survey_id)
        .join(Consent, col(Consent.id) == newest)
        .outerjoin(review, of_session())
        .where(*where)
        .order_by(*order, col(session.id))
        .execution_options(yield_per=_AT_ONCE)
    )
    return (FoundSession(*row) for row in db.exec(found))
