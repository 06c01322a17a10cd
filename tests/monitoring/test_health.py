"""Health says which part does not work, in words that tell no path and no address."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine

from proctor_core.domain.health import HealthReport, PartName, PartState
from proctor_core.domain.retention import RetentionTimes
from proctor_core.errors import NoRoom, Unavailable
from proctor_core.media.store import MediaStore, media_key
from proctor_core.models.manifest import ModelSet
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.health import Health
from proctor_core.monitoring.monitors.analysis_pool import AnalysisPool
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.files.store_identity import StoreIdentity
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.recordings.recording_list import RecordingList, WorkStanding
from proctor_core.services.reviewing.appeals import AppealService, AppealsStanding
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService
from proctor_core.services.taking.sessions import SessionService
from proctor_core.services.taking.violations import ViolationService
from proctor_core.services.taking.waiting_writes import GivenAnswer
from tests.support.away import away
from tests.support.session_world import Clock


@pytest.fixture
def health(sqlite_engine: Engine, tmp_path: Path) -> Any:
    clock, media, writer = Clock(), MediaStore.open(tmp_path / "media"), RecordWriter()
    pool = AnalysisPool(lambda: None, tuple, lambda _: None, clock, 1)  # type: ignore[arg-type, return-value]
    identity = StoreIdentity(sqlite_engine, media, clock)
    retention = RetentionService(sqlite_engine, SessionFiles(media, tmp_path / "logs"), RetentionTimes(), identity)
    book = HeartbeatBook(
        ClientHeartbeatService(sqlite_engine, clock, ViolationService(sqlite_engine, clock)),
        5.0,
        clock,
        Outbox(tmp_path / "clients"),
        RefusedWrites(clock),
    )
    writer.start()
    book.writer.start()
    pool.start()
    standing = RecordingList(sqlite_engine, clock, media, lambda _: None).standing
    appeals = AppealService(sqlite_engine, clock).standing
    yield Health(sqlite_engine, media, pool, writer, ModelSet(), book, retention, standing, appeals, clock)
    pool.stop(2)
    book.writer.stop()
    writer.stop(2)


def state(report: HealthReport, name: PartName) -> PartState:
    return next(part.state for part in report.parts if part.name is name)


def test_every_part_is_told_and_missing_models_need_a_look(health: Health) -> None:
    report = health.report()
    assert {part.name for part in report.parts} == set(PartName)
    states = {part.name: part.state for part in report.parts}
    assert states.pop(PartName.MODELS) is PartState.DEGRADED
    assert set(states.values()) == {PartState.WELL}
    assert report.state is PartState.DEGRADED
    assert report.free_bytes and report.last_sweep_at is None


def test_a_database_that_is_away_is_down(health: Health) -> None:
    away = create_engine("sqlite:////nowhere/at/all.db")
    report = replace(health, engine=away).report()
    assert state(report, PartName.DATABASE) is PartState.DOWN is report.state
    assert not any("nowhere" in part.fact for part in report.parts)


@pytest.fixture
def keeping(health: Health, tmp_path: Path) -> Iterator[tuple[Health, Outbox]]:
    """With an outbox, as the program has it; the database is away."""
    outbox, engine = Outbox(tmp_path / "outbox", most_bytes=5_000, for_answers=100), health.engine
    sessions = SessionService(engine, health.clock, SessionRules())
    writer = RecordWriter(outbox, Filing(ViolationService(engine, health.clock), sessions))
    with away(engine):
        writer.start()
        yield replace(health, writer=writer), outbox
    writer.stop(5)
    outbox.close()


def test_while_what_comes_is_kept_the_program_is_degraded_and_says_how_much_waits(
    keeping: tuple[Health, Outbox],
) -> None:
    health, outbox = keeping
    outbox.add(GivenAnswer(uuid4(), "why", "yes", health.clock()))
    report = health.report()
    facts = {part.name: (part.state, part.fact) for part in report.parts}
    assert facts[PartName.DATABASE] == (PartState.DEGRADED, "does not answer")
    assert facts[PartName.WRITER] == (PartState.DEGRADED, "1 writes waiting, 1 of them in the outbox")
    assert report.state is PartState.DEGRADED, "a load balancer sends no taker away"


def test_a_full_outbox_without_database_is_down(keeping: tuple[Health, Outbox]) -> None:
    health, outbox = keeping
    with pytest.raises(NoRoom):
        for number in range(100):
            outbox.add(GivenAnswer(uuid4(), "why", number, health.clock()))
    report = health.report()
    assert state(report, PartName.DATABASE) is PartState.DOWN is report.state
    assert "outbox, which is full" in next(part.fact for part in report.parts if part.name is PartName.WRITER)


def test_a_media_store_that_can_not_be_written_is_down(health: Health, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Unavailable("the disk /srv/secret is full")

    monkeypatch.setattr(MediaStore, "put", refuse)
    report = health.report()
    assert state(report, PartName.MEDIA_STORE) is PartState.DOWN
    assert not any("secret" in part.fact for part in report.parts)


def test_the_probe_leaves_nothing_behind(health: Health) -> None:
    health.report()
    assert not list(health.media.list("health"))


def test_a_disk_with_little_space_needs_a_look(health: Health, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MediaStore, "free_bytes", lambda _: 1000)
    assert state(health.report(), PartName.MEDIA_STORE) is PartState.DEGRADED


def test_where_no_more_video_is_kept_it_is_said(
    health: Health, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_video = replace(health, video_dir=tmp_path / "observations" / "not made yet")
    assert state(with_video.report(), PartName.MEDIA_STORE) is PartState.WELL
    monkeypatch.setattr("proctor_core.monitoring.health.LEAST_FREE_BYTES", 1 << 62)
    part = next(part for part in with_video.report().parts if part.name is PartName.MEDIA_STORE)
    assert part.state is PartState.DEGRADED and "no video is kept" in part.fact


def test_threads_that_ended_are_down(health: Health) -> None:
    health.pool.stop(2)
    health.writer.stop(2)
    report = health.report()
    assert state(report, PartName.ANALYSIS) is state(report, PartName.WRITER) is PartState.DOWN


def test_a_store_of_another_database_needs_a_look(health: Health) -> None:
    health.media.put("database.json", b'{"database": "another", "generation": 7, "token": "t"}')
    health.media.put(media_key(uuid4(), "start.jpg"), b"a picture")
    report = health.report()
    (sweep,) = [part for part in report.parts if part.name is PartName.SWEEP]
    assert (sweep.state, "another database" in sweep.fact) == (PartState.DEGRADED, True)


def test_a_late_sweep_needs_a_look(health: Health) -> None:
    health.retention.erase_due(health.clock())
    assert state(health.report(), PartName.SWEEP) is PartState.WELL
    later = health.clock() + timedelta(days=3)
    report = replace(health, clock=lambda: later).report()
    assert state(report, PartName.SWEEP) is PartState.DEGRADED
    assert report.last_sweep_at == health.clock()


@pytest.mark.parametrize(
    ("standing", "wanted"),
    [
        (WorkStanding(2, 1, 0, timedelta(minutes=5)), PartState.WELL),
        (WorkStanding(0, 0, 1, None), PartState.DEGRADED),
        (WorkStanding(2, 0, 0, timedelta(hours=3)), PartState.DEGRADED),
    ],
    ids=["at work", "a dead letter", "nobody works"],
)
def test_recordings_that_nobody_analyses_need_a_look(health: Health, standing: WorkStanding, wanted: PartState) -> None:
    assert state(replace(health, recordings=lambda: standing).report(), PartName.RECORDINGS) is wanted


@pytest.mark.parametrize(
    ("standing", "wanted"),
    [
        (AppealsStanding(2, 0, 0), PartState.WELL),
        (AppealsStanding(2, 1, 0), PartState.DEGRADED),
        (AppealsStanding(2, 0, 1), PartState.DEGRADED),
    ],
)
def test_appeals_that_wait_too_long_or_for_nobody_need_a_look(
    health: Health, standing: AppealsStanding, wanted: PartState
) -> None:
    report = replace(health, appeals=lambda: standing).report()
    assert state(report, PartName.APPEALS) is wanted
    (part,) = [part for part in report.parts if part.name is PartName.APPEALS]
    assert part.fact.startswith("2 wait")
