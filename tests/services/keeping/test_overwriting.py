"""What was erased is looked for in PostgreSQL's own files, byte by byte: nothing is called overwritten that was not."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, Table, text
from sqlmodel import SQLModel

from db.engine import open_engine, transaction
from db.overwriting import STATISTICS, rewrite_table, table_bytes
from db.queries.personal_data import rows_of_person
from db.tables import AuditEvent, IdempotentAnswer, OverwriteDue, User
from proctor_core.domain.erasure import StillHeld
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.keeping import overwriting
from proctor_core.services.keeping.erasing import ALWAYS_TOUCHED
from proctor_core.services.keeping.overwriting import LATE, QUIET, Overwriting
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.keeping.retention import RetentionService
from tests.support.postgres import PostgresServer
from tests.support.session_world import PASSWORD, SessionWorld

NAME, DISPLAY, EMAIL = "zyxadalovelace", "Quokka Lovelace", "axolotl@example.org"
WORDS = (NAME, DISPLAY, EMAIL, "tangerine")


@pytest.fixture
def server_world(postgres_server: PostgresServer, migrated_postgres: str, tmp_path: Path) -> Iterator[SessionWorld]:
    """A PostgreSQL database of the test's own: its files are looked into."""
    url = postgres_server.create_database(template=migrated_postgres)
    engine = open_engine(url)
    yield SessionWorld(engine, tmp_path / "media")
    engine.dispose()
    postgres_server.drop_database(url)


def planted(world: SessionWorld) -> User:
    """A person with a session, among others; statistics know all of them."""
    for number in range(20):
        world.person(f"neighbour-{number}")
    person = world.accounts.create_user(world.administrator, NAME, DISPLAY, Role.TAKER, PASSWORD, email=EMAIL)
    world.taker = person
    session = world.answered()
    world.sessions.save_answer(person, session.id, "why", "a tangerine hat")
    with transaction(world.engine) as db:
        about = AuditEvent(
            at=world.clock(), action="x", object_type="n", object_id="n", detail=f"{NAME} wrote of {session.id}"
        )
        db.add(about)
    with world.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
        connection.execute(text("CHECKPOINT"))
    return person


def in_the_files(engine: Engine) -> set[str]:
    """Which of the words stand in any file of the database, once all of it is on the disk."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.execute(text("SELECT current_setting('data_directory')")).scalar_one())
        oid = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    stored = b"".join(path.read_bytes() for path in (folder / "base" / str(oid)).iterdir() if path.is_file())
    return {word for word in WORDS if word.encode() in stored}


def privacy_of(world: SessionWorld, folder: Path) -> PrivacyService:
    return PrivacyService(world.engine, world.clock, SessionFiles(world.media, folder / "logs"))


@pytest.mark.postgres
def test_after_an_erasure_and_its_task_no_file_of_postgres_holds_the_name(
    server_world: SessionWorld, tmp_path: Path
) -> None:
    world = server_world
    person = planted(world)
    assert in_the_files(world.engine) == set(WORDS)
    receipt = privacy_of(world, tmp_path).erase_person(None, person.id)
    assert (receipt.is_overwritten, receipt.still_held) == (False, tuple(StillHeld))
    assert in_the_files(world.engine) == set(WORDS), "deleted is not overwritten"
    task = Overwriting(world.engine, world.clock)
    assert {"user_account", "answer", "audit_event", STATISTICS} <= {row.table_name for row in task.due()}
    assert task.run(whatever_its_size=True)
    assert (task.due(), in_the_files(world.engine)) == ([], set())
    (line,) = world.rows(AuditEvent, action="program.tables_rewritten")
    assert "user_account" in line.detail


@pytest.mark.postgres
def test_a_plain_vacuum_would_leave_the_bytes(server_world: SessionWorld, tmp_path: Path) -> None:
    """The reason for FULL: a plain one frees the room and leaves what stands in it."""
    person = planted(server_world)
    privacy_of(server_world, tmp_path).erase_person(None, person.id)
    with server_world.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM"))
    assert in_the_files(server_world.engine) != set()


@pytest.mark.postgres
def test_it_is_pending_while_an_old_snapshot_or_a_lock_keeps_dead_rows(
    server_world: SessionWorld, tmp_path: Path
) -> None:
    world = server_world
    person, task = planted(world), Overwriting(world.engine, world.clock)
    with world.engine.connect().execution_options(isolation_level="REPEATABLE READ") as reader:
        reader.execute(text("SELECT count(*) FROM survey"))
        privacy_of(world, tmp_path).erase_person(None, person.id)
        assert not task.run(whatever_its_size=True), "somebody still sees the rows"
        assert "user_account" in {row.table_name for row in task.due()}
    with world.engine.connect() as writer, writer.begin():
        writer.execute(text("LOCK TABLE user_account IN ROW EXCLUSIVE MODE"))
        assert not rewrite_table(world.engine, "user_account"), "somebody writes"
    world.clock.pass_time(LATE.total_seconds() + 1)
    assert task.is_late()
    assert task.run(whatever_its_size=True)
    assert in_the_files(world.engine) == set() and not task.is_late()


@pytest.mark.postgres
def test_a_large_table_is_held_only_when_nobody_answers(
    server_world: SessionWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = server_world
    person = planted(world)
    privacy_of(world, tmp_path).erase_person(None, person.id)
    world.taker = world.person("somebody who answers")
    running = world.in_progress()
    world.sessions.touch(running.id)
    monkeypatch.setattr(overwriting, "AT_ONCE_BYTES", table_bytes(world.engine, "sign_in"))
    task = Overwriting(world.engine, world.clock)
    assert not task.run()
    assert "user_account" in {row.table_name for row in task.due()}
    world.clock.pass_time(QUIET.total_seconds() + 1)
    assert task.run()
    assert task.due() == []


@pytest.mark.postgres
def test_what_is_deleted_while_a_table_is_written_anew_is_due_again(
    server_world: SessionWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = server_world
    people = [planted(world), world.person("later")]
    privacy, task = privacy_of(world, tmp_path), Overwriting(world.engine, world.clock)
    privacy.erase_person(None, people[0].id)

    def meanwhile(engine: Engine, table: str) -> bool:
        if table == "user_account" and people:
            privacy.erase_person(None, people.pop().id)
        return rewrite_table(engine, table)

    people.pop(0)
    monkeypatch.setattr(overwriting, "rewrite_table", meanwhile)
    task.run(whatever_its_size=True)
    assert "user_account" in {row.table_name for row in task.due()}


def test_sqlite_overwrites_at_once_and_names_backups_alone(sqlite_engine: Engine, tmp_path: Path) -> None:
    world = SessionWorld(sqlite_engine, tmp_path / "media")
    receipt = privacy_of(world, tmp_path).erase_person(None, world.taker.id)
    assert (receipt.is_overwritten, receipt.still_held) == (True, (StillHeld.BACKUPS,))
    assert world.rows(OverwriteDue) == []


def test_an_answer_kept_for_a_platforms_key_goes_with_the_person_and_with_the_session(
    world: SessionWorld, tmp_path: Path
) -> None:
    platform, other = world.person("platform"), world.person("ben")
    mine, person = world.in_progress(), world.taker
    world.taker = other
    theirs = world.in_progress()
    bodies = {
        "session": {"id": str(mine.id), "taker_id": str(person.id)},
        "person": {"person": {"id": str(person.id)}},
        "theirs": {"id": str(theirs.id)},
        "none": None,
    }

    def keep() -> None:
        with transaction(world.engine) as db:
            for key, body in bodies.items():
                row = IdempotentAnswer(
                    user_id=platform.id, key_hash=f"{key}-{uuid4().hex}", request_hash="r", status=201, body=body
                )
                row.created_at = world.clock()
                db.add(row)

    keep()
    privacy = privacy_of(world, tmp_path)
    privacy.erase_person(None, person.id)
    left = [row.body for row in world.rows(IdempotentAnswer)]
    assert sorted(map(str, left)) == sorted(map(str, (bodies["theirs"], bodies["none"])))
    world.force(theirs.id, SessionStatus.WITHDRAWN)
    privacy.erase_session(other, theirs.id)
    assert [row.body for row in world.rows(IdempotentAnswer)] == [None]


def test_the_audit_log_forgets_a_session_whose_upload_ended_long_before(world: SessionWorld, tmp_path: Path) -> None:
    session = world.in_progress()
    with transaction(world.engine) as db:
        detail = f"100 bytes, session {session.id}"
        db.add(AuditEvent(at=world.clock(), action="upload.begun", object_type="u", object_id="gone", detail=detail))
    privacy_of(world, tmp_path).erase_person(None, world.taker.id)
    (line,) = world.rows(AuditEvent, action="upload.begun")
    assert line.detail == "100 bytes, session erased"


def test_the_sweep_says_whether_what_it_deleted_was_overwritten(world: SessionWorld, tmp_path: Path) -> None:
    files = SessionFiles(world.media, tmp_path / "logs")
    retention = RetentionService(world.engine, files, RetentionTimes(), world.identity)
    session = world.in_progress()
    world.force(session.id, SessionStatus.WITHDRAWN)
    assert retention.erase_due(world.clock()).erased == 1
    assert retention.overwriting.run(whatever_its_size=True)
    assert world.rows(OverwriteDue) == []


def test_every_table_whose_rows_go_with_a_session_is_rewritten() -> None:
    """Also those of which an erasure names no row, since the database deletes them with their review."""
    noted = {*ALWAYS_TOUCHED, *(str(part.table.__tablename__) for part in rows_of_person(uuid4(), [uuid4()]))}
    going = {"survey_session"}
    while more := {table.name for table in SQLModel.metadata.tables.values() if _goes_with(table, going)} - going:
        going |= more
    assert len(going) > 20
    assert going - noted == set()


def _goes_with(table: Table, going: set[str]) -> bool:
    return any(key.ondelete == "CASCADE" and key.column.table.name in going for key in table.foreign_keys)
