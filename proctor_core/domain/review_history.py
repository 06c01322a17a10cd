"""The words of a review's history: what `ReviewEvent.kind` can say."""

from collections.abc import Mapping
from enum import StrEnum

from proctor_core.domain.states import DecisionKind


class ReviewEventKind(StrEnum):
    """One entry of the history: the flag rules write the first, moderators the others.

    What was said and the end of the monitoring lie in `SessionMessage`, a change of who watches in the audit log;
    `services/reviewing/case.py` puts them in their place.
    """

    FLAGGED_BY_RULE = "flagged_by_rule"
    CLAIMED = "claimed"
    RELEASED = "released"
    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "flag"
    REOPENED = "reopened"
    ARRIVED_LATE = "arrived_late"
    WATCHING_CHANGED = "watching_changed"
    SAID = "said"
    MONITORING_ENDED = "monitoring_ended"


EVENT_OF_DECISION: Mapping[DecisionKind, ReviewEventKind] = {
    DecisionKind.APPROVE: ReviewEventKind.APPROVE,
    DecisionKind.REJECT: ReviewEventKind.REJECT,
    DecisionKind.ESCALATE: ReviewEventKind.ESCALATE,
}
