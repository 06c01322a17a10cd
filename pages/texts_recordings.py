"""Every sentence about uploaded recordings: for moderators what they show, for administrators how the work on them stands."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.domain.evidence import PictureFault
from proctor_core.domain.recording_analysis import AnalysisState
from proctor_core.language.marking import N_, plural

# --- review page ------------------------------------------------------------------------------------

UPLOAD_TITLE = N_("Uploaded recording")
UPLOAD_NUMBER = N_("Uploaded recording {number}")
SPAN = N_("{span} of the session")
WAITS = N_("It waits: the program looks at it once the session is handed in.")
RUNS = N_("The program is looking at it: {share} done.")
FAILED = N_("It can't be used: {why}. Nothing of it was counted.")
DROPPED = N_("It is gone, and nothing of it was counted.")
START_UNSAID = N_("Nobody said when it begins. It is put at the session's start, so times in it may be off.")
OVERHANG = N_("It goes on {length} beyond the session; what happened then is not counted.")
ALL_AGREE = N_("It shows what was noted while the session ran ({agreed}), and nothing else.")
NOTHING_AT_ALL = N_("Nothing was noted while the session ran, and it shows nothing that would have been.")
SUMMARY = N_(
    "Noted while the session ran and seen in it: {agreed}. Only in it: {only_recording}. Noted, but not in it: {only_live}."
)
NOT_COMPARABLE = N_("Notes about which it says nothing, since it shows nothing there: {count}.")
ONLY_RECORDING = N_("Only in the recording")
ONLY_LIVE = N_("Noted, but not in the recording")
COUNTED = N_("Nobody had reported these, so the program added them to this session.")
NOT_COUNTED = N_(
    "Nobody had reported these. They were not added: a person had decided already. "
    "To judge them, open the review again."
)
LIVE_STAYS = N_("The program changes nothing here: you judge what weighs more.")
UNREAD = plural(
    "It could be read only in part: {count} of its pictures is damaged. What it shows was not looked at.",
    "It could be read only in part: {count} of its pictures are damaged. What they show was not looked at.",
)
SIGNALS = N_("It shows too little at: {times}.")
SIGNAL = N_("{label} {span}")
SHOW = N_("Show incident {number}")

SOURCE: Mapping[str, str] = {
    "client": N_("reported by the taker's browser"),
    "recording": N_("seen in the uploaded recording"),
}
PICTURE_REFUSED: Mapping[PictureFault, str] = {
    PictureFault.NOT_BASE64: N_("A picture came with it that can't be read, so there is none"),
    PictureFault.UNREADABLE: N_("A picture came with it that can't be read, so there is none"),
    PictureFault.TOO_LARGE: N_("The picture that came with it was too large to be taken, so there is none"),
    PictureFault.TOO_SMALL: N_("The picture that came with it was too small to show anything, so there is none"),
    PictureFault.FILM: N_("A moving picture came with it, which is not taken, so there is none"),
}

# --- administrator -------------------------------------------------------------------------------------

TITLE = N_("Uploaded recordings")
LEAD = N_(
    "The program looks at them after the session, when live sessions leave room. What can't be done after three tries is "
    "listed here."
)
NONE_OPEN = N_("Nothing waits. A recording that a client uploads appears here until it was looked at.")
OPEN_COLUMNS: Mapping[str, str] = {
    "since": N_("Uploaded"),
    "session": N_("Session"),
    "size": N_("Size"),
    "state": N_("State"),
    "tries": N_("Tries"),
    "worker": N_("Worker"),
    "last": N_("Last problem"),
}
STATE: Mapping[AnalysisState, str] = {
    AnalysisState.WAITING: N_("… waiting"),
    AnalysisState.RUNNING: N_("▶ {share}"),
    AnalysisState.DONE: N_("✓ done"),
    AnalysisState.DEAD: N_("! given up"),
    AnalysisState.DROPPED: N_("– dropped"),
}
DEAD_TITLE = N_("Given up")
DEAD_LEAD = plural(
    "{count} recording could not be looked at. Its session says so to the moderator.",
    "{count} recordings could not be looked at. Their sessions say so to the moderator.",
)
DEAD_COLUMNS: Mapping[str, str] = {
    "since": N_("Uploaded"),
    "session": N_("Session"),
    "size": N_("Size"),
    "tries": N_("Tries"),
    "why": N_("Why"),
    "file": N_("File"),
}
FILE_THERE, FILE_GONE = N_("kept"), N_("gone")
AGAIN, DROP = N_("Try one again"), N_("Drop one")
WHICH = N_("Recording")
AGAIN_MEANS = N_("It gets three new tries. Only those whose file is kept can be tried again.")
AGAIN_NOW = N_("Try it again")
AGAIN_TOAST = N_("The recording is waiting again.")
DROP_MEANS = N_("Its file is deleted and it leaves this list. Its session keeps the note that it could not be used.")
DROP_NOW = N_("Yes, drop it")
DROP_TOAST = N_("The recording is dropped.")
NONE_AGAIN = N_("No file is kept that could be tried again.")
ONE = N_("{at}, session {session}: {why}")

read_in_language(__name__)
