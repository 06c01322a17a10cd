"""What a moderator's decision about a drawn session does: it is kept apart, and nothing changes for the taker.

Only an escalation is a person's act: it makes the session an ordinary case that another moderator decides.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from db.queries.blind_samples import sample_of
from db.queries.session_video import viewable_recording
from db.queries.survey_sessions import locked_session
from db.tables import AddedIncident, BlindSample, ProctorReview, SampleOpinion, SurveySession
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.missing import Missing
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import DECISION_TARGET, DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.webhook import WebhookEvent
from proctor_core.errors import NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.reviewing.appended import standing
from proctor_core.services.reviewing.case import known_duration_s
from proctor_core.services.reviewing.flagging import flag_session
from proctor_core.services.reviewing.given_decision import OPEN_AGAIN, GivenDecision
from proctor_core.services.reviewing.ranking import rank_review
from proctor_core.services.reviewing.review_changes import ReviewChange, apply_change
from proctor_core.services.reviewing.sampled_case import said_about
from proctor_core.services.reviewing.sampled_review import OF_SAMPLE, earlier_review, said_of_sample
from proctor_core.services.reviewing.verdicts import judged_incidents
from proctor_core.services.session_moves import move_session
from proctor_core.services.webhooks.webhook_outbox import announce


def keep_opinion(db: Session, given: GivenDecision, at: datetime) -> ProctorReview:
    """Close the sample by what its moderator says of it; returns the review as that moderator decided it.

    Raises:
        NotFound: it is gone.
    """
    review, drawn = given.review, sample_of(db, given.review.id)
    if drawn is None:
        raise NotFound(Missing.REVIEW)
    session = locked_session(db, drawn.session_id)
    db.add(_opinion(db, given, session, at))
    drawn.closed_at, drawn.claimed_by, drawn.claim_expires_at = at, None, None
    db.add(drawn)
    detail = message(AuditDetail.OF_SESSION, session_id=str(session.id))
    audit(db, at, AuditAction.SAMPLE_JUDGED, review, actor_id=given.actor.id, detail=detail)
    if given.kind is DecisionKind.ESCALATE:
        _escalate(db, given, drawn, session, at)
    review.status, review.moderator_id, review.decided_at = DECISION_TARGET[given.kind], given.actor.id, at
    return review


def _opinion(db: Session, given: GivenDecision, session: SurveySession, at: datetime) -> SampleOpinion:
    length_s = known_duration_s(session, at)
    return SampleOpinion(
        session_id=session.id,
        sample_id=given.review.id,
        moderator_id=given.actor.id,
        decision=given.kind,
        reason=given.reason,
        note=given.note,
        findings=_findings(db, given.review, session, at),
        length_s=length_s,
        video_s=_video_s(db, session.id, length_s),
        at=at,
    )


def _findings(db: Session, review: ProctorReview, session: SurveySession, at: datetime) -> int:
    """Incidents that were confirmed or added."""
    incidents = judged_incidents(session, said_about(db, review), at)
    confirmed = sum(incident.stands is VerdictKind.CONFIRM for incident in incidents)
    return confirmed + len(standing(said_of_sample(db, AddedIncident, review.id)))


def _video_s(db: Session, session_id: UUID, length_s: float) -> float:
    recording = viewable_recording(db, session_id)
    if recording is None or recording.duration_s is None:
        return 0.0
    begins_s, ends_s = max(0.0, recording.start_s), min(length_s, recording.start_s + recording.duration_s)
    return max(0.0, ends_s - begins_s)


def _escalate(db: Session, given: GivenDecision, drawn: BlindSample, session: SurveySession, at: datetime) -> None:
    """From now on it is a case like any other that was escalated: with what was said of it, and its history says out of what."""
    if (earlier := earlier_review(db, session.id)) is None:
        flag_session(db, session, [FlagReason(FlagRule.SAMPLE_ESCALATED, 0.0, 0.0)], at)
    else:
        move_session(db, session, SessionStatus.UNDER_REVIEW, at, given.actor.id)
        announce(db, session, WebhookEvent.REOPENED, at)
    review = earlier or db.exec(select(ProctorReview).where(ProctorReview.session_id == session.id)).one()
    values: dict[str, Any] = {
        **OPEN_AGAIN,
        **{"status": ReviewStatus.ESCALATED, "moderator_id": given.actor.id, "flagged_by": given.actor.id},
        "colleague_note": given.note,
    }
    apply_change(db, ReviewChange(review, given.actor, at, values, ReviewEventKind.SAMPLE_ESCALATED, note=given.note))
    for table in OF_SAMPLE:
        for row in said_of_sample(db, table, drawn.id):
            row.review_id = review.id
            db.add(row)
    rank_review(db, session.id)
