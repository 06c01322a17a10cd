"""Survey session -> its monitor, for this process: pages attach here, the pool works through it, the sweep empties it."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import av

from db.tables import SurveySession
from proctor_core.codes.seen import SignalReason
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.observation import Observation
from proctor_core.domain.policy import RecordingMode, policy_from_json
from proctor_core.domain.reason import Reason
from proctor_core.domain.states import ANSWERING
from proctor_core.domain.violation import RaisedSignal, SignalKind
from proctor_core.monitoring.camera.received_frame import frame_of
from proctor_core.monitoring.monitors.active_monitoring import ActiveMonitoring, MonitoredSession
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.monitoring.monitors.observation_log import ObservationLog, read_observations
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from proctor_core.monitoring.monitors.session_records import SessionRecords
from proctor_core.monitoring.monitors.turns import Turns
from proctor_core.monitoring.video.segment_keeping import SegmentKeeper
from proctor_core.monitoring.video.session_recorder import SEGMENT_S, SessionRecorder
from proctor_core.monitoring.writing.write import Job
from proctor_core.rules.coverage import is_visible
from proctor_core.services.reviewing.session_history import OpenGap, PastMonitoring, SessionHistory
from proctor_core.services.taking.enrolment import baseline_of

log = logging.getLogger(__name__)

IDLE_LIMIT = timedelta(minutes=30)
"""A monitor that nobody and nothing used for so long is put away; the session can be taken up again later."""
SHORTEST_GAP_S = 5.0


@dataclass(frozen=True, slots=True)
class MonitoringOutcome:
    """What submitting needs to know: coverage (0 to 1), and every flag rule that was met."""

    coverage: float
    reasons: tuple[FlagReason, ...]


class MonitorRegistry:
    """One per process."""

    def __init__(
        self,
        records: SessionRecords,
        history: SessionHistory,
        log_dir: Path,
        heartbeat_s: float,
        clock: Callable[[], datetime],
        keeper: SegmentKeeper | None = None,
    ) -> None:
        """`keeper`: takes the video in; without one none is kept. `video_is_over` is told when there will be no more of one."""
        self._keeper = keeper
        self.video_is_over: Callable[[], object] = lambda: None
        self._records = records
        self._history = history
        self._log_dir = log_dir
        self._heartbeat_s = heartbeat_s
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
                self._begin_monitoring(monitor, session, now)
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
        if is_filmed:
            self.video_is_over()

    def put_away(self, session_id: UUID, now: datetime) -> None:
        """Nobody uses the session's monitor: write what it holds and let it go; a page that comes again gets a new one."""
        with self._lock:
            monitor = self._monitors.pop(session_id, None)
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
        if self._keeper and session.recording_mode is not RecordingMode.OFF:
            monitor.video.limit_bitrate(monitor.policy.video_bitrate)
        with self._lock:
            self._monitors[session.id] = monitor
        return monitor

    def _begin_monitoring(self, monitor: SessionMonitor, session: SurveySession, now: datetime) -> None:
        assert session.started_at is not None, "a session in progress has a start"
        begins_s = (now - session.started_at).total_seconds()
        open_gap = self._history.open_gap(session.id)
        self._records.close_left_open(session.id)
        past, looks = self._history.past_monitoring(session.id), self._looks_before(session.id)
        self._records.remove_unnamed_pictures(session.id)
        monitored = MonitoredSession(
            session_id=session.id,
            policy=monitor.policy,
            baseline=baseline_of(session),
            started_at=session.started_at,
            begins_s=begins_s,
            notes=session.violations_count,
            is_flagged=session.flagged_for_review,
            violations=list(past.violations),
            signals=[*past.signals, *self._gap_since(_last_there_s(past, looks, session), open_gap, session, begins_s)],
            seen_s=[look.t_s for look in looks if is_visible(look, monitor.policy)],
            is_demo=session.is_demo,
        )
        observations = ObservationLog.beginning(self._log_dir / str(session.id), begins_s)
        monitor.activate(ActiveMonitoring(monitored, self._records, observations, self._heartbeat_s))
        self._record(monitor, session)

    def _record(self, monitor: SessionMonitor, session: SurveySession) -> None:
        keeper = self._keeper
        if keeper is None or session.recording_mode is RecordingMode.OFF or session.started_at is None:
            return
        session_id, writer, video = session.id, self._records.writer, f"video of {session.id}"
        writer.put(Job(f"recording of {session_id}", lambda: keeper.recordings.begin(session_id)))
        # Before this recorder begins: what a killed process left is completed in the writer's thread, by its names.
        left = tuple(keeper.left_unfinished(session_id))
        writer.put(Job(f"video left of {session_id}", lambda: keeper.take_up(session_id, left)))
        recorder = SessionRecorder(
            folder=keeper.folder(session_id),
            began_at=session.started_at,
            segment_s=SEGMENT_S[session.recording_mode],
            finished=lambda: writer.put(Job(video, lambda: keeper.settle(session_id))),
            refused=lambda why: writer.put(Job(video, lambda: keeper.recordings.refuse(session_id, why))),
        )
        monitor.video.record(recorder)

    def _gap_since(
        self, since_s: float, open_gap: OpenGap | None, session: SurveySession, begins_s: float
    ) -> list[RaisedSignal]:
        """The absence between the last monitoring and this one; one that was open when the process ended goes on until now."""
        gap_id = uuid4()
        if open_gap:
            since_s, gap_id = min(since_s, open_gap.onset_s), open_gap.id
        if begins_s - since_s < SHORTEST_GAP_S and not open_gap:
            return []
        reason = Reason(SignalReason.PAGE_OR_SERVER_AWAY, {})
        gap = RaisedSignal(SignalKind.NETWORK_GAP, since_s, begins_s, reason)
        self._records.record_signal(session.id, gap_id, gap)
        return [gap]

    def _looks_before(self, session_id: UUID) -> list[Observation]:
        """The looks of earlier monitoring; logs that a killed process left are put in their place first."""
        left = sorted((self._log_dir / str(session_id)).glob("*.arrows"))
        for path in left:
            self._records.keep_observations(session_id, path)
        # First the files that are on their way into the store, then the store: one that moves meanwhile is in either.
        parts = [content for path in left if (content := _content_if_there(path)) is not None]
        parts += self._records.observations_before(session_id)
        return [look for part in parts for look in read_observations(part)]


def _last_there_s(past: PastMonitoring, looks: Sequence[Observation], session: SurveySession) -> float:
    """Second of the session at which earlier monitoring last knew of the taker; 0 when its first heartbeat was still to come."""
    assert session.started_at is not None, "a session in progress has a start"
    heartbeat_s = (past.last_seen_at - session.started_at).total_seconds() if past.last_seen_at else 0.0
    returns_s = (s.offset_s for s in past.signals if s.kind is SignalKind.NETWORK_GAP and s.offset_s is not None)
    return max(heartbeat_s, *returns_s, *(look.t_s for look in looks), 0.0)


def _content_if_there(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
