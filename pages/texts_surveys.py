"""Every sentence about surveys in an administrator's hands."""

from collections.abc import Mapping

from proctor_core.domain.minors import Minors
from proctor_core.domain.policy import PolicyName, RecordingMode
from proctor_core.domain.watching import HybridUnflagged

POLICY_LABEL: Mapping[PolicyName, str] = {
    PolicyName.RELAXED: "relaxed",
    PolicyName.STANDARD: "standard",
    PolicyName.STRICT: "strict",
}
POLICY_HELP = (
    "Relaxed waits longer before it alleges anything and flags after 5 violations; standard flags after 3; "
    "strict waits less and flags after 2."
)
RECORDING = "Recording"
RECORDING_LABEL: Mapping[RecordingMode, str] = {
    RecordingMode.OFF: "no video",
    RecordingMode.VIOLATIONS: "video of violations",
    RecordingMode.FULL: "video of all of it",
}
RECORDING_HELP = (
    "What the survey asks for. This version of the program keeps snapshots and measurements; "
    "it does not record video yet."
)
HYBRID = "Sessions that a platform opens, when no rule was met"
HYBRID_LABEL: Mapping[HybridUnflagged, str] = {
    HybridUnflagged.REVIEW: "a person looks at them",
    HybridUnflagged.PASS: "they pass",
}
HYBRID_HELP = (
    "In sessions that a platform opens over the API the taker's own browser watches. The server checks only the pictures "
    "that it sends, so a pass rests on the browser's word."
)
WITHOUT_ALLOWED = "Who refuses the camera may take it all the same"
WITHOUT_ALLOWED_HELP = (
    "Such a session counts as “without camera by choice” in the result, on the review page and in exports."
)
OWNED_TITLE = "{title} ({platform})"
OWNER, OWNER_HOUSE = "Belongs to", "this house"
OWNER_HELP = (
    "A platform's survey can be read, used and given new versions by that platform alone, and by administrators. "
    "Surveys of this house can be used by every platform, and changed by none."
)
MINORS = "Takers who are not of age"
MINORS_LABEL: Mapping[Minors, str] = {
    Minors.UNSUPPORTED: "not supported: for adults alone",
    Minors.GUARDIAN_CONSENT: "a parent or guardian agrees",
    Minors.NO_CAMERA: "no camera for anybody",
}
MINORS_SHORT: Mapping[Minors, str] = {
    Minors.UNSUPPORTED: "not supported",
    Minors.GUARDIAN_CONSENT: "with a guardian",
    Minors.NO_CAMERA: "no camera",
}
MINORS_BY_FILE = "as the file says, else not supported"
MINORS_HELP = (
    "Not supported: the notice says that the survey is for adults. With a guardian's consent the taker says before the camera "
    "that they are of age, or that a parent or guardian agrees, and that is kept. Without camera nobody is watched."
)
EXAMS = (
    "Watching people in exams of schools, universities or vocational training is a high-risk use under the EU AI Act "
    "(Annex III, point 3); its obligations for such uses apply from 2 December 2027, and whoever runs this program for one "
    "has to meet them. Minors take part with a guardian’s consent or without camera; anything else is not supported."
)
CHOSEN = "Survey and version"
CHOSEN_LABEL = "{title}, version {version}"
SURVEY_NAME = "{title}, version {version} ({slug})"
PREVIEW, CHANGE, CLOSE, OPEN_AGAIN = "Preview", "Change", "Close", "Open again"
CHANGE_LEAD = (
    "Holds for sessions that have not begun. Begun ones keep what their takers were told. "
    "Questions are changed by adding the next version from a file."
)
SAVE = "Save"
CHANGED = "{title}, version {version}, is changed."
CLOSED = "{title}, version {version}, is closed: nobody is asked any more. Sessions that are there go on."
OPENED = "{title}, version {version}, is open again."
CLOSED_HINT = "This version is closed. Open it again to ask people."
PREVIEW_LEAD = "As a taker meets it, one question after the other. Nothing that you enter here is kept."
WITHOUT_CAMERA = "without camera"
WATCHED_BY = "with camera, policy {policy}, {recording}"
FILE_DESCRIBED = (
    "A JSON file with title, description and questions, described in docs/survey-definition.md. "
    "A short name that exists already gets its next version; sessions keep the version that they were asked."
)

ASK = "Ask people"
ASK_LEAD = "They find it under “My surveys” when they sign in. Who is asked already is not asked twice."
PEOPLE = "Takers"
LIST_FILE = "Or a list of takers (CSV)"
LIST_HELP = "The first line names the columns: name, and if you like display_name and email."
INVITE_UNKNOWN = "Make accounts for names that are not known, with a link for each"
NOBODY = "choose somebody, or a file"
ASKED_NONE, ASKED_ONE, ASKED_MANY = "Nobody was asked anew", "1 person was asked", "{count} people were asked"
ASKED_ALREADY = "; {count} had been asked before"
LINKS = "{count} new accounts. Hand each link to its person yourself: it works once, until {until}, and can't be shown again."

MISTAKE_ONE, MISTAKES_MANY = "One thing in the file does not fit.", "{count} things in the file do not fit."
NOTHING_STORED = "Nothing was stored."
LINE, PLACE, PROBLEM = "Line", "Place", "What is wrong"
MORE_MISTAKES = "and {count} more"
