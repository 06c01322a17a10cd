"""A database and a data folder of version 0.1, with content, upgrade and open: nothing is lost, and the program serves them."""

import re
import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from db.engine import open_engine, reading
from db.migrate import current, newest, upgrade
from db.tables import Answer, Evidence, ReviewEvent, SessionRecording, SurveySession, User, Violation
from pages.components.reason_words import reason_words
from proctor_core.domain.watching import WatchedBy
from proctor_core.media.store import MediaStore
from tests.conftest import BOTH_DATABASES
from tests.support.processes import wait_until
from tests.support.program import running_program
from tests.support.session_world import PASSWORD
from tests.support.version_0_1 import copy_to_postgres, old_sessions, unpack

pytestmark = pytest.mark.slow
BY_PLATFORM = {"by client", "by client, running", "by other"}
"""Its sessions that a service token opened."""


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where `running_program` looks for it."""
    return unpack(tmp_path / "data")


@pytest.fixture(params=BOTH_DATABASES)
def old_url(request: pytest.FixtureRequest, data_dir: Path) -> str:
    """A database of 0.1, not upgraded yet."""
    if request.param == "sqlite":
        return f"sqlite:///{data_dir / 'proctor.db'}"
    url = request.getfixturevalue("postgres_url")
    copy_to_postgres(data_dir, url)
    return url


def test_all_that_0_1_had_stored_is_there_after_the_upgrade(old_url: str, data_dir: Path) -> None:
    upgrade(old_url)
    engine = open_engine(old_url)
    media = MediaStore.open(data_dir / "media")
    try:
        assert current(engine) == newest()
        with reading(engine) as db:
            for key, old in old_sessions().items():
                session = db.get_one(SurveySession, old.id)
                kept = (str(session.status), session.violations_count, session.flagged_for_review)
                assert kept == (old.status, old.violations_count, old.flagged_for_review), key
                assert session.face_reference_image == old.reference, key
            sizes: defaultdict[UUID, list[int]] = defaultdict(list)
            for picture in db.exec(select(Evidence)).all():
                assert media.get(picture.media_key)
                sizes[picture.session_id].append(picture.size_bytes)
            kept = {one.id: (one.snapshots, one.snapshot_bytes) for one in db.exec(select(SurveySession)).all()}
            assert sizes and kept == {
                session_id: (len(sizes[session_id]), sum(sizes[session_id])) for session_id in kept
            }
            said = [event.notes for event in db.exec(select(ReviewEvent)).all()]
            assert "A phone was used three times." in said
            violations = db.exec(select(Violation)).all()
            assert violations and {row.reason_code for row in violations} == {None}
            assert [reason_words(row) for row in violations] == [row.reason for row in violations]
            assert all(row.reason for row in violations)
            assert all(row.failure_codes is None for row in db.exec(select(SessionRecording)).all())
    finally:
        engine.dispose()


def test_who_watched_each_session_of_0_1_is_told_by_how_it_was_opened(old_url: str) -> None:
    upgrade(old_url)
    engine = open_engine(old_url)
    with reading(engine) as db:
        sessions = {key: db.get_one(SurveySession, old.id) for key, old in old_sessions().items()}
        off = {key for key, session in sessions.items() if not session.proctoring_enabled}
        watchers = {key: session.watched_by for key, session in sessions.items()}
    engine.dispose()
    assert {key for key, watched_by in watchers.items() if watched_by is WatchedBy.HYBRID} == BY_PLATFORM
    assert {key for key, watched_by in watchers.items() if watched_by is WatchedBy.OFF} == off
    assert watchers["passed"] is WatchedBy.SERVER


def test_the_program_opens_it_serves_it_and_files_what_waited(old_url: str, tmp_path: Path, models_dir: Path) -> None:
    # The sweep of the first start would erase what is due by today's date: long times keep it.
    days = {f"PROCTORING_RETENTION_{name}_DAYS": "3650" for name in ("PASSED", "REJECTED", "UNFINISHED")}
    settings = {"DATABASE_URL": old_url, "DEMO": "0", "PROCTORING_MODELS_DIR": str(models_dir), **days}
    with running_program(tmp_path, settings) as program, httpx.Client(base_url=program.url) as browser:
        sign_in(browser, "root")
        health = browser.get("/api/health").json()
        assert health["parts"]["database"]["state"] == "well", health
        assert health["parts"]["media_store"]["state"] == "well", health
        wait_until(lambda: queued_tasks(program.data_dir) == [], "tasks that 0.1 had queued", timeout_s=20)
    engine = open_engine(old_url)
    sessions = old_sessions()
    with reading(engine) as db:
        waited = select(Answer).where(Answer.session_id == sessions["interrupted"].id, Answer.question_id == "often")
        assert db.exec(waited).one().value == "weekly"
        assert {db.get_one(SurveySession, old.id).violations_count for old in sessions.values()} == {0, 1, 3}
        assert db.exec(select(User).where(User.name == "mira")).one()
    engine.dispose()
    said = program.log.read_text()
    assert "Traceback" not in said and "not found in TaskRegistry" not in said


def queued_tasks(data_dir: Path) -> list[tuple[int]]:
    """What waits in the queue's file."""
    with closing(sqlite3.connect(data_dir / "tasks.db", timeout=10)) as connection:
        return connection.execute("SELECT id FROM task").fetchall()


def sign_in(browser: httpx.Client, name: str) -> None:
    """As a page's form does it."""
    form = browser.get("/account/login").text
    token = re.search(r'name="form_token" value="([^"]+)"', form)
    assert token, form
    answer = browser.post("/account/login", data={"form_token": token[1], "name": name, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
