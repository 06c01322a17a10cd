"""A database of version 0.1: who watches its sessions is told by how they were opened."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from db.engine import open_engine
from db.migrate import downgrade, upgrade

AT = "2026-05-01 09:00:00.000000"
PERSON = """
INSERT INTO user_account (id, name, display_name, role, is_active, is_demo, created_at)
    VALUES (:{name}, '{name}', 'Name', 'taker', true, false, :at);
"""
SESSION = """
INSERT INTO survey_session (id, survey_id, taker_id, status, proctoring_enabled, policy, initial_face_verified,
    violations_count, flagged_for_review, current_question, is_demo, created_at)
    VALUES (:{name}, :survey, :{taker}, '{status}', {is_watched}, '{{}}', {is_verified}, 0, false, 0, false, :at);
"""
BEFORE = (
    PERSON.format(name="ada")
    + PERSON.format(name="external")
    + """
INSERT INTO survey (id, slug, version, title, definition, proctoring_enabled, policy, is_open, is_demo, created_at)
    VALUES (:survey, 's', 1, 'S', '{}', true, 'standard', true, false, :at);
INSERT INTO external_person (id, platform, external_id, user_id, created_at)
    VALUES (:known, 'quiz.example', 'p-1', :external, :at);
"""
    + SESSION.format(name="by_platform", taker="external", status="passed", is_watched="true", is_verified="true")
    + SESSION.format(name="by_hand", taker="external", status="invited", is_watched="true", is_verified="false")
    + SESSION.format(name="own", taker="ada", status="in_progress", is_watched="true", is_verified="true")
    + SESSION.format(name="by_picture", taker="ada", status="enrolling", is_watched="true", is_verified="true")
    + SESSION.format(name="by_camera", taker="ada", status="enrolling", is_watched="true", is_verified="true")
    + SESSION.format(name="without", taker="external", status="passed", is_watched="false", is_verified="false")
    + """
INSERT INTO audit_event (id, at, actor_id, action, object_type, object_id, detail)
    VALUES (:line1, :at, NULL, 'session.assigned', 'survey_session', :by_platform_text, '');
INSERT INTO audit_event (id, at, actor_id, action, object_type, object_id, detail)
    VALUES (:line2, :at, :ada, 'session.assigned', 'survey_session', :by_hand_text, '');
INSERT INTO face_verification (id, session_id, is_initial, started_at, ended_at, samples, face_detected, source)
    VALUES (:face1, :by_picture, true, :at, :at, 1, true, 'server');
INSERT INTO face_verification (id, session_id, is_initial, started_at, ended_at, samples, face_detected, source)
    VALUES (:face2, :by_camera, true, :at, :at, 8, true, 'server')
"""
)
SESSIONS = ("by_platform", "by_hand", "own", "by_picture", "by_camera", "without")
NAMES = ("ada", "external", "survey", "known", "line1", "line2", "face1", "face2", *SESSIONS)


@pytest.fixture
def upgraded(database_url: str) -> Iterator[tuple[Engine, dict[str, str]]]:
    """A database of 0.1, brought up to date, and the names of its ids."""
    upgrade(database_url, "0010")
    ids = {name: uuid4() for name in NAMES}
    engine = open_engine(database_url)
    is_sqlite = engine.dialect.name == "sqlite"
    values = {name: value.hex if is_sqlite else str(value) for name, value in ids.items()}
    values |= {f"{name}_text": str(value) for name, value in ids.items()}
    with engine.begin() as connection:
        for statement in BEFORE.split(";"):
            words = {word.strip("(),") for word in statement.split()}
            given = {k: v for k, v in {**values, "at": AT}.items() if f":{k}" in words}
            connection.execute(text(statement), given)
    upgrade(database_url)
    yield engine, {str(value): name for name, value in ids.items()}
    engine.dispose()


def test_sessions_of_0_1_are_watched_by_whom_their_way_in_says(upgraded: tuple[Engine, dict[str, str]]) -> None:
    engine, names = upgraded
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, watched_by, platform FROM survey_session")).all()
        assert connection.execute(text("SELECT hybrid_unflagged FROM survey")).scalar_one() == "review"
    found = {names[str(UUID(str(row.id)))]: (row.watched_by, row.platform) for row in rows}
    assert found == {
        "by_platform": ("hybrid", "quiz.example"),
        "by_hand": ("server", None),
        "own": ("server", None),
        "by_picture": ("server", None),
        "by_camera": ("server", None),
        "without": ("off", "quiz.example"),
    }


def test_a_first_face_that_came_as_a_picture_is_taken_again_by_the_camera(
    upgraded: tuple[Engine, dict[str, str]],
) -> None:
    engine, names = upgraded
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, initial_face_verified FROM survey_session")).all()
    verified = {names[str(UUID(str(row.id)))] for row in rows if row.initial_face_verified}
    assert verified == {"by_platform", "own", "by_camera"}


def test_the_way_back_leaves_the_sessions(database_url: str, upgraded: tuple[Engine, dict[str, str]]) -> None:
    engine, _ = upgraded
    downgrade(database_url, "0010")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM survey_session")).scalar_one() == 6
