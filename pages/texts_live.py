"""Every sentence of the moderators' live view; what the taker reads of it is in `texts_taker`."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.domain.camera_state import CameraState
from proctor_core.domain.states import SessionStatus
from proctor_core.language.marking import N_, plural

PAGE_LIVE = N_("Live")
LIVE_TITLE = N_("Live")
LIVE_LEAD = N_("Sessions that run now; those that need a look come first. Each look at a picture is in the audit log.")
GRID_SIZE = N_("Sessions on one screen")
LIVE_EMPTY = N_("Nobody takes a survey with a camera right now. A session appears here when its camera check begins.")
LIVE_GONE = N_("This session does not run any more. If it was flagged, it waits in the review queue.")
TO_ALL = N_("All running sessions")
OPEN_REVIEW = N_("Open its review")
STATUS: Mapping[SessionStatus, str] = {
    SessionStatus.CONSENTED: N_("Camera check"),
    SessionStatus.ENROLLING: N_("Camera check"),
    SessionStatus.IN_PROGRESS: N_("Answering"),
    SessionStatus.INTERRUPTED: N_("Away"),
}
CAMERA: Mapping[CameraState, str] = {
    CameraState.WAITING: N_("camera not started"),
    CameraState.LIVE: N_("camera fine"),
    CameraState.LOST: N_("no picture"),
    CameraState.COVERED: N_("camera covered"),
    CameraState.DARK: N_("too dark"),
    CameraState.FROZEN: N_("picture frozen"),
    CameraState.TAKEN_OVER: N_("another window"),
}
# What the component in the page says; {…} are filled in there.
TILE = {
    "open": N_("Open session {code}"),
    "code": N_("Session {code}"),
    "picture": N_("Newest picture of session {code}; others in it are blurred"),
    "no_picture": N_("No picture now"),
    "client": N_("Watched by another platform's page: no picture here"),
    "before": N_("Pictures begin with the questions"),
    "coverage": N_("coverage {share} %"),
    "nothing_open": N_("nothing open"),
    "asks": N_("asks for help: {asks}"),
    "recent": N_("Incidents of the last 5 minutes"),
    "recent_none": N_("nothing in the last 5 minutes"),
    "recent_more": N_("· {count} before"),
    "since": N_("since {from}"),
    "out_of_reach": N_("The server is out of reach; what you see is from {time}. We keep trying."),
    "signed_out": N_("You are signed out. Sign in again to go on."),
    "page": N_("{first}–{last} of {count}"),
    "earlier": N_("Previous"),
    "later": N_("Next"),
}
TILE_NOTES = plural("{count} of {threshold} note", "{count} of {threshold} notes", "threshold")
TILE_FLAGGED = plural("flagged, {count} note", "flagged, {count} notes")

MARK_TITLE = N_("Mark this moment")
MARK_LEAD = N_(
    "For whoever judges the session, if it comes to a review: the case shows this second. The taker does not read it, and the "
    "session is not flagged by it."
)
MARK_LABEL = N_("Words for colleagues (optional)")
MARK = N_("Mark")
MARKED_TOAST = N_("Marked: the case shows this moment.")
MARKED = N_("{time}, {name} marked the moment {at}")
MARKED_WITH = N_("{time}, {name} marked the moment {at}: {sentence}")
TAKER_ASKED = N_("{time} The taker: {sentence}")
SAY_TITLE = N_("Say something to the taker")
SAY_LEAD = N_("One calm sentence. It appears beside the question at once, and stays in this session's history.")
SAY_LABEL = N_("Sentence")
READY_LABEL = N_("Ready sentences")
# What is on the button, and the sentence that it puts into the field.
READY: Mapping[str, tuple[str, str]] = {
    "view": (
        N_("Move into view"),
        N_("Please move back into the middle of the picture, so that we can see you."),
    ),
    "light": (N_("More light"), N_("It is rather dark where you are. Please turn on a light in front of you.")),
    "phone": (N_("Phone away"), N_("Please put your phone out of view until you have handed in.")),
    "alone": (N_("Alone in view"), N_("Please be alone in view while you answer.")),
    "fine": (N_("All fine"), N_("Thank you, all is fine now. Please go on.")),
}
SEND = N_("Send")
SENT_TOAST = N_("Sent: the taker reads it now.")
SAID = N_("{time}, {name}: {sentence}")
SAID_NOTHING = N_("Nothing was said or marked in this session yet.")
END = N_("End the monitoring")
END_LEAD = N_(
    "The monitoring of session {code} ends now, and the session is handed in as it is: the taker can't answer any further. "
    "Kept are the answers so far and what was noted until now. The taker reads your reason, and the session waits for a "
    "decision in the review queue."
)
END_REASON = N_("Reason (the taker reads it)")
END_NOW = N_("Yes, end it")
ENDED_TOAST = N_("Ended: the session waits in the review queue.")

read_in_language(__name__)
