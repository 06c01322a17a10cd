"""The moderators of a story: they take the review, look at it, and decide, each at the time that the story tells."""

import logging
from collections.abc import Mapping, Sequence
from uuid import UUID

from db.tables import User
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.demo.stories import Deed, DeedKind
from proctor_core.demo.story_services import StoryServices
from proctor_core.domain.blind_sample import DEMO_SHARE
from proctor_core.domain.states import DecisionKind
from proctor_core.errors import NotFound

log = logging.getLogger(__name__)

_DECISIONS = {
    DeedKind.APPROVES: DecisionKind.APPROVE,
    DeedKind.REJECTS: DecisionKind.REJECT,
    DeedKind.ESCALATES: DecisionKind.ESCALATE,
}
_VERDICTS = {
    DeedKind.APPROVES: VerdictKind.DISMISS,
    DeedKind.REJECTS: VerdictKind.CONFIRM,
    DeedKind.ESCALATES: VerdictKind.UNSURE,
}
"""What whoever decides so says about each incident before."""


def carry_out(deeds: Sequence[Deed], people: Mapping[str, User], services: StoryServices, session_id: UUID) -> None:
    """Do what the story says; nothing when the rules did not flag the session."""
    handed_in = services.clock.now
    for deed in deeds:
        services.clock.move_to(handed_in + deed.after)
        try:
            _do(deed, people[deed.by], services, session_id)
        except NotFound:
            log.warning("session %s was not flagged, so nobody decides it", session_id)
            return


def _do(deed: Deed, moderator: User, services: StoryServices, session_id: UUID) -> None:
    reviewing = services.reviewing
    if deed.kind is DeedKind.IS_DRAWN:
        reviewing.draw(session_id, DEMO_SHARE)
        return
    case = reviewing.case(moderator, session_id)
    review = case.review
    if deed.kind is DeedKind.CLAIMS:
        reviewing.claim(moderator, review.id)
    elif deed.kind is DeedKind.REOPENS:
        reviewing.reopen(moderator, review.id, deed.reason)
    else:
        for incident in case.incidents:
            services.verdicts.give(moderator, review.id, incident.anchor.members, _VERDICTS[deed.kind])
        # Who judges a case that nobody holds takes it, which counts its revision up.
        review = reviewing.case(moderator, session_id).review
        reviewing.decide(moderator, review.id, _DECISIONS[deed.kind], deed.reason, review.revision)
