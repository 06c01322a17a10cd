"""Why somebody can't object, answer, or hold a session now."""

from proctor_core.codes.code import Code


class AppealRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    NOT_REJECTED = "not_rejected", "only a rejection can be objected to, this session is {status}"
    TOO_LATE = "too_late", "the time to object ended at {until}"
    RAISED = "raised", "there is an objection to this decision already"
    NO_WORDS = "no_words", "expected what there is to say in words, got none"
    TOO_LONG = "too_long", "expected at most {longest} characters, got {length}", "longest"
    ANSWERED = "answered", "this appeal is answered already"
    YOU_DECIDED = "you_decided", "you decided about this session, so another moderator answers the appeal"
    OPEN_AGAIN = "open_again", "this review was opened again; decide it first, then answer the appeal"
    ACCEPTED = "accepted", "this session has passed by now, so that the appeal can only be overturned"


class HoldRefusal(Code):
    """Why a session can't be held, or let go, now."""

    HELD = "held", "this session is held already"
    NOT_HELD = "not_held", "this session is not held"
    NOT_HANDED_IN = "not_handed_in", "only a session that was handed in can be held, this one is {status}"
