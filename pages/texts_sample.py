"""Every sentence about what the blind sample says."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.language.marking import N_, plural

TITLE = N_("What do we miss?")
DEFINITION = N_(
    "The blind sample: a share of unflagged sessions, and of decided ones, that moderators judge without knowing that they are "
    "part of it. Counted are those that were judged in the period; those whose pictures are gone are counted no more."
)
EMPTY = N_(
    "No session of the blind sample was judged in this period. An administrator sets the share that is drawn: "
    "PROCTORING_BLIND_SAMPLE_SHARE."
)
JUDGED = plural(
    "{count} session judged, {decided} of them decided before",
    "{count} sessions judged, {decided} of them decided before",
)
RECALL = N_("Recall of the rules")
RECALL_DEFINITION = N_(
    "Of the sessions handed in in the period in which a moderator found something, the share that the rules had flagged: flagged "
    "ones with a finding, divided by these and the unflagged ones with a finding that the sample stands for (each for 1 divided "
    "by its share). Of sessions with whole video alone, as far as they are judged. In brackets Wilson's interval, in which it "
    "lies in 95 of 100 such samples."
)
MISSED = N_("Missed per hour")
MISSED_DEFINITION = N_(
    "Incidents that a moderator saw in an unflagged session of the sample and no check noted, by hour of video that there was to "
    "watch. Beside it the time of these sessions of which there was no video: what happened then nobody knows."
)
UNWATCHED = N_("{watched} watched, {unwatched} without video")
AGREEMENT = N_("Agreement on decisions")
AGREEMENT_DEFINITION = N_(
    "Decided sessions that another moderator judged once more without knowing the decision: Cohen's kappa of the two decisions. "
    "0 is what chance gives, 1 is always the same; in brackets the interval in which it lies in 95 of 100 such samples."
)
SAME = plural("{same} of {count} pair the same", "{same} of {count} pairs the same")
FROM_PAIRS = N_("from {count} pairs on")
KAPPA_FROM = N_("kappa from {count} pairs on")
RECALL_FROM = N_("{found} flagged, {missed} of {looked} unflagged")
BY_MONTH = N_("By month")
MONTH_COLUMNS: Mapping[str, str] = {
    "month": N_("Month"),
    "judged": N_("Judged"),
    "pairs": N_("Judged twice"),
    "same": N_("The same decision"),
    "kappa": N_("Cohen's kappa"),
    "confirmed": N_("Incidents confirmed"),
}
CONFIRMED_OF = N_("{share} of {count}")

read_in_language(__name__)
