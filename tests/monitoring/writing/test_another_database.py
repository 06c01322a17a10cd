"""What waits on the disk is filed into the database that knows its session, however often another one is started before."""

import shutil
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine

from db.engine import open_engine
from db.tables import Answer
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.taking.waiting_writes import GivenAnswer
from tests.support.session_world import SessionWorld


def filed(world: SessionWorld, folder: Path) -> tuple[int, int]:
    """A start of the program on this database: (waits, set aside) afterwards."""
    outbox = Outbox(folder / "outbox")
    writer = RecordWriter(outbox, Filing(world.violations, world.sessions))
    writer.start()
    assert writer.flush(10.0)
    left = (writer.waiting_on_disk, writer.set_aside)
    assert writer.stop(5.0)
    return left


def test_a_start_with_another_database_loses_nothing_that_waits(
    sqlite_engine: Engine, migrated_sqlite: Path, tmp_path: Path
) -> None:
    world = SessionWorld(sqlite_engine, tmp_path / "media")
    session = world.in_progress()
    other_engine = open_engine(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'other.sqlite3')}")
    other = SessionWorld(other_engine, tmp_path / "media")
    outbox = Outbox(tmp_path / "outbox")
    world.clock.pass_time(1)
    outbox.add(GivenAnswer(session.id, "why", "it waits", world.clock()))
    outbox.close()
    for _ in range(2):
        assert filed(other, tmp_path) == (0, 1)
    assert filed(world, tmp_path) == (0, 0)
    assert [answer.value for answer in world.rows(Answer, question_id="why")] == ["it waits"]
    other_engine.dispose()


def test_what_comes_for_an_erased_session_is_let_go(sqlite_engine: Engine, tmp_path: Path) -> None:
    world = SessionWorld(sqlite_engine, tmp_path / "media")
    session = world.in_progress()
    files = SessionFiles(world.media, tmp_path / "logs")
    PrivacyService(world.engine, world.clock, files).erase_person(None, world.taker.id)
    outbox = Outbox(tmp_path / "outbox")
    outbox.add(GivenAnswer(session.id, "why", "too late", world.clock()))
    outbox.add(GivenAnswer(uuid4(), "why", "of another database", world.clock()))
    outbox.close()
    assert filed(world, tmp_path) == (0, 1)
    assert b"too late" not in (tmp_path / "outbox" / "outbox.db").read_bytes()
