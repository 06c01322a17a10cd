"""Every sentence about what takers answered, for analysts and administrators."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.domain.response import Outcome
from proctor_core.domain.survey_definition import QuestionKind
from proctor_core.domain.watching import WatchedBy
from proctor_core.language.marking import N_, plural

PAGE_RESPONSES = N_("Responses")
TITLE = N_("Responses")
LEAD = N_("What was answered in sessions that were handed in, under numbers instead of names.")
NO_SURVEYS = N_("There is no survey yet. Once one is added and taken, its answers appear here.")
NO_RESPONSES = N_("Nobody has handed in this version yet. Answers appear here when the first session is handed in.")
VERSION = N_("Survey and version")
VERSION_LABEL = N_("{title}, version {version} · {slug} · {responses}")
SOME_RESPONSES = plural("{count} response", "{count} responses")

DOWNLOAD = N_("Download")
FILE_LABEL: Mapping[str, str] = {"csv": N_("CSV"), "json": N_("JSON"), "parquet": N_("Parquet")}
FILES_MEAN = N_(
    "A file has one row for each response: every answer, who watched, what the camera said where the taker read that it goes "
    "out, and the seconds that each question took. Each download is in the audit log."
)
WITH_NAMES = N_("With names")
WITH_NAMES_HELP = N_("Shows whose response it is, here and in the files. Each time is in the audit log.")

RESPONSES = N_("Responses")
RESPONSES_MEANS = N_("Sessions that were handed in. What was withdrawn, has expired or was erased is not among them.")
WATCHER_LABEL: Mapping[WatchedBy, str] = {
    WatchedBy.SERVER: N_("Watched here"),
    WatchedBy.HYBRID: N_("By a platform"),
    WatchedBy.OFF: N_("Without camera"),
}
WATCHER_MEANS: Mapping[WatchedBy, str] = {
    WatchedBy.SERVER: N_("This program looked at the camera's stream."),
    WatchedBy.HYBRID: N_(
        "The taker's browser watched on another platform's page, and this program checked what it said."
    ),
    WatchedBy.OFF: N_(
        "Nobody was watched: by the survey, by the taker's choice, or because the agreement was taken back."
    ),
}

VIEW = N_("View")
BY_QUESTION, BY_RESPONSE = N_("By question"), N_("By response")
QUESTIONS, QUESTION_RANGE = N_("Questions"), N_("{first} to {last} of {total}")
QUESTION = N_("{number}. {text}")
ANSWERED = plural("{answered} of {responses} answered", "{answered} of {responses} answered", "answered")
KIND_LABEL: Mapping[QuestionKind, str] = {
    QuestionKind.SINGLE_CHOICE: N_("one option"),
    QuestionKind.MULTIPLE_CHOICE: N_("any number of options"),
    QuestionKind.SCALE: N_("scale from {minimum} to {maximum}"),
    QuestionKind.SHORT_TEXT: N_("text"),
    QuestionKind.LONG_TEXT: N_("text"),
    QuestionKind.NUMBER: N_("number"),
    QuestionKind.DATE: N_("day"),
}
SHARE_MEANS = N_("Share of those who answered this question.")
SHARES_MEAN = N_(
    "Share of those who answered this question; one person may choose several options, so shares don't sum to 100 %."
)
TABLE = N_("Table")
ANSWER, COUNT, SHARE = N_("Answer"), N_("Responses"), N_("Share")
NEWEST = plural(
    "The newest {shown} of {answered}; a file has all.", "The newest {shown} of {answered}; a file has all.", "shown"
)
FREE_TEXT = N_("As they were written: a text may name somebody.")
NONE_ANSWERED = N_("Nobody answered this question.")
MEAN = N_("mean {mean:.2f}, lowest {lowest}, highest {highest}")

QUESTIONS_SHOWN = N_("Questions in the table")
COLUMN_RESPONSE, COLUMN_PARTICIPANT, COLUMN_NAME, COLUMN_DAY = (
    N_("Response"),
    N_("Participant"),
    N_("Name"),
    N_("Handed in"),
)
COLUMN_WATCHED, COLUMN_SEEN, COLUMN_UNSEEN, COLUMN_NOTES, COLUMN_DECISION = (
    N_("Watched"),
    N_("Seen"),
    N_("Unseen"),
    N_("Violations"),
    N_("Decision"),
)
WATCHED_SHORT: Mapping[WatchedBy, str] = {
    WatchedBy.SERVER: N_("here"),
    WatchedBy.HYBRID: N_("by a platform's page"),
    WatchedBy.OFF: N_("no"),
}
OUTCOME_LABEL: Mapping[Outcome, str] = {
    Outcome.PASSED: N_("passed"),
    Outcome.APPROVED: N_("approved by a person"),
    Outcome.REJECTED: N_("rejected by a person"),
    Outcome.UNDER_REVIEW: N_("not decided yet"),
}
VIOLATIONS_BY_TYPE = N_("{total} ({types})")
OF_TYPE = N_("{label} {count}")
NOT_GIVEN, UNKNOWN, NOTHING = N_("not given out"), N_("erased"), "–"
COLUMNS_MEAN = N_(
    "Participant: one number for one taker in this survey, in every version of it. Seen: share of the session's seconds in which "
    "the taker could be seen. Unseen: seconds in which the camera was lost, covered, frozen or still. Violations: what the "
    "program alleged, by type; nobody is judged by them alone. “Not given out”: the notice that the taker read does not "
    "say that this goes to the survey's owner, or the agreement was taken back. “Erased”: their time is over."
)
FIRST_PAGE, NEXT_PAGE = N_("First"), N_("Next")

read_in_language(__name__)
