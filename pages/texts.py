"""Every sentence that moderators, analysts and administrators read, and the words that all pages share.

To the moderator: facts with numbers and the limit beside them, never a verdict. The taker's sentences are in `texts_taker`.
"""

from collections.abc import Mapping
from typing import Literal

from pages.reader import read_in_language, reader
from pages.texts_spoken import listed
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.consent import Proctoring
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, ReviewStatus
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
from proctor_core.language import labels
from proctor_core.language.marking import N_, PluralMessage, plural
from proctor_core.services.reviewing.reviewing import QueueView
from proctor_core.services.reviewing.statistics import FigureName, Period

# --- shared words ---------------------------------------------------------------------------------

TYPE_LABEL, SIGNAL_LABEL, SNAPSHOT_LABEL = labels.TYPE_LABEL, labels.SIGNAL_LABEL, labels.SNAPSHOT_LABEL
ROLE_LABEL: Mapping[Role, str] = {
    Role.TAKER: N_("Taker"),
    Role.MODERATOR: N_("Moderator"),
    Role.ANALYST: N_("Analyst"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
Colour = Literal["blue", "orange", "green", "red", "gray"]
# Word, Material icon, colour of Streamlit's markdown.
REVIEW_STATUS: Mapping[ReviewStatus, tuple[str, str, Colour]] = {
    ReviewStatus.PENDING: (N_("Waiting"), "schedule", "blue"),
    ReviewStatus.ESCALATED: (N_("Escalated"), "flag", "orange"),
    ReviewStatus.APPROVED: (N_("Approved"), "check_circle", "green"),
    ReviewStatus.REJECTED: (N_("Rejected"), "cancel", "red"),
}
SESSION_STATUS = labels.SESSION_STATUS
NOTHING = "–"
CANCEL = N_("Cancel")
YES, NO = N_("✓ yes"), N_("– no")
TABLE = N_("Table")
POINTS = plural("{count} point", "{count} points")

# --- when something does not go -------------------------------------------------------------------

NOT_SIGNED_IN = N_("You are not signed in, or your sign-in ended. Sign in again to see this page; nothing was lost.")
NOT_YOUR_PAGE = N_("This page is for another role: {roles}. You are signed in as {role}.")
# The most special class that fits comes first.
ERRORS: tuple[tuple[type[ProctorError], str], ...] = (
    (NotSignedIn, NOT_SIGNED_IN),
    (NotAllowed, N_("That is not allowed: {message}.")),
    (NotFound, N_("That does not exist, or it is not yours to see.")),
    (Conflict, N_("Somebody was quicker: {message}.")),
    (IllegalMove, N_("That can't be done now: {message}.")),
    (InvalidInput, N_("Please look at this again: {message}.")),
    (Unavailable, N_("A part of the program can't be reached: {message}. Nothing was changed; try again in a minute.")),
    (ProctorError, N_("That did not work: {message}.")),
)

CHOOSE = N_("Choose one")
FIND_PERSON, FIND_PERSON_HELP = (
    N_("Find by name"),
    N_("Part of the name that they sign in with, or of the name that is shown."),
)
PERSON_NAMED = N_("{shown} ({name})")
PEOPLE_SHOWN = plural(
    "{shown} of {count} person. Type more of the name to find the others.",
    "{shown} of {count} people. Type more of the name to find the others.",
)
NOBODY_FOUND = N_("Nobody is called so.")
PEOPLE_COUNT = plural("{count} person", "{count} people")
PRESSED_TOO_EARLY = N_(
    "Nothing was done: what you pressed had been on the screen for less than a second. Look at it, then press again."
)
CHOICE_CHANGED = N_(
    "Nothing was done: something else is chosen now than when you pressed. Look at it, then press again."
)

# --- review queue ---------------------------------------------------------------------------------

QUEUE_TITLE = N_("Review queue")
QUEUE_LEAD = N_("Sessions that a person is asked to look at. Nothing is decided until you decide it.")
VIEW_LABEL: Mapping[QueueView, str] = {
    QueueView.WAITING: N_("Waiting"),
    QueueView.ESCALATED: N_("Escalated"),
    QueueView.MINE: N_("Mine"),
    QueueView.RUNNING: N_("Running"),
    QueueView.PROPOSED: N_("Proposed"),
    QueueView.DECIDED: N_("Decided"),
}
VIEW_EMPTY: Mapping[QueueView, str] = {
    QueueView.WAITING: N_(
        "Nobody waits. A session appears here when it is submitted and a flag rule asks for a person."
    ),
    QueueView.ESCALATED: N_("Nothing is escalated. What another moderator escalates for a second look appears here."),
    QueueView.MINE: N_("You hold no session. Opening one holds it for you for 15 minutes."),
    QueueView.RUNNING: N_("No running session is flagged. One appears here as soon as a rule flags it."),
    QueueView.PROPOSED: N_(
        "None of your rejections waits for another moderator. Where a survey's policy asks two of you, it appears here."
    ),
    QueueView.DECIDED: N_("Nothing is decided yet. Approved and rejected sessions appear here, the newest first."),
}
VIEW_FILTERED_EMPTY = N_("Nothing in this view fits the filters.")
FOUND_ELSEWHERE = N_("It is in another view: {views}.")
FIND_SESSION = N_("Session")
FIND_SESSION_HINT = N_("Code, such as 7F3A0C")
REVIEW_NEXT = N_("Review next")
NOTHING_FREE = N_("Nothing is free to review: the queue is empty, or other moderators hold what is left.")
ALL_SURVEYS = N_("All surveys")
ALL_TYPES = N_("All types")
SURVEY = N_("Survey")
TYPE = N_("Type")
VIEW = N_("View")
NEWER = N_("First page")
OLDER = N_("Next page")
QUEUE_COLUMNS: Mapping[str, str] = {
    "seconds": N_("Alleged time"),
    "session": N_("Session"),
    "survey": N_("Survey"),
    "why": N_("Why"),
    "longest": N_("Longest"),
    "coverage": N_("Coverage"),
    "waiting": N_("Waiting"),
    "holder": N_("Who has it"),
}
DECIDED_COLUMNS: Mapping[str, str] = {**QUEUE_COLUMNS, "waiting": N_("Decided"), "holder": N_("Decision")}
DECIDED_AGO = N_("{time} ago")
QUEUE_FOOT = N_(
    "Alleged time: seconds that each type was alleged, one colour per type; the full bar is 2 minutes. "
    "Coverage: share of the session's seconds in which the picture was seen."
)
FLAG_RULE_SHORT: Mapping[FlagRule, str] = {
    FlagRule.VIOLATION_COUNT: "",
    FlagRule.LONG_VIOLATION: N_("one of {measured:.0f} s"),
    FlagRule.UNSEEN_TIME: N_("unseen {measured:.0f} s"),
    FlagRule.LOW_COVERAGE: N_("low coverage"),
    FlagRule.ENDED_BY_MODERATOR: N_("ended by a moderator"),
    FlagRule.CLIENT_CLAIMS: N_("browser's word"),
    FlagRule.CAMERA_WITHDRAWN: N_("camera withdrawn"),
    FlagRule.SAMPLE_ESCALATED: N_("out of the sample"),
    FlagRule.DRAWN_CAMERA: N_("drawn camera"),
}
OPEN_SESSION = N_("Open session {code}")
HOLDER_NOBODY = N_("free")

# --- one session's review -------------------------------------------------------------------------

SESSION_GONE = N_("This session is not there, or it is not yours to review.")
CHOOSE_SESSION = N_("No session is chosen. Open one from the review queue, or take the first of it.")
TO_QUEUE = N_("Queue")
TO_THE_QUEUE = N_("To the review queue")
SESSION_TITLE = N_("Session {code}")
INCIDENTS = plural("{count} incident", "{count} incidents")
COVERAGE = N_("coverage {share}")
COVERAGE_UNKNOWN = N_("coverage not known yet")
PROCTORING: Mapping[Proctoring, tuple[str, str, Colour]] = {
    Proctoring.PROCTORED: (N_("Proctored"), "videocam", "gray"),
    Proctoring.WITHOUT_BY_CHOICE: (N_("Without camera, by choice"), "videocam_off", "orange"),
    Proctoring.OFF: (N_("Proctoring off"), "videocam_off", "gray"),
}
PROCTORING_HELP: Mapping[Proctoring, str] = {
    Proctoring.PROCTORED: N_("Watched through the camera from the first question to the last."),
    Proctoring.WITHOUT_BY_CHOICE: N_(
        "The taker refused the camera or took the consent back. What the camera had left is erased; the number of notes stays."
    ),
    Proctoring.OFF: N_("This survey ran without camera by its own setting."),
}
WATCHED_BY: Mapping[WatchedBy, tuple[str, str, Colour]] = {
    WatchedBy.SERVER: (N_("Watched by the server"), "visibility", "gray"),
    WatchedBy.HYBRID: (N_("Rests on the taker's browser"), "devices", "orange"),
    WatchedBy.OFF: (N_("Not watched"), "visibility_off", "gray"),
}
WATCHED_BY_HELP: Mapping[WatchedBy, str] = {
    WatchedBy.SERVER: N_("The server's own checks saw the camera's stream."),
    WatchedBy.HYBRID: N_(
        "A platform opened this session. Its taker's browser reported what it saw; the server checked only the pictures it sent."
    ),
    WatchedBy.OFF: N_("Nobody watched: the survey is without camera, or the taker goes on without it."),
}
WATCHING_REASON: Mapping[WatchingReason, str] = {
    WatchingReason.SETTINGS: N_("by the survey's settings"),
    WatchingReason.CONSENT_WITHDRAWN: N_("the consent was taken back"),
    WatchingReason.WITHOUT_CAMERA: N_("the taker goes on without the camera"),
}


def watching_change(stored: str) -> str:
    """`server -> off: consent_withdrawn` as a moderator reads it."""
    gettext = reader().gettext
    change, _, why = stored.partition(": ")
    before, _, after = change.partition(" -> ")
    words = " → ".join(gettext(WATCHED_BY[WatchedBy(one)][0]) for one in (before, after) if one in set(WatchedBy))
    reason = gettext(WATCHING_REASON[WatchingReason(why)]) if why in set(WatchingReason) else ""
    return listed(part for part in (words, reason) if part)


PHONE_CHECK_MISSING = N_("phone check not available")
PHONE_CHECK_HELP = N_("The phone model was not there when this session ran, so no phone could be reported.")
WHY_HERE = N_("Why it is here")
WHY_HERE_LATER = N_("shown after your decision, so that it does not suggest one")
FLAG_RULE: Mapping[FlagRule, str | PluralMessage] = {
    FlagRule.VIOLATION_COUNT: plural(
        "{measured:.0f} violation alleged; limit {limit:.0f}",
        "{measured:.0f} violations alleged; limit {limit:.0f}",
        "measured",
    ),
    FlagRule.LONG_VIOLATION: N_("one violation of {measured:.0f} s; limit {limit:.0f} s"),
    FlagRule.UNSEEN_TIME: N_("camera lost, covered, frozen or still for {measured:.0f} s; limit {limit:.0f} s"),
    FlagRule.LOW_COVERAGE: N_("coverage {measured:.0%}; needed {limit:.0%}"),
    FlagRule.CLIENT_CLAIMS: N_("rests on what the taker's browser says; no rule was met"),
    FlagRule.CAMERA_WITHDRAWN: N_("the taker withdrew the camera during the questions; this survey is taken with it"),
    FlagRule.SAMPLE_ESCALATED: N_("a moderator who looked at it by chance asks for a decision"),
    FlagRule.DRAWN_CAMERA: N_("the drawn demo camera took part, which shows nobody"),
    FlagRule.ENDED_BY_MODERATOR: N_("a moderator ended the monitoring: “{detail}”"),
}
VIOLATION_FACTS = N_("confidence {confidence:.2f}")
VIOLATION_OPEN = N_("not ended yet")
PICTURE = N_("{label}, {moment}, at {time}")
PICTURE_MISSING_HASH = N_("The picture is missing from the store. Its recorded SHA-256 is {sha256}.")
VIDEO_WAITS = N_(
    "The video is being put together. It can be played here a minute or two after the session was handed in."
)
VIDEO_FAILED = N_("There is no video: {why}.")
VIDEO_PARTLY = N_("Parts of the video may be missing: {why}.")
VIDEO_ERASED = N_("The video was erased.")
VIDEO_NONE = N_("Only notes are recorded in this survey, and the program noted nothing.")
VIDEO_FOR_HOLDER = N_(
    "There is a video. Who takes the review can play it here; others may be in it, and they can't be blurred."
)

VERDICT_SIGN: Mapping[VerdictKind, str] = {
    VerdictKind.CONFIRM: "✓",
    VerdictKind.DISMISS: "✕",
    VerdictKind.UNSURE: "?",
}
GIVE_VERDICT: Mapping[VerdictKind, str] = {
    VerdictKind.CONFIRM: N_("Confirm"),
    VerdictKind.DISMISS: N_("Dismiss"),
    VerdictKind.UNSURE: N_("Can't tell"),
}
GIVE_VERDICT_HELP: Mapping[VerdictKind, str] = {
    VerdictKind.CONFIRM: N_("What is alleged here is so."),
    VerdictKind.DISMISS: N_("What is alleged here is not so, or means nothing."),
    VerdictKind.UNSURE: N_("Pictures and facts don't say."),
}
REASON_LABEL = N_("Reason (the taker reads it)")
NOTE_LABEL = N_("Note for colleagues")
DECIDE: Mapping[DecisionKind, tuple[str, str]] = {
    DecisionKind.APPROVE: (N_("Approve"), "check_circle"),
    DecisionKind.REJECT: (N_("Reject"), "cancel"),
    DecisionKind.ESCALATE: (N_("Escalate"), "flag"),
}
DECIDE_HELP: Mapping[DecisionKind, str] = {
    DecisionKind.APPROVE: N_("The session passes."),
    DecisionKind.REJECT: N_("The session does not pass. Needs a reason, which the taker reads."),
    DecisionKind.ESCALATE: N_("Another moderator decides. Needs a note that says what to look at."),
}
HELD_BY = N_("{name} has this session until {until}. You can read it; deciding is theirs until then.")
YOU_ESCALATED = N_("You escalated this session, so another moderator decides it.")
ESCALATED_BY = N_("{name} escalated this session and asks for your decision: “{note}”")
REASON_SAID = N_("The taker reads: “{reason}”")
NOTE_SAID = N_("For colleagues: “{note}”")
NOT_UNDER_REVIEW = N_("This session is {status}. It can be judged when it is submitted and under review.")
DECIDED = N_("{status} by {name}, {when}")
REOPEN = N_("Open again")
REOPEN_TITLE = N_("Open this review again")
REOPEN_LEAD = N_("The decision is taken back, the session waits for a decision again, and the history keeps both.")
REOPEN_REASON = N_("Why (for colleagues)")
REOPENED_TOAST = N_("Opened again: the session waits for a decision.")
LET_GO = N_("Let go")
LET_GO_HELP = N_("Gives the session back to the queue, so that another moderator can take it now.")
HISTORY = N_("History")
_EVENT_ICON: Mapping[ReviewEventKind, str] = {
    ReviewEventKind.FLAGGED_BY_RULE: "rule",
    ReviewEventKind.CLAIMED: "front_hand",
    ReviewEventKind.RELEASED: "undo",
    ReviewEventKind.APPROVE: "check_circle",
    ReviewEventKind.REJECT: "cancel",
    ReviewEventKind.ESCALATE: "flag",
    ReviewEventKind.PROPOSED: "how_to_vote",
    ReviewEventKind.OPPOSED: "contrast",
    ReviewEventKind.REOPENED: "restart_alt",
    ReviewEventKind.SAMPLE_ESCALATED: "flag",
    ReviewEventKind.TAKEN_BACK: "undo",
    ReviewEventKind.NOT_ANNOUNCED: "restart_alt",
    ReviewEventKind.ARRIVED_LATE: "schedule",
    ReviewEventKind.WATCHING_CHANGED: "visibility",
    ReviewEventKind.SAID: "chat",
    ReviewEventKind.ASKED_FOR_HELP: "support_agent",
    ReviewEventKind.MONITORING_ENDED: "stop_circle",
    ReviewEventKind.MARKED: "bookmark",
}
EVENT = {kind: (labels.EVENT_LABEL[kind], icon) for kind, icon in _EVENT_ICON.items()}
BY = N_("by {name}")
GONE_PERSON = N_("somebody whose account is gone")

# --- statistics -----------------------------------------------------------------------------------

STATISTICS_TITLE = N_("Statistics")
STATISTICS_LEAD = N_("What the program alleged and what people decided. An allegation counts against nobody.")
PERIOD = N_("Period")
PERIOD_LABEL: Mapping[Period, str] = {
    Period.WEEK: N_("7 days"),
    Period.MONTH: N_("30 days"),
    Period.QUARTER: N_("90 days"),
}
FIGURE_LABEL: Mapping[FigureName, str] = {
    FigureName.SESSIONS: N_("Sessions"),
    FigureName.FLAG_RATE: N_("Flag rate"),
    FigureName.ALLEGATIONS: N_("Allegations"),
    FigureName.DECISION_TIME: N_("Time to decision"),
}
FIGURE_DEFINITION: Mapping[FigureName, str] = {
    FigureName.SESSIONS: N_(
        "Proctored sessions that were submitted in the period. Sessions without a camera are not counted."
    ),
    FigureName.FLAG_RATE: N_("Of those sessions, the share that a flag rule sent to a person."),
    FigureName.ALLEGATIONS: N_("Violations that the program alleged in the period, in all sessions, decided or not."),
    FigureName.DECISION_TIME: N_(
        "Median time from submission to the decision that stands, of reviews decided in the period."
    ),
}
COMPARED = plural("against the day before", "against the {days} days before", "days")
NO_BEFORE = N_("nothing before to compare")
STATISTICS_EMPTY = N_(
    "No proctored session was submitted in this period. Figures and charts appear here with the first one."
)
CHART_TYPES = N_("Which check alleges most, and what was decided?")
CHART_TYPES_DEFINITION = N_(
    "Allegations by type that began in the period, by the standing decision about their session. Waiting: the session is in the "
    "review queue, also where it was escalated. No review: it passed by itself, still runs, or was taken back. "
    "A type that lies mostly in approved sessions is often wrong, or its limit is too low."
)
CHART_DAYS = N_("When?")
CHART_DAYS_DEFINITION = N_("Allegations by the day, in your time zone, on which they began.")
CHART_SURVEYS = N_("Which survey flags most?")
CHART_SURVEYS_DEFINITION = N_(
    "Sessions submitted in the period, by survey (all its versions): without a flag, and flagged by what was decided. "
    "Waiting: in the review queue, also where it was escalated. No review: flagged, and taken back or erased since."
)
CHART_DECISIONS = N_("What do moderators decide?")
CHART_DECISIONS_DEFINITION = N_(
    "Decisions made in the period, and in the one before; one that was taken back later still counts."
)
CHECKS_TITLE = N_("How often is each check right?")
CHECKS_DEFINITION = N_(
    "Violations that were alleged in the period and came before a moderator. Right: the confirmed ones among those that were "
    "confirmed or dismissed; in brackets where the true share lies in 95 of 100 samples like this one. Few verdicts make it "
    "wide. Open: nothing was said about them."
)
CHECKS_EMPTY = N_(
    "Nothing is said about any incident yet. Moderators confirm or dismiss each one on its session's page."
)
CHECK_COLUMNS: Mapping[str, str] = {
    "type": N_("Check"),
    "confirmed": N_("Confirmed"),
    "dismissed": N_("Dismissed"),
    "unsure": N_("Can't tell"),
    "open": N_("Open"),
    "right": N_("Right"),
}
SHARE_WITHIN = N_("{share} ({low} to {high})")
SURVEY_OF_MANY = N_("{title} ({slug})")
NOT_FLAGGED = N_("not flagged")
THIS_PERIOD, PERIOD_BEFORE = N_("this period"), N_("period before")
COLUMN_DAY, COLUMN_ALLEGATIONS, COLUMN_SESSIONS, COLUMN_FLAGGED = (
    N_("Day (your time)"),
    N_("Allegations"),
    N_("Sessions"),
    N_("Flagged"),
)
COLUMN_APPROVED, COLUMN_REJECTED, COLUMN_WAITING, COLUMN_NO_REVIEW = (
    N_("Approved"),
    N_("Rejected"),
    N_("Waiting"),
    N_("No review"),
)
COLUMN_FLAG_RATE, COLUMN_DECISION = N_("Flag rate"), N_("Decision")
DECISION_LABEL: Mapping[ReviewEventKind, str] = {
    ReviewEventKind.APPROVE: N_("Approved"),
    ReviewEventKind.REJECT: N_("Rejected"),
    ReviewEventKind.ESCALATE: N_("Escalated"),
}

# --- people ---------------------------------------------------------------------------------------

PEOPLE_TITLE = N_("People")
PEOPLE_LEAD = N_("Who can sign in, and as what.")
PEOPLE_EMPTY = N_("Nobody has this role yet. Add a person, and they appear here.")
ALL_ROLES = N_("Everybody")
ROLE = N_("Role")
ADD_PERSON = N_("Add a person")
NAME, DISPLAY_NAME, PASSWORD = N_("Name"), N_("Shown as"), N_("Password")
NAME_HELP = N_("What they type to sign in.")
PASSWORD_HELP = N_("Leave it empty to get a link by which they set it themselves. Otherwise at least 10 characters.")
PERSON_ADDED = N_("{name} can sign in now.")
PERSON_INVITED = N_("{name} is there. The link is on this page.")
PERSON_COLUMNS: Mapping[str, str] = {
    "name": NAME,
    "display_name": DISPLAY_NAME,
    "role": ROLE,
    "is_active": N_("Active"),
    "is_demo": N_("Demo"),
    "created_at": N_("Since"),
}

# --- surveys --------------------------------------------------------------------------------------

SURVEYS_TITLE = N_("Surveys")
SURVEYS_LEAD = N_("What can be asked. A changed survey is a new version; sessions keep the one they answered.")
SURVEYS_EMPTY = N_("There is no survey yet. Add one from a JSON file, and it appears here.")
ADD_SURVEY = N_("Add a survey")
SLUG, SLUG_HELP = N_("Short name"), N_("Small letters, digits and -, such as ride-study.")
SURVEY_FILE = N_("Survey file")
WITH_CAMERA = N_("Watch the camera")
POLICY = N_("Policy")
SURVEY_ADDED = N_("{title}, version {version}, is there.")
TAKER = N_("Taker")
SURVEY_COLUMNS: Mapping[str, str] = {
    "title": N_("Title"),
    "owner": N_("Belongs to"),
    "slug": SLUG,
    "version": N_("Version"),
    "questions": N_("Questions"),
    "camera": N_("Camera"),
    "policy": POLICY,
    "recording": N_("Recording"),
    "minors": N_("Minors"),
    "is_open": N_("Open"),
    "sessions": N_("Sessions"),
    "created_at": N_("Since"),
}

# --- settings, models, demo -----------------------------------------------------------------------

SETTINGS_TITLE = N_("Settings")
SETTINGS_LEAD = N_(
    "What is in force now, where it comes from and what it does. They are read once, at the start of the program."
)
SETTINGS_COLUMNS: Mapping[str, str] = {
    "name": N_("Setting"),
    "value": N_("Value"),
    "source": N_("Comes from"),
    "description": N_("What it does"),
}
SETTING_SOURCE: Mapping[str, str] = {"default": N_("default"), "environment": N_("environment")}
MODELS_TITLE = N_("Models and health")
MODELS_LEAD = N_("The files that the checks run on. Each is checked against its SHA-256 before it is used.")
MODELS_ALL_THERE = N_("All models are there.")
MODELS_PROFILE = N_("Profile: {name}")
MODEL_MISSING = N_("{label} is missing. {cost}")
MODELS_NOTES = N_("What was tried and did not work")
MODELS_HOW = N_(
    "`python -m proctor_core fetch-models` tries again; put files by hand into the folder `PROCTORING_MODELS_DIR`."
)
MODEL_COLUMNS: Mapping[str, str] = {
    "label": N_("Model"),
    "state": N_("State"),
    "purpose": N_("What for"),
    "size": N_("Size"),
    "source": N_("Comes from"),
    "licence": N_("Licence"),
    "sha256": N_("SHA-256 begins"),
}
MODEL_THERE, MODEL_NOT_THERE = N_("✓\u00a0there"), N_("✕\u00a0missing")
DEMO_TITLE = N_("Demo content")
DEMO_LEAD = N_("Drawn people who took demo surveys, so that every page has something to show. No real person is in it.")
DEMO_NONE = N_("There is no demo content in this database.")
DEMO_FILLING = plural(
    "Demo content is being made: {done} of {total} session.",
    "Demo content is being made: {done} of {total} sessions.",
    "total",
)
DEMO_REMOVE = N_("Remove demo content")
DEMO_CONFIRM_TITLE = N_("Remove demo content?")
DEMO_CONFIRM = N_(
    "This erases every demo person, demo survey and demo session with its answers, pictures, reviews and history. "
    "Whoever is signed in as a demo person is signed out. It can't be undone. Nothing that is not demo content is touched."
)
DEMO_CONFIRM_BUTTON = N_("Yes, remove it all")
DEMO_REMOVED = plural(
    "Demo content is removed: {count} session with everything that belongs to it.",
    "Demo content is removed: {count} sessions with everything that belongs to them.",
)

# --- fields that a person can fill wrongly ---------------------------------------------------------

FIELD_LABEL: Mapping[str, str] = {
    "notes": REASON_LABEL,
    "note": NOTE_LABEL,
    "name": NAME,
    "display_name": DISPLAY_NAME,
    "password": PASSWORD,
    "slug": SLUG,
    "file": SURVEY_FILE,
    "url": N_("Address"),
    "lasts": N_("Works for"),
    "taker_id": TAKER,
    "survey_id": SURVEY,
}

read_in_language(__name__)
