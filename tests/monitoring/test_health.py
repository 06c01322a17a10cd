"""Health says which part does not work, in words that tell no path and no address."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from proctor_core.checks.models import ModelSet
from proctor_core.domain.health import HealthReport, PartName, PartState
from proctor_core.domain.retention import RetentionTimes
from proctor_core.errors import Unavailable
from proctor_core.media.store import MediaStore
from proctor_core.monitoring.analysis_pool import AnalysisPool
from proctor_core.monitoring.health import Health
from proctor_core.monitoring.record_writer import RecordWriter
from proctor_core.services.recording_list import RecordingList, WorkStanding
from proctor_core.services.retention import RetentionService
from proctor_core.services.session_files import SessionFiles
from tests.support.session_world import Clock


@pytest.fixture
def health(sqlite_engine: Engine, tmp_path: Path) -> Any:
    clock, media, writer = Clock(), MediaStore.open(tmp_path / "media"), RecordWriter()
    pool = AnalysisPool(lambda: None, tuple, lambda _: None, clock, 1)  # type: ignore[arg-type, return-value]
    retention = RetentionService(sqlite_engine, SessionFiles(media, tmp_path / "logs"), RetentionTimes())
    writer.start()
    pool.start()
    standing = RecordingList(sqlite_engine, clock, media, lambda _: None).standing
    yield Health(sqlite_engine, media, pool, writer, ModelSet(), retention, standing, clock)
    pool.stop(2)
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


def test_threads_that_ended_are_down(health: Health) -> None:
    health.pool.stop(2)
    health.writer.stop(2)
    report = health.report()
    assert state(report, PartName.ANALYSIS) is state(report, PartName.WRITER) is PartState.DOWN


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
