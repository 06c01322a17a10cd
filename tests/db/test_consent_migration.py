"""What was a mark on a consent becomes a row of its own, and a mark again on the way back; nothing is lost."""

from uuid import uuid4

from sqlalchemy import text

from db.engine import open_engine
from db.migrate import downgrade, upgrade

AT, LATER = "2026-05-01 09:00:00.000000", "2026-05-01 09:10:00.000000"
BEFORE = """
INSERT INTO user_account (id, name, display_name, role, is_active, is_demo, created_at)
    VALUES (:user, 'ada', 'Ada', 'taker', true, false, :at);
INSERT INTO survey (id, slug, version, title, definition, proctoring_enabled, policy, is_open, is_demo, created_at)
    VALUES (:survey, 's', 1, 'S', '{}', true, 'standard', true, false, :at);
INSERT INTO survey_session (id, survey_id, taker_id, status, proctoring_enabled, policy, initial_face_verified,
    violations_count, flagged_for_review, current_question, is_demo, created_at)
    VALUES (:session, :survey, :user, 'in_progress', false, '{}', true, 0, false, 0, false, :at);
INSERT INTO consent (id, session_id, purpose, text_version, text_sha256, is_given, given_at, withdrawn_at)
    VALUES (:consent, :session, 'monitoring', '1', 'a', true, :at, :later)
"""


def test_a_withdrawal_is_a_row_after_the_migration_and_a_mark_before(database_url: str) -> None:
    upgrade(database_url, "0004")
    ids = {name: str(uuid4()) for name in ("user", "survey", "session", "consent")}
    engine = open_engine(database_url)
    if engine.dialect.name == "sqlite":
        ids = {name: value.replace("-", "") for name, value in ids.items()}
    with engine.begin() as connection:
        for statement in BEFORE.split(";"):
            values = {**ids, "at": AT, "later": LATER}
            connection.execute(text(statement), {k: v for k, v in values.items() if f":{k}" in statement})
    upgrade(database_url)
    with engine.connect() as connection:
        said = connection.execute(text("SELECT is_given, given_at FROM consent ORDER BY given_at")).all()
        by_choice = connection.execute(text("SELECT without_by_choice FROM survey_session")).scalar_one()
    assert [(bool(is_given), str(at)[:19]) for is_given, at in said] == [(True, AT[:19]), (False, LATER[:19])]
    assert by_choice
    downgrade(database_url, "0004")
    with engine.connect() as connection:
        marked = connection.execute(text("SELECT is_given, withdrawn_at FROM consent")).all()
    engine.dispose()
    assert [(bool(is_given), str(at)[:19]) for is_given, at in marked] == [(True, LATER[:19])]
