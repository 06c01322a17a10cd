"""The real services and the real monitoring of one story, on the story's own clock; what they find is written at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from db.tables import Survey, User
from proctor_core.demo.story_clock import StoryClock
from proctor_core.media.store import MediaStore
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.hand_in import HandIn
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.monitoring.monitors.session_records import SessionRecords
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.monitoring.writing.write import Write
from proctor_core.services.accounts.known_takers import KnownTakers
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.lasting_sessions import LastingSessions
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.reviewing.session_history import SessionHistory
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.surveys import SurveyService
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService
from proctor_core.services.taking.client_reports import ClientReportService
from proctor_core.services.taking.enrolment import EnrolmentService
from proctor_core.services.taking.sessions import SessionService
from proctor_core.services.taking.violations import ViolationService

HEARTBEAT_S = 5.0


@dataclass(frozen=True, slots=True)
class Stage:
    """Where every story happens: database, media, rules, and the people and surveys by their names."""

    engine: Engine
    media: MediaStore
    rules: SessionRules
    log_dir: Path
    people: Mapping[str, User]
    surveys: Mapping[str, Survey]


class WritesAtOnce(RecordWriter):
    """A writer without queue and thread: a story's time waits for the write, and a failure ends the story."""

    def put(self, write: Write) -> None:
        """Write now."""
        write.store()


@dataclass(frozen=True, slots=True)
class StoryServices:
    """One story's."""

    clock: StoryClock
    surveys: SurveyService
    sessions: LastingSessions
    enrolment: EnrolmentService
    reviewing: ReviewService
    monitors: MonitorRegistry
    hand_in: HandIn

    @classmethod
    def on(cls, stage: Stage, clock: StoryClock) -> "StoryServices":
        """Wire them."""
        engine, rules = stage.engine, stage.rules
        stored, violations = SessionService(engine, clock, rules), ViolationService(engine, clock)
        filing = Filing(violations, stored)
        writer = WritesAtOnce()
        records = SessionRecords(writer, filing, violations, stored, stage.media, lambda _: False)
        monitors = MonitorRegistry(records, SessionHistory(engine), stage.log_dir, HEARTBEAT_S, clock)
        # No client reports in a story: nothing ever waits there.
        outbox, beats = Outbox(stage.log_dir), ClientHeartbeatService(engine, clock, violations)
        sessions = LastingSessions(stored, KnownTakers(clock), outbox)
        book = HeartbeatBook(beats, HEARTBEAT_S, clock, outbox, RefusedWrites(clock))
        return cls(
            clock=clock,
            surveys=SurveyService(engine, clock, rules),
            sessions=sessions,
            enrolment=EnrolmentService(engine, stage.media, clock),
            reviewing=ReviewService(engine, clock, HEARTBEAT_S),
            monitors=monitors,
            hand_in=HandIn(sessions, monitors, writer, book, ClientReportService(engine, clock)),
        )
