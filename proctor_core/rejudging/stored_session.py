"""What is stored about a session, as far as it can be compared: what was alleged, flagged and said; values alone, no rows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proctor_core.codes.policy_faults import NotJudged
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.rejudgement import JudgedIncident
from proctor_core.domain.violation import AllegedViolation
from proctor_core.rejudging.replay import Watched


@dataclass(frozen=True, slots=True)
class StoredSession:
    """One session that may be judged again; it travels to another process.

    Attributes:
        log: folder of its observations in the media store.
        own: violations that its monitor alleged; reported: what came from elsewhere, under any policy.
        watched: without the parts' beginnings, which the log says.
    """

    session_id: UUID
    slug: str
    submitted_at: datetime | None
    policy_sha256: str
    not_judged: NotJudged | None
    log: str
    watched: Watched
    own: tuple[AllegedViolation, ...] = ()
    reported: tuple[AllegedViolation, ...] = ()
    incidents: tuple[JudgedIncident, ...] = ()
    was_flagged: bool = False
    rules: frozenset[FlagRule] = frozenset()
    coverage: float | None = None
