"""Every sentence that a taker reads. To the taker: what was seen and what to do, without blame."""

from collections.abc import Mapping

from proctor_core.domain.consent import AgeStatement
from proctor_core.domain.enrolment import CheckItem, ItemReason, RefusalReason
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.monitoring.monitors.live_status import CameraState

MY_SURVEYS = "My surveys"
NO_SURVEYS = "No survey waits for you. When somebody invites you to one, it appears here with a button to begin."
TO_RECEIPT = "Receipt"
BEGIN = "Begin"
GO_ON = "Go on"
CHOOSE_FIRST = "Choose a survey first."
BACK_TO_MY_SURVEYS = "Back to my surveys"
QUESTIONS_AND_CAMERA = "{questions} questions, with camera"
QUESTIONS_ONLY = "{questions} questions, no camera"

STATUS = {
    SessionStatus.INVITED: ("mail", "gray", "Not begun yet."),
    SessionStatus.CONSENTED: ("play_circle", "blue", "Begun. Next comes the camera check."),
    SessionStatus.ENROLLING: ("play_circle", "blue", "Begun. Next comes the camera check."),
    SessionStatus.IN_PROGRESS: ("play_circle", "blue", "In progress. Every answer so far is kept."),
    SessionStatus.INTERRUPTED: ("pause_circle", "orange", "Interrupted. Every answer so far is kept; you can go on."),
    SessionStatus.SUBMITTED: ("check_circle", "green", "Handed in."),
    SessionStatus.PASSED: ("check_circle", "green", "Handed in and accepted."),
    SessionStatus.UNDER_REVIEW: ("visibility", "orange", "Handed in. In review: a person will look at it and decide."),
    SessionStatus.REJECTED: ("cancel", "red", "A person looked at this session and did not accept it."),
    SessionStatus.WITHDRAWN: ("undo", "gray", "Withdrawn by you."),
    SessionStatus.EXPIRED: ("schedule", "gray", "The time for this survey is over."),
    SessionStatus.ERASED: ("delete", "gray", "Erased."),
}

# --- notice and consent -------------------------------------------------------------------------------------------------

NOTICE_TITLE = "Before you begin: your camera"
RECORDING_TITLE = "Keeping the video"
RECORDING = {
    RecordingMode.VIOLATIONS: (
        "May the video of the moments that the program notes be kept, some seconds before and after each? "
        "A moderator can then see what happened instead of single pictures. You can say no and take the survey all the same."
    ),
    RecordingMode.FULL: (
        "May the video of the whole session be kept, without sound? A moderator can then see what happened instead of "
        "single pictures. You can say no and take the survey all the same."
    ),
}
AGE_TITLE = "Are you of age?"
AGE_LEAD = "Who is not of age where they live may take this survey with a parent or guardian who agrees to the camera."
AGE: Mapping[AgeStatement, str] = {
    AgeStatement.OF_AGE: "I am of age",
    AgeStatement.GUARDIAN: "I am not of age; my parent or guardian has read this and agrees to the camera",
}
AGE_MISSING = "Please say first whether you are of age."
AGREE_TO_RECORDING = "I agree that the video is kept"
AGREE = "I agree to the camera, go on"
DISAGREE = "I don't agree"
REFUSED_MAY_GO_ON = (
    "That is noted, and nothing was recorded. You can take this survey without the camera; the result will say so."
)
GO_ON_REFUSED = "Go on without the camera"
REFUSED = (
    "That is noted, and nothing was recorded. This survey can only be taken with the camera, so it stays open under "
    "“My surveys”: if you change your mind, begin again there. If you don't, you need not do anything."
)

# --- system check and reference -------------------------------------------------------------------------------------------

CHECK_TITLE = "Camera check"
CHECK_LEAD = (
    "Press **Start the camera** and allow it in the browser. Each line of the check turns green when it is fine."
)
CHECK_LESS_ACCURATE = (
    "This server lacks one of its models: it tells less exactly how many faces are in view. You need not do anything."
)
CHECK_GO_ON = "Go on"
CHECK_NOT_YET = "Not yet: {problem}"
DEMO_CAMERA = "Use the drawn demo camera"
DEMO_CAMERA_HELP = (
    "No camera at hand? A drawn person takes the survey in your place; everything after the picture is real."
)

ITEMS = {
    CheckItem.CAMERA_LIVE: "A picture comes from the camera",
    CheckItem.ONE_FACE: "Exactly one face is in view",
    CheckItem.LIGHT: "The light is good",
    CheckItem.DISTANCE: "The distance is good",
    CheckItem.FRAME_RATE: "Enough pictures a second",
    CheckItem.PHONE_CHECK: "Phone check",
}
WAITING = "waiting for the picture"
REASONS = {
    ItemReason.NO_FRAMES: "no picture comes yet. Press “Start the camera”, allow it, and close other programs that use it.",
    ItemReason.COVERED: "the picture is black or empty. Is something in front of the lens, or is its shutter closed?",
    ItemReason.NO_FACE: "we can't see your face. Sit in front of the camera and look at the screen.",
    ItemReason.SEVERAL_FACES: "we see more than one face. Please be alone in view; turn pictures of people away.",
    ItemReason.TOO_DARK: "the picture is too dark. Turn on a light in front of you.",
    ItemReason.TOO_BRIGHT: "the picture is too bright. Turn away from the window or lamp.",
    ItemReason.TOO_FAR: "you are far away. Please come closer to the camera.",
    ItemReason.TOO_CLOSE: "you are very close. Please move back a little.",
    ItemReason.SLOW: "too few pictures arrive. Close other programs or tabs, or move closer to the router.",
    ItemReason.MODEL_MISSING: "phone check not available on this server. You need not do anything.",
}

REFERENCE_TITLE = "Your reference picture"
REFERENCE_LEAD = (
    "Sit as you will sit during the survey and look at the screen for three seconds. The program keeps one picture and "
    "learns how you usually sit, so that your own way of sitting is never noted as looking away."
)
TAKE_REFERENCE = "Take the picture"
TAKING = "Please look at the screen for three seconds …"
REFUSALS = {
    RefusalReason.NO_PICTURE: "No picture came from the camera. Check that it is on, then try again.",
    RefusalReason.NO_FACE: "We could not see your face the whole time. Sit in front of the camera and try again.",
    RefusalReason.SEVERAL_FACES: "We saw more than one face. Please be alone in view and try again.",
    RefusalReason.LOW_CONFIDENCE: "We could not see your face clearly. Face the camera, take off what covers it, and try again.",
    RefusalReason.TOO_DARK: "It was too dark. Turn on a light in front of you and try again.",
    RefusalReason.MOVED: "You moved while the picture was taken. Please hold still for three seconds and try again.",
}
REFERENCE_TAKEN = "Thank you. The reference picture is taken."
BEGIN_QUESTIONS = "Begin the questions"

# --- questions ------------------------------------------------------------------------------------------------------------

QUESTION_OF = "Question {number} of {total}"
REQUIRED = "required"
AT_MOST_CHARACTERS = "At most {most} characters."
FROM_TO = "A number from {lowest} to {highest}."
OR_MORE = "A number, {number} or more."
OR_LESS = "A number, {number} or less."
BACK = "Back"
NEXT = "Next"
HAND_IN = "Hand in"
STILL_OPEN = "Before you hand in, please answer these questions:"
OPEN_QUESTION = "Question {number}: {text}"
NOT_SAVED = "What is in the field was not saved: {why}. Please change it. {kept}"
KEPT_ANSWER = "Kept is what you answered before: {value}"
KEPT_NOTHING = "Nothing is kept for this question yet."
TEMPORARILY_AWAY = "We can't reach our storage right now. Your earlier answers are kept; please try again in a moment."
SAVED_AT = "Saved {time}"
KEPT_AT = "Kept {time}"
KEPT_HERE = "Your answers are kept on this server and will be filed as soon as our storage is back. You can go on."
HAND_IN_WAITS = (
    "Please wait a moment before you hand in: our storage is away. All you entered is kept; press again soon."
)
HANDING_IN = "Handing in …"

# --- live status (sent to the component) ------------------------------------------------------------------------------------

START_CAMERA = "Start the camera"
STOP_CAMERA = "Stop the camera"
SELECT_CAMERA = "Choose camera"
CAMERA_FORM = {"Video Input": "Camera", "Done": "Use this camera"}
"""What the form for choosing one says by itself -> what it says here."""
CAMERA_DENIED = "The browser does not give us the camera. Allow it in the address bar, then reload."
CAMERA_MISSING = "No camera was found. Plug one in or close other programs that use it, then reload."
CAMERA_UNSUPPORTED = "This browser gives no camera here. Open the page over https or on this machine itself."
CAMERA_ASK = "The browser asks whether this page may use the camera: please allow it."

CAMERA = {
    CameraState.WAITING: "Camera not started yet",
    CameraState.LIVE: "Camera fine",
    CameraState.LOST: (
        "No picture comes from the camera. Your answers are kept. If it stays so, please start the camera again."
    ),
    CameraState.COVERED: "The picture is black or empty. Is something in front of the lens?",
    CameraState.DARK: "It is too dark to see you. Please turn on a light.",
    CameraState.FROZEN: "The camera's picture stands still. Please stop and start the camera.",
    CameraState.TAKEN_OVER: (
        "This survey goes on in another window; your answers are kept. Close this one, or start the camera to go on here."
    ),
}
CAMERA_TROUBLE = {
    "starting": "Your camera is starting.",
    "denied": (
        "The browser does not give us the camera. Allow it beside the address, and it starts by itself. "
        "Your answers are kept."
    ),
    "missing": "We find no camera. Plug one in, and it starts by itself. Your answers are kept.",
    "busy": (
        "Another program uses your camera. Close it there; we try again every few seconds. Your answers are kept."
    ),
    "unsupported": (
        "The browser gives no camera to this address. Open the page over https, or on the machine it runs on. "
        "Your answers are kept."
    ),
    "no_way": (
        "Your camera is on, but its picture does not reach us: this network seems to let no video through. "
        "Try another network or turn off a VPN; we keep trying. Your answers are kept."
    ),
    "out_of_reach": "The connection to the server is gone. Your answers so far are kept; we keep trying.",
    "signed_out": "You are signed out. Your answers are kept: sign in again, and the survey goes on where you were.",
}
"""What the page itself finds out about camera and connection, by the words of camera_keeper.js and live_sentences.js."""
SELF_VIEW = "What your camera sees"
NOTES = "{count} of {threshold} notes before a person looks at this session"
NOTES_FLAGGED = "Notes so far: {count}"
MODERATOR_SAYS = "A moderator wrote at {time}: {sentence}"
MODERATOR_READ = "I have read it"
FLAGGED = "A person will look at this session after you hand in and decide. You can go on as usual."
VIDEO_RESTS = (
    "There is no room for video here at the moment, so none is kept. Your answers are kept; you can go on as usual."
)
UNAVAILABLE_PHONE = "Phone check not available"

OPEN_NOTE = {
    ViolationType.NO_FACE: "We can't see your face. Please move back into view.",
    ViolationType.MULTIPLE_FACES: "We see more than one face. Please be alone in view.",
    ViolationType.LOOKING_AWAY: "You seem to look away from the screen. Please look back at it.",
    ViolationType.MOBILE_DETECTED: "We see something like a phone. Please put it out of view.",
    ViolationType.LOW_CONFIDENCE: "We can't see your face clearly. Please face the camera and uncover your face.",
}
PAST_NOTE = {
    ViolationType.NO_FACE: "We could not see your face for {seconds} seconds.",
    ViolationType.MULTIPLE_FACES: "We saw more than one face for {seconds} seconds.",
    ViolationType.LOOKING_AWAY: "You seemed to look away from the screen for {seconds} seconds.",
    ViolationType.MOBILE_DETECTED: "We saw something like a phone for {seconds} seconds.",
    ViolationType.LOW_CONFIDENCE: "We could not see your face clearly for {seconds} seconds.",
}

# --- receipt --------------------------------------------------------------------------------------------------------------

RECEIPT = "Receipt"
THANKS = "Thank you. Your answers are handed in."
RECEIPT_FACTS = "Session {code}, handed in {when}, {answered} of {total} questions answered."
WITHOUT_CAMERA = "Proctoring was off: this session ran without camera, and nothing was watched."
WITHOUT_BY_CHOICE = "You chose to take this survey without the camera: nothing was watched."
WITH_CAMERA = "This session was watched through the camera; the program wrote {notes}."
NO_NOTES, ONE_NOTE, SOME_NOTES = "no notes", "one note", "{count} notes"
WHY_A_PERSON_LOOKS = "A person looks at this session because:"
TAKEN_ELSEWHERE = (
    "This survey is taken on the pages of the platform that asked you, not here. Open the link that you got from there; "
    "what you have entered so far is kept."
)
FLAG_RULES = {
    "violation_count": "the program wrote {measured:.0f} notes ({limit:.0f} or more are looked at)",
    "long_violation": "one note lasted {measured:.0f} seconds ({limit:.0f} or more are looked at)",
    "unseen_time": "the camera showed nothing for {measured:.0f} seconds ({limit:.0f} or more are looked at)",
    "low_coverage": "you could be seen in {measured:.0%} of the time (under {limit:.0%} is looked at)",
    "ended_by_moderator": "a moderator ended the monitoring",
    "client_claims": "your camera was watched by your own browser, so a person looks at what it reported",
    "camera_withdrawn": "you went on without the camera in a survey that is taken with it",
    "drawn_camera": "the drawn demo camera sat in for you, so nobody was seen",
}
ENDED_STATUS = "Ended by a moderator. In review: a person will look at it and decide."
ENDED = """
A moderator ended the monitoring of this session at {when} and gave this reason: “{reason}”

Kept are the {answered} answers that you had given, and the pictures and measurements of what the program noted until then.
The camera is not watched any more; you can close this page. The moderator's decision will appear here.
"""
DECIDED_REASON = "The reason given: “{reason}”"


def notes_in_words(count: int) -> str:
    """How many notes, as a person says it."""
    return NO_NOTES if count == 0 else ONE_NOTE if count == 1 else SOME_NOTES.format(count=count)


PLEASE_WAIT_TITLE = "Please wait a moment"
PLEASE_WAIT_LEAD = (
    "As many people are taking a survey right now as this server can watch well. Your camera is off, and what you agreed to "
    "is kept. You have not missed anything: your time begins with the first question."
)
PLEASE_WAIT_MINUTES = "A place should be free in about {time}."
PLEASE_WAIT_UNKNOWN = "A place is free as soon as somebody hands in."
MINUTE = "minute"
MINUTES = "minutes"
LOOK_AGAIN = "Look again"
