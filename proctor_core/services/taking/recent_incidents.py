"""The incidents of the last minutes of running sessions: what and when, no picture and no verdict."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from db.queries.recent_incidents import recent_signals, recent_violations
from db.tables import Signal, SurveySession, Violation
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.rules.incidents import Incident, group_incidents
from proctor_core.services.reviewing.session_history import alleged, raised

LATELY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class RecentIncident:
    """What overlaps or lies close together, in seconds of the session; `offset_s` is None while any of it lasts.

    Attributes:
        types: what is alleged, each once, in the order of time.
        signals: technical states, which accuse nobody.
    """

    onset_s: float
    offset_s: float | None
    types: tuple[ViolationType, ...]
    signals: tuple[SignalKind, ...]


def recent_incidents(
    db: Session, sessions: Sequence[SurveySession], now: datetime
) -> Mapping[UUID, tuple[RecentIncident, ...]]:
    """Of each session that has any, the newest first: those that last, or ended within `LATELY`."""
    ids, since = [session.id for session in sessions], now - LATELY
    violations: dict[UUID, list[Violation]] = defaultdict(list)
    signals: dict[UUID, list[Signal]] = defaultdict(list)
    for violation in recent_violations(db, ids, since):
        violations[violation.session_id].append(violation)
    for signal in recent_signals(db, ids, since):
        signals[signal.session_id].append(signal)
    noted = [session for session in sessions if session.id in violations or session.id in signals]
    return {one.id: _grouped(one, violations[one.id], signals[one.id], now) for one in noted}


def _grouped(
    session: SurveySession, violations: Sequence[Violation], signals: Sequence[Signal], now: datetime
) -> tuple[RecentIncident, ...]:
    gap_s = policy_from_json(session.policy).incident_gap_s
    end_s = (now - session.started_at).total_seconds() if session.started_at else 0.0
    groups = group_incidents(map(alleged, violations), map(raised, signals), gap_s=gap_s, end_s=end_s)
    return tuple(_recent(group) for group in reversed(groups))


def _recent(group: Incident) -> RecentIncident:
    lasts = any(member.offset_s is None for member in (*group.violations, *group.signals))
    return RecentIncident(
        onset_s=group.onset_s,
        offset_s=None if lasts else group.offset_s,
        types=tuple(dict.fromkeys(one.type for one in group.violations)),
        signals=tuple(dict.fromkeys(one.kind for one in group.signals)),
    )
