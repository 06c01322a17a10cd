"""Every sentence about the running of the program: health, storage, audit log."""

from collections.abc import Mapping

from pages.reader import read_in_language, reader
from proctor_core.domain.health import PartName, PartState
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.storage import DueWhen
from proctor_core.language.formats import number
from proctor_core.language.marking import N_, plural
from proctor_core.services.auditing import CROWD_FILLED, STORY_PLAYED, AuditAction

# --- health ---------------------------------------------------------------------------------------

PART_LABEL: Mapping[PartName, str] = {
    PartName.DATABASE: N_("Database"),
    PartName.MEDIA_STORE: N_("Media store"),
    PartName.ANALYSIS: N_("Analysis"),
    PartName.WRITER: N_("Writer"),
    PartName.HEARTBEATS: N_("Clients' heartbeats"),
    PartName.MODELS: N_("Models"),
    PartName.RECORDINGS: N_("Uploaded recordings"),
    PartName.REVIEWS: N_("Second looks"),
    PartName.SWEEP: N_("Last sweep"),
    PartName.APPEALS: N_("Appeals"),
}
PART_STATE: Mapping[PartState, str] = {
    PartState.WELL: N_("✓ well"),
    PartState.DEGRADED: N_("▲ needs a look"),
    PartState.DOWN: N_("✕ down"),
}
ALL_WELL = plural(
    "Everything works. {watched} session is being watched.",
    "Everything works. {watched} sessions are being watched.",
    "watched",
)
SOMETHING_DEGRADED = plural(
    "The program works, but something needs a look. {watched} session is being watched.",
    "The program works, but something needs a look. {watched} sessions are being watched.",
    "watched",
)
SOMETHING_DOWN = plural(
    "Something does not work: see below. {watched} session is being watched.",
    "Something does not work: see below. {watched} sessions are being watched.",
    "watched",
)
HEALTH_COLUMNS: Mapping[str, str] = {"part": N_("Part"), "state": N_("State"), "fact": N_("Fact")}
HEALTH_FOOT = N_("The same facts as at /api/health, looked at just now.")

# --- storage --------------------------------------------------------------------------------------

STORAGE_TITLE = N_("Storage")
STORAGE_LEAD = N_(
    "What sessions hold in files, by survey, and when retention erases it. Answers and decisions are not counted."
)
STORAGE_EMPTY = N_(
    "No session holds a file. Snapshots, reference faces and observation logs are counted here with the first ones."
)
STORAGE_COLUMNS: Mapping[str, str] = {
    "survey": N_("Survey"),
    "snapshots": N_("Snapshots"),
    "references": N_("Reference faces"),
    "logs": N_("Observation logs"),
    "videos": N_("Videos"),
    "all": N_("In all"),
    "oldest": N_("Oldest"),
}
IN_ALL = N_("All surveys")
FILES_AND_SIZE = N_("{count}\u00a0· {size}")
SIZES = (
    N_("{size}\u00a0B"),
    N_("{size}\u00a0kB"),
    N_("{size}\u00a0MB"),
    N_("{size}\u00a0GB"),
    N_("{size}\u00a0TB"),
)
DUE_TITLE = N_("When it goes")
DUE_LEAD = N_(
    "As things stand now: passed sessions after {passed}, rejected ones after {rejected}, unfinished ones after {unfinished}. "
    "What waits for a decision stays until it is decided."
)
DUE_LABEL: Mapping[DueWhen, str] = {
    DueWhen.NEXT_SWEEP: N_("With the next sweep"),
    DueWhen.WITHIN_WEEK: N_("Within 7 days"),
    DueWhen.WITHIN_MONTH: N_("Within 30 days"),
    DueWhen.LATER: N_("Later"),
    DueWhen.OPEN: N_("Running, undecided or held"),
}
SURVEY_AND_VERSION = N_("{title}, version {version} ({slug})")
UNMEASURED = plural(
    "{count} file is from before sizes were kept; it is counted with nothing.",
    "{count} files are from before sizes were kept; they are counted with nothing.",
)

# --- audit log ------------------------------------------------------------------------------------

AUDIT_TITLE = N_("Audit log")
AUDIT_LEAD = N_("Who did what, and when. Lines are added and never changed; retention ends them after a year.")
AUDIT_EMPTY = N_(
    "No line fits. Everything that people and the program change, and every view of evidence, appears here."
)
WHO_IS = N_("Who: {name}")
WHO, WHAT, FROM_DAY, TO_DAY, OBJECT = N_("Who"), N_("What"), N_("From"), N_("To"), N_("Object")
OBJECT_HELP = N_("The id of the survey, session, person or picture; copy it from a line.")
ANYBODY, ANYTHING = N_("anybody"), N_("anything")
PROGRAM = N_("the program")
PICTURES = plural("with {count} picture or video", "with {count} pictures and videos")
EXPORT = N_("Export as CSV")
EXPORT_HELP = N_("All lines that fit the filter, not only this page. That a copy was taken is a line itself.")
AUDIT_COLUMNS: Mapping[str, str] = {
    "at": N_("When"),
    "who": WHO,
    "what": WHAT,
    "object": OBJECT,
    "detail": N_("Detail"),
}
AUDIT_GROUP: Mapping[str, str] = {
    "account.": N_("All of accounts"),
    "session.": N_("All of sessions"),
    "survey.": N_("All of surveys"),
    "review.": N_("All of reviews"),
}
OBJECT_LABEL: Mapping[str, str] = {
    "user_account": N_("person"),
    "survey": N_("survey"),
    "survey_session": N_("session"),
    "evidence": N_("picture"),
    "violation": N_("violation"),
    "proctor_review": N_("review"),
    "api_token": N_("token"),
    "session_recording": N_("recording"),
    "program": N_("program"),
}
AUDIT_ACTION: Mapping[str, str] = {
    AuditAction.ACCOUNT_CREATED: N_("Account made"),
    AuditAction.SIGNED_IN: N_("Signed in"),
    AuditAction.SIGN_IN_REFUSED: N_("Sign-in refused"),
    AuditAction.SIGNED_OUT: N_("Signed out"),
    AuditAction.SIGN_INS_ENDED: N_("Sign-ins ended"),
    AuditAction.PERSON_INVITED: N_("Person invited"),
    AuditAction.PASSWORD_RESET: N_("Password taken away"),
    AuditAction.PASSWORD_SET: N_("Password set"),
    AuditAction.ROLE_CHANGED: N_("Role changed"),
    AuditAction.ACCOUNT_DEACTIVATED: N_("Account switched off"),
    AuditAction.ACCOUNT_ACTIVATED: N_("Account switched on"),
    AuditAction.ACCOMMODATION_CHANGED: N_("Accommodations changed"),
    AuditAction.TOKEN_ISSUED: N_("API token made"),
    AuditAction.TOKEN_REVOKED: N_("API token revoked"),
    AuditAction.NEW_REFERENCE_ALLOWED: N_("New reference face allowed"),
    AuditAction.DECISION_HELD: N_("Review: decided, can be taken back"),
    AuditAction.INCIDENT_ADDED: N_("Review: incident added"),
    AuditAction.INCIDENT_TAKEN_BACK: N_("Review: added incident taken back"),
    AuditAction.FACE_MUTED: N_("Review: still second face muted"),
    AuditAction.FACE_UNMUTED: N_("Review: mute taken back"),
    AuditAction.CASE_FILE_TAKEN: N_("Session: case file taken"),
    AuditAction.APPEAL_RAISED: N_("Review: taker objected"),
    AuditAction.APPEAL_ANSWERED: N_("Review: objection answered"),
    AuditAction.HELP_ASKED: N_("Session: taker asked for help"),
    AuditAction.HOLD_SET: N_("Session: legal hold set"),
    AuditAction.HOLD_LIFTED: N_("Session: legal hold lifted"),
    AuditAction.VERDICT_GIVEN: N_("Review: verdict about an incident"),
    AuditAction.VERDICT_TAKEN_BACK: N_("Review: verdict taken back"),
    AuditAction.DISMISSED_IN_BULK: N_("Review: incidents dismissed in bulk"),
    AuditAction.BULK_TAKEN_BACK: N_("Review: bulk dismissal taken back"),
    AuditAction.SURVEY_CHANGED: N_("Survey changed"),
    AuditAction.EVIDENCE_VIEWED: N_("Evidence viewed"),
    AuditAction.AUDIT_EXPORTED: N_("Audit log exported"),
    AuditAction.SURVEY_ADDED: N_("Survey added"),
    AuditAction.RESPONSES_TAKEN: N_("Responses taken out"),
    AuditAction.SESSION_ASSIGNED: N_("Person asked"),
    AuditAction.CONSENT_GIVEN: N_("Consent given"),
    AuditAction.CONSENT_REFUSED: N_("Consent refused"),
    AuditAction.CONSENT_WITHDRAWN: N_("Consent taken back"),
    AuditAction.REFERENCE_ACCEPTED: N_("Reference face accepted"),
    AuditAction.REFERENCE_REFUSED: N_("Reference face refused"),
    AuditAction.SESSION_MOVED: N_("Session moved on"),
    AuditAction.SESSION_FLAGGED: N_("Session flagged"),
    AuditAction.SAMPLED: N_("Session drawn for the blind sample"),
    AuditAction.SAMPLE_JUDGED: N_("Review: opinion of the blind sample"),
    AuditAction.VIOLATION_OPENED: N_("Violation alleged"),
    AuditAction.VIOLATION_LATE: N_("Violation filed after the decision"),
    AuditAction.VIOLATION_CLOSED: N_("Violation over"),
    AuditAction.WATCHING_CHANGED: N_("Watching changed"),
    AuditAction.LEFT_OPEN_CLOSED: N_("Left open, closed"),
    AuditAction.RECORDING_BEGUN: N_("Recording begun"),
    AuditAction.RECORDING_REFUSED: N_("Recording not kept"),
    AuditAction.RECORDING_CLOSED: N_("Recording complete"),
    AuditAction.RECORDING_ERASED: N_("Recording erased"),
    AuditAction.PERSON_EXPORTED: N_("Data of a person copied"),
    AuditAction.PERSON_ERASED: N_("Data of a person erased"),
    AuditAction.FACE_DATA_ERASED: N_("Face data erased"),
    AuditAction.SESSION_ERASED: N_("Session erased"),
    AuditAction.UPLOAD_BEGUN: N_("Upload of a recording begun"),
    AuditAction.UPLOAD_ENDED: N_("Upload of a recording ended"),
    AuditAction.UPLOAD_REFUSED: N_("Uploaded file refused"),
    AuditAction.UPLOAD_COMPLETED: N_("Recording uploaded"),
    AuditAction.ANALYSIS_BEGUN: N_("Analysis of a recording begun"),
    AuditAction.ANALYSIS_FAILED: N_("Analysis of a recording failed"),
    AuditAction.ANALYSIS_AGAIN: N_("Analysis of a recording begun again by an administrator"),
    AuditAction.ANALYSIS_DROPPED: N_("Recording that could not be analysed dropped by an administrator"),
    AuditAction.RECORDING_REWRITTEN: N_("Sound of a recording removed"),
    AuditAction.RECORDING_PROCESSED: N_("Recording analysed"),
    AuditAction.RECORDING_FAILED: N_("Recording not usable"),
    AuditAction.MESSAGE_SENT: N_("Sentence sent to a taker"),
    AuditAction.MONITORING_ENDED: N_("Monitoring ended by a moderator"),
    AuditAction.MOMENT_MARKED: N_("Session: moment marked by a moderator"),
    AuditAction.WEBHOOK_ADDED: N_("Webhook added"),
    AuditAction.WEBHOOK_ENDED: N_("Webhook ended"),
    AuditAction.WEBHOOK_SENT_AGAIN: N_("Webhook sent again"),
    AuditAction.STORE_ADOPTED: N_("Media store adopted"),
    AuditAction.REWRITTEN: N_("Tables rewritten after an erasure"),
    AuditAction.SWEPT: N_("Sweep done"),
    AuditAction.RETENTION_ENDED: N_("Retention ended"),
    STORY_PLAYED: N_("Demo session made"),
    CROWD_FILLED: N_("Drawn sessions filled in"),
    f"review.{ReviewEventKind.FLAGGED_BY_RULE}": N_("Review: flagged by rule"),
    f"review.{ReviewEventKind.CLAIMED}": N_("Review: taken"),
    f"review.{ReviewEventKind.RELEASED}": N_("Review: let go"),
    f"review.{ReviewEventKind.APPROVE}": N_("Review: approved"),
    f"review.{ReviewEventKind.REJECT}": N_("Review: rejected"),
    f"review.{ReviewEventKind.ESCALATE}": N_("Review: escalated"),
    f"review.{ReviewEventKind.TAKEN_BACK}": N_("Review: decision taken back"),
    f"review.{ReviewEventKind.NOT_ANNOUNCED}": N_("Review: decision not announced, the case shows more"),
    f"review.{ReviewEventKind.PROPOSED}": N_("Review: proposed to reject"),
    f"review.{ReviewEventKind.OPPOSED}": N_("Review: opposed a rejection"),
    f"review.{ReviewEventKind.REOPENED}": N_("Review: opened again"),
    f"review.{ReviewEventKind.SAMPLE_ESCALATED}": N_("Review: escalated out of the sample"),
    f"review.{ReviewEventKind.ARRIVED_LATE}": N_("Review: arrived after the decision"),
    f"review.{ReviewEventKind.WATCHING_CHANGED}": N_("Review: watching changed"),
    f"review.{ReviewEventKind.ASKED_FOR_HELP}": N_("Review: the taker asked for help"),
    f"review.{ReviewEventKind.SAID}": N_("Review: sentence sent to the taker"),
    f"review.{ReviewEventKind.MONITORING_ENDED}": N_("Review: monitoring ended"),
    f"review.{ReviewEventKind.MARKED}": N_("Review: moment marked"),
}


def bytes_in_words(size_bytes: int) -> str:
    """As a person would say it: `840 B`, `12 kB`, `3.4 MB`, `1.2 GB`."""
    says, size, unit = reader(), float(size_bytes), 0
    while size >= 999.5 and unit < len(SIZES) - 1:
        size, unit = size / 1000, unit + 1
    is_whole = unit < 2 or (size >= 99.5 and unit < len(SIZES) - 1)
    return says.gettext(SIZES[unit]).format(size=number(size, says.locale, decimals=0 if is_whole else 1))


read_in_language(__name__)
