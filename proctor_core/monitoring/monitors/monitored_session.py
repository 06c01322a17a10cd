"""What is known of a session while its questions are answered: the policy, the taker's pose, and what was found so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from proctor_core.domain.allowance import NOTHING_ALLOWED, Allowed
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import AllegedViolation, RaisedSignal


@dataclass(slots=True)
class MonitoredSession:
    """What is known of a session when its monitoring begins or goes on.

    Attributes:
        begins_s: second of the session at which this monitoring starts: 0, or later after an interruption or a restart.
        violations, signals: closed ones from before, so that the flag rules see the whole session.
        is_demo: it belongs to the demo, where a drawn camera is nothing that a person must look at.
        allowed: what the question allows that is on the taker's screen now.
    """

    session_id: UUID
    policy: Policy
    baseline: Baseline | None
    started_at: datetime
    begins_s: float = 0.0
    notes: int = 0
    is_flagged: bool = False
    violations: list[AllegedViolation] = field(default_factory=list[AllegedViolation])
    signals: list[RaisedSignal] = field(default_factory=list[RaisedSignal])
    seen_s: list[float] = field(default_factory=list[float])
    is_demo: bool = False
    allowed: Callable[[], Allowed] = lambda: NOTHING_ALLOWED
