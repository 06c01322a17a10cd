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
from proctor_core.monitoring.composition import compose_monitoring, compose_writing
from proctor_core.monitoring.erasure import Erasure
from proctor_core.monitoring.hand_in import HandIn
from proctor_core.monitoring.live_view import LiveView
from proctor_core.monitoring.monitors.registry import MonitoringOutcome, MonitorRegistry
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from proctor_core.monitoring.video.segment_keeping import SegmentKeeper
from proctor_core.services.reviewing.case import flag_reasons_of
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
        taking = self.services.taking
        self.known, self.outbox, self.filing = self.services.accounts.known, taking.outbox, taking.filing
        self.reports, self.sessions = taking.client_reports, taking.sessions
        self.privacy, self.withdrawal = self.services.keeping.privacy, taking.withdrawal
        self.recordings = self.services.recordings.live
        self.writing = compose_writing(self.services)
        self.writer, self.book = self.writing.writer, self.writing.heartbeats
        self.writer.start()
        self.registries: list[MonitorRegistry] = []
        self.registry = self.new_registry()

    def new_book(self) -> HeartbeatBook:
        """A book of heartbeats that knows nobody yet, as another process has, or the next one."""
        return compose_writing(self.services, self.writer).heartbeats

    def new_registry(self) -> MonitorRegistry:
        """A registry that knows nothing yet, as after a start of the process."""
        self.monitoring = compose_monitoring(self.services, replace(self.writing, heartbeats=self.book))
        self.registry = self.monitoring.monitors
        self.registries.append(self.registry)
        return self.registry

    @property
    def keeper(self) -> SegmentKeeper:
        """Of the registry that is there now."""
        assert self.monitoring.keeper is not None
        return self.monitoring.keeper

    @property
    def admission(self) -> Admission:
        """Who may begin, by `looks_per_second` and the shipped floor."""
        return Admission(self.registry, lambda: self.looks_per_second, self.services.taking.waiting_times, 0.98)

    @property
    def hand_in_service(self) -> HandIn:
        """Over the registry that is there now."""
        return self.monitoring.hand_in

    @property
    def live(self) -> LiveView:
        """The moderators' view of the registry that is there now."""
        return self.monitoring.live

    @property
    def erasure(self) -> Erasure:
        """Over the registry that is there now."""
        return self.monitoring.erasure

    def begun(self, **survey: object) -> SurveySession:
        """A session whose questions have just begun, with its camera attached."""
        session = self.in_progress(**survey)
        self.registry.begin(session).attach(PAGE)
        return session

    def begun_again(self, survey_id: UUID) -> SurveySession:
        """Another session of a survey that somebody has taken before."""
        session = self.asking.assign(self.administrator, survey_id, self.taker.id)
        self.stored_sessions.give_consent(self.taker, session.id, CONSENT)
        self.stored_sessions.begin_enrolling(self.taker, session.id)
        self.enrolment.accept_reference(session.id, b"a face", BASELINE, 0.93, True)
        session = self.stored_sessions.begin(self.taker, session.id)
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
