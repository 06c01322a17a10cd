"""The audit log: one row for each change of state, written in the transaction that makes the change."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, SQLModel

from db.tables import AuditEvent
from proctor_core.codes.code import CodedMessage
from proctor_core.domain.audit_detail import stored_detail
from proctor_core.domain.review_history import ReviewEventKind

STORY_PLAYED = "demo.story_told"
"""The demo content's own action: one of its sessions is complete."""
CROWD_FILLED = "demo.crowd_filled"
"""The same of some thousand sessions of the crowd."""
_DETAIL_LENGTH = 1000


class AuditAction(StrEnum):
    """What was done; reviews add their own words, `review.<kind>`."""

    ACCOUNT_CREATED = "account.created"
    SIGNED_IN = "account.signed_in"
    SIGN_IN_REFUSED = "account.sign_in_refused"
    SIGNED_OUT = "account.signed_out"
    SIGN_INS_ENDED = "account.sign_ins_ended"
    PERSON_INVITED = "account.invited"
    PASSWORD_RESET = "account.password_reset"
    PASSWORD_SET = "account.password_set"
    ROLE_CHANGED = "account.role_changed"
    ACCOUNT_DEACTIVATED = "account.deactivated"
    ACCOUNT_ACTIVATED = "account.activated"
    ACCOMMODATION_CHANGED = "account.accommodation_changed"
    TOKEN_ISSUED = "token.issued"
    TOKEN_REVOKED = "token.revoked"
    DECISION_HELD = "review.decision_held"
    VERDICT_GIVEN = "review.verdict_given"
    VERDICT_TAKEN_BACK = "review.verdict_taken_back"
    DISMISSED_IN_BULK = "review.dismissed_in_bulk"
    BULK_TAKEN_BACK = "review.bulk_taken_back"
    INCIDENT_ADDED = "review.incident_added"
    INCIDENT_TAKEN_BACK = "review.incident_taken_back"
    FACE_MUTED = "review.face_muted"
    FACE_UNMUTED = "review.face_unmuted"
    APPEAL_RAISED = "review.appeal_raised"
    APPEAL_ANSWERED = "review.appeal_answered"
    HOLD_SET = "session.hold_set"
    HOLD_LIFTED = "session.hold_lifted"
    NEW_REFERENCE_ALLOWED = "session.new_reference_allowed"
    SURVEY_CHANGED = "survey.changed"
    RESPONSES_TAKEN = "survey.responses_taken"
    WEBHOOK_ADDED = "webhook.added"
    WEBHOOK_ENDED = "webhook.ended"
    WEBHOOK_SENT_AGAIN = "webhook.sent_again"
    MESSAGE_SENT = "session.message_sent"
    HELP_ASKED = "session.help_asked"
    MONITORING_ENDED = "session.monitoring_ended"
    MOMENT_MARKED = "session.moment_marked"
    EVIDENCE_VIEWED = "evidence.viewed"
    AUDIT_EXPORTED = "audit.exported"
    SURVEY_ADDED = "survey.added"
    SESSION_ASSIGNED = "session.assigned"
    CONSENT_GIVEN = "session.consent_given"
    CONSENT_REFUSED = "session.consent_refused"
    CONSENT_WITHDRAWN = "session.consent_withdrawn"
    WATCHING_CHANGED = "session.watching_changed"
    REFERENCE_ACCEPTED = "session.reference_accepted"
    REFERENCE_REFUSED = "session.reference_refused"
    SESSION_MOVED = "session.moved"
    SAMPLED = "session.sampled"
    SAMPLE_JUDGED = "review.sample_judged"
    SESSION_FLAGGED = "session.flagged"
    VIOLATION_OPENED = "violation.opened"
    VIOLATION_LATE = "violation.late"
    VIOLATION_CLOSED = "violation.closed"
    LEFT_OPEN_CLOSED = "violation.left_open_closed"
    RECORDING_BEGUN = "recording.begun"
    RECORDING_REFUSED = "recording.refused"
    RECORDING_CLOSED = "recording.closed"
    RECORDING_ERASED = "recording.erased"
    CASE_FILE_TAKEN = "session.case_file_taken"
    PERSON_EXPORTED = "person.exported"
    PERSON_ERASED = "person.erased"
    FACE_DATA_ERASED = "session.face_data_erased"
    SESSION_ERASED = "session.erased"
    UPLOAD_BEGUN = "upload.begun"
    UPLOAD_ENDED = "upload.ended"
    UPLOAD_REFUSED = "upload.refused"
    UPLOAD_COMPLETED = "upload.completed"
    ANALYSIS_BEGUN = "analysis.begun"
    ANALYSIS_FAILED = "analysis.failed"
    ANALYSIS_AGAIN = "analysis.again"
    ANALYSIS_DROPPED = "analysis.dropped"
    RECORDING_REWRITTEN = "recording.rewritten"
    RECORDING_PROCESSED = "recording.processed"
    RECORDING_FAILED = "recording.failed"
    STORE_ADOPTED = "program.store_adopted"
    REWRITTEN = "program.tables_rewritten"
    SWEPT = "program.swept"
    RETENTION_ENDED = "session.retention_ended"


def actions_of(group: str) -> Sequence[str]:
    """The actions that begin with `group`, such as `survey.`."""
    known = (CROWD_FILLED, STORY_PLAYED, *AuditAction, *(f"review.{kind}" for kind in ReviewEventKind))
    return [str(action) for action in known if action.startswith(group)]


def audit(
    db: Session,
    at: datetime,
    action: str,
    what: SQLModel,
    *,
    actor_id: UUID | None = None,
    detail: CodedMessage | str = "",
    part_of: UUID | None = None,
) -> None:
    """Append that `actor_id` (None: the program) did `action` to the row `what`. `detail` holds no answer and no password.

    `part_of` is the line that this one is folded into where the log is read.
    """
    code, values = stored_detail(detail)
    event = AuditEvent(
        at=at,
        actor_id=actor_id,
        action=action,
        object_type=str(type(what).__tablename__),
        object_id=str(getattr(what, "id", "")),
        detail=str(detail)[:_DETAIL_LENGTH],
        detail_code=code,
        detail_values=values,
        part_of=part_of,
    )
    db.add(event)
