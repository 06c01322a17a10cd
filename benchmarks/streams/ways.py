"""What is done with the streams: our live path, and three baselines."""

import asyncio
import os
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import av
from aiortc import MediaStreamTrack
from aiortc.contrib.media import MediaRecorder, MediaRelay
from aiortc.mediastreams import MediaStreamError

from db.migrate import upgrade
from db.tables import User
from proctor_core import bootstrap
from proctor_core.checks.observer import Observer
from proctor_core.demo.surveys import CUSTOMER_STUDY, DEFINITIONS
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.consent import Purpose
from proctor_core.domain.observation import Frame
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import AllegedViolation
from proctor_core.models.manifest import find_models
from proctor_core.monitoring.camera.colour import to_rgb
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from proctor_core.monitoring.monitors.session_records import SessionRecords
from proctor_core.services.taking.consents import ConsentText
from proctor_core.settings import Settings
from proctor_core.wiring.clock import now
from proctor_core.wiring.detectors import new_observer

STREAM = "a tab"
PASSWORD = "correct horse battery"
BASELINE = Baseline(yaw_deg=0.0, pitch_deg=0.0, roll_deg=0.0, gaze_x=0.0, gaze_y=0.0, face_width=0.25, looks=7)


class Way(ABC):
    """Takes the tracks of incoming connections."""

    def __init__(self) -> None:
        self.frames = self.looks = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, track: MediaStreamTrack) -> None:
        """From now on this taker is served."""
        task = asyncio.create_task(self._receive(track, self.newcomer()))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _receive(self, track: MediaStreamTrack, taker: Any) -> None:
        with suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                self.frames += 1
                self.got(taker, frame)

    @property
    def waiting(self) -> int:
        """Writes on their way to the database."""
        return 0

    @abstractmethod
    def newcomer(self) -> Any:
        """What the way keeps about a taker."""

    @abstractmethod
    def got(self, taker: Any, frame: av.VideoFrame) -> None:
        """On the event loop, as in the program."""

    def outcome(self) -> dict[str, Any]:
        """What is known at the end."""
        return {}


class DecodeOnly(Way):
    """Baseline: receive and decode, and nothing else."""

    def newcomer(self) -> None:
        """Nothing."""

    def got(self, taker: None, frame: av.VideoFrame) -> None:
        """Dropped."""


@dataclass(slots=True)
class OwnDetector:
    """One taker's detectors and thread."""

    observer: Observer
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    is_busy: bool = False
    looks: int = 0


class DetectorPerStream(Way):
    """Baseline: every taker has detectors and a thread, and every frame is looked at, as far as the machine can."""

    def newcomer(self) -> OwnDetector:
        """Loads a set of models."""
        return OwnDetector(new_observer(_models()))

    def got(self, taker: OwnDetector, frame: av.VideoFrame) -> None:
        """A frame that comes during a look is dropped: without that the queue would only grow."""
        if not taker.is_busy:
            taker.is_busy = True
            taker.thread.submit(self._look, taker, frame)

    def _look(self, taker: OwnDetector, frame: av.VideoFrame) -> None:
        taker.observer.observe(Frame(to_rgb(frame), taker.looks / 8, taker.looks), check_phone=True)
        taker.looks += 1
        taker.is_busy = False


class Ours(Way):
    """The program's live path without its pages: monitor, pool, rules, evidence, writer, observation log, heartbeats."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        settings = Settings(data_dir=folder, demo=False, models_dir=_models_dir())
        upgrade(settings.database_address)
        self.application = bootstrap.build(settings)
        self.application.start()
        self.delays_s: list[float] = []
        self._note_delays()
        self._count_looks()
        services = self.application.services
        accounts, surveys = services.accounts.accounts, services.surveys.surveys
        self.administrator = accounts.create_administrator("root", PASSWORD)
        self.survey = surveys.add_version(
            self.administrator, CUSTOMER_STUDY, DEFINITIONS[CUSTOMER_STUDY], recording_mode=RecordingMode.FULL
        )
        self.takers: dict[UUID, User] = {}

    @property
    def waiting(self) -> int:
        """Of the one writer."""
        return self.application.monitoring.writing.writer.waiting

    def newcomer(self) -> UUID:
        """A session at its first question."""
        services, number = self.application.services, len(self.takers)
        taking = services.taking
        taker = services.accounts.accounts.create_user(
            self.administrator, f"taker-{number}", f"Taker {number}", Role.TAKER, PASSWORD
        )
        session = services.surveys.asking.assign(self.administrator, self.survey.id, taker.id)
        consent = [ConsentText(purpose, "benchmark", "0" * 64) for purpose in Purpose]
        taking.sessions.stored.give_consent(taker, session.id, consent)
        taking.sessions.stored.begin_enrolling(taker, session.id)
        taking.enrolment.accept_reference(session.id, b"no picture", BASELINE, 0.9, True)
        monitor = self.application.monitoring.monitors.begin(taking.sessions.stored.begin(taker, session.id))
        monitor.attach(STREAM)
        self.takers[session.id] = taker
        return session.id

    def got(self, taker: UUID, frame: av.VideoFrame) -> None:
        """As the camera's sink does it."""
        self.application.monitoring.monitors.receive(taker, STREAM, frame)

    def outcome(self) -> dict[str, Any]:
        """Ends every session; coverage of each, and how long after its onset a violation was known."""
        app = self.application
        coverage = [
            app.monitoring.monitors.conclude(app.services.taking.sessions.session_of(taker, session_id)).coverage
            for session_id, taker in self.takers.items()
        ]
        app.monitoring.writing.writer.flush(60)
        pace = app.watching.pool.looks_per_second()
        app.stop()
        return {"coverage": coverage, "delays_s": self.delays_s, "pace": pace}

    def _count_looks(self) -> None:
        judge = SessionMonitor.judge

        def counted(monitor: SessionMonitor, *of: Any) -> None:
            self.looks += 1
            judge(monitor, *of)

        SessionMonitor.judge = counted

    def _note_delays(self) -> None:
        open_violation = SessionRecords.open_violation

        def noted(
            records: SessionRecords, session_id: UUID, violation_id: UUID, alleged: AllegedViolation, *more: Any
        ) -> None:
            monitor = self.application.monitoring.monitors.find(session_id)
            if monitor:
                self.delays_s.append(monitor._state.second_of(now()) - alleged.onset_s)
            open_violation(records, session_id, violation_id, alleged, *more)

        SessionRecords.open_violation = noted


class WithMediaRecorder(Ours):
    """Baseline: the same checks, and aiortc's MediaRecorder, which encodes again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._relay = MediaRelay()
        self._folder = folder
        self._recorders: list[MediaRecorder] = []

    def take(self, track: MediaStreamTrack) -> None:
        """Both get the frames."""
        recorder = MediaRecorder(str(self._folder / f"{len(self._recorders)}.mp4"))
        recorder.addTrack(self._relay.subscribe(track))
        self._recorders.append(recorder)
        task = asyncio.create_task(recorder.start())
        self._tasks.add(task)
        super().take(self._relay.subscribe(track))


def way_called(name: str, folder: Path) -> Way:
    """The way of this name."""
    return {
        "ours": partial(Ours, folder),
        "decode": DecodeOnly,
        "recorder": partial(WithMediaRecorder, folder),
        "detectors": DetectorPerStream,
    }[name]()


def _models_dir() -> Path:
    return Path(os.environ.get("PROCTORING_MODELS_DIR", "../shared/models"))


def _models() -> Any:
    return find_models(_models_dir(), Path("data/models"))
