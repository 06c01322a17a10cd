"""Why a moderator can't do something to a review now."""

from proctor_core.codes.code import Code


class Deed(Code):
    """What somebody did to a review."""

    FLAGGED = "flagged_by_rule", "flagged it"
    CLAIMED = "claimed", "took it"
    RELEASED = "released", "let it go"
    APPROVED = "approve", "approved it"
    REJECTED = "reject", "rejected it"
    ESCALATED = "flag", "escalated it to another moderator"
    REOPENED = "reopened", "opened it again"
    ARRIVED_LATE = "arrived_late", "added what had come late"


class ReviewRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    CHANGED = "changed", "this review has changed since you opened it; nothing was overwritten"
    SHOWS_MORE = (
        "shows_more",
        "this case shows more than when it was on your screen; nothing was decided, look at it again",
    )
    NO_MODERATOR = "no_moderator", "expected a moderator, got the role {role}"
    NO_ANALYST = "no_analyst", "expected an analyst, got the role {role}"
    OWN_SESSION = "own_session", "nobody reviews a session of their own"
    ESCALATED_BY_YOU = "flagged_by_you", "you escalated this session, so another moderator decides it"
    DECIDED = "decided", "this review is {status}; open it again to change that"
    NOT_UNDER_REVIEW = "not_under_review", "expected a session under review, this one is {status}"
    NO_REASON = "no_reason", "expected a reason in a sentence, got none"
    TOO_LONG = "too_long", "expected at most {longest} characters, got {length}", "longest"
    INCIDENT_CHANGED = (
        "incident_changed",
        "this incident shows more or less than when it was on your screen; nothing was stored, look at it again",
    )
    VERDICT_CHANGED = (
        "verdict_changed",
        "what is said about this incident has changed since it was on your screen; nothing was stored, look at it again",
    )
    VERDICT_OF_ANOTHER = "verdict_of_another", "only who gave a verdict takes it back"
    VERDICT_REPLACED = (
        "verdict_replaced",
        "expected the newest verdict about an incident, this one was taken back or replaced",
    )
    HELD = "held", "{name} has this session until {until}"
    HELD_BY_ANOTHER = "held_by_another", "another moderator has this session until {until}"
    CHANGED_BY = "changed_by", "{author} {deed} at {at}; nothing was overwritten"
    CHANGED_BY_RULE = "changed_by_rule", "the flag rule {deed} at {at}; nothing was overwritten"
