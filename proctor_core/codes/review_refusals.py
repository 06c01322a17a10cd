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
    PROPOSED = "proposed", "proposed to reject it"
    OPPOSED = "opposed", "would approve it"
    REOPENED = "reopened", "opened it again"
    SAMPLE_ESCALATED = "sample_escalated", "escalated it out of the sample"
    ARRIVED_LATE = "arrived_late", "added what had come late"
    TAKEN_BACK = "decision_taken_back", "took a decision back"
    NOT_ANNOUNCED = "decision_not_announced", "decided on less than it shows now"


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
    PROPOSED_BY_YOU = (
        "proposed_by_you",
        "you proposed to reject this session, so another moderator looks before it is decided",
    )
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
    ADDED_BY_ANOTHER = "added_by_another", "only who added an incident takes it back"
    TAKEN_BACK = "taken_back", "this was taken back already"
    NO_SPAN = "no_span", "expected a span within the session's {duration_s} seconds, got {onset_s} to {offset_s}"
    MUTED_BY_ANOTHER = "muted_by_another", "only who muted a face takes that back"
    NO_STILL_FACE = (
        "no_still_face",
        "expected pictures in which a second face stays in its place, in these it moves or nobody knows where it is",
    )
    DECISION_HELD = (
        "decision_held",
        "you decided about this session a moment ago; take that back first, or wait until it is announced",
    )
    DECISION_OF_ANOTHER = "decision_of_another", "only who made a decision takes it back"
    ANNOUNCED = (
        "announced",
        "the ten seconds in which a decision can be taken back are over; it is announced, open the case again with a reason",
    )
    PASSED_ON = (
        "passed_on",
        "the ten seconds in which a decision can be taken back are over; another moderator looks at the session now",
    )
    NOTHING_TO_TAKE_BACK = "nothing_to_take_back", "expected a decision of yours that waits, there is none"
    NO_MAIL = "no_mail", "no mail server is set"
    NO_ADDRESS = "no_address", "expected one mail address, such as lee@example.org"
    NO_VIEW_NAME = "no_view_name", "expected a name for the view, got none"
    TOO_MANY_VIEWS = "too_many_views", "expected at most {most} saved views; take one away first", "most"
    HELD = "held", "{name} has this session until {until}"
    HELD_BY_ANOTHER = "held_by_another", "another moderator has this session until {until}"
    CHANGED_BY = "changed_by", "{author} {deed} at {at}; nothing was overwritten"
    CHANGED_BY_RULE = "changed_by_rule", "the flag rule {deed} at {at}; nothing was overwritten"
