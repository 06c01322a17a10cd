"""Which people and which lines of the audit log are looked for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proctor_core.domain.roles import Role


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people; the defaults let everybody through.

    Attributes:
        search: words, each of which is part of the name or of the shown name, in whatever case.
    """

    role: Role | None = None
    search: str = ""
    only_active: bool = False


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which events; None leaves a part open.

    Attributes:
        action: a whole word such as `survey.added`, or the beginning of several, such as `survey.`.
        since, until: at or after, and before.
        object_id: id of the row that was acted on.
    """

    actor_id: UUID | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    object_id: str | None = None
