"""Surveys of version 0.1 find their owners: the one platform that opened all sessions, and else the house."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text

from db.engine import open_engine
from db.migrate import downgrade, upgrade

AT = "2026-05-01 09:00:00.000000"
PERSON = """INSERT INTO user_account (id, name, display_name, role, is_active, is_demo, created_at)
    VALUES (:id, :name, 'Ada', 'taker', true, false, :at)"""
SURVEY = """INSERT INTO survey (id, slug, version, title, definition, proctoring_enabled, policy, is_open, is_demo, created_at)
    VALUES (:id, :slug, :version, 'S', '{}', true, 'standard', true, false, :at)"""
SESSION = """INSERT INTO survey_session (id, survey_id, taker_id, status, proctoring_enabled, policy, initial_face_verified,
    violations_count, flagged_for_review, current_question, is_demo, created_at, platform)
    VALUES (:id, :survey, :taker, 'in_progress', false, '{}', true, 0, false, 0, false, :at, :platform)"""


def insert(connection: Connection, statement: str, **values: Any) -> str:
    found = str(uuid4())
    given = {**values, "id": found if connection.dialect.name == "postgresql" else found.replace("-", ""), "at": AT}
    connection.execute(text(statement), given)
    return given["id"]


@pytest.mark.parametrize(
    ("opened_by", "owner"),
    [
        (("quiz.example", "quiz.example"), "quiz.example"),
        (("quiz.example", "other.example"), ""),
        (("quiz.example", None), ""),
        ((None,), ""),
        ((), ""),
    ],
)
def test_a_survey_that_one_platform_alone_opened_becomes_its_own_and_its_sessions_stay(
    database_url: str, opened_by: tuple[str | None, ...], owner: str
) -> None:
    upgrade(database_url, "0011")
    engine = open_engine(database_url)
    with engine.begin() as connection:
        taker = insert(connection, PERSON, name="ada")
        versions = [insert(connection, SURVEY, slug="study", version=number) for number in (1, 2)]
        for number, platform in enumerate(opened_by):
            insert(connection, SESSION, survey=versions[number % 2], taker=taker, platform=platform)
    upgrade(database_url, "0012")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT platform FROM survey")).scalars().all()
        sessions = connection.execute(text("SELECT count(*) FROM survey_session")).scalar_one()
    assert (found, sessions) == ([owner, owner], len(opened_by))
    downgrade(database_url, "0011")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM survey_session")).scalar_one() == len(opened_by)
    engine.dispose()
