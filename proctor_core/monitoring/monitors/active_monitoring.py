"""Watches one session from its begin to its end: judges each look, keeps evidence, and hands what it found to the records.

Not for two threads at once: `SessionMonitor` holds the lock. All times come in as arguments.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from db.tables.sessions import ViolationTally
from proctor_core.codes.seen import SignalReason
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.judgement import JudgeStep
from proctor_core.domain.observation import Box, Observation, Picture
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.reason import Reason
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind, ViolationType
from proctor_core.monitoring.monitors.evidence import EvidenceKeeper
from proctor_core.monitoring.monitors.face_runs import sum_up
from proctor_core.monitoring.monitors.frame_pace import FramePace
from proctor_core.monitoring.monitors.live_status import Note
from proctor_core.monitoring.monitors.monitored_session import MonitoredSession
from proctor_core.monitoring.monitors.observation_log import ObservationLog
from proctor_core.monitoring.monitors.presence import Presence
from proctor_core.monitoring.monitors.session_records import SessionRecords
from proctor_core.rules.coverage import is_visible
from proctor_core.rules.flags import DRAWN, flag_reasons
from proctor_core.rules.judge import Judge
from proctor_core.rules.next_look import NextLook

HIDDEN_WORTH_NOTING_S = 3.0
"""A glance at another tab is not worth a line."""
_HIDDEN = Reason(SignalReason.PAGE_IN_BACKGROUND, {})


class ActiveMonitoring:
    """The judge of one session with its evidence, heartbeat and log.

    It keeps what is open, and since when looks wait for the next heartbeat; what is closed goes to its `session`.
    """

    def __init__(
        self,
        session: MonitoredSession,
        records: SessionRecords,
        log: ObservationLog,
        heartbeat_s: float,
    ) -> None:
        self.session = session
        self._records = records
        self._log = log
        self._heartbeat_s = heartbeat_s
        self._judge = Judge(session.policy, session.baseline, begins_s=session.begins_s, is_live=True)
        self._evidence = EvidenceKeeper(FramePace())
        self._presence = Presence(session.signals, session.seen_s)
        self._open: dict[ViolationType, UUID] = {}
        self._signals: dict[SignalKind, UUID] = {}
        self._since_heartbeat: list[Observation] = []
        self._last_heartbeat_s = session.begins_s
        self._sent_rules: set[FlagRule] = set()
        self._hidden_from_s = 0.0
        self._was_drawn = False
        self.last_note: Note | None = None

    def next_look(self, at_s: float) -> NextLook:
        """What the judge wants of the look at second `at_s`."""
        return self._judge.next_look(at_s)

    @property
    def open_types(self) -> tuple[ViolationType, ...]:
        """What is being alleged right now."""
        return tuple(self._open)

    @property
    def open_signals(self) -> tuple[SignalKind, ...]:
        """Technical states that last."""
        return tuple(self._signals)

    @property
    def newest_faces(self) -> tuple[Box, ...] | None:
        """The faces in the newest picture, the taker's first; None: nobody could look."""
        return self._evidence.newest_faces

    def coverage_so_far(self, now_s: float) -> float:
        """Share 0 to 1 of the seconds so far in which the taker could be seen."""
        return self._presence.coverage_so_far(now_s)

    def second_of(self, at: datetime) -> float:
        """Seconds since the session's start."""
        return (at - self.session.started_at).total_seconds()

    def look(self, observation: Observation, picture: Picture, *, is_drawn: bool = False) -> None:
        """Judge one look; `is_drawn`: the drawn demo camera's, so that it shows nobody."""
        self._was_drawn = self._was_drawn or (is_drawn and not self.session.is_demo)
        if allowed := self.session.allowed():
            # Kept with the look, so that it is judged again as it was judged.
            observation = replace(observation, allowed=allowed)
        self._evidence.remember(observation, picture)
        self._log.append(observation)
        self._since_heartbeat.append(observation)
        if is_visible(observation, self.session.policy):
            self._presence.seen(observation.t_s)
        if SignalKind.NETWORK_GAP in self._signals:
            self._come_back(observation.t_s)
        self._take(self._judge.advance(observation))

    def tick(self, now_s: float, *, is_connected: bool, is_silent: bool) -> None:
        """What time alone brings: a lost camera, a heartbeat.

        Args:
            is_silent: no frame came for long. Frames that only wait for a look are a slow server, not a lost camera.
        """
        if SignalKind.NETWORK_GAP in self._signals:
            return
        if is_silent:
            self._take(self._judge.silence(now_s, is_connected))
        if now_s - self._last_heartbeat_s >= self._heartbeat_s:
            self._beat(now_s)

    def note_hidden(self, now_s: float, hidden_s: float) -> None:
        """Note a page that has been in the background for `hidden_s`, or is in view again with 0."""
        is_noted = SignalKind.PAGE_HIDDEN in self._signals
        if hidden_s >= HIDDEN_WORTH_NOTING_S and not is_noted:
            self._hidden_from_s = max(now_s - hidden_s, self.session.begins_s)
            self._open_signal(RaisedSignal(SignalKind.PAGE_HIDDEN, self._hidden_from_s, None, _HIDDEN))
        elif hidden_s <= 0 and is_noted:
            self._close_signal(RaisedSignal(SignalKind.PAGE_HIDDEN, self._hidden_from_s, now_s, _HIDDEN))

    def go_away(self, since_s: float, now_s: float) -> None:
        """The page is gone: what was open ends, and a gap begins where the taker was last there."""
        if SignalKind.NETWORK_GAP in self._signals:
            return
        gap = self._presence.leave(since_s, now_s)
        if gap.onset_s > self._last_heartbeat_s:
            self._beat(gap.onset_s)
        self._take(self._judge.finish(gap.onset_s))
        self.note_hidden(max(gap.onset_s, self._hidden_from_s), 0)
        self._open_signal(gap)

    def come_back(self, now_s: float) -> None:
        """The page is there again, even if no picture is yet."""
        if SignalKind.NETWORK_GAP in self._signals:
            self._come_back(now_s)

    def conclude(self, now_s: float, *, is_silent: bool) -> tuple[float, tuple[FlagReason, ...]]:
        """Close all and write all up to now; returns coverage (0 to 1) and every flag reason. Watching goes on from here."""
        self._close_all(now_s, is_silent)
        self._hand_over_log()
        self._log = ObservationLog.beginning(self._log.path.parent, now_s)
        self._judge = Judge(self.session.policy, self.session.baseline, begins_s=now_s)
        self._last_heartbeat_s = now_s
        coverage = self._presence.coverage(now_s)
        return coverage, self._reasons(coverage)

    def finish(self, now_s: float, *, is_silent: bool) -> None:
        """The session was handed in: close and write what came since `conclude`."""
        self._close_all(now_s, is_silent)
        self.put_away()

    def _close_all(self, now_s: float, is_silent: bool) -> None:
        if SignalKind.NETWORK_GAP in self._signals:
            self._come_back(now_s)
        if is_silent:
            self._take(self._judge.silence(now_s, is_connected=True))
        self._take(self._judge.finish(now_s))
        self.note_hidden(now_s, 0)
        if self._since_heartbeat:
            self._beat(now_s)

    def put_away(self) -> None:
        """Let pictures go and hand the log over; another process would not know that a drawn person was there."""
        if self._was_drawn:
            self._flag_if_due()
        self._evidence.forget()
        self._hand_over_log()

    def _hand_over_log(self) -> None:
        self._log.close()
        self._records.keep_observations(self.session.session_id, self._log.path)

    def _take(self, step: JudgeStep) -> None:
        for violation in step.opened:
            self._open_violation(violation)
        for violation in step.peaked:
            self._evidence.peaked(violation)
        for violation in step.closed:
            self._close_violation(violation)
        for signal in step.signals_opened:
            self._open_signal(signal)
        for signal in step.signals_closed:
            self._close_signal(signal)
        if step.closed or step.signals_closed:
            self._flag_if_due()

    def _open_violation(self, violation: AllegedViolation) -> None:
        self._open[violation.type] = violation_id = uuid4()
        self.last_note = Note(violation.type, violation.onset_s, None)
        start = self._evidence.opened(violation)
        self._records.open_violation(self.session.session_id, violation_id, violation, start, self._note_count)

    def _close_violation(self, violation: AllegedViolation) -> None:
        violation_id = self._open.pop(violation.type)
        self.session.violations.append(violation)
        self.last_note = Note(violation.type, violation.onset_s, violation.duration_s)
        pictures = self._evidence.closed(violation)
        self._records.close_violation(self.session.session_id, violation_id, violation, pictures)

    def _open_signal(self, signal: RaisedSignal) -> None:
        self._signals[signal.kind] = signal_id = uuid4()
        self._records.record_signal(self.session.session_id, signal_id, signal)

    def _close_signal(self, signal: RaisedSignal) -> None:
        signal_id = self._signals.pop(signal.kind)
        self.session.signals.append(signal)
        self._records.record_signal(self.session.session_id, signal_id, signal)

    def _come_back(self, now_s: float) -> None:
        self._close_signal(self._presence.come_back(now_s))
        self._judge = Judge(self.session.policy, self.session.baseline, begins_s=now_s, is_live=True)
        self._last_heartbeat_s, self._since_heartbeat = now_s, []

    def _flag_if_due(self) -> None:
        """The rules that time and signals can meet; counting is the database's, coverage is known at the end."""
        due = [
            r for r in self._reasons(1.0) if r.rule is not FlagRule.VIOLATION_COUNT and r.rule not in self._sent_rules
        ]
        if due:
            self._sent_rules.update(reason.rule for reason in due)
            self._records.flag(self.session.session_id, due, self._note_count)

    def _reasons(self, coverage: float) -> tuple[FlagReason, ...]:
        met = flag_reasons(self.session.violations, self.session.signals, coverage, self.session.policy)
        return (*met, DRAWN) if self._was_drawn else met

    def _beat(self, now_s: float) -> None:
        # First the looks, then the heartbeat that bears them out: what a killed process loses then lies within the gap.
        self._log.flush()
        span = (self._at(self._last_heartbeat_s), self._at(now_s))
        violation = next(iter(self._open), None)
        signal = next(iter(self._signals), None)
        state = sum_up(self._since_heartbeat, span, self.session.policy, violation, signal)
        self._records.extend_run(self.session.session_id, state)
        self._since_heartbeat = []
        self._last_heartbeat_s = now_s

    def _note_count(self, tally: ViolationTally) -> None:
        # In the writer's thread, which must never wait for a monitor: the pages are told at the next tick.
        self.session.notes, self.session.is_flagged = tally

    def _at(self, t_s: float) -> datetime:
        return self.session.started_at + timedelta(seconds=t_s)
