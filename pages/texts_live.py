"""Every sentence of the moderators' live view; what the taker reads of it is in `texts_taker`."""

from collections.abc import Mapping

from proctor_core.domain.states import SessionStatus
from proctor_core.monitoring.monitors.live_status import CameraState

PAGE_LIVE = "Live"
LIVE_TITLE = "Live"
LIVE_LEAD = "Sessions that run now; those that need a look come first. Each look at a picture is in the audit log."
GRID_SIZE = "Sessions on one screen"
LIVE_EMPTY = "Nobody takes a survey with a camera right now. A session appears here when its camera check begins."
LIVE_GONE = "This session does not run any more. If it was flagged, it waits in the review queue."
TO_ALL = "All running sessions"
OPEN_REVIEW = "Open its review"
STATUS: Mapping[SessionStatus, str] = {
    SessionStatus.CONSENTED: "Camera check",
    SessionStatus.ENROLLING: "Camera check",
    SessionStatus.IN_PROGRESS: "Answering",
    SessionStatus.INTERRUPTED: "Away",
}
CAMERA: Mapping[CameraState, str] = {
    CameraState.WAITING: "camera not started",
    CameraState.LIVE: "camera fine",
    CameraState.LOST: "no picture",
    CameraState.COVERED: "camera covered",
    CameraState.DARK: "too dark",
    CameraState.FROZEN: "picture frozen",
    CameraState.TAKEN_OVER: "another window",
}
# What the component in the page says; {…} are filled in there.
TILE = {
    "open": "Open session {code}",
    "code": "Session {code}",
    "picture": "Newest picture of session {code}; others in it are blurred",
    "no_picture": "No picture now",
    "client": "Watched by another platform's page: no picture here",
    "before": "Pictures begin with the questions",
    "coverage": "coverage {share} %",
    "notes": "{count} of {threshold} notes",
    "flagged": "flagged, {count} notes",
    "nothing_open": "nothing open",
    "out_of_reach": "The server is out of reach; what you see is from {time}. We keep trying.",
    "signed_out": "You are signed out. Sign in again to go on.",
    "page": "{first}–{last} of {count}",
    "earlier": "Previous",
    "later": "Next",
}

SAY_TITLE = "Say something to the taker"
SAY_LEAD = "One calm sentence. It appears beside the question at once, and stays in this session's history."
SAY_LABEL = "Sentence"
READY_LABEL = "Ready sentences"
READY: Mapping[str, str] = {
    "Move into view": "Please move back into the middle of the picture, so that we can see you.",
    "More light": "It is rather dark where you are. Please turn on a light in front of you.",
    "Phone away": "Please put your phone out of view until you have handed in.",
    "Alone in view": "Please be alone in view while you answer.",
    "All fine": "Thank you, all is fine now. Please go on.",
}
SEND = "Send"
SENT_TOAST = "Sent: the taker reads it now."
SAID = "{time}, {name}: {sentence}"
SAID_NOTHING = "Nothing was said in this session yet."
END = "End the monitoring"
END_LEAD = (
    "The camera's watch of session {code} ends now, and the session is handed in as it is: the taker can't answer any further. "
    "Kept are the answers so far and what was noted until now. The taker reads your reason, and the session waits for a "
    "decision in the review queue."
)
END_REASON = "Reason (the taker reads it)"
END_NOW = "Yes, end it"
ENDED_TOAST = "Ended: the session waits in the review queue."
