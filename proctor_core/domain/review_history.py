"""The words of a review's history: what `ReviewEvent.kind` can say."""

from collections.abc import Mapping
from enum import StrEnum

from proctor_core.domain.states import DecisionKind


class ReviewEventKind(StrEnum):
    """One entry of the history: the flag rules write the first, moderators the others.

    What was said or marked and the end of the monitoring lie in `SessionMessage`, a change of who watches in the audit log;
    `services/reviewing/case.py` puts them in their place.
    """

    FLAGGED_BY_RULE = "flagged_by_rule"
    CLAIMED = "claimed"
    RELEASED = "released"
    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "flag"
    PROPOSED = "proposed"
    OPPOSED = "opposed"
    REOPENED = "reopened"
    SAMPLE_ESCALATED = "sample_escalated"
    TAKEN_BACK = "decision_taken_back"
    NOT_ANNOUNCED = "decision_not_announced"
    ARRIVED_LATE = "arrived_late"
    WATCHING_CHANGED = "watching_changed"
    SAID = "said"
    ASKED_FOR_HELP = "asked_for_help"
    MONITORING_ENDED = "monitoring_ended"
    MARKED = "marked"


OPINIONS = frozenset({ReviewEventKind.PROPOSED, ReviewEventKind.OPPOSED})
"""What moderators said to each other of a rejection before it was decided; nobody else reads it."""
SPOKEN = OPINIONS | {ReviewEventKind.APPROVE, ReviewEventKind.REJECT}
"""For or against a decision: whoever said one of these took part in it."""
FOR_MODERATORS = OPINIONS | {ReviewEventKind.MARKED}
"""Entries that are in no file that goes on to others."""
EVENT_OF_DECISION: Mapping[DecisionKind, ReviewEventKind] = {
    DecisionKind.APPROVE: ReviewEventKind.APPROVE,
    DecisionKind.REJECT: ReviewEventKind.REJECT,
    DecisionKind.ESCALATE: ReviewEventKind.ESCALATE,
}
