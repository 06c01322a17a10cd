"""The end of a session: complete or not, passed or under review. Inside the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db.queries.survey_sessions import answers_of
from db.queries.surveys import find_survey
from db.tables import SurveySession
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.answering import missing_answers
from proctor_core.domain.blind_sample import Lottery
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule, policy_from_json
from proctor_core.domain.states import HANDED_IN, SessionStatus
from proctor_core.domain.survey_definition import SurveyDefinition
from proctor_core.domain.watching import HybridUnflagged, WatchedBy
from proctor_core.domain.webhook import WebhookEvent
from proctor_core.errors import InvalidInput
from proctor_core.services.reviewing.drawing import draw_unflagged
from proctor_core.services.reviewing.flagging import flag_session
from proctor_core.services.reviewing.ranking import rank_review
from proctor_core.services.session_moves import move_session
from proctor_core.services.taking.left_open import close_intervals
from proctor_core.services.webhooks.webhook_outbox import announce


def is_submitted(session: SurveySession) -> bool:
    """Whether the taker has handed it in."""
    return session.status in HANDED_IN


def submit_session(
    db: Session,
    session: SurveySession,
    definition: SurveyDefinition,
    coverage: float | None,
    reasons: Sequence[FlagReason],
    at: datetime,
    lottery: Lottery | None = None,
) -> None:
    """The taker hands in a locked session, which at once passes or goes under review.

    Raises:
        InvalidInput: required questions are open.
    """
    refuse_incomplete(db, session, definition)
    end_session(db, session, coverage, reasons, at, session.taker_id)
    if session.status is SessionStatus.PASSED:
        draw_unflagged(db, session, lottery, at)


def end_session(
    db: Session,
    session: SurveySession,
    coverage: float | None,
    reasons: Sequence[FlagReason],
    at: datetime,
    actor_id: UUID,
) -> None:
    """Submit a locked session as it is, whatever is answered, and pass it or put it under review."""
    move_session(db, session, SessionStatus.SUBMITTED, at, actor_id)
    session.submitted_at = session.ended_at = session.last_seen_at = at
    if session.proctoring_enabled:
        session.coverage = coverage or 0.0
        close_intervals(db, session, at)
        flag_session(db, session, [*reasons, *_unseen(session, reasons)], at)
        flag_session(db, session, _unproven(db, session), at)
    flag_session(db, session, _withdrawn(db, session), at)
    rank_review(db, session.id)
    outcome = SessionStatus.UNDER_REVIEW if session.flagged_for_review else SessionStatus.PASSED
    move_session(db, session, outcome, at)
    announce(db, session, WebhookEvent.SUBMITTED, at, {"coverage": session.coverage})


def refuse_incomplete(db: Session, session: SurveySession, definition: SurveyDefinition) -> None:
    """Raises InvalidInput while required questions are open; `field` is the first one's id."""
    values = {answer.question_id: answer.value for answer in answers_of(db, session.id)}
    missing = missing_answers(definition, values)
    if missing:
        raise InvalidInput(missing[0], SessionRefusal.OPEN_QUESTIONS, questions=", ".join(missing))


def _unseen(session: SurveySession, reasons: Sequence[FlagReason]) -> list[FlagReason]:
    """A session that nobody could see never passes by itself, also when the caller forgot to say so."""
    coverage, floor = session.coverage or 0.0, policy_from_json(session.policy).coverage_floor
    if coverage >= floor or any(reason.rule is FlagRule.LOW_COVERAGE for reason in reasons):
        return []
    return [FlagReason(FlagRule.LOW_COVERAGE, coverage, floor)]


def _unproven(db: Session, session: SurveySession) -> list[FlagReason]:
    """A session that rests on its client's word alone, where no rule flagged it and the survey wants a person to look."""
    if session.watched_by is not WatchedBy.HYBRID or session.flagged_for_review:
        return []
    if find_survey(db, session.survey_id).hybrid_unflagged is HybridUnflagged.PASS:
        return []
    return [FlagReason(FlagRule.CLIENT_CLAIMS, 0.0, 0.0)]


def _withdrawn(db: Session, session: SurveySession) -> list[FlagReason]:
    """A survey that demands the camera was begun with it and went on without: that never passes by itself."""
    if not session.without_by_choice or find_survey(db, session.survey_id).allow_without_camera:
        return []
    return [FlagReason(FlagRule.CAMERA_WITHDRAWN, 0.0, 0.0)]
