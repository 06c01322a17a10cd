"""What a monitor knows of its session: the camera, the newest looks, and how the monitoring stands."""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from proctor_core.domain.enrolment import SystemCheckItem
from proctor_core.domain.live_message import LiveMessage
from proctor_core.domain.policy import Policy
from proctor_core.monitoring.camera.camera_feed import CameraFeed
from proctor_core.monitoring.monitors.active_monitoring import ActiveMonitoring
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.monitoring.monitors.newest_looks import NewestLooks


@dataclass(slots=True)
class MonitorState:
    """One per session: the monitor changes it, its view reads it, each with `lock` held (it may be taken again while held).

    Attributes:
        created_at: second 0 until the questions begin.
        is_silent: no frame came for so long that the camera counts as lost.
        items: the system check as it stands, with its numbers.
        active: the monitoring from the first question on, also after its end; None before.
        message: what a moderator said last.
    """

    policy: Policy
    created_at: datetime
    feed: CameraFeed
    phase: Phase = Phase.CHECKING
    is_silent: bool = False
    items: tuple[SystemCheckItem, ...] = ()
    active: ActiveMonitoring | None = None
    message: LiveMessage | None = None
    newest: NewestLooks = field(default_factory=NewestLooks)
    lock: "threading.RLock" = field(default_factory=threading.RLock)

    @property
    def watching(self) -> ActiveMonitoring | None:
        """The monitoring that goes on now; None before the questions and after the end."""
        return self.active if self.phase is Phase.WATCHING else None

    def is_stale(self, now: datetime) -> bool:
        """Whether no frame came for so long that the camera counts as lost, or none ever."""
        return self.feed.is_silent(now, self.policy.lost_after_s)

    def second_of(self, at: datetime) -> float:
        """Seconds since the first question, before it since the monitor was made."""
        return self.active.second_of(at) if self.active else (at - self.created_at).total_seconds()
