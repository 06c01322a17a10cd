"""How far moderators agree: by verdicts that two of them gave about the same violations, the second blind to the first."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from db.queries.second_looks import SecondLookRows
from db.tables import ReviewEvent
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.agreement import Agreement, agreement_of
from proctor_core.domain.verdict import Verdict
from proctor_core.rules.standing_verdicts import verdicts_by_member
from proctor_core.services.reviewing.case_incidents import as_verdict


def moderators_agreement(looks: Iterable[SecondLookRows]) -> Agreement:
    """Of second looks at rejections that were proposed; nobody is named."""
    return agreement_of([pair for look in looks for pair in _pairs(look)])


def _pairs(look: SecondLookRows) -> Iterable[tuple[VerdictKind, VerdictKind]]:
    """Of each incident about which both had said something when they gave their opinion of the case."""
    second = _said(look, look.second)
    for verdict in set(_said(look, look.first).values()):
        also = next((second[member].kind for member in verdict.covered if member in second), None)
        if verdict.kind is not None and also is not None:
            yield verdict.kind, also


def _said(look: SecondLookRows, opinion: ReviewEvent) -> Mapping[UUID, Verdict]:
    """Violation or signal -> what its author had said of it by then."""
    own = [row for row in look.verdicts if row.moderator_id == opinion.author_id and row.at <= opinion.at]
    return verdicts_by_member([as_verdict(row) for row in own])
