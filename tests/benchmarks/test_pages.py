"""What `python -m benchmarks.pages` writes is a database that the pages can read, and each of its questions finds something."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from benchmarks.pages.asked import places_of, questions
from benchmarks.pages.filling import fill
from db.engine import reading
from db.tables import Evidence, SurveySession, Violation
from proctor_core.media.store import MediaStore
from proctor_core.services.composition import Services, ServiceSettings, compose_services
from proctor_core.services.files.data_folders import DataFolders

SESSIONS = 2000
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def services(engine: Engine, tmp_path: Path) -> Services:
    fill(engine, SESSIONS, NOW - timedelta(minutes=1))
    settings = ServiceSettings(key=b"k" * 40, folders=DataFolders.within(tmp_path))
    return compose_services(engine, lambda: NOW, MediaStore.open("memory:///"), settings)


def test_every_question_is_answered_over_what_was_written(services: Services) -> None:
    with reading(services.basis.engine) as db:
        counts = [db.exec(select(func.count()).select_from(t)).one() for t in (SurveySession, Violation, Evidence)]
        kept = [func.sum(one) for one in (SurveySession.violations_count, SurveySession.snapshots)]
        assert counts == [SESSIONS, *db.exec(select(*kept)).one()]
        stored = db.exec(select(func.sum(SurveySession.snapshot_bytes))).one()
        assert stored == db.exec(select(func.sum(Evidence.size_bytes))).one()
    found = {asked.name: asked.ask() for asked in questions(services, places_of(services))}
    assert sum(total.allegations for total in found["statistics of a year"].by_type) == counts[1]
    assert found["queue, first page"].rows and found["decided, half-way down"].rows
    assert found["audit log, half-way down"] and found["audit log, a group of rare actions"]
