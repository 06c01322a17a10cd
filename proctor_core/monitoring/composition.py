"""The one place where the live side is made, over the services: who watches, who writes, how a session ends or is let go."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from proctor_core.monitoring.clients.client_monitoring import ClientMonitoring
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.clients.picture_look import PictureLook
from proctor_core.monitoring.erasure import Erasure
from proctor_core.monitoring.hand_in import HandIn
from proctor_core.monitoring.letting_go import LettingGo
from proctor_core.monitoring.live_view import LiveView
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.monitoring.monitors.session_records import SessionRecords
from proctor_core.monitoring.video.segment_keeping import SegmentKeeper
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.services.composition import Services


@dataclass(frozen=True, slots=True)
class Writing:
    """What outlives a registry: the writer of what monitors find and the book of clients' heartbeats."""

    writer: RecordWriter
    heartbeats: HeartbeatBook


@dataclass(frozen=True, slots=True)
class Monitoring:
    """The live side of one process.

    Attributes:
        keeper: takes video in; None where none is kept.
    """

    writing: Writing
    monitors: MonitorRegistry
    keeper: SegmentKeeper | None
    letting_go: LettingGo
    hand_in: HandIn
    live: LiveView
    erasure: Erasure


def compose_writing(services: Services, writer: RecordWriter | None = None) -> Writing:
    """Make the writers; `writer` stands in for the one with queue and thread. Starts nothing."""
    taking, clock = services.taking, services.basis.clock
    refused = RefusedWrites(clock)
    return Writing(
        writer=writer or RecordWriter(taking.outbox, taking.filing, refused),
        heartbeats=HeartbeatBook(
            taking.client_heartbeats, services.basis.settings.heartbeat_s, clock, taking.outbox, refused
        ),
    )


def compose_monitoring(
    services: Services,
    writing: Writing,
    *,
    keeps_video: bool = True,
    stop_playing: Callable[[UUID], object] = lambda _: None,
) -> Monitoring:
    """Make the live side; starts nothing. `stop_playing` ends what plays a session's camera, before the session is let go.

    From now on the takers who are watched here are known while the database is away.
    """
    clock, taking, writer, heartbeats = services.basis.clock, services.taking, writing.writer, writing.heartbeats
    keeper = _keeper(services) if keeps_video else None
    monitors = _monitors(services, writer, keeper)
    services.accounts.known.is_watched = monitors.is_watched
    letting_go = LettingGo(monitors, heartbeats, writer, clock, stop_playing)
    hand_in = HandIn(taking.sessions, monitors, writer, heartbeats, taking.client_reports)
    return Monitoring(
        writing=writing,
        monitors=monitors,
        keeper=keeper,
        letting_go=letting_go,
        hand_in=hand_in,
        live=LiveView(monitors, taking.live_sessions, heartbeats, hand_in, letting_go.let_go),
        erasure=Erasure(services.keeping.privacy, taking.withdrawal, letting_go.let_go, letting_go.stop_video),
    )


def compose_clients(services: Services, looks: PictureLook) -> ClientMonitoring:
    """What clients of the API send, looked at by `looks`."""
    taking, media = services.taking, services.basis.media
    return ClientMonitoring(
        taking.client_enrolments, taking.enrolment, taking.client_reports, taking.sessions, media, looks
    )


def _keeper(services: Services) -> SegmentKeeper:
    basis = services.basis
    return SegmentKeeper(services.recordings.live, basis.media, basis.settings.folders.observations, basis.clock)


def _monitors(services: Services, writer: RecordWriter, keeper: SegmentKeeper | None) -> MonitorRegistry:
    basis, taking = services.basis, services.taking
    records = SessionRecords(
        writer,
        taking.filing,
        taking.violations,
        taking.stored,
        basis.media,
        services.keeping.identity.may_remove_unnamed,
    )
    folder, heartbeat_s = basis.settings.folders.observations, basis.settings.heartbeat_s
    return MonitorRegistry(
        records, services.reviewing.history, folder, heartbeat_s, basis.clock, keeper, taking.stored.on_screen
    )
