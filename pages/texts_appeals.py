"""The sentences about objections to a decision, their answers, and legal holds."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.violation import IncidentType
from proctor_core.language.marking import N_, plural

# --- the taker's receipt ------------------------------------------------------------------------------------------------

WHY_A_PERSON_LOOKED = N_("A person looked at this session because:")
NOTES_TITLE = N_("What was noted")
NOTES_LEAD = N_(
    "Each note with its pictures, as the moderator saw them; whoever else was in view is blurred. You see them because they are "
    "yours."
)
NOTES_GONE = N_("The pictures and measurements of this session are erased.")
NOTED = N_("**{when}** {what}")
PICTURE_OF = N_("{moment} at {time}")
NOTED_BY_A_PERSON: Mapping[IncidentType, str] = {
    IncidentType.NO_FACE: N_("The moderator could not see your face."),
    IncidentType.MULTIPLE_FACES: N_("The moderator saw more than one face."),
    IncidentType.LOOKING_AWAY: N_("The moderator saw you look away from the screen."),
    IncidentType.MOBILE_DETECTED: N_("The moderator saw a phone."),
    IncidentType.LOW_CONFIDENCE: N_("The moderator could not see your face clearly."),
    IncidentType.IDENTITY_MISMATCH: N_("The moderator saw another person than on the reference picture."),
}
# Word, Material icon, colour of Streamlit's markdown.
STANDS: Mapping[VerdictKind, tuple[str, str, str]] = {
    VerdictKind.CONFIRM: (N_("the moderator confirmed it"), "check", "orange"),
    VerdictKind.DISMISS: (N_("the moderator set it aside"), "close", "gray"),
    VerdictKind.UNSURE: (N_("the moderator could not tell"), "question_mark", "gray"),
}
OBJECT_TITLE = N_("Do you see it differently?")
OBJECT_LEAD = N_(
    "You can object once, in your own words, until {until}. Another moderator reads it, looks at the session again and answers "
    "you here. Your pictures stay until then."
)
OBJECTION = N_("What the moderator should know")
OBJECT = N_("Send the objection")
OBJECTED_TOAST = N_("Your objection is kept.")
OBJECTED = N_("You objected on {at}: “{words}”")
OBJECTION_WAITS = N_("Another moderator reads it and should answer by {until}. The answer will appear here.")
OBJECTION_LATE = N_(
    "It should have been answered by {until}. It is not forgotten: the people who run this are reminded."
)
OBJECTION_ANSWERED: Mapping[AppealOutcome, tuple[str, str, str]] = {
    AppealOutcome.UPHELD: (
        N_("Another moderator looked again on {at} and left the decision as it was."),
        "cancel",
        "red",
    ),
    AppealOutcome.OVERTURNED: (
        N_("Another moderator looked again on {at} and accepted your session."),
        "check_circle",
        "green",
    ),
}
ANSWER_SAID = N_("The answer: “{words}”")
PRINT_HINT = N_("You can print this page with your browser.")

# --- moderators -----------------------------------------------------------------------------------------------------------

PAGE_APPEALS = N_("Appeals")
APPEALS_TITLE = N_("Appeals")
APPEALS_LEAD = N_(
    "Objections to rejections. Somebody who had no part in the decision looks again and answers in words."
)
APPEALS_WAIT = plural("{count} appeal waits for an answer.", "{count} appeals wait for an answer.")
APPEALS_MINE = plural("{count} of them is yours to answer.", "{count} of them are yours to answer.")
TO_APPEALS = N_("To the appeals")
NO_APPEALS = N_(
    "No appeal waits. When a taker objects to a rejection, it appears here, the one that is due first first."
)
# Word, Material icon, colour.
DUE, LATE, UNANSWERABLE, NOT_YOURS = (
    (N_("answer by {until}"), "schedule", "blue"),
    (N_("should have been answered by {until}"), "warning", "red"),
    (N_("no moderator is left who may answer: all decided about it before"), "person_off", "red"),
    (N_("you decided about it, so another moderator answers"), "block", "gray"),
)
APPEAL_OF = N_("Session {code} · {survey}")
TAKER_SAYS = N_("The taker says:")
REJECTED_WITH = N_("Rejected on {at} with the reason: “{reason}”")
LOOK_AGAIN = N_("Open the case")
ANSWER_LEAD = N_("The taker reads it word for word, whichever way you decide. It can't be taken back.")
ANSWER_LABEL = N_("Answer (the taker reads it)")
ANSWER_AS: Mapping[AppealOutcome, tuple[str, str]] = {
    AppealOutcome.UPHELD: (N_("The decision stands"), "cancel"),
    AppealOutcome.OVERTURNED: (N_("Overturn it: the session passes"), "check_circle"),
}
ANSWERED_TOAST: Mapping[AppealOutcome, str] = {
    AppealOutcome.UPHELD: N_("Answered: the decision stands."),
    AppealOutcome.OVERTURNED: N_("Answered: the session has passed."),
}
SEEN_FIRST = N_("Open the case first: who answers has looked at it.")

OBJECTED_THEN = N_("**The taker objected** on {at}: “{words}”")
ANSWERED_THEN: Mapping[AppealOutcome, str] = {
    AppealOutcome.UPHELD: N_("**Left as it was** on {at}: “{words}”"),
    AppealOutcome.OVERTURNED: N_("**Overturned** on {at}: “{words}”"),
}

# --- administrators -------------------------------------------------------------------------------------------------------

HOLDS_TITLE = N_("Legal holds")
HOLDS_LEAD = N_(
    "A held session is kept whole: no sweep and no erasure takes anything of it until the hold is lifted. You answer for the "
    "ground on which it is kept."
)
HOLDS_EMPTY = N_("No session is held.")
HOLDS_COLUMNS: Mapping[str, str] = {"session": N_("Session"), "since": N_("Since"), "reason": N_("Reason")}
HOLD_SESSION, HOLD_SESSION_HINT = N_("Session"), N_("Code, such as 7F3A0C, or the whole id")
HOLD_REASON = N_("Reason")
HOLD_SET, HOLD_LIFT = N_("Hold this session"), N_("Lift the hold")
HOLD_WHICH = N_("Which hold")
HELD_TOAST, LIFTED_TOAST = N_("Session {code} is held."), N_("The hold on session {code} is lifted.")
APPEALS_UNANSWERABLE = plural(
    "{count} appeal can be answered by nobody: every active moderator decided about it before. Invite another moderator.",
    "{count} appeals can be answered by nobody: every active moderator decided about them before. Invite another moderator.",
)

read_in_language(__name__)
