"""Every sentence of the policy lab."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.codes.policy_faults import NotJudged
from proctor_core.domain.policy import FlagRule
from proctor_core.language.marking import N_, plural

PAGE_LAB = N_("Policy lab")
TITLE = N_("Policy lab")
LEAD = N_(
    "What would other limits have done? Sessions are judged again by what was observed, and compared with what was alleged and "
    "decided. Nothing that is stored changes."
)
FIRST_DAY = N_("Handed in from")
LAST_DAY = N_("to")
BOTH_DAYS = N_("Choose both days.")
NO_SESSIONS = N_("No session was handed in on these days.")
SESSIONS = plural("{count} session was handed in on these days.", "{count} sessions were handed in on these days.")
TOO_MANY = N_(
    "{count} sessions were handed in on these days; {most} are judged here at once. Choose fewer days or one survey, or ask "
    "whoever runs the program: the command `python -m proctor_core judge` judges any number."
)
LIMITS_HELP = N_(
    "Each input shows what most of these sessions were judged by. What is left empty stays as each session has it. Raising a "
    "limit or a time finds less and is wrong less often."
)
LOOKING_AWAY = N_("Looking away")
FACES = N_("Faces")
PHONES = N_("Phone")
FLAGS = N_("When a person looks at it")
TRY = N_("Try it")
TRYING = N_("{done} of {count} sessions judged again")
STOP = N_("Stop")
NOTHING_MOVED = N_("Change at least one number first.")
TRIED = N_("Tried: {numbers}")
JUDGED = plural("{count} session was judged again.", "{count} sessions were judged again.")
NOT_JUDGED = N_("Not judged again: {reasons}.")
NOT_JUDGED_PART = N_("{count} ({why})")
FLAGGED = N_("Flagged sessions")
FLAGGED_HELP = N_("Sessions that go to a person, by the rules or by what a person did; below, how many more or fewer.")
VIOLATIONS = N_("Violations")
VIOLATIONS_HELP = N_("What the checks allege; below, how many more or fewer.")
CONFIRMED = N_("Confirmed incidents")
CONFIRMED_HELP = N_(
    "Of the incidents that a moderator confirmed or added, those that the checks allege. Fewer: what a person found would be "
    "missed."
)
DISMISSED = N_("Dismissed incidents")
DISMISSED_HELP = N_(
    "Of the incidents that a moderator dismissed after a look, those that the checks allege. Fewer is fewer false allegations. "
    "What was dismissed in bulk is not counted."
)
CHANGE = N_("{sign}{count}")
BY_TYPE = N_("Violations by type")
BY_TYPE_HELP = N_(
    "Two violations are the same where they are of one type and half of the shorter one lies in the other. One that falls into "
    "two gains one."
)
BY_VERDICT = N_("Incidents by what moderators said")
BY_RULE = N_("Flagged sessions by rule")
USE_TITLE = N_("Use these numbers for new sessions")
USE_ONE_SURVEY = N_("Choose one survey above to use the numbers for its new sessions.")
USE_LEAD = N_(
    "{numbers}. They hold for sessions of the survey's newest version that have not begun; the other numbers of its own stay. "
    "What was judged stays as it was."
)
USE = N_("Use for new sessions")
USED = N_("New sessions of {title}, version {version}, are judged by these numbers.")
COLUMNS: Mapping[str, str] = {
    "what": N_("What"),
    "before": N_("As stored"),
    "after": N_("As tried"),
    "gained": N_("Gained"),
    "lost": N_("Lost"),
}
RULE_LABEL: Mapping[FlagRule, str] = {
    FlagRule.VIOLATION_COUNT: N_("Number of violations"),
    FlagRule.LONG_VIOLATION: N_("One long violation"),
    FlagRule.UNSEEN_TIME: N_("Nobody could be seen"),
    FlagRule.LOW_COVERAGE: N_("Low coverage"),
    FlagRule.ENDED_BY_MODERATOR: N_("Ended by a moderator"),
    FlagRule.CLIENT_CLAIMS: N_("Rests on the browser's word"),
    FlagRule.CAMERA_WITHDRAWN: N_("Camera taken back"),
    FlagRule.SAMPLE_ESCALATED: N_("Escalated out of the blind sample"),
    FlagRule.DRAWN_CAMERA: N_("Drawn camera"),
}
WHY_NOT: Mapping[NotJudged, str] = {
    NotJudged.NOT_HANDED_IN: N_("not handed in"),
    NotJudged.NOT_WATCHED: N_("nobody watched"),
    NotJudged.WATCHED_BY_CLIENT: N_("watched by the client"),
    NotJudged.ERASED: N_("observations erased"),
    NotJudged.NEVER_OBSERVED: N_("nothing observed"),
    NotJudged.FILES_MISSING: N_("files missing"),
    NotJudged.UNREADABLE: N_("files unreadable"),
}

read_in_language(__name__)
