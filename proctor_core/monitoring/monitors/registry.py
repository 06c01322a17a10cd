"""Survey session -> its monitor, for this process: pages attach here, the pool works through it, the sweep empties it."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import av

from db.tables import SurveySession
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.states import ANSWERING
from proctor_core.monitoring.camera.received_frame import frame_of
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.monitoring.monitors.monitoring_beginning import MonitoringBeginning
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from proctor_core.monitoring.monitors.session_records import SessionRecords
from proctor_core.monitoring.monitors.turns import Turns
from proctor_core.monitoring.video.segment_keeping import SegmentKeeper
from proctor_core.services.reviewing.session_history import SessionHistory
from proctor_core.services.taking.questions_on_screen import QuestionsOnScreen

log = logging.getLogger(__name__)

IDLE_LIMIT = timedelta(minutes=30)
"""A monitor that nobody and nothing used for so long is put away; the session can be taken up again later."""


@dataclass(frozen=True, slots=True)
class MonitoringOutcome:
    """What submitting needs to know: coverage (0 to 1), and every flag rule that was met."""

    coverage: float
    reasons: tuple[FlagReason, ...]


class MonitorRegistry:
    """One per process: pages and the API open and find monitors, the pool takes them in turn, the hand-in ends them.

    It keeps a monitor for each session that is watched here. `_lock` guards that; `_turns` lets one thread at a time open the
    monitor of a session.
    """

    def __init__(
        self,
        records: SessionRecords,
        history: SessionHistory,
        log_dir: Path,
        heartbeat_s: float,
        clock: Callable[[], datetime],
        keeper: SegmentKeeper | None,
        on_screen: QuestionsOnScreen,
    ) -> None:
        """`keeper`: takes the video in; without one none is kept. `video_is_over` is told when there will be no more of one.

        `on_screen`: what questions allow now; whoever shows one tells it.
        """
        self.video_is_over: Callable[[], object] = lambda: None
        self._records = records
        self._history = history
        self._on_screen = on_screen
        self._beginning = MonitoringBeginning(records, history, log_dir, heartbeat_s, keeper, self._on_screen)
        self._clock = clock
        self._lock = threading.Lock()
        self._turns = Turns()
        self._monitors: dict[UUID, SessionMonitor] = {}

    def all(self) -> tuple[SessionMonitor, ...]:
        """Every monitor of this process."""
        return tuple(self._monitors.values())

    def now(self) -> datetime:
        """The time by which monitors work: the frames that they are given come by it too."""
        return self._clock()

    def find(self, session_id: UUID) -> SessionMonitor | None:
        """The session's monitor, if it is watched here."""
        return self._monitors.get(session_id)

    def receive(self, session_id: UUID, stream: str, image: av.VideoFrame) -> None:
        """An image of a stream, for the session's monitor if it lives here; called on the event loop."""
        monitor = self.find(session_id)
        if monitor is not None:
            monitor.receive(stream, frame_of(image, self.now()))

    def is_watched(self, session_id: UUID) -> bool:
        """Whether a monitor of this process lives for the session."""
        monitor = self._monitors.get(session_id)
        return monitor is not None and monitor.phase is not Phase.ENDED

    def open(self, session: SurveySession, now: datetime | None = None) -> SessionMonitor:
        """The session's monitor; made when there is none. Called by a page, so it also says that the taker is there.

        A session in progress is watched again, and the gap is a signal.

        Raises:
            Unavailable: something of an earlier monitoring still waits for the database.
        """
        now = now or self._clock()
        with self._turns.of(session.id):
            monitor = self._monitors.get(session.id)
            if monitor is None or monitor.phase is Phase.ENDED:
                monitor = self._new(session, now)
            # Also where a monitor was left checking, since the questions began elsewhere: nobody answers unwatched.
            if session.status in ANSWERING and monitor.phase is Phase.CHECKING:
                self._beginning.begin(monitor, session, now)
        monitor.come_back(now)
        return monitor

    def begin(self, session: SurveySession, now: datetime | None = None) -> SessionMonitor:
        """The questions begin: watch from the session's start on."""
        return self.open(session, now)

    def conclude(self, session: SurveySession, now: datetime | None = None) -> MonitoringOutcome:
        """The taker wants to hand in: everything found so far is on its way to the writer when this answers; watching goes on.

        `HandIn` waits for the writer, submits with coverage and reasons, and then calls `finish`.

        Raises:
            Unavailable: as `open`.
        """
        now = now or self._clock()
        return MonitoringOutcome(*self.open(session, now).conclude(now))

    def finish(self, session_id: UUID, now: datetime | None = None) -> None:
        """The session was handed in: watch it no more."""
        with self._lock:
            monitor = self._monitors.pop(session_id, None)
        if monitor is None:
            return
        # Where video is kept the browser is limited.
        is_filmed = monitor.video.bitrate_limit is not None
        monitor.finish(now or self._clock())
        self._on_screen.forget(session_id)
        if is_filmed:
            self.video_is_over()

    def put_away(self, session_id: UUID, now: datetime) -> None:
        """Nobody uses the session's monitor: write what it holds and let it go; a page that comes again gets a new one."""
        with self._lock:
            monitor = self._monitors.pop(session_id, None)
            # A monitor that begins again reads it from the session, and may do so while this one is put away.
            self._on_screen.forget(session_id)
        if monitor:
            monitor.put_away(now)

    def tick(self, now: datetime) -> None:
        """Bring time to every monitor; put away what nobody uses."""
        for monitor in self.all():
            if monitor.tick(now):
                self._records.interrupt(monitor.session_id)
            if now - monitor.last_alive_at > IDLE_LIMIT:
                log.info("session %s idle, put away", monitor.session_id)
                self.put_away(monitor.session_id, now)

    def stop(self, now: datetime) -> None:
        """The process ends: close what is open, so that the next one can go on."""
        for monitor in self.all():
            if monitor.phase is Phase.WATCHING:
                self._records.interrupt(monitor.session_id)
            monitor.put_away(now)
        self._monitors.clear()

    def _new(self, session: SurveySession, now: datetime) -> SessionMonitor:
        self._records.require_filed(session.id)
        monitor = SessionMonitor(session.id, policy_from_json(session.policy), now)
        monitor.say(self._history.newest_message(session.id, now))
        if self._beginning.is_filmed(session):
            monitor.video.limit_bitrate(monitor.policy.video_bitrate)
        with self._lock:
            self._monitors[session.id] = monitor
        return monitor
