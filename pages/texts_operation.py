"""Every sentence about the running of the program: health, storage, audit log."""

from collections.abc import Mapping

from proctor_core.demo.told_stories import STORY_TOLD
from proctor_core.domain.health import PartName, PartState
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.storage import DueWhen
from proctor_core.services.auditing import AuditAction

# --- health ---------------------------------------------------------------------------------------

PART_LABEL: Mapping[PartName, str] = {
    PartName.DATABASE: "Database",
    PartName.MEDIA_STORE: "Media store",
    PartName.ANALYSIS: "Analysis",
    PartName.WRITER: "Writer",
    PartName.HEARTBEATS: "Clients' heartbeats",
    PartName.MODELS: "Models",
    PartName.RECORDINGS: "Uploaded recordings",
    PartName.SWEEP: "Last sweep",
}
PART_STATE: Mapping[PartState, str] = {
    PartState.WELL: "✓ well",
    PartState.DEGRADED: "▲ needs a look",
    PartState.DOWN: "✕ down",
}
ALL_WELL = "Everything works. {watched} sessions are being watched."
SOMETHING_DEGRADED = "The program works, but something needs a look. {watched} sessions are being watched."
SOMETHING_DOWN = "Something does not work: see below. {watched} sessions are being watched."
HEALTH_COLUMNS: Mapping[str, str] = {"part": "Part", "state": "State", "fact": "Fact"}
HEALTH_FOOT = "The same facts as at /api/health, looked at just now."

# --- storage --------------------------------------------------------------------------------------

STORAGE_TITLE = "Storage"
STORAGE_LEAD = (
    "What sessions hold in files, by survey, and when retention erases it. Answers and decisions are not counted."
)
STORAGE_EMPTY = (
    "No session holds a file. Snapshots, reference faces and observation logs are counted here with the first ones."
)
STORAGE_COLUMNS: Mapping[str, str] = {
    "survey": "Survey",
    "snapshots": "Snapshots",
    "references": "Reference faces",
    "logs": "Observation logs",
    "videos": "Videos",
    "all": "In all",
    "oldest": "Oldest",
}
IN_ALL = "All surveys"
FILES_AND_SIZE = "{count:,}\u00a0· {size}"
DUE_TITLE = "When it goes"
DUE_LEAD = (
    "As things stand now: passed sessions after {passed}, rejected ones after {rejected}, unfinished ones after {unfinished}. "
    "What waits for a decision stays until it is decided."
)
DUE_LABEL: Mapping[DueWhen, str] = {
    DueWhen.NEXT_SWEEP: "With the next sweep",
    DueWhen.WITHIN_WEEK: "Within 7 days",
    DueWhen.WITHIN_MONTH: "Within 30 days",
    DueWhen.LATER: "Later",
    DueWhen.OPEN: "Running or undecided",
}
SURVEY_AND_VERSION = "{title}, version {version} ({slug})"
UNMEASURED = "{count} files are from before sizes were kept; they are counted with nothing."

# --- audit log ------------------------------------------------------------------------------------

AUDIT_TITLE = "Audit log"
AUDIT_LEAD = "Who did what, and when. Lines are added and never changed; retention ends them after a year."
AUDIT_EMPTY = "No line fits. Everything that people and the program change, and every view of evidence, appears here."
WHO_IS = "Who: {name}"
WHO, WHAT, FROM_DAY, TO_DAY, OBJECT = "Who", "What", "From", "To", "Object"
OBJECT_HELP = "The id of the survey, session, person or picture; copy it from a line."
ANYBODY, ANYTHING = "anybody", "anything"
PROGRAM = "the program"
ONE_PICTURE, PICTURES = "with 1 picture or video", "with {count} pictures and videos"
EXPORT = "Export as CSV"
EXPORT_HELP = "All lines that fit the filter, not only this page. That a copy was taken is a line itself."
AUDIT_COLUMNS: Mapping[str, str] = {
    "at": "When",
    "who": WHO,
    "what": WHAT,
    "object": OBJECT,
    "detail": "Detail",
}
AUDIT_GROUP: Mapping[str, str] = {
    "account.": "All of accounts",
    "session.": "All of sessions",
    "survey.": "All of surveys",
    "review.": "All of reviews",
}
OBJECT_LABEL: Mapping[str, str] = {
    "user_account": "person",
    "survey": "survey",
    "survey_session": "session",
    "evidence": "picture",
    "violation": "violation",
    "proctor_review": "review",
    "api_token": "token",
    "session_recording": "recording",
    "program": "program",
}
AUDIT_ACTION: Mapping[str, str] = {
    AuditAction.ACCOUNT_CREATED: "Account made",
    AuditAction.SIGNED_IN: "Signed in",
    AuditAction.SIGN_IN_REFUSED: "Sign-in refused",
    AuditAction.SIGNED_OUT: "Signed out",
    AuditAction.SIGN_INS_ENDED: "Sign-ins ended",
    AuditAction.PERSON_INVITED: "Person invited",
    AuditAction.PASSWORD_RESET: "Password taken away",
    AuditAction.PASSWORD_SET: "Password set",
    AuditAction.ROLE_CHANGED: "Role changed",
    AuditAction.ACCOUNT_DEACTIVATED: "Account switched off",
    AuditAction.ACCOUNT_ACTIVATED: "Account switched on",
    AuditAction.TOKEN_ISSUED: "API token made",
    AuditAction.TOKEN_REVOKED: "API token revoked",
    AuditAction.NEW_REFERENCE_ALLOWED: "New reference face allowed",
    AuditAction.SURVEY_CHANGED: "Survey changed",
    AuditAction.EVIDENCE_VIEWED: "Evidence viewed",
    AuditAction.AUDIT_EXPORTED: "Audit log exported",
    AuditAction.SURVEY_ADDED: "Survey added",
    AuditAction.RESPONSES_TAKEN: "Responses taken out",
    AuditAction.SESSION_ASSIGNED: "Person asked",
    AuditAction.CONSENT_GIVEN: "Consent given",
    AuditAction.CONSENT_REFUSED: "Consent refused",
    AuditAction.CONSENT_WITHDRAWN: "Consent taken back",
    AuditAction.REFERENCE_ACCEPTED: "Reference face accepted",
    AuditAction.REFERENCE_REFUSED: "Reference face refused",
    AuditAction.SESSION_MOVED: "Session moved on",
    AuditAction.SESSION_FLAGGED: "Session flagged",
    AuditAction.VIOLATION_OPENED: "Violation alleged",
    AuditAction.VIOLATION_LATE: "Violation filed after the decision",
    AuditAction.VIOLATION_CLOSED: "Violation over",
    AuditAction.WATCHING_CHANGED: "Watching changed",
    AuditAction.LEFT_OPEN_CLOSED: "Left open, closed",
    AuditAction.RECORDING_BEGUN: "Recording begun",
    AuditAction.RECORDING_REFUSED: "Recording not kept",
    AuditAction.RECORDING_CLOSED: "Recording complete",
    AuditAction.RECORDING_ERASED: "Recording erased",
    AuditAction.PERSON_EXPORTED: "Data of a person copied",
    AuditAction.PERSON_ERASED: "Data of a person erased",
    AuditAction.FACE_DATA_ERASED: "Face data erased",
    AuditAction.SESSION_ERASED: "Session erased",
    AuditAction.UPLOAD_BEGUN: "Upload of a recording begun",
    AuditAction.UPLOAD_ENDED: "Upload of a recording ended",
    AuditAction.UPLOAD_REFUSED: "Uploaded file refused",
    AuditAction.UPLOAD_COMPLETED: "Recording uploaded",
    AuditAction.ANALYSIS_BEGUN: "Analysis of a recording begun",
    AuditAction.ANALYSIS_FAILED: "Analysis of a recording failed",
    AuditAction.ANALYSIS_AGAIN: "Analysis of a recording begun again by an administrator",
    AuditAction.ANALYSIS_DROPPED: "Recording that could not be analysed dropped by an administrator",
    AuditAction.RECORDING_REWRITTEN: "Sound of a recording removed",
    AuditAction.RECORDING_PROCESSED: "Recording analysed",
    AuditAction.RECORDING_FAILED: "Recording not usable",
    AuditAction.MESSAGE_SENT: "Sentence sent to a taker",
    AuditAction.MONITORING_ENDED: "Monitoring ended by a moderator",
    AuditAction.WEBHOOK_ADDED: "Webhook added",
    AuditAction.WEBHOOK_ENDED: "Webhook ended",
    AuditAction.WEBHOOK_SENT_AGAIN: "Webhook sent again",
    AuditAction.STORE_ADOPTED: "Media store adopted",
    AuditAction.REWRITTEN: "Tables rewritten after an erasure",
    AuditAction.SWEPT: "Sweep done",
    AuditAction.RETENTION_ENDED: "Retention ended",
    STORY_TOLD: "Demo session made",
    f"review.{ReviewEventKind.FLAGGED_BY_RULE}": "Review: flagged by rule",
    f"review.{ReviewEventKind.CLAIMED}": "Review: taken",
    f"review.{ReviewEventKind.RELEASED}": "Review: let go",
    f"review.{ReviewEventKind.APPROVE}": "Review: approved",
    f"review.{ReviewEventKind.REJECT}": "Review: rejected",
    f"review.{ReviewEventKind.FLAG}": "Review: flagged onward",
    f"review.{ReviewEventKind.REOPENED}": "Review: opened again",
    f"review.{ReviewEventKind.ARRIVED_LATE}": "Review: arrived after the decision",
    f"review.{ReviewEventKind.WATCHING_CHANGED}": "Review: watching changed",
    f"review.{ReviewEventKind.SAID}": "Review: sentence sent to the taker",
    f"review.{ReviewEventKind.MONITORING_ENDED}": "Review: monitoring ended",
}


def bytes_in_words(size_bytes: int) -> str:
    """As a person would say it: `840 B`, `12 kB`, `3.4 MB`, `1.2 GB`."""
    size = float(size_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 999.5:
            return f"{size:.0f}\u00a0{unit}" if unit in ("B", "kB") or size >= 99.5 else f"{size:.1f}\u00a0{unit}"
        size /= 1000
    return f"{size:.1f}\u00a0TB"
