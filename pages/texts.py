"""Every sentence that moderators, analysts and administrators read, and the words that all pages share.

To the moderator: facts with numbers and the limit beside them, never a verdict. The taker's sentences are in `texts_taker`.
"""

from collections.abc import Mapping
from typing import Literal

from proctor_core.domain.consent import Proctoring
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.violation import SignalKind, SnapshotKind, ViolationType
from proctor_core.domain.watching import WatchedBy, WatchingReason
from proctor_core.errors import (
    Conflict,
    IllegalMove,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotSignedIn,
    ProctorError,
    Unavailable,
)
from proctor_core.services.reviewing.reviewing import QueueView
from proctor_core.services.reviewing.statistics import FigureName, Period

# --- shared words ---------------------------------------------------------------------------------

TYPE_LABEL: Mapping[ViolationType, str] = {
    ViolationType.NO_FACE: "No face",
    ViolationType.MULTIPLE_FACES: "More faces",
    ViolationType.LOOKING_AWAY: "Looking away",
    ViolationType.MOBILE_DETECTED: "Phone",
    ViolationType.LOW_CONFIDENCE: "Unclear face",
}
SIGNAL_LABEL: Mapping[SignalKind, str] = {
    SignalKind.CAMERA_LOST: "Camera lost",
    SignalKind.CAMERA_COVERED: "Camera covered",
    SignalKind.FROZEN: "Picture frozen",
    SignalKind.STILL_PICTURE: "Still picture",
    SignalKind.TOO_DARK: "Too dark",
    SignalKind.NETWORK_GAP: "Network gap",
    SignalKind.PAGE_HIDDEN: "Page hidden",
}
SNAPSHOT_LABEL: Mapping[SnapshotKind, str] = {
    SnapshotKind.START: "start",
    SnapshotKind.PEAK: "peak",
    SnapshotKind.END: "end",
}
ROLE_LABEL: Mapping[Role, str] = {
    Role.TAKER: "Taker",
    Role.MODERATOR: "Moderator",
    Role.ANALYST: "Analyst",
    Role.ADMINISTRATOR: "Administrator",
}
Colour = Literal["blue", "orange", "green", "red", "gray"]
# Word, Material icon, colour of Streamlit's markdown.
REVIEW_STATUS: Mapping[ReviewStatus, tuple[str, str, Colour]] = {
    ReviewStatus.PENDING: ("Waiting", "schedule", "blue"),
    ReviewStatus.FLAGGED: ("Flagged onward", "flag", "orange"),
    ReviewStatus.APPROVED: ("Approved", "check_circle", "green"),
    ReviewStatus.REJECTED: ("Rejected", "cancel", "red"),
}
SESSION_STATUS: Mapping[SessionStatus, str] = {
    SessionStatus.INVITED: "invited",
    SessionStatus.CONSENTED: "consented",
    SessionStatus.ENROLLING: "enrolling",
    SessionStatus.IN_PROGRESS: "still running",
    SessionStatus.INTERRUPTED: "interrupted",
    SessionStatus.SUBMITTED: "submitted",
    SessionStatus.PASSED: "passed",
    SessionStatus.UNDER_REVIEW: "under review",
    SessionStatus.REJECTED: "rejected",
    SessionStatus.WITHDRAWN: "withdrawn",
    SessionStatus.EXPIRED: "expired",
    SessionStatus.ERASED: "erased",
}
NOTHING = "–"
CANCEL = "Cancel"
YES, NO = "✓ yes", "– no"
TABLE = "Table"
POINTS = "points"

# --- when something does not go -------------------------------------------------------------------

NOT_SIGNED_IN = "You are not signed in, or your sign-in ended. Sign in again to see this page; nothing was lost."
NOT_YOUR_PAGE = "This page is for another role: {roles}. You are signed in as {role}."
# The most special class that fits comes first.
ERRORS: tuple[tuple[type[ProctorError], str], ...] = (
    (NotSignedIn, NOT_SIGNED_IN),
    (NotAllowed, "That is not allowed: {message}."),
    (NotFound, "That does not exist, or it is not yours to see."),
    (Conflict, "Somebody was quicker: {message}."),
    (IllegalMove, "That can't be done now: {message}."),
    (InvalidInput, "Please look at this again: {message}."),
    (Unavailable, "A part of the program can't be reached: {message}. Nothing was changed; try again in a minute."),
    (ProctorError, "That did not work: {message}."),
)

CHOOSE = "Choose one"
FIND_PERSON, FIND_PERSON_HELP = "Find by name", "Part of the name that they sign in with, or of the name that is shown."
PERSON_NAMED = "{shown} ({name})"
PEOPLE_SHOWN = "{shown} of {count} people. Type more of the name to find the others."
NOBODY_FOUND = "Nobody is called so."
PEOPLE_COUNT = "{count} people"
PRESSED_TOO_EARLY = (
    "Nothing was done: what you pressed had been on the screen for less than a second. Look at it, then press again."
)
CHOICE_CHANGED = "Nothing was done: something else is chosen now than when you pressed. Look at it, then press again."

# --- review queue ---------------------------------------------------------------------------------

QUEUE_TITLE = "Review queue"
QUEUE_LEAD = "Sessions that a rule asks a person to look at. Nothing is decided until you decide it."
VIEW_LABEL: Mapping[QueueView, str] = {
    QueueView.WAITING: "Waiting",
    QueueView.FLAGGED_ONWARD: "Flagged onward",
    QueueView.MINE: "Mine",
    QueueView.RUNNING: "Running",
    QueueView.DECIDED: "Decided",
}
VIEW_EMPTY: Mapping[QueueView, str] = {
    QueueView.WAITING: "Nobody waits. A session appears here when it is submitted and a flag rule asks for a person.",
    QueueView.FLAGGED_ONWARD: "Nothing is flagged onward. What another moderator flags for a second look appears here.",
    QueueView.MINE: "You hold no session. Opening one holds it for you for 15 minutes.",
    QueueView.RUNNING: "No running session is flagged. One appears here as soon as a rule flags it.",
    QueueView.DECIDED: "Nothing is decided yet. Approved and rejected sessions appear here, the newest first.",
}
VIEW_FILTERED_EMPTY = "Nothing in this view fits the filters."
REVIEW_NEXT = "Review next"
NOTHING_FREE = "Nothing is free to review: the queue is empty, or other moderators hold what is left."
ALL_SURVEYS = "All surveys"
ALL_TYPES = "All types"
SURVEY = "Survey"
TYPE = "Type"
VIEW = "View"
NEWER = "First page"
OLDER = "Next page"
QUEUE_COLUMNS: Mapping[str, str] = {
    "seconds": "Alleged time",
    "session": "Session",
    "survey": "Survey",
    "why": "Why",
    "longest": "Longest",
    "coverage": "Coverage",
    "waiting": "Waiting",
    "holder": "Who has it",
}
DECIDED_COLUMNS: Mapping[str, str] = {**QUEUE_COLUMNS, "waiting": "Decided", "holder": "Decision"}
DECIDED_AGO = "{time} ago"
QUEUE_FOOT = (
    "Alleged time: seconds that each type was alleged, one colour per type; the full bar is 2 minutes. "
    "Coverage: share of the session's seconds in which the picture was seen."
)
FLAG_RULE_SHORT: Mapping[FlagRule, str] = {
    FlagRule.VIOLATION_COUNT: "",
    FlagRule.LONG_VIOLATION: "one of {measured:.0f} s",
    FlagRule.UNSEEN_TIME: "unseen {measured:.0f} s",
    FlagRule.LOW_COVERAGE: "low coverage",
    FlagRule.ENDED_BY_MODERATOR: "ended by a moderator",
    FlagRule.CLIENT_CLAIMS: "browser's word",
    FlagRule.CAMERA_WITHDRAWN: "camera withdrawn",
    FlagRule.DRAWN_CAMERA: "drawn camera",
}
OPEN_SESSION = "Open session {code}"
HOLDER_NOBODY = "free"

# --- one session's review -------------------------------------------------------------------------

SESSION_GONE = "This session is not there, or it is not yours to review."
CHOOSE_SESSION = "No session is chosen. Open one from the review queue, or take the one that waits longest."
TO_QUEUE = "Queue"
TO_THE_QUEUE = "To the review queue"
SESSION_TITLE = "Session {code}"
INCIDENTS = "{count} incidents"
ONE_INCIDENT = "1 incident"
COVERAGE = "coverage {share}"
COVERAGE_UNKNOWN = "coverage not known yet"
PROCTORING: Mapping[Proctoring, tuple[str, str, Colour]] = {
    Proctoring.PROCTORED: ("Proctored", "videocam", "gray"),
    Proctoring.WITHOUT_BY_CHOICE: ("Without camera, by choice", "videocam_off", "orange"),
    Proctoring.OFF: ("Proctoring off", "videocam_off", "gray"),
}
PROCTORING_HELP: Mapping[Proctoring, str] = {
    Proctoring.PROCTORED: "Watched through the camera from the first question to the last.",
    Proctoring.WITHOUT_BY_CHOICE: (
        "The taker refused the camera or took the consent back. What the camera had left is erased; the number of notes stays."
    ),
    Proctoring.OFF: "This survey ran without camera by its own setting.",
}
WATCHED_BY: Mapping[WatchedBy, tuple[str, str, Colour]] = {
    WatchedBy.SERVER: ("Watched by the server", "visibility", "gray"),
    WatchedBy.HYBRID: ("Rests on the taker's browser", "devices", "orange"),
    WatchedBy.OFF: ("Not watched", "visibility_off", "gray"),
}
WATCHED_BY_HELP: Mapping[WatchedBy, str] = {
    WatchedBy.SERVER: "The server's own checks saw the camera's stream.",
    WatchedBy.HYBRID: (
        "A platform opened this session. Its taker's browser reported what it saw; the server checked only the pictures it sent."
    ),
    WatchedBy.OFF: "Nobody watched: the survey is without camera, or the taker goes on without it.",
}
WATCHING_REASON: Mapping[WatchingReason, str] = {
    WatchingReason.SETTINGS: "by the survey's settings",
    WatchingReason.CONSENT_WITHDRAWN: "the consent was taken back",
    WatchingReason.WITHOUT_CAMERA: "the taker goes on without the camera",
}


def watching_change(stored: str) -> str:
    """`server -> off: consent_withdrawn` as a moderator reads it."""
    change, _, why = stored.partition(": ")
    before, _, after = change.partition(" -> ")
    words = " → ".join(WATCHED_BY[WatchedBy(one)][0] for one in (before, after) if one in set(WatchedBy))
    reason = WATCHING_REASON[WatchingReason(why)] if why in set(WatchingReason) else ""
    return ", ".join(part for part in (words, reason) if part)


PHONE_CHECK_MISSING = "phone check not available"
PHONE_CHECK_HELP = "The phone model was not there when this session ran, so no phone could be reported."
WHY_HERE = "Why it is here"
FLAG_RULE: Mapping[FlagRule, str] = {
    FlagRule.VIOLATION_COUNT: "{measured:.0f} violations alleged; limit {limit:.0f}",
    FlagRule.LONG_VIOLATION: "one violation of {measured:.0f} s; limit {limit:.0f} s",
    FlagRule.UNSEEN_TIME: "camera lost, covered, frozen or still for {measured:.0f} s; limit {limit:.0f} s",
    FlagRule.LOW_COVERAGE: "coverage {measured:.0%}; needed {limit:.0%}",
    FlagRule.CLIENT_CLAIMS: "rests on what the taker's browser says; no rule was met",
    FlagRule.CAMERA_WITHDRAWN: "the taker withdrew the camera during the questions; this survey is taken with it",
    FlagRule.DRAWN_CAMERA: "the drawn demo camera took part, which shows nobody",
    FlagRule.ENDED_BY_MODERATOR: "a moderator ended the monitoring: “{detail}”",
}
INCIDENT_OF = "Incident {number} of {count}"
PREVIOUS = "Previous incident"
NEXT = "Next incident"
NO_INCIDENTS = "No violation and no signal was recorded. The reason above says why a person must look all the same."
VIOLATION_FACTS = "confidence {confidence:.2f}"
VIOLATION_OPEN = "not ended yet"
SIGNAL_FACT = "{label} ({span}), a technical signal that accuses nobody. {reason}"
PICTURE = "{label}, {moment}, at {time}"
PICTURE_MISSING, PICTURE_AWAY = "picture is missing", "can't be shown now"
PICTURE_MISSING_HASH = "The picture is missing from the store. Its recorded SHA-256 is {sha256}."
VIDEO_LABEL = "Video of the session"
VIDEO_LOST = "The video can't be shown now. Load the page again; what is missing for good is named by `verify`."
VIDEO_WAITS = "The video is being put together. It can be played here a minute or two after the session was handed in."
VIDEO_FAILED = "There is no video: {why}."
VIDEO_PARTLY = "Parts of the video may be missing: {why}."
VIDEO_ERASED = "The video was erased."
VIDEO_NONE = "Only notes are recorded in this survey, and the program noted nothing."
VIDEO_FOR_HOLDER = (
    "There is a video. Who takes the review can play it here; others may be in it, and they can't be blurred."
)
NO_SNAPSHOTS = "No snapshots: the program only takes them of violations, and there is none in this session."
TIMELINE_SIGNALS = "Signals"
TIMELINE_QUESTIONS = "Questions"
GAP = "Nothing recorded"
QUESTION_HOVER = "Question {number}: {text}"

REASON_LABEL = "Reason (the taker reads it)"
REASON_HELP = "Needed to reject, and read by the taker word for word. Approve without it if nothing needs saying."
NOTE_LABEL = "Note for colleagues"
NOTE_HELP = "Needed to flag. Other moderators read it in the history; the taker never does."
DECIDE: Mapping[DecisionKind, tuple[str, str]] = {
    DecisionKind.APPROVE: ("Approve", "check_circle"),
    DecisionKind.REJECT: ("Reject", "cancel"),
    DecisionKind.FLAG: ("Flag", "flag"),
}
DECIDE_HELP: Mapping[DecisionKind, str] = {
    DecisionKind.APPROVE: "The session passes.",
    DecisionKind.REJECT: "The session does not pass. Needs a reason, which the taker reads.",
    DecisionKind.FLAG: "Another moderator decides. Needs a note that says what to look at.",
}
DECIDED_TOAST: Mapping[DecisionKind, str] = {
    DecisionKind.APPROVE: "Approved: the session has passed.",
    DecisionKind.REJECT: "Rejected: the session has not passed.",
    DecisionKind.FLAG: "Flagged: another moderator will decide.",
}
HELD_BY = "{name} has this session until {until}. You can read it; deciding is theirs until then."
YOU_FLAGGED = "You flagged this session, so another moderator decides it."
FLAGGED_BY = "{name} flagged this session and asks for your decision: “{note}”"
REASON_SAID = "The taker reads: “{reason}”"
NOTE_SAID = "For colleagues: “{note}”"
NOT_UNDER_REVIEW = "This session is {status}. It can be judged when it is submitted and under review."
DECIDED = "{status} by {name}, {when}"
REOPEN = "Open again"
REOPEN_TITLE = "Open this review again"
REOPEN_LEAD = "The decision is taken back, the session waits for a decision again, and the history keeps both."
REOPEN_REASON = "Why (for colleagues)"
REOPENED_TOAST = "Opened again: the session waits for a decision."
LET_GO = "Let go"
LET_GO_HELP = "Gives the session back to the queue, so that another moderator can take it now."
HISTORY = "History"
EVENT: Mapping[ReviewEventKind, tuple[str, str]] = {
    ReviewEventKind.FLAGGED_BY_RULE: ("flagged by rule", "rule"),
    ReviewEventKind.CLAIMED: ("taken", "front_hand"),
    ReviewEventKind.RELEASED: ("let go", "undo"),
    ReviewEventKind.APPROVE: ("approved", "check_circle"),
    ReviewEventKind.REJECT: ("rejected", "cancel"),
    ReviewEventKind.FLAG: ("flagged onward", "flag"),
    ReviewEventKind.REOPENED: ("opened again", "restart_alt"),
    ReviewEventKind.ARRIVED_LATE: ("arrived after the decision, not counted", "schedule"),
    ReviewEventKind.WATCHING_CHANGED: ("who watches was changed", "visibility"),
    ReviewEventKind.SAID: ("said to the taker", "chat"),
    ReviewEventKind.MONITORING_ENDED: ("monitoring ended", "stop_circle"),
}
BY = "by {name}"
GONE_PERSON = "somebody whose account is gone"

# --- statistics -----------------------------------------------------------------------------------

STATISTICS_TITLE = "Statistics"
STATISTICS_LEAD = "What the program alleged and what people decided. An allegation counts against nobody."
PERIOD = "Period"
PERIOD_LABEL: Mapping[Period, str] = {Period.WEEK: "7 days", Period.MONTH: "30 days", Period.QUARTER: "90 days"}
FIGURE_LABEL: Mapping[FigureName, str] = {
    FigureName.SESSIONS: "Sessions",
    FigureName.FLAG_RATE: "Flag rate",
    FigureName.ALLEGATIONS: "Allegations",
    FigureName.DECISION_TIME: "Time to decision",
}
FIGURE_DEFINITION: Mapping[FigureName, str] = {
    FigureName.SESSIONS: "Proctored sessions that were submitted in the period. Sessions without a camera are not counted.",
    FigureName.FLAG_RATE: "Of those sessions, the share that a flag rule sent to a person.",
    FigureName.ALLEGATIONS: "Violations that the program alleged in the period, in all sessions, decided or not.",
    FigureName.DECISION_TIME: "Median time from submission to the decision that stands, of reviews decided in the period.",
}
COMPARED = "against the {days} days before"
NO_BEFORE = "nothing before to compare"
STATISTICS_EMPTY = (
    "No proctored session was submitted in this period. Figures and charts appear here with the first one."
)
CHART_TYPES = "Which check alleges most, and what was decided?"
CHART_TYPES_DEFINITION = (
    "Allegations by type that began in the period, by the standing decision about their session. Waiting: the session is in the "
    "review queue, also where it was flagged onward. No review: it passed by itself, still runs, or was taken back. "
    "A type that lies mostly in approved sessions is often wrong, or its limit is too low."
)
CHART_DAYS = "When?"
CHART_DAYS_DEFINITION = "Allegations by the day, in your time zone, on which they began."
CHART_SURVEYS = "Which survey flags most?"
CHART_SURVEYS_DEFINITION = (
    "Sessions submitted in the period, by survey (all its versions): without a flag, and flagged by what was decided. "
    "Waiting: in the review queue, also where it was flagged onward. No review: flagged, and taken back or erased since."
)
CHART_DECISIONS = "What do moderators decide?"
CHART_DECISIONS_DEFINITION = (
    "Decisions made in the period, and in the one before; one that was taken back later still counts."
)
SURVEY_OF_MANY = "{title} ({slug})"
NOT_FLAGGED = "not flagged"
THIS_PERIOD, PERIOD_BEFORE = "this period", "period before"
COLUMN_DAY, COLUMN_ALLEGATIONS, COLUMN_SESSIONS, COLUMN_FLAGGED = (
    "Day (your time)",
    "Allegations",
    "Sessions",
    "Flagged",
)
COLUMN_APPROVED, COLUMN_REJECTED, COLUMN_WAITING, COLUMN_NO_REVIEW = "Approved", "Rejected", "Waiting", "No review"
COLUMN_FLAG_RATE, COLUMN_DECISION = "Flag rate", "Decision"
DECISION_LABEL: Mapping[ReviewEventKind, str] = {
    ReviewEventKind.APPROVE: "Approved",
    ReviewEventKind.REJECT: "Rejected",
    ReviewEventKind.FLAG: "Flagged onward",
}

# --- people ---------------------------------------------------------------------------------------

PEOPLE_TITLE = "People"
PEOPLE_LEAD = "Who can sign in, and as what."
PEOPLE_EMPTY = "Nobody has this role yet. Add a person, and they appear here."
ALL_ROLES = "Everybody"
ROLE = "Role"
ADD_PERSON = "Add a person"
NAME, DISPLAY_NAME, PASSWORD = "Name", "Shown as", "Password"
NAME_HELP = "What they type to sign in."
PASSWORD_HELP = "Leave it empty to get a link by which they set it themselves. Otherwise at least 10 characters."
PERSON_ADDED = "{name} can sign in now."
PERSON_INVITED = "{name} is there. The link is on this page."
PERSON_COLUMNS: Mapping[str, str] = {
    "name": NAME,
    "display_name": DISPLAY_NAME,
    "role": ROLE,
    "is_active": "Active",
    "is_demo": "Demo",
    "created_at": "Since",
}

# --- surveys --------------------------------------------------------------------------------------

SURVEYS_TITLE = "Surveys"
SURVEYS_LEAD = "What can be asked. A changed survey is a new version; sessions keep the one they answered."
SURVEYS_EMPTY = "There is no survey yet. Add one from a JSON file, and it appears here."
ADD_SURVEY = "Add a survey"
SLUG, SLUG_HELP = "Short name", "Small letters, digits and -, such as ride-study."
SURVEY_FILE = "Survey file"
WITH_CAMERA = "Watch the camera"
POLICY = "Policy"
SURVEY_ADDED = "{title}, version {version}, is there."
TAKER = "Taker"
SURVEY_COLUMNS: Mapping[str, str] = {
    "title": "Title",
    "owner": "Belongs to",
    "slug": SLUG,
    "version": "Version",
    "questions": "Questions",
    "camera": "Camera",
    "policy": POLICY,
    "recording": "Recording",
    "minors": "Minors",
    "is_open": "Open",
    "sessions": "Sessions",
    "created_at": "Since",
}

# --- settings, models, demo -----------------------------------------------------------------------

SETTINGS_TITLE = "Settings"
SETTINGS_LEAD = (
    "What is in force now, where it comes from and what it does. They are read once, at the start of the program."
)
SETTINGS_COLUMNS: Mapping[str, str] = {
    "name": "Setting",
    "value": "Value",
    "source": "Comes from",
    "description": "What it does",
}
MODELS_TITLE = "Models and health"
MODELS_LEAD = "The files that the checks run on. Each is checked against its SHA-256 before it is used."
MODELS_ALL_THERE = "All models are there."
MODELS_PROFILE = "Profile: {name}"
MODEL_MISSING = "{label} is missing. {cost}"
MODELS_NOTES = "What was tried and did not work"
MODELS_HOW = (
    "`python -m proctor_core fetch-models` tries again; put files by hand into the folder PROCTORING_MODELS_DIR."
)
MODEL_COLUMNS: Mapping[str, str] = {
    "label": "Model",
    "state": "State",
    "purpose": "What for",
    "size": "Size",
    "source": "Comes from",
    "licence": "Licence",
    "sha256": "SHA-256 begins",
}
MODEL_THERE, MODEL_NOT_THERE = "✓\u00a0there", "✕\u00a0missing"
DEMO_TITLE = "Demo content"
DEMO_LEAD = "Drawn people who took demo surveys, so that every page has something to show. No real person is in it."
DEMO_NONE = "There is no demo content in this database."
DEMO_FILLING = "Demo content is being made: {done} of {total} sessions."
DEMO_REMOVE = "Remove demo content"
DEMO_CONFIRM_TITLE = "Remove demo content?"
DEMO_CONFIRM = (
    "This erases every demo person, demo survey and demo session with its answers, pictures, reviews and history. "
    "Whoever is signed in as a demo person is signed out. It can't be undone. Nothing that is not demo content is touched."
)
DEMO_CONFIRM_BUTTON = "Yes, remove it all"
DEMO_REMOVED = "Demo content is removed: {count} sessions with everything that belongs to them."

# --- fields that a person can fill wrongly ---------------------------------------------------------

FIELD_LABEL: Mapping[str, str] = {
    "notes": REASON_LABEL,
    "note": NOTE_LABEL,
    "name": NAME,
    "display_name": DISPLAY_NAME,
    "password": PASSWORD,
    "slug": SLUG,
    "file": SURVEY_FILE,
    "url": "Address",
    "lasts": "Works for",
    "taker_id": TAKER,
    "survey_id": SURVEY,
}
