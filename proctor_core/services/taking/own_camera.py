"""A taker's camera as their own page uses it; the monitor of the session is one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from proctor_core.domain.enrolment import SystemCheckItem
from proctor_core.domain.reference import ReferenceResult


class ReferenceAttempt(Protocol):
    """A reference face that is being taken."""

    def wait(self, timeout_s: float) -> ReferenceResult:
        """The result; "no picture" when no frame came in time."""
        ...


class OwnCamera(Protocol):
    """One per session."""

    session_id: UUID

    @property
    def has_stream(self) -> bool:
        """Whether a page's stream is attached."""
        ...

    @property
    def system_check_items(self) -> Sequence[SystemCheckItem]:
        """The lines of the system check, by the newest look; empty before the first."""
        ...

    def attach(self, stream: str) -> None:
        """From now on this stream's pictures count, and no other's."""
        ...

    def take_reference(self, now: datetime) -> ReferenceAttempt:
        """Begin to collect looks for the reference face."""
        ...
