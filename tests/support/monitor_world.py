"""A watched session on a told clock: the real registry, judge, writer and database; only the detectors are played."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import numpy as np
from sqlalchemy import Engine

from db.tables import ProctorReview, SurveySession
from proctor_core.checks.phone_glances import PhoneGlances
from proctor_core.checks.trace import FrameTrace
from proctor_core.domain.observation import Frame, Observation, Picture
from proctor_core.monitoring.admission import Admission
from proctor_core.monitoring.camera.received_frame import ReceivedFrame
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.erasure import Erasure
from proctor_core.monitoring.hand_in import HandIn
from proctor_core.monitoring.live_view import LiveView
from proctor_core.monitoring.monitors.registry import MonitoringOutcome, MonitorRegistry
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from proctor_core.monitoring.monitors.session_records import SessionRecords
from proctor_core.monitoring.video.segment_keeping import SegmentKeeper
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.services.accounts.known_takers import KnownTakers
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.lasting_sessions import LastingSessions
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.recordings.recordings import RecordingService
from proctor_core.services.reviewing.case import flag_reasons_of
from proctor_core.services.reviewing.session_history import SessionHistory
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService
from proctor_core.services.taking.client_reports import ClientReportService
from proctor_core.services.taking.live_sessions import LiveSessionService
from proctor_core.services.taking.sessions import SessionService
from proctor_core.services.taking.waiting import WaitingTimes
from proctor_core.services.taking.withdrawal import WithdrawalService
from tests.rules.observations import calm
from tests.support.session_world import BASELINE, CONSENT, SessionWorld

Scene = Callable[[float], Observation]
"""Second of the session -> what the checks would say."""

PAGE = "a tab"
STEP_S = 0.25


@dataclass(slots=True)
class PlayedObserver:
    """Says what the scene says."""

    scene: Scene = calm
    frames: int = 0

    def observe(
        self,
        frame: Frame,
        *,
        check_phone: bool,
        glances: PhoneGlances | None = None,
        trace: FrameTrace | None = None,
        previous: FrameTrace | None = None,
    ) -> Observation:
        self.frames += 1
        return replace(self.scene(frame.captured_s), t_s=frame.captured_s, sequence=frame.sequence)


def picture(shade: float) -> Picture:
    """A small grey picture, told apart from others by its shade (0 to 255): the session's second it was taken in."""
    return np.full((48, 64, 3), int(shade) % 256, dtype=np.uint8)


class MonitorWorld(SessionWorld):
    """The taker's side of the program with its monitors."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        super().__init__(engine, folder / "media")
        self.folder = folder
        self.looks_per_second: float | None = None
        self._began: dict[UUID, datetime] = {}
        self.observer = PlayedObserver()
        self.reports = ClientReportService(engine, self.clock)
        self.outbox = Outbox(folder / "outbox")
        self.refused = RefusedWrites(self.clock)
        self.book = self.new_book()
        self.known = KnownTakers(self.clock)
        self.stored_sessions = SessionService(engine, self.clock, self.rules)
        self.filing = Filing(self.violations, self.stored_sessions)
        self.sessions = LastingSessions(self.stored_sessions, self.known, self.outbox)
        self.accounts = replace(self.accounts, known=self.known)
        self.writer = RecordWriter(self.outbox, self.filing, self.refused)
        self.writer.start()
        self.registries: list[MonitorRegistry] = []
        self.registry = self.new_registry()
        self.privacy = PrivacyService(
            engine, self.clock, SessionFiles(self.media, folder / "observations", folder / "uploads", self.outbox)
        )
        self.withdrawal = WithdrawalService(engine, self.clock)
        self.erasure = Erasure(self.privacy, self.withdrawal, self._let_go, self._stop_video)

    def new_book(self) -> HeartbeatBook:
        """A book of heartbeats that knows nobody yet, as another process has, or the next one."""
        service = ClientHeartbeatService(self.engine, self.clock, self.violations)
        return HeartbeatBook(service, 5.0, self.clock, self.outbox, self.refused)

    def new_registry(self) -> MonitorRegistry:
        """A registry that knows nothing yet, as after a start of the process."""
        records = SessionRecords(
            self.writer,
            self.filing,
            self.violations,
            self.stored_sessions,
            self.media,
            self.identity.may_remove_unnamed,
        )
        logs = self.folder / "observations"
        self.recordings = RecordingService(self.engine, self.clock)
        self.keeper = SegmentKeeper(self.recordings, self.media, logs, self.clock)
        self.registry = MonitorRegistry(records, SessionHistory(self.engine), logs, 5.0, self.clock, self.keeper)
        self.registries.append(self.registry)
        self.known.is_watched = self.registry.is_watched
        return self.registry

    @property
    def admission(self) -> Admission:
        """Who may begin, by `looks_per_second` and the shipped floor."""
        return Admission(self.registry, lambda: self.looks_per_second, WaitingTimes(self.engine, self.clock), 0.98)

    @property
    def hand_in_service(self) -> HandIn:
        """Over the registry that is there now."""
        return HandIn(self.sessions, self.registry, self.writer, self.book, self.reports)

    @property
    def live(self) -> LiveView:
        """The moderators' view of the registry that is there now."""
        return LiveView(
            self.registry,
            LiveSessionService(self.engine, self.clock),
            self.book,
            self.hand_in_service,
            self._let_go,
        )

    def _stop_video(self, session_id: UUID) -> None:
        self.monitor(session_id).video.stop()
        self.written()

    def _let_go(self, session_id: UUID) -> None:
        self.registry.put_away(session_id, self.clock())
        self.written()

    def begun(self, **survey: object) -> SurveySession:
        """A session whose questions have just begun, with its camera attached."""
        session = self.in_progress(**survey)
        self.registry.begin(session).attach(PAGE)
        return session

    def begun_again(self, survey_id: UUID) -> SurveySession:
        """Another session of a survey that somebody has taken before."""
        session = self.surveys.assign(self.administrator, survey_id, self.taker.id)
        self.sessions.give_consent(self.taker, session.id, CONSENT)
        self.sessions.begin_enrolling(self.taker, session.id)
        self.enrolment.accept_reference(session.id, b"a face", BASELINE, 0.93, True)
        session = self.sessions.begin(self.taker, session.id)
        self.registry.begin(session).attach(PAGE)
        return session

    def monitor(self, session_id: UUID) -> SessionMonitor:
        found = self.registry.find(session_id)
        assert found is not None, "expected a running monitor"
        return found

    def play(self, session_id: UUID, seconds: float, scene: Scene | None = calm, stream: str = PAGE) -> None:
        """Let time pass before the camera; with `scene` None no frame comes."""
        monitor, began = self.monitor(session_id), self.began(session_id)
        self.observer.scene = scene or calm
        for _ in range(round(seconds / STEP_S)):
            now = self.clock.pass_time(STEP_S)
            if scene is not None:
                second = (now - began).total_seconds()
                monitor.receive(stream, ReceivedFrame(partial(picture, second), now, second))
            if monitor.looks.is_due(now):
                monitor.looks.take(self.observer, now)  # pyright: ignore[reportArgumentType]
            self.registry.tick(now)

    def show(self, monitor: SessionMonitor, scene: Scene = calm) -> None:
        """One frame and one look, now."""
        now, self.observer.scene = self.clock(), scene
        monitor.receive(PAGE, ReceivedFrame(partial(picture, 1.0), now, now.timestamp()))
        monitor.looks.take(self.observer, now)  # pyright: ignore[reportArgumentType]

    def began(self, session_id: UUID) -> datetime:
        """Second 0; asked for once, so that time passes without a database too."""
        if session_id not in self._began:
            started_at = self.stored(session_id).started_at
            assert started_at is not None
            self._began[session_id] = started_at
        return self._began[session_id]

    def written(self) -> None:
        """Wait until the writer has done what it has."""
        assert self.writer.flush(10.0), "expected an idle writer"

    def hand_in(self, session_id: UUID) -> MonitoringOutcome:
        """As the page does it: the coverage and the flag reasons that were stored."""
        self.answer_all(session_id)
        session = self.hand_in_service.hand_in(self.taker, session_id)
        reviews = self.rows(ProctorReview, session_id=session_id)
        reasons = flag_reasons_of(reviews[0]) if reviews else ()
        return MonitoringOutcome(1.0 if session.coverage is None else session.coverage, reasons)

    def kill(self) -> MonitorRegistry:
        """The process dies: what the writer has not written is gone with all monitors; another one starts."""
        self.written()
        return self.new_registry()

    def close(self) -> None:
        """End the writer; what the monitors say after it is written no more, but the files of those killed are closed too."""
        self.writer.stop(5.0)
        self.outbox.close()
        for registry in self.registries:
            registry.stop(self.clock())


@contextmanager
def monitor_world(engine: Engine, folder: Path) -> Iterator[MonitorWorld]:
    """A world whose writer ends with the block."""
    world = MonitorWorld(engine, folder)
    try:
        yield world
    finally:
        world.close()
