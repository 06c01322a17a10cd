"""Every sentence about surveys in an administrator's hands."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.domain.minors import Minors
from proctor_core.domain.policy import PolicyName, RecordingMode
from proctor_core.domain.watching import HybridUnflagged
from proctor_core.language.marking import N_, plural

POLICY_LABEL: Mapping[PolicyName, str] = {
    PolicyName.RELAXED: N_("relaxed"),
    PolicyName.STANDARD: N_("standard"),
    PolicyName.STRICT: N_("strict"),
}
POLICY_HELP = N_(
    "Relaxed waits longer before it alleges anything and flags after 5 violations; standard flags after 3; "
    "strict waits less, flags after 2, and rejects nobody before two moderators agree."
)
RECORDING = N_("Recording")
RECORDING_LABEL: Mapping[RecordingMode, str] = {
    RecordingMode.OFF: N_("no video"),
    RecordingMode.VIOLATIONS: N_("video of violations"),
    RecordingMode.FULL: N_("video of all of it"),
}
RECORDING_HELP = N_(
    "What the survey asks for. This version of the program keeps snapshots and measurements; "
    "it does not record video yet."
)
HYBRID = N_("Sessions that a platform opens, when no rule was met")
HYBRID_LABEL: Mapping[HybridUnflagged, str] = {
    HybridUnflagged.REVIEW: N_("a person looks at them"),
    HybridUnflagged.PASS: N_("they pass"),
}
HYBRID_HELP = N_(
    "In sessions that a platform opens over the API the taker's own browser watches. The server checks only the pictures "
    "that it sends, so a pass rests on the browser's word."
)
INSTRUCTIONS = N_("Instructions to moderators")
INSTRUCTIONS_HELP = N_(
    "What they are to go by in this survey's cases, such as what is allowed and when to reject. They read it in each case; "
    "takers never do. It holds at once, also for cases that wait."
)
REJECTION_REASONS = N_("Ready reasons to reject")
REJECTION_REASONS_HELP = N_(
    "One on each line, up to nine. A moderator chooses one by its digit, may change it, and the taker reads it. Empty: the "
    "program's own."
)
ESCALATION_REASONS = N_("Ready notes to escalate")
ESCALATION_REASONS_HELP = N_(
    "One on each line, up to nine. Colleagues read the one that was chosen. Empty: the program's own."
)
WITHOUT_ALLOWED = N_("Who refuses the camera may take it all the same")
WITHOUT_ALLOWED_HELP = N_(
    "Such a session counts as “without camera by choice” in the result, on the review page and in exports."
)
OWNED_TITLE = N_("{title} ({platform})")
OWNER, OWNER_HOUSE = N_("Belongs to"), N_("this house")
OWNER_HELP = N_(
    "A platform's survey can be read, used and given new versions by that platform alone, and by administrators. "
    "Surveys of this house can be used by every platform, and changed by none."
)
MINORS = N_("Takers who are not of age")
MINORS_LABEL: Mapping[Minors, str] = {
    Minors.UNSUPPORTED: N_("not supported: for adults alone"),
    Minors.GUARDIAN_CONSENT: N_("a parent or guardian agrees"),
    Minors.NO_CAMERA: N_("no camera for anybody"),
}
MINORS_SHORT: Mapping[Minors, str] = {
    Minors.UNSUPPORTED: N_("not supported"),
    Minors.GUARDIAN_CONSENT: N_("with a guardian"),
    Minors.NO_CAMERA: N_("no camera"),
}
MINORS_BY_FILE = N_("as the file says, else not supported")
MINORS_HELP = N_(
    "Not supported: the notice says that the survey is for adults. With a guardian's consent the taker says before the camera "
    "that they are of age, or that a parent or guardian agrees, and that is kept. Without camera nobody is watched."
)
EXAMS = N_(
    "Watching people in exams of schools, universities or vocational training is a high-risk use under the EU AI Act "
    "(Annex III, point 3); its obligations for such uses apply from 2 December 2027, and whoever runs this program for one "
    "has to meet them. Minors take part with a guardian’s consent or without camera; anything else is not supported."
)
CHOSEN = N_("Survey and version")
CHOSEN_LABEL = N_("{title}, version {version}")
SURVEY_NAME = N_("{title}, version {version} ({slug})")
PREVIEW, CHANGE, CLOSE, OPEN_AGAIN = N_("Preview"), N_("Change"), N_("Close"), N_("Open again")
CHANGE_LEAD = N_(
    "Holds for sessions that have not begun. Begun ones keep what their takers were told. "
    "Questions are changed by adding the next version from a file."
)
SAVE = N_("Save")
CHANGED = N_("{title}, version {version}, is changed.")
CLOSED = N_("{title}, version {version}, is closed: nobody is asked any more. Sessions that are there go on.")
OPENED = N_("{title}, version {version}, is open again.")
CLOSED_HINT = N_("This version is closed. Open it again to ask people.")
PREVIEW_LEAD = N_("As a taker meets it, one question after the other. Nothing that you enter here is kept.")
WITHOUT_CAMERA = N_("without camera")
WATCHED_BY = N_("with camera, policy {policy}, {recording}")
FILE_DESCRIBED = N_(
    "A JSON file with title, description and questions, described in docs/survey-definition.md. "
    "A short name that exists already gets its next version; sessions keep the version that they were asked."
)

ASK = N_("Ask people")
ASK_LEAD = N_("They find it under “My surveys” when they sign in. Who is asked already is not asked twice.")
PEOPLE = N_("Takers")
LIST_FILE = N_("Or a list of takers (CSV)")
LIST_HELP = N_("The first line names the columns: name, and if you like display_name and email.")
INVITE_UNKNOWN = N_("Make accounts for names that are not known, with a link for each")
NOBODY = N_("choose somebody, or a file")
ASKED_NONE = N_("Nobody was asked anew.")
ASKED = plural("{count} person was asked.", "{count} people were asked.")
ASKED_ALREADY = plural("{count} person had been asked before.", "{count} people had been asked before.")
LINKS = plural(
    "{count} new account. Hand the link to its person yourself: it works once, until {until}, and can't be shown again.",
    "{count} new accounts. Hand each link to its person yourself: it works once, until {until}, and can't be shown again.",
)

MISTAKES = plural("One thing in the file does not fit.", "{count} things in the file do not fit.")
NOTHING_STORED = N_("Nothing was stored.")
LINE = N_("Line {number}")
MORE_MISTAKES = plural("and {count} more", "and {count} more")

read_in_language(__name__)
