"""Every sentence of the statistics that can be looked at more closely: days, tables, files, the sessions behind a figure."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.domain.states import ReviewStatus
from proctor_core.language.marking import N_, plural
from proctor_core.services.reviewing.statistics import FigureName, LaterFigure, TableName

OTHER_DAYS = N_("Other days")
FIRST_DAY, LAST_DAY = N_("First day"), N_("Last day")
BOTH_DAYS = N_("Choose both days. Until then the last 30 days are counted.")
COMPARED_AS_LONG = N_("against as long a time before")
IN_BRACKETS = N_("Behind each number its change {compared}, where there is one.")
WITH_CHANGE = N_("{value} ({change})")
WITH_POINTS = N_("{value}, {change}")
NINE_IN_TEN = N_("Nine in ten decided within")
NINE_IN_TEN_DEFINITION = N_(
    "Time from submission to the decision that stands, which nine in ten of the reviews decided in the period did not exceed."
)
HOURS_TITLE = N_("When are sessions submitted?")
HOURS_DEFINITION = N_(
    "Proctored sessions submitted in the period, by weekday and hour in your time zone, and those of them that a rule flagged."
)
HOUR_HOVER = N_("%{y} %{x}: %{z} submitted, %{customdata[0]} flagged<extra></extra>")
AGES_TITLE = N_("How long has it waited?")
AGES_DEFINITION = N_(
    "Sessions that wait for a moderator now, whatever the period, by the time since they came under review; also those that "
    "were escalated."
)
AGES_EMPTY = N_("Nothing waits for a moderator.")
AGE_LABEL = (
    N_("under 1 h"),
    N_("1 to 4 h"),
    N_("4 to 24 h"),
    N_("1 to 3 days"),
    N_("3 to 7 days"),
    N_("over 7 days"),
)
BEHIND = N_("Sessions behind a figure")
BEHIND_HELP = N_(
    "Choose a figure to see the sessions that it counts. A moderator finds a session by its code in the queue. Sessions whose "
    "takers did not read that this goes out are left out; days are in UTC, as with the responses."
)
BEHIND_CHOOSE = N_("No figure chosen")
BEHIND_NONE = N_(
    "No session to list: the figure counts none in this period, or their takers did not read that this goes out."
)
BEHIND_ALL = plural("{count} session", "{count} sessions")
LATER_FIGURE_LABEL: Mapping[LaterFigure, str] = {LaterFigure.OVERTURNED_ON_APPEAL: N_("Overturned on appeal")}
BEHIND_ORDER: Mapping[FigureName | LaterFigure, str] = {
    FigureName.SESSIONS: N_("Submitted in the period, by code; of more than {most} the newest."),
    FigureName.FLAG_RATE: N_("Submitted in the period and flagged, by code; of more than {most} the newest."),
    FigureName.ALLEGATIONS: N_(
        "With an allegation that began in the period, by code; of more than {most} those with most allegations."
    ),
    FigureName.DECISION_TIME: N_("Decided in the period, by code; of more than {most} those that waited longest."),
    LaterFigure.OVERTURNED_ON_APPEAL: N_(
        "Of takers whose objection was followed in the period, by code; of more than {most} those that were answered last."
    ),
}
BEHIND_COLUMNS: Mapping[str, str] = {
    "code": N_("Session"),
    "survey": N_("Survey"),
    "submitted": N_("Submitted"),
    "allegations": N_("Allegations"),
    "flagged": N_("Flagged"),
    "review": N_("Review"),
    "wait": N_("Wait"),
}
REVIEW_LABEL: Mapping[ReviewStatus, str] = {
    ReviewStatus.PENDING: N_("waits"),
    ReviewStatus.ESCALATED: N_("escalated"),
    ReviewStatus.APPROVED: N_("approved"),
    ReviewStatus.REJECTED: N_("rejected"),
}
TABLES = N_("Tables and files")
TABLES_HELP = N_("Choose what to count by. Each table can be taken out as CSV or Parquet.")
TABLES_CHOOSE = N_("No table chosen")
TABLE_EMPTY = N_("Nothing of this was counted in the period.")
TABLE_WANTS_A_SURVEY = N_("Choose one survey above: its questions are counted then.")
TABLE_LABEL: Mapping[TableName, str] = {
    TableName.SURVEYS: N_("Sessions by survey"),
    TableName.DAYS: N_("Sessions by day"),
    TableName.HOURS: N_("Sessions by weekday and hour"),
    TableName.TYPES: N_("Allegations by type"),
    TableName.TYPES_BY_DAY: N_("Allegations by day and type"),
    TableName.QUESTIONS: N_("Allegations by question"),
    TableName.MODERATORS: N_("Decisions by moderator"),
    TableName.WAITING: N_("What waits, by age"),
    TableName.QUALITY_BY_SURVEY: N_("Verdicts by check and survey"),
    TableName.QUALITY_BY_QUESTION: N_("Verdicts by check and question"),
    TableName.QUALITY_BY_POLICY: N_("Verdicts by check and policy"),
    TableName.QUALITY_BY_REASON: N_("Dismissals by check and reason"),
    TableName.QUALITY_BY_FACE: N_("Verdicts by check and face height"),
    TableName.QUALITY_BY_CONFIDENCE: N_("Verdicts by check and confidence"),
    TableName.QUALITY_BY_LIGHT: N_("Verdicts by check and light"),
    TableName.QUALITY_BY_BRIGHTNESS: N_("Verdicts by check and brightness"),
    TableName.QUALITY_BY_OVEREXPOSED: N_("Verdicts by check and glare"),
    TableName.QUALITY_BY_FRAME_RATE: N_("Verdicts by check and frame rate"),
}
_SESSIONS = N_(
    "Proctored sessions submitted in the period; those that a rule flagged, and what was decided. Waiting: in the review queue."
)
_ALLEGATIONS = N_("Violations alleged in the period, and those in sessions that were approved, rejected, or wait.")
_VERDICTS = N_(
    "Standing verdicts about violations that were alleged in the period. Right: confirmed among confirmed and dismissed."
)
TABLE_DEFINITION: Mapping[TableName, str] = {
    TableName.SURVEYS: _SESSIONS,
    TableName.DAYS: _SESSIONS,
    TableName.HOURS: N_(
        "As sessions by day, by the weekday and hour, in your time zone, in which they were submitted."
    ),
    TableName.TYPES: _ALLEGATIONS,
    TableName.TYPES_BY_DAY: _ALLEGATIONS,
    TableName.QUESTIONS: N_(
        "Violations alleged in the period, by the question that was shown last before they began, as the newest version has "
        "it, with its id; none: before the first, or erased."
    ),
    TableName.MODERATORS: N_("Decisions made in the period, also those that were taken back later."),
    TableName.WAITING: AGES_DEFINITION,
    TableName.QUALITY_BY_SURVEY: _VERDICTS,
    TableName.QUALITY_BY_QUESTION: N_(
        "Standing verdicts about violations that were alleged in the period, by the question that was shown last before they "
        "began, as the newest version has it, with its id; none: before the first, or erased."
    ),
    TableName.QUALITY_BY_POLICY: _VERDICTS,
    TableName.QUALITY_BY_REASON: N_(
        "Standing dismissals of violations alleged in the period, by the reason that was given."
    ),
    TableName.QUALITY_BY_FACE: N_(
        "Standing verdicts, by the height of the taker's face in the picture at the peak, in hundredths of the picture's height; "
        "none: no face was measured."
    ),
    TableName.QUALITY_BY_CONFIDENCE: N_("Standing verdicts, by the violation's own confidence, in hundredths."),
    TableName.QUALITY_BY_LIGHT: N_("Standing verdicts; dark: the signal for a dark picture was raised meanwhile."),
    TableName.QUALITY_BY_BRIGHTNESS: N_(
        "Standing verdicts, by the mean brightness of the picture at the peak, from 0 (black) to 255 (white); none: not "
        "measured, as before these were kept."
    ),
    TableName.QUALITY_BY_OVEREXPOSED: N_(
        "Standing verdicts, by how much of the picture at the peak is burnt out by a window, a lamp or glare, in hundredths of "
        "it; none: not measured, as before these were kept."
    ),
    TableName.QUALITY_BY_FRAME_RATE: N_(
        "Standing verdicts, by the frames a second that the camera sent in the four seconds up to the picture at the peak; "
        "none: not measured, as before these were kept, in uploads, and where the taker's client watches."
    ),
}
QUESTION_WITH_ID = N_("{text} ({id})")
TABLE_HEADING: Mapping[str, str] = {
    "owner": N_("Owner"),
    "survey": N_("Survey"),
    "day": N_("Day (your time)"),
    "weekday": N_("Weekday"),
    "hour": N_("Hour"),
    "type": N_("Type"),
    "question": N_("Question"),
    "moderator": N_("Moderator"),
    "age": N_("Age"),
    "check": N_("Check"),
    "profile": N_("Profile"),
    "version": N_("Version"),
    "policy": N_("Hash"),
    "reason": N_("Reason"),
    "face_height": N_("Face height"),
    "confidence": N_("Confidence"),
    "light": N_("Light"),
    "brightness": N_("Brightness"),
    "overexposed": N_("Glare"),
    "frames_per_s": N_("Frames a second"),
    "sessions": N_("Sessions"),
    "flagged": N_("Flagged"),
    "approved": N_("Approved"),
    "rejected": N_("Rejected"),
    "waiting": N_("Waiting"),
    "allegations": N_("Allegations"),
    "in_approved": N_("Approved"),
    "in_rejected": N_("Rejected"),
    "in_waiting": N_("Waiting"),
    "approve": N_("Approved"),
    "reject": N_("Rejected"),
    "flag": N_("Escalated"),
    "confirmed": N_("Confirmed"),
    "dismissed": N_("Dismissed"),
    "unsure": N_("Can't tell"),
    "right": N_("Right"),
}
WEEKDAY = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
LIGHT_LABEL: Mapping[str, str] = {"dark": N_("dark"), "light": N_("light")}
FILES_LEAVE_OUT = plural(
    "The file leaves 1 number out, since it is about fewer than {few} people; this page shows it.",
    "Files leave {count} numbers out, each about fewer than {few} people; this page shows them.",
)
FILES_LEAVE_NOTHING_OUT = N_("Files have all of these numbers: none is about fewer than {few} people.")
TAKE_CSV, TAKE_PARQUET = N_("CSV"), N_("Parquet")

read_in_language(__name__)
