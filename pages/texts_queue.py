"""Every sentence of the review queue's filters, order and priorities."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.language.marking import N_, plural
from proctor_core.services.reviewing.reviewing import CaseSource, QueueSort

PRIORITY = N_("Priority")
PRIORITY_PARTS = N_("{what} + {how_long} + {how_sure} + {waiting}")
PRIORITY_IN_WORDS = N_(
    "Priority {points}: {what} for what is alleged, {how_long} for how long, {how_sure} for how sure, {waiting} for hours waiting"
)
PRIORITY_FOOT = N_(
    "Priority = what (the gravest type or flag rule, up to 12) + how long (1 for each 10 s alleged, up to 12) + how sure (12 "
    "times the mean confidence) + hours of waiting. The bar: seconds alleged, one colour per type; full is 2 minutes. "
    "Coverage: share of the session's seconds in which the picture was seen."
)
SORT_LABEL: Mapping[QueueSort, str] = {
    QueueSort.PRIORITY: N_("Highest priority first"),
    QueueSort.WAITING: N_("Longest waiting first"),
    QueueSort.LONGEST: N_("Longest violation first"),
    QueueSort.COVERAGE: N_("Least coverage first"),
}
NEWEST_DECISION = N_("Newest decision first")
SORT, REVERSED = N_("Order"), N_("The other way round")
FILTERS = N_("Filters")
FILTERS_SET = plural("{count} filter", "{count} filters")
CLEAR_FILTERS = N_("Clear filters")
FROM_DAY, TO_DAY = N_("From"), N_("To")
DAY_HELP = N_("The day on which it came into the queue; of decided sessions that of the decision.")
COVERAGE, ANY_COVERAGE, COVERAGE_BELOW = N_("Coverage"), N_("Any coverage"), N_("Below {share}")
SOURCE, ANY_SOURCE = N_("Source"), N_("Any source")
SOURCE_LABEL: Mapping[CaseSource, str] = {
    CaseSource.SERVER: N_("Watched by the server"),
    CaseSource.HYBRID: N_("The taker's client reports, the server checks"),
    CaseSource.UPLOAD: N_("With an uploaded recording"),
}
DECIDED_BY, ANYBODY = N_("Decided or escalated by"), N_("Anybody")

SAVED_VIEWS, SAVE_VIEW = N_("Saved views"), N_("Save view")
VIEW_NAME, VIEW_NAME_HINT = N_("Name of the view"), N_("Such as: long phones")
VIEW_NAME_HELP = N_("Keeps view, filters and order as they are now, for you alone. A view of that name is replaced.")
VIEW_SAVED, VIEW_FORGOTTEN = N_("The view “{name}” is saved."), N_("The view “{name}” is taken away.")
FORGET_VIEW = N_("Take away “{name}”")

MAIL_ADDRESS, MAIL_DAILY = N_("Your mail address"), N_("Mail me daily")
MAIL_HELP = N_("A mail a day while something waits: how many sessions and how long, no names and no pictures.")
MAILED_TO, MAIL_NO_MORE = N_("While something waits, a mail goes to {address} each day."), N_("Mail me no more")
MAIL_WANTED = N_("From the next day on you are mailed what waits.")
MAIL_STOPPED = N_("You are mailed no more, and the address is forgotten.")

BULK = N_("Dismiss low-priority incidents")
BULK_LEAD = N_(
    "Low priority: fewer than {most:.0f} points for what, how long and how sure, no phone and no second face, no technical "
    "signal, and no verdict yet. Nothing is rejected or decided: each case still waits for you. Nobody has looked at these "
    "incidents, so they count for no check's precision, and each says that it was dismissed in bulk."
)
BULK_COUNT = plural(
    "{count} incident in the {cases} cases of this view is of low priority.",
    "{count} incidents in the {cases} cases of this view are of low priority.",
)
BULK_NONE = N_("No incident in the {cases} cases of this view is of low priority.")
BULK_HELD = plural(
    "{count} case is left out: another moderator has it.", "{count} cases are left out: others have them."
)
BULK_MORE = N_("Only the first {cases} cases of the view were looked through.")
BULK_COLUMNS: Mapping[str, str] = {
    "session": N_("Session"),
    "incident": N_("Incident"),
    "alleged": N_("Alleged"),
    "time": N_("Time"),
    "priority": N_("Priority"),
}
BULK_NOW = plural("Dismiss {count} incident", "Dismiss {count} incidents")
BULK_DONE = plural("{count} incident is dismissed.", "{count} incidents are dismissed.")
BULK_LEFT = plural(
    "{count} was left as it is: it has changed, or another moderator has the case.",
    "{count} were left as they are: they have changed, or others have the cases.",
)
BULK_BY = N_("{name} in bulk, without a look")
BULK_TAKE_BACK = plural("Take back {count} dismissal of {time}", "Take back {count} dismissals of {time}")
BULK_TAKEN_BACK = plural("{count} dismissal is taken back.", "{count} dismissals are taken back.")
BULK_KEPT = plural(
    "{count} stays: its case is decided, or another moderator has it.",
    "{count} stay: their cases are decided, or others have them.",
)

LOOKED_AT_BY = N_("open at {names}")
ALSO_HERE = plural("{names} has this case open too", "{names} have this case open too")

INSTRUCTIONS = N_("Instructions")
INSTRUCTIONS_LEAD = N_("What the owner of “{survey}” asks moderators to go by:")

read_in_language(__name__)
