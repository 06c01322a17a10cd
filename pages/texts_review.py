"""Every sentence of the review screen (`pages/moderator/case_screen.py`); what stands around it is in `texts`."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.domain.allowance import Allowance
from proctor_core.domain.states import DecisionKind
from proctor_core.language.marking import N_, plural

MARKED = N_("{name} marked this moment while the session ran")
MARKED_WITH = N_("{name} marked this moment while the session ran: {words}")
QUESTION_ALLOWS = N_("{question} ({allowed})")
ALLOWED: Mapping[Allowance, str] = {
    Allowance.PAPER: N_("looking down is allowed"),
    Allowance.SECOND_SCREEN: N_("looking away is allowed"),
    Allowance.PHONE: N_("a phone is allowed"),
}
# What the component in the page says; {…} are filled in there.
SCREEN = {
    "how_reliable": N_("How reliable is this?"),
    "how_reliable_check": N_("How reliable is this: {check}?"),
    "incident_of": N_("Incident {number} of {count}"),
    "previous": N_("Previous incident"),
    "next": N_("Next incident"),
    "list": N_("Incidents, with their verdicts"),
    "no_incidents": N_(
        "No violation and no signal was recorded. The reason above says why a person must look all the same."
    ),
    "questions": N_("Questions"),
    "signals": N_("Signals"),
    "head": N_("Head turned"),
    "eyes": N_("Head and eyes"),
    "phone": N_("Phone score"),
    "gap": N_("Nothing recorded"),
    "timeline": N_("Timeline of {length} with {count} incidents"),
    "video": N_("Video of the session"),
    "lost": N_("The video can't be shown now. Load the page again; what is missing for good is named by `verify`."),
    "missing": N_("picture is missing"),
    "no_picture": N_("No picture of this: the program takes pictures of violations alone, and there is none here."),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "play_help": N_("Plays from 5 seconds before the incident and halts at its end"),
    "next_picture": N_("Next picture"),
    "back_1": N_("A second back"),
    "on_1": N_("A second on"),
    "loop": N_("Loop"),
    "loop_help": N_("Plays the incident again and again"),
    "boxes": N_("Boxes"),
    "boxes_help": N_("What the checks saw: faces with head pose, phone with its score"),
    "reference": N_("Reference"),
    "reference_help": N_("The reference face beside the peak of the incident; nothing compares them but you"),
    "to_mark": N_("Next mark"),
    "to_mark_help": N_("5 seconds before the next moment that a moderator marked while the session ran"),
    "speed": N_("Speed"),
    "not_judged": N_("Not judged yet"),
    "said_by": N_("{verdict} · {name}"),
    "said_why": N_("{verdict}: {reason} · {name}"),
    "gone": N_("someone who is gone"),
    "why": N_("Why (optional)"),
    "undo": N_("Undo"),
    "undo_help": N_("Takes your last press back"),
    "added": N_("Added by {name}: no check noted it"),
    "muted": N_("Muted by {name}: a second face that stays where it is"),
    "mute": N_("Mute"),
    "mute_help": N_("This second face is a picture or a screen: all that it alone led to counts as dismissed"),
    "add": N_("Add"),
    "add_help": N_("An incident that the checks missed, at the moment that is shown"),
    "add_what": N_("What did the checks miss?"),
    "from": N_("From"),
    "to": N_("To"),
    "here": N_("the moment that is shown"),
    "return": N_("Take back"),
    "return_help": N_("The decision is undone, nobody has heard of it, and you are back in that case"),
    "open": N_("Not judged yet: {count}"),
    "all_judged": N_("Every incident is judged"),
    "deciding": N_("The decision is on its way"),
    "note": N_("Note"),
    "note_help": N_("For colleagues alone; it goes with your decision"),
    "note_label": N_("Note for colleagues"),
    "reason_label": N_("Reason (the taker reads it)"),
    "why_decide": N_("{decision}: why?"),
    "back": N_("Back"),
    "done": N_("Done"),
    "close": N_("Close"),
    "help": N_("Keys"),
    "out_of_reach": N_(
        "The server is out of reach. Nothing is lost: what you pressed ({count}) waits here and is sent again."
    ),
    "busy": N_("The server asks for patience. Nothing is lost: what you pressed ({count}) is sent again by itself."),
    "signed_out": N_(
        "You are signed out. What you pressed ({count}) waits here: sign in again in another tab, then load this page again."
    ),
    "case_changed": N_("This case has changed meanwhile; you see it as it is now."),
    "refused": N_("The server did not take this (status {status})."),
}
HELD = plural("{code}: {decision}. Z takes it back: {count} s", "{code}: {decision}. Z takes it back: {count} s")
SIGNAL_FACT = N_("A technical signal that accuses nobody. {reason}")
KEYS: Mapping[str, str] = {
    "J, K": N_("next and previous incident"),
    "␣": N_("play or pause; without a video the next picture"),
    "← →": N_("a second back and on"),
    "+ −": N_("faster and slower"),
    "L, B, F": N_("loop; boxes on the picture; reference face beside the peak"),
    "G": N_("next moment that a moderator marked while the session ran"),
    "C, D, T": N_("confirm, dismiss, can't tell, and on to the next one that is open"),
    "1–6": N_("why: the reason that goes with the verdict"),
    "I": N_("add an incident that the checks missed; [ and ] take over the moment that is shown"),
    "M": N_("mute a second face that stays where it is"),
    "Z": N_("take the last press back; on a fresh case the decision before, for 10 seconds"),
    "A, R, E": N_("approve, reject, escalate; the last two ask why first"),
    "N": N_("note for colleagues"),
    "Esc": N_("back"),
    "?": N_("this list"),
}
PRESETS: Mapping[DecisionKind, Mapping[str, str]] = {
    DecisionKind.REJECT: {
        "phone": N_("A phone was used while answering."),
        "others": N_("Another person was there and took part."),
        "absent": N_("Nobody was in front of the camera for a long time."),
        "away": N_("The answers were read or taken from somewhere beside the screen."),
    },
    DecisionKind.ESCALATE: {
        "second_look": N_("I want a second pair of eyes on this."),
        "known": N_("I know this person."),
        "unclear": N_("The pictures don't show it clearly."),
    },
}

read_in_language(__name__)
