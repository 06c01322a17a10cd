"""The real services and the real monitoring of one story, on the story's own clock; what they find is written at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from db.tables import Survey, User
from proctor_core.demo.story_clock import StoryClock
from proctor_core.monitoring.composition import compose_monitoring, compose_writing
from proctor_core.monitoring.hand_in import HandIn
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.monitoring.writing.write import Write
from proctor_core.services.composition import Services, compose_services
from proctor_core.services.files.data_folders import DataFolders
from proctor_core.services.outage.lasting_sessions import LastingSessions
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.reviewing.verdicts import VerdictService
from proctor_core.services.surveys.asking import AskingService
from proctor_core.services.taking.enrolment import EnrolmentService


@dataclass(frozen=True, slots=True)
class Stage:
    """Where every story happens: the program's own services, and the people and surveys by their names.

    Attributes:
        video_is_over: asks for the joining of what was filmed, once there will be no more of it.
    """

    services: Services
    log_dir: Path
    people: Mapping[str, User]
    surveys: Mapping[str, Survey]
    video_is_over: Callable[[], object] = lambda: None


def services_by(clock: Callable[[], datetime], services: Services, log_dir: Path | None = None) -> Services:
    """The same services by a clock that is told, for what happens without other processes; nothing waits in `log_dir`."""
    basis = services.basis
    folders = DataFolders(log_dir, log_dir, log_dir) if log_dir else basis.settings.folders
    settings = replace(basis.settings, folders=folders, shared=None)
    return compose_services(basis.engine, clock, basis.media, settings)


class WritesAtOnce(RecordWriter):
    """A writer without queue and thread: a story's time waits for the write, and a failure ends the story."""

    def put(self, write: Write) -> None:
        """Write now."""
        write.store()


@dataclass(frozen=True, slots=True)
class StoryServices:
    """One story's."""

    clock: StoryClock
    asking: AskingService
    sessions: LastingSessions
    enrolment: EnrolmentService
    reviewing: ReviewService
    verdicts: VerdictService
    monitors: MonitorRegistry
    hand_in: HandIn

    @classmethod
    def on(cls, stage: Stage, clock: StoryClock) -> "StoryServices":
        """Make them; no client reports: nothing ever waits."""
        services = services_by(clock, stage.services, stage.log_dir)
        monitoring = compose_monitoring(services, compose_writing(services, WritesAtOnce()))
        monitoring.monitors.video_is_over = stage.video_is_over
        return cls(
            clock=clock,
            asking=services.surveys.asking,
            sessions=services.taking.sessions,
            enrolment=services.taking.enrolment,
            reviewing=services.reviewing.reviewing,
            verdicts=services.reviewing.verdicts,
            monitors=monitoring.monitors,
            hand_in=monitoring.hand_in,
        )
