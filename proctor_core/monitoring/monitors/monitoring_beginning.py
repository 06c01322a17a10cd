"""Where monitoring begins or is taken up again: what an earlier one left is closed and read, then log, judge and video begin."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from db.tables import SurveySession
from proctor_core.codes.seen import SignalReason
from proctor_core.domain.observation import Observation
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.reason import Reason
from proctor_core.domain.violation import RaisedSignal, SignalKind
from proctor_core.monitoring.monitors.active_monitoring import ActiveMonitoring
from proctor_core.monitoring.monitors.monitored_session import MonitoredSession
from proctor_core.monitoring.monitors.observation_log import ObservationLog, read_observations
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from proctor_core.monitoring.monitors.session_records import SessionRecords
from proctor_core.monitoring.video.segment_keeping import SegmentKeeper
from proctor_core.monitoring.video.session_recorder import SEGMENT_S, SessionRecorder
from proctor_core.monitoring.writing.write import Job
from proctor_core.rules.coverage import is_visible
from proctor_core.services.reviewing.session_history import OpenGap, PastMonitoring, SessionHistory
from proctor_core.services.taking.enrolment import baseline_of
from proctor_core.services.taking.questions_on_screen import QuestionsOnScreen

SHORTEST_GAP_S = 5.0


class MonitoringBeginning:
    """One per registry, which calls it in the session's turn, so that it needs no lock. It keeps nothing of a session."""

    def __init__(
        self,
        records: SessionRecords,
        history: SessionHistory,
        log_dir: Path,
        heartbeat_s: float,
        keeper: SegmentKeeper | None,
        on_screen: QuestionsOnScreen,
    ) -> None:
        """`keeper`: takes the video in; without one none is kept."""
        self._records = records
        self._history = history
        self._log_dir = log_dir
        self._heartbeat_s = heartbeat_s
        self._keeper = keeper
        self._on_screen = on_screen

    def is_filmed(self, session: SurveySession) -> bool:
        """Whether video of the session is kept here."""
        return self._keeper is not None and session.recording_mode is not RecordingMode.OFF

    def begin(self, monitor: SessionMonitor, session: SurveySession, now: datetime) -> None:
        """Activate the monitor of a session in progress; an absence before `now` becomes a signal."""
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
            allowed=partial(self._on_screen.allowed, session.id),
        )
        self._on_screen.note(session.id, self._history.allowed_on_screen(session))
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
