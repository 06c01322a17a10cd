"""Every sentence about uploaded recordings: for moderators what they show, for administrators how the work on them stands."""

from collections.abc import Mapping

from proctor_core.domain.evidence import PictureFault
from proctor_core.domain.recording_analysis import AnalysisState

# --- review page ------------------------------------------------------------------------------------

UPLOAD_TITLE = "Uploaded recording"
UPLOAD_NUMBER = "Uploaded recording {number}"
SPAN = "{span} of the session"
WAITS = "It waits: the program looks at it once the session is handed in."
RUNS = "The program is looking at it: {share} done."
FAILED = "It can't be used: {why}. Nothing of it was counted."
DROPPED = "It is gone, and nothing of it was counted."
START_UNSAID = "Nobody said when it begins. It is put at the session's start, so times in it may be off."
OVERHANG = "It goes on {length} beyond the session; what happened then is not counted."
ALL_AGREE = "It shows what was noted while the session ran ({agreed}), and nothing else."
NOTHING_AT_ALL = "Nothing was noted while the session ran, and it shows nothing that would have been."
SUMMARY = "Noted while the session ran and seen in it: {agreed}. Only in it: {only_recording}. Noted, but not in it: {only_live}."
NOT_COMPARABLE = "Notes about which it says nothing, since it shows nothing there: {count}."
ONLY_RECORDING = "Only in the recording"
ONLY_LIVE = "Noted, but not in the recording"
COUNTED = "Nobody had reported these, so the program added them to this session."
NOT_COUNTED = (
    "Nobody had reported these. They were not added: a person had decided already. "
    "To judge them, open the review again."
)
LIVE_STAYS = "The program changes nothing here: you judge what weighs more."
UNREAD = "It could be read only in part: {count} of its pictures are damaged. What they show was not looked at."
SIGNALS = "It shows too little at: {times}."
SIGNAL = "{label} {span}"
SHOW = "Show incident {number}"

SOURCE: Mapping[str, str] = {
    "client": "reported by the taker's browser",
    "recording": "seen in the uploaded recording",
}
PICTURE_REFUSED: Mapping[PictureFault, str] = {
    PictureFault.NOT_BASE64: "A picture came with it that can't be read, so there is none",
    PictureFault.UNREADABLE: "A picture came with it that can't be read, so there is none",
    PictureFault.TOO_LARGE: "The picture that came with it was too large to be taken, so there is none",
    PictureFault.TOO_SMALL: "The picture that came with it was too small to show anything, so there is none",
    PictureFault.FILM: "A moving picture came with it, which is not taken, so there is none",
}
STRIP_LABEL = "Pictures of the whole video; choose one to go there"

# --- administrator -------------------------------------------------------------------------------------

TITLE = "Uploaded recordings"
LEAD = (
    "The program looks at them after the session, when live sessions leave room. What can't be done after three tries is "
    "listed here."
)
NONE_OPEN = "Nothing waits. A recording that a client uploads appears here until it was looked at."
OPEN_COLUMNS: Mapping[str, str] = {
    "since": "Uploaded",
    "session": "Session",
    "size": "Size",
    "state": "State",
    "tries": "Tries",
    "worker": "Worker",
    "last": "Last problem",
}
STATE: Mapping[AnalysisState, str] = {
    AnalysisState.WAITING: "… waiting",
    AnalysisState.RUNNING: "▶ {share}",
    AnalysisState.DONE: "✓ done",
    AnalysisState.DEAD: "! given up",
    AnalysisState.DROPPED: "– dropped",
}
DEAD_TITLE = "Given up"
DEAD_LEAD = "{count} recordings could not be looked at. Their sessions say so to the moderator."
DEAD_COLUMNS: Mapping[str, str] = {
    "since": "Uploaded",
    "session": "Session",
    "size": "Size",
    "tries": "Tries",
    "why": "Why",
    "file": "File",
}
FILE_THERE, FILE_GONE = "kept", "gone"
AGAIN, DROP = "Try one again", "Drop one"
WHICH = "Recording"
AGAIN_MEANS = "It gets three new tries. Only those whose file is kept can be tried again."
AGAIN_NOW = "Try it again"
AGAIN_TOAST = "The recording is waiting again."
DROP_MEANS = "Its file is deleted and it leaves this list. Its session keeps the note that it could not be used."
DROP_NOW = "Yes, drop it"
DROP_TOAST = "The recording is dropped."
NONE_AGAIN = "No file is kept that could be tried again."
ONE = "{at}, session {session}: {why}"
