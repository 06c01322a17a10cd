"""Every sentence about what takers answered, for analysts and administrators."""

from collections.abc import Mapping

from proctor_core.domain.response import Outcome
from proctor_core.domain.survey_definition import QuestionKind
from proctor_core.domain.watching import WatchedBy

PAGE_RESPONSES = "Responses"
TITLE = "Responses"
LEAD = "What was answered in sessions that were handed in, under numbers instead of names."
NO_SURVEYS = "There is no survey yet. Once one is added and taken, its answers appear here."
NO_RESPONSES = "Nobody has handed in this version yet. Answers appear here when the first session is handed in."
VERSION = "Survey and version"
VERSION_LABEL = "{title}, version {version} · {slug} · {responses}"
ONE_RESPONSE, SOME_RESPONSES = "1 response", "{count} responses"

DOWNLOAD = "Download"
FILE_LABEL: Mapping[str, str] = {"csv": "CSV", "json": "JSON", "parquet": "Parquet"}
FILES_MEAN = (
    "A file has one row for each response: every answer, who watched, what the camera said where the taker read that it goes "
    "out, and the seconds that each question took. Each download is in the audit log."
)
WITH_NAMES = "With names"
WITH_NAMES_HELP = "Shows whose response it is, here and in the files. Each time is in the audit log."

RESPONSES = "Responses"
RESPONSES_MEANS = "Sessions that were handed in. What was withdrawn, has expired or was erased is not among them."
WATCHER_LABEL: Mapping[WatchedBy, str] = {
    WatchedBy.SERVER: "Watched here",
    WatchedBy.HYBRID: "By a platform",
    WatchedBy.OFF: "Without camera",
}
WATCHER_MEANS: Mapping[WatchedBy, str] = {
    WatchedBy.SERVER: "This program looked at the camera's stream.",
    WatchedBy.HYBRID: "The taker's browser watched on another platform's page, and this program checked what it said.",
    WatchedBy.OFF: "Nobody was watched: by the survey, by the taker's choice, or because the agreement was taken back.",
}

VIEW = "View"
BY_QUESTION, BY_RESPONSE = "By question", "By response"
QUESTIONS, QUESTION_RANGE = "Questions", "{first} to {last} of {total}"
QUESTION = "{number}. {text}"
ANSWERED = "{answered} of {responses} answered"
KIND_LABEL: Mapping[QuestionKind, str] = {
    QuestionKind.SINGLE_CHOICE: "one option",
    QuestionKind.MULTIPLE_CHOICE: "any number of options",
    QuestionKind.SCALE: "scale from {minimum:g} to {maximum:g}",
    QuestionKind.SHORT_TEXT: "text",
    QuestionKind.LONG_TEXT: "text",
    QuestionKind.NUMBER: "number",
    QuestionKind.DATE: "day",
}
SHARE_MEANS = "Share of those who answered this question."
SHARES_MEAN = (
    "Share of those who answered this question; one person may choose several options, so shares don't sum to 100 %."
)
TABLE = "Table"
ANSWER, COUNT, SHARE = "Answer", "Responses", "Share"
NEWEST = "The newest {shown} of {answered}; a file has all."
FREE_TEXT = "As they were written: a text may name somebody."
NONE_ANSWERED = "Nobody answered this question."
MEAN = "mean {mean:.2f}, lowest {lowest:g}, highest {highest:g}"

QUESTIONS_SHOWN = "Questions in the table"
COLUMN_RESPONSE, COLUMN_PARTICIPANT, COLUMN_NAME, COLUMN_DAY = "Response", "Participant", "Name", "Handed in"
COLUMN_WATCHED, COLUMN_SEEN, COLUMN_UNSEEN, COLUMN_NOTES, COLUMN_DECISION = (
    "Watched",
    "Seen",
    "Unseen",
    "Violations",
    "Decision",
)
WATCHED_SHORT: Mapping[WatchedBy, str] = {
    WatchedBy.SERVER: "here",
    WatchedBy.HYBRID: "by a platform's page",
    WatchedBy.OFF: "no",
}
OUTCOME_LABEL: Mapping[Outcome, str] = {
    Outcome.PASSED: "passed",
    Outcome.APPROVED: "approved by a person",
    Outcome.REJECTED: "rejected by a person",
    Outcome.UNDER_REVIEW: "not decided yet",
}
VIOLATIONS_BY_TYPE = "{total} ({types})"
OF_TYPE = "{label} {count}"
NOT_GIVEN, UNKNOWN, NOTHING = "not given out", "erased", "–"
COLUMNS_MEAN = (
    "Participant: one number for one taker in this survey, in every version of it. Seen: share of the session's seconds in which "
    "the taker could be seen. Unseen: seconds in which the camera was lost, covered, frozen or still. Violations: what the "
    "program alleged, by type; nobody is judged by them alone. “Not given out”: the notice that the taker read does not "
    "say that this goes to the survey's owner, or the agreement was taken back. “Erased”: their time is over."
)
FIRST_PAGE, NEXT_PAGE = "First", "Next"
