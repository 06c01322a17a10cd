"""What moderators said about the incidents of a decided session of the crowd: mostly as they decided then."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from db.tables import IncidentVerdict, Signal, Violation
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.demo.crowd.chance import one_of
from proctor_core.demo.crowd.rows import REVIEW, Row, SessionRows
from proctor_core.services.auditing import AuditAction

_JUDGED, _UNSURE = 0.9, 0.06
_CONFIRMED_OF_REJECTED, _CONFIRMED_OF_PASSED = 0.86, 0.3
_REASONS = (VerdictReason.ALLOWED_OBJECT, VerdictReason.POOR_LIGHT, VerdictReason.WRITING, VerdictReason.TECHNICAL)
_REASONED = 0.5
_EACH = timedelta(seconds=5)


def judge(rows: SessionRows, review: Row, who: UUID, decided_at: datetime, gap_s: float, *, is_rejected: bool) -> None:
    """Verdicts shortly before the decision; one in ten moderators decides without any."""
    chance = rows.chance
    if chance.random() >= _JUDGED:
        return
    incidents = list(_incidents(rows, gap_s))
    confirmed = _CONFIRMED_OF_REJECTED if is_rejected else _CONFIRMED_OF_PASSED
    for number, members in enumerate(incidents):
        drawn = chance.random()
        kind = VerdictKind.CONFIRM if drawn < confirmed else VerdictKind.DISMISS
        if drawn > 1 - _UNSURE:
            kind = VerdictKind.UNSURE
        is_reasoned = kind is VerdictKind.DISMISS and chance.random() < _REASONED
        at = decided_at - (len(incidents) - number) * _EACH
        _add(rows, review, who, at, members, kind, one_of(_REASONS, chance) if is_reasoned else None)


def _incidents(rows: SessionRows, gap_s: float) -> Iterator[list[Row]]:
    """As `rules/incidents.py` groups them; nothing of a drawn session overlaps."""
    group: list[Row] = []
    for member in sorted((*rows.of(Violation), *rows.of(Signal)), key=lambda one: one["onset_s"]):
        if group and member["onset_s"] - group[-1]["offset_s"] >= gap_s:
            yield group
            group = []
        group.append(member)
    if group:
        yield group


def _add(
    rows: SessionRows,
    review: Row,
    who: UUID,
    at: datetime,
    members: list[Row],
    kind: VerdictKind,
    reason: VerdictReason | None,
) -> None:
    review["judged_at"] = review["judged_at"] or at
    violations = [one for one in members if "type" in one]
    longest = max(violations, key=lambda one: one["offset_s"] - one["onset_s"], default=None)
    rows.add(
        IncidentVerdict,
        session_id=rows.id,
        review_id=review["id"],
        moderator_id=who,
        kind=kind,
        reason=reason,
        type=longest["type"] if longest else None,
        onset_s=members[0]["onset_s"],
        offset_s=members[-1]["offset_s"],
        violation_ids=[str(one["id"]) for one in violations],
        signal_ids=[str(one["id"]) for one in members if "type" not in one],
        at=at,
    )
    detail = message(AuditDetail.OF_SESSION, session_id=str(rows.id))
    rows.line(
        at,
        AuditAction.VERDICT_GIVEN,
        actor_id=who,
        detail=detail,
        object_type=REVIEW,
        object_id=review["id"],
    )
