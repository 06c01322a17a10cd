"""What takers of 0.1 read stays the reason; what was written for colleagues becomes the note, and one text on the way back."""

from uuid import uuid4

from sqlalchemy import Connection, text

from db.engine import open_engine
from db.migrate import downgrade, upgrade

BEFORE = "0016"
PEOPLE = """
INSERT INTO user_account (id, name, display_name, role, is_active, is_demo, created_at)
    VALUES (:user, 'ada', 'Ada', 'taker', true, false, :at);
INSERT INTO survey (id, slug, version, title, definition, proctoring_enabled, policy, recording_mode, allow_without_camera,
    is_open, is_demo, created_at)
    VALUES (:survey, 's', 1, 'S', '{}', true, 'standard', 'off', false, true, false, :at)
"""
SESSION = """
INSERT INTO survey_session (id, survey_id, taker_id, status, proctoring_enabled, without_by_choice, policy, recording_mode,
    initial_face_verified, violations_count, flagged_for_review, current_question, is_demo, created_at)
    VALUES (:id, :survey, :user, 'rejected', true, false, '{}', 'off', true, 3, true, 0, false, :at);
INSERT INTO proctor_review (id, session_id, status, flag_reasons, notes, revision, created_at)
    VALUES (:id, :id, :status, '[]', :notes, 1, :at);
INSERT INTO review_event (id, review_id, kind, notes, at) VALUES (:id, :id, :kind, :notes, :at)
"""
WRITTEN = {"rejected": "reject", "approved": "approve", "flagged": "flag", "pending": "reopened"}


def run(connection: Connection, statements: str, values: dict[str, str]) -> None:
    for statement in statements.split(";"):
        connection.execute(text(statement), {k: v for k, v in values.items() if f":{k}" in statement})


def texts_of(connection: Connection, columns: str) -> dict[str, tuple[str, ...]]:
    rows = connection.execute(text(f"SELECT status, {columns} FROM proctor_review")).all()
    events = connection.execute(text(f"SELECT kind, {columns} FROM review_event")).all()
    return {word: tuple(said) for word, *said in (*rows, *events)}


def test_what_takers_read_stays_the_reason_and_the_rest_becomes_the_note(database_url: str) -> None:
    upgrade(database_url, BEFORE)
    engine = open_engine(database_url)

    def new_id() -> str:
        return uuid4().hex if engine.dialect.name == "sqlite" else str(uuid4())

    same = {"user": new_id(), "survey": new_id(), "at": "2026-05-01 09:00:00.000000"}
    with engine.begin() as connection:
        run(connection, PEOPLE, same)
        for status, kind in WRITTEN.items():
            run(connection, SESSION, {**same, "id": new_id(), "status": status, "kind": kind, "notes": f"{kind}!"})
    upgrade(database_url)
    with engine.connect() as connection:
        after = texts_of(connection, "notes, colleague_note")
    assert after["rejected"] == after["reject"] == ("reject!", "")
    assert after["approved"] == after["approve"] == ("approve!", "")
    assert after["flagged"] == after["flag"] == ("", "flag!")
    assert after["reopened"] == ("", "reopened!")
    downgrade(database_url, BEFORE)
    with engine.connect() as connection:
        back = texts_of(connection, "notes")
    engine.dispose()
    assert {word: said for word, (said,) in back.items() if word in WRITTEN.values()} == {
        kind: f"{kind}!" for kind in WRITTEN.values()
    }
