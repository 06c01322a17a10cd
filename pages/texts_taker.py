"""Every sentence that a taker reads. To the taker: what was seen and what to do, without blame."""

from collections.abc import Mapping

from pages.reader import in_language, read_in_language, reader
from proctor_core.domain.allowance import Allowance
from proctor_core.domain.camera_state import CameraState
from proctor_core.domain.enrolment import CheckItem, ItemReason, RefusalReason
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.language.marking import N_, plural

MY_SURVEYS = N_("My surveys")
NO_SURVEYS = N_("No survey waits for you. When somebody invites you to one, it appears here with a button to begin.")
TO_RECEIPT = N_("Receipt")
BEGIN = N_("Begin")
GO_ON = N_("Go on")
CHOOSE_FIRST = N_("Choose a survey first.")
BACK_TO_MY_SURVEYS = N_("Back to my surveys")
QUESTIONS_AND_CAMERA = plural("{questions} question, with camera", "{questions} questions, with camera", "questions")
QUESTIONS_ONLY = plural("{questions} question, no camera", "{questions} questions, no camera", "questions")

STATUS = {
    SessionStatus.INVITED: ("mail", "gray", N_("Not begun yet.")),
    SessionStatus.CONSENTED: ("play_circle", "blue", N_("Begun. Next comes the camera check.")),
    SessionStatus.ENROLLING: ("play_circle", "blue", N_("Begun. Next comes the camera check.")),
    SessionStatus.IN_PROGRESS: ("play_circle", "blue", N_("In progress. Every answer so far is kept.")),
    SessionStatus.INTERRUPTED: (
        "pause_circle",
        "orange",
        N_("Interrupted. Every answer so far is kept; you can go on."),
    ),
    SessionStatus.SUBMITTED: ("check_circle", "green", N_("Handed in.")),
    SessionStatus.PASSED: ("check_circle", "green", N_("Handed in and accepted.")),
    SessionStatus.UNDER_REVIEW: (
        "visibility",
        "orange",
        N_("Handed in. In review: a person will look at it and decide."),
    ),
    SessionStatus.REJECTED: ("cancel", "red", N_("A person looked at this session and did not accept it.")),
    SessionStatus.WITHDRAWN: ("undo", "gray", N_("Withdrawn by you.")),
    SessionStatus.EXPIRED: ("schedule", "gray", N_("The time for this survey is over.")),
    SessionStatus.ERASED: ("delete", "gray", N_("Erased.")),
}

# --- notice and consent -------------------------------------------------------------------------------------------------

NOTICE_TITLE = N_("Before you begin: your camera")
RECORDING_TITLE = N_("Keeping the video")
AGE_TITLE = N_("Are you of age?")
AGE_LEAD = N_(
    "Who is not of age where they live may take this survey with a parent or guardian who agrees to the camera."
)
AGE_MISSING = N_("Please say first whether you are of age.")
AGREE_TO_RECORDING = N_("I agree that the video is kept")
AGREE = N_("I agree to the camera, go on")
DISAGREE = N_("I don't agree")
REFUSED_MAY_GO_ON = N_(
    "That is noted, and nothing was recorded. You can take this survey without the camera; the result will say so."
)
GO_ON_REFUSED = N_("Go on without the camera")
REFUSED = N_(
    "That is noted, and nothing was recorded. This survey can only be taken with the camera, so it stays open under "
    "“My surveys”: if you change your mind, begin again there. If you don't, you need not do anything."
)

# --- system check and reference -------------------------------------------------------------------------------------------

CHECK_TITLE = N_("Camera check")
CHECK_LEAD = N_(
    "Press **Start the camera** and allow it in the browser. Each line of the check turns green when it is fine."
)
CHECK_LESS_ACCURATE = N_(
    "This server lacks one of its models: it tells less exactly how many faces are in view. You need not do anything."
)
CHECK_GO_ON = N_("Go on")
CHECK_NOT_YET = N_("Not yet: {problem}")
DEMO_CAMERA = N_("Use the drawn demo camera")
DEMO_CAMERA_HELP = N_(
    "No camera at hand? A drawn person takes the survey in your place; everything after the picture is real."
)

ITEMS = {
    CheckItem.CAMERA_LIVE: N_("A picture comes from the camera"),
    CheckItem.ONE_FACE: N_("Exactly one face is in view"),
    CheckItem.LIGHT: N_("The light is good"),
    CheckItem.DISTANCE: N_("The distance is good"),
    CheckItem.FRAME_RATE: N_("Enough pictures a second"),
    CheckItem.PHONE_CHECK: N_("Phone check"),
}
WAITING = N_("waiting for the picture")
REASONS = {
    ItemReason.NO_FRAMES: N_(
        "no picture comes yet. Press “Start the camera”, allow it, and close other programs that use it."
    ),
    ItemReason.COVERED: N_(
        "the picture is black or empty. Is something in front of the lens, or is its shutter closed?"
    ),
    ItemReason.NO_FACE: N_("we can't see your face. Sit in front of the camera and look at the screen."),
    ItemReason.SEVERAL_FACES: N_("we see more than one face. Please be alone in view; turn pictures of people away."),
    ItemReason.TOO_DARK: N_("the picture is too dark. Turn on a light in front of you."),
    ItemReason.TOO_BRIGHT: N_("the picture is too bright. Turn away from the window or lamp."),
    ItemReason.TOO_FAR: N_("you are far away. Please come closer to the camera."),
    ItemReason.TOO_CLOSE: N_("you are very close. Please move back a little."),
    ItemReason.SLOW: N_("too few pictures arrive. Close other programs or tabs, or move closer to the router."),
    ItemReason.MODEL_MISSING: N_("phone check not available on this server. You need not do anything."),
}

REFERENCE_TITLE = N_("Your reference picture")
REFERENCE_LEAD = N_(
    "Sit as you will sit during the survey and look at the screen for three seconds. The program keeps one picture and "
    "learns how you usually sit, so that your own way of sitting is never noted as looking away."
)
TAKE_REFERENCE = N_("Take the picture")
TAKING = N_("Please look at the screen for three seconds …")
REFUSALS = {
    RefusalReason.NO_PICTURE: N_("No picture came from the camera. Check that it is on, then try again."),
    RefusalReason.NO_FACE: N_("We could not see your face the whole time. Sit in front of the camera and try again."),
    RefusalReason.SEVERAL_FACES: N_("We saw more than one face. Please be alone in view and try again."),
    RefusalReason.LOW_CONFIDENCE: N_(
        "We could not see your face clearly. Face the camera, take off what covers it, and try again."
    ),
    RefusalReason.TOO_DARK: N_("It was too dark. Turn on a light in front of you and try again."),
    RefusalReason.MOVED: N_(
        "You moved while the picture was taken. Please hold still for three seconds and try again."
    ),
}
REFERENCE_TAKEN = N_("Thank you. The reference picture is taken.")
BEGIN_QUESTIONS = N_("Begin the questions")

# --- questions ------------------------------------------------------------------------------------------------------------

QUESTION_OF = N_("Question {number} of {total}")
REQUIRED = N_("required")
ALLOWS: Mapping[Allowance, str] = {
    Allowance.PAPER: N_("Here you may look down, as at paper on your table."),
    Allowance.SECOND_SCREEN: N_("Here you may look away, as at a second screen."),
    Allowance.PHONE: N_("Here you may use a phone as a calculator, and look down at it."),
}
AT_MOST_CHARACTERS = plural("At most {most} character.", "At most {most} characters.", "most")
FROM_TO = N_("A number from {lowest} to {highest}.")
OR_MORE = N_("A number, {number} or more.")
OR_LESS = N_("A number, {number} or less.")
BACK = N_("Back")
NEXT = N_("Next")
HAND_IN = N_("Hand in")
STILL_OPEN = N_("Before you hand in, please answer these questions:")
OPEN_QUESTION = N_("Question {number}: {text}")
NOT_SAVED = N_("What is in the field was not saved: {why}. Please change it. {kept}")
KEPT_ANSWER = N_("Kept is what you answered before: {value}")
KEPT_NOTHING = N_("Nothing is kept for this question yet.")
TEMPORARILY_AWAY = N_(
    "We can't reach our storage right now. Your earlier answers are kept; please try again in a moment."
)
SAVED_AT = N_("Saved {time}")
KEPT_AT = N_("Kept {time}")
KEPT_HERE = N_("Your answers are kept on this server and will be filed as soon as our storage is back. You can go on.")
HAND_IN_WAITS = N_(
    "Please wait a moment before you hand in: our storage is away. All you entered is kept; press again soon."
)
HANDING_IN = N_("Handing in …")

# --- live status (sent to the component) ------------------------------------------------------------------------------------

START_CAMERA = N_("Start the camera")
STOP_CAMERA = N_("Stop the camera")
SELF_VIEW = N_("What your camera sees")
SELECT_CAMERA = N_("Choose camera")
CAMERA_FORM = {"Video Input": N_("Camera"), "Done": N_("Use this camera")}
"""What the form for choosing one says by itself -> what it says here."""
CAMERA_DENIED = N_("The browser does not give us the camera. Allow it in the address bar, then reload.")
CAMERA_MISSING = N_("No camera was found. Plug one in or close other programs that use it, then reload.")
CAMERA_UNSUPPORTED = N_("This browser gives no camera here. Open the page over https or on this machine itself.")
CAMERA_ASK = N_("The browser asks whether this page may use the camera: please allow it.")

CAMERA = {
    CameraState.WAITING: N_("Camera not started yet"),
    CameraState.LIVE: N_("Camera fine"),
    CameraState.LOST: N_(
        "No picture comes from the camera. Your answers are kept. If it stays so, please start the camera again."
    ),
    CameraState.COVERED: N_("The picture is black or empty. Is something in front of the lens?"),
    CameraState.DARK: N_("It is too dark to see you. Please turn on a light."),
    CameraState.FROZEN: N_("The camera's picture stands still. Please stop and start the camera."),
    CameraState.TAKEN_OVER: N_(
        "This survey goes on in another window; your answers are kept. Close this one, or start the camera to go on here."
    ),
}
CAMERA_TROUBLE = {
    "starting": N_("Your camera is starting."),
    "denied": N_(
        "The browser does not give us the camera. Allow it beside the address, and it starts by itself. "
        "Your answers are kept."
    ),
    "missing": N_("We find no camera. Plug one in, and it starts by itself. Your answers are kept."),
    "busy": N_(
        "Another program uses your camera. Close it there; we try again every few seconds. Your answers are kept."
    ),
    "unsupported": N_(
        "The browser gives no camera to this address. Open the page over https, or on the machine it runs on. "
        "Your answers are kept."
    ),
    "no_way": N_(
        "Your camera is on, but its picture does not reach us: this network seems to let no video through. "
        "Try another network or turn off a VPN; we keep trying. Your answers are kept."
    ),
    "out_of_reach": N_("The connection to the server is gone. Your answers so far are kept; we keep trying."),
    "signed_out": N_(
        "You are signed out. Your answers are kept: sign in again, and the survey goes on where you were."
    ),
}
"""What the page itself finds out about camera and connection, by the words of camera_keeper.js and live_sentences.js."""
NOTES = plural(
    "{count} of {threshold} note before a person looks at this session",
    "{count} of {threshold} notes before a person looks at this session",
    "threshold",
)
NOTES_FLAGGED = N_("Notes so far: {count}")
MODERATOR_SAYS = N_("A moderator wrote at {time}: {sentence}")
MODERATOR_READ = N_("I have read it")
HELP = N_("I need help")
HELP_LEAD = N_(
    "Write to whoever looks after this survey. Nobody may be there right now: the survey goes on, and an answer appears beside "
    "the question. What you write is kept with this session."
)
HELP_LABEL, HELP_SEND = N_("What you need, in a sentence"), N_("Send")
HELP_SENT = N_("Sent at {time}: “{sentence}”")
FLAGGED = N_("A person will look at this session after you hand in and decide. You can go on as usual.")
VIDEO_RESTS = N_(
    "There is no room for video here at the moment, so none is kept. Your answers are kept; you can go on as usual."
)
UNAVAILABLE_PHONE = N_("Phone check not available")

OPEN_NOTE = {
    ViolationType.NO_FACE: N_("We can't see your face. Please move back into view."),
    ViolationType.MULTIPLE_FACES: N_("We see more than one face. Please be alone in view."),
    ViolationType.LOOKING_AWAY: N_("You seem to look away from the screen. Please look back at it."),
    ViolationType.MOBILE_DETECTED: N_("We see something like a phone. Please put it out of view."),
    ViolationType.LOW_CONFIDENCE: N_("We can't see your face clearly. Please face the camera and uncover your face."),
}
PAST_NOTE = {
    ViolationType.NO_FACE: plural(
        "We could not see your face for {seconds} second.",
        "We could not see your face for {seconds} seconds.",
        "seconds",
    ),
    ViolationType.MULTIPLE_FACES: plural(
        "We saw more than one face for {seconds} second.", "We saw more than one face for {seconds} seconds.", "seconds"
    ),
    ViolationType.LOOKING_AWAY: plural(
        "You seemed to look away from the screen for {seconds} second.",
        "You seemed to look away from the screen for {seconds} seconds.",
        "seconds",
    ),
    ViolationType.MOBILE_DETECTED: plural(
        "We saw something like a phone for {seconds} second.",
        "We saw something like a phone for {seconds} seconds.",
        "seconds",
    ),
    ViolationType.LOW_CONFIDENCE: plural(
        "We could not see your face clearly for {seconds} second.",
        "We could not see your face clearly for {seconds} seconds.",
        "seconds",
    ),
}

# --- receipt --------------------------------------------------------------------------------------------------------------

RECEIPT = N_("Receipt")
THANKS = N_("Thank you. Your answers are handed in.")
RECEIPT_FACTS = plural(
    "Session {code}, handed in {when}, {answered} of {total} question answered.",
    "Session {code}, handed in {when}, {answered} of {total} questions answered.",
    "total",
)
WITHOUT_CAMERA = N_("Proctoring was off: this session ran without camera, and nothing was watched.")
WITHOUT_BY_CHOICE = N_("You chose to take this survey without the camera: nothing was watched.")
WITH_CAMERA = N_("This session was watched through the camera; the program wrote {notes}.")
NO_NOTES = N_("no notes")
SOME_NOTES = plural("one note", "{count} notes")
WHY_A_PERSON_LOOKS = N_("A person looks at this session because:")
TAKEN_ELSEWHERE = N_(
    "This survey is taken on the pages of the platform that asked you, not here. Open the link that you got from there; "
    "what you have entered so far is kept."
)
FLAG_RULES = {
    "violation_count": plural(
        "the program wrote {measured:.0f} note ({limit:.0f} or more are looked at)",
        "the program wrote {measured:.0f} notes ({limit:.0f} or more are looked at)",
        "measured",
    ),
    "long_violation": plural(
        "one note lasted {measured:.0f} second ({limit:.0f} or more are looked at)",
        "one note lasted {measured:.0f} seconds ({limit:.0f} or more are looked at)",
        "measured",
    ),
    "unseen_time": plural(
        "the camera showed nothing for {measured:.0f} second ({limit:.0f} or more are looked at)",
        "the camera showed nothing for {measured:.0f} seconds ({limit:.0f} or more are looked at)",
        "measured",
    ),
    "low_coverage": N_("you could be seen in {measured:.0%} of the time (under {limit:.0%} is looked at)"),
    "ended_by_moderator": N_("a moderator ended the monitoring"),
    "client_claims": N_("your camera was watched by your own browser, so a person looks at what it reported"),
    "camera_withdrawn": N_("you went on without the camera in a survey that is taken with it"),
    "sample_escalated": N_("a moderator who looked at it by chance asks for a decision"),
    "drawn_camera": N_("the drawn demo camera sat in for you, so nobody was seen"),
}
ENDED_STATUS = N_("Ended by a moderator. In review: a person will look at it and decide.")
ENDED = N_("""
A moderator ended the monitoring of this session at {when} and gave this reason: “{reason}”

Kept are the answers that you had given ({answered}), and the pictures and measurements of what the program noted until then.
The camera is not watched any more; you can close this page. The moderator's decision will appear here.
""")
DECIDED_REASON = N_("The reason given: “{reason}”")


def notes_in_words(count: int) -> str:
    """How many notes, as a person says it."""
    says = reader()
    return in_language(SOME_NOTES, says).format(count=count) if count else says.gettext(NO_NOTES)


PLEASE_WAIT_TITLE = N_("Please wait a moment")
PLEASE_WAIT_LEAD = N_(
    "As many people are taking a survey right now as this server can watch well. Your camera is off, and what you agreed to "
    "is kept. You have not missed anything: your time begins with the first question."
)
PLEASE_WAIT_MINUTES = plural(
    "A place should be free in about {minutes} minute.", "A place should be free in about {minutes} minutes.", "minutes"
)
PLEASE_WAIT_UNKNOWN = N_("A place is free as soon as somebody hands in.")
LOOK_AGAIN = N_("Look again")

read_in_language(__name__)
