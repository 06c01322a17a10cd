"""A year of sessions, written by the database itself: quick, the same each time, and with rows of pictures that are in no file.

The rows are as the program leaves them, but for the chain, which no page reads. Sessions lie evenly over the year; 30 in 100 are
flagged, those of the last week still wait. Nothing is ever retained away: a program would hold fewer violations and pictures.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import md5
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, text
from sqlmodel import Session

from db.rollups.folding import fill as count_all
from db.rollups.triggers import uncounted
from db.tables import Survey, User
from proctor_core.demo.surveys import CUSTOMER_STUDY, DEFINITIONS
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.roles import Role
from proctor_core.services.surveys.kept_policies import keep_policy

YEAR_S = 365 * 86_400
SURVEYS, RARE_SURVEY = 20, "survey20"
"""The rare one has a thousandth of all sessions."""
STAFF = {"moderator": Role.MODERATOR, "analyst": Role.ANALYST, "administrator": Role.ADMINISTRATOR}

_POSTGRES = """
CREATE SCHEMA drawing;
CREATE FUNCTION drawing.id_of(text) RETURNS uuid LANGUAGE sql IMMUTABLE AS 'SELECT md5($1)::uuid';
CREATE FUNCTION drawing.time_of(double precision) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS 'SELECT to_timestamp($1)';
CREATE FUNCTION drawing.as_json(text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS 'SELECT $1::jsonb';
SET LOCAL search_path = public, drawing
"""

_DRAWN = """
CREATE TEMPORARY TABLE step (k INTEGER);
INSERT INTO step VALUES (0), (1), (2), (3), (4), (5);
CREATE TEMPORARY TABLE kind (name VARCHAR(40), part INTEGER);
INSERT INTO kind VALUES ('start', 0), ('peak', 1), ('end', 2);
CREATE TEMPORARY TABLE drawn
    (i BIGINT PRIMARY KEY, began DOUBLE PRECISION, outcome VARCHAR(20), violations INTEGER, size INTEGER);
INSERT INTO drawn
    WITH RECURSIVE numbers(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM numbers WHERE i < :sessions),
    chances AS (SELECT i, i * 7919 % 10007 % 1000 AS chance FROM numbers),
    outcomes AS (
        SELECT i, CASE
            WHEN i % 20 = 0 THEN 'unwatched'
            WHEN chance < 680 THEN 'passed'
            WHEN chance < 700 THEN 'expired'
            WHEN i > :sessions * 0.98 AND chance % 10 = 0 THEN 'escalated'
            WHEN i > :sessions * 0.98 THEN 'waiting'
            WHEN chance % 4 = 0 THEN 'rejected'
            ELSE 'approved' END AS outcome
        FROM chances)
    SELECT i, :until - (:sessions - i) * :apart, outcome,
        CASE WHEN outcome IN ('unwatched', 'expired') THEN 0 WHEN outcome <> 'passed' THEN 3 + i % 4
            WHEN i % 4 = 1 THEN 1 ELSE 0 END,
        20000 + i % 60000
    FROM outcomes
"""

_ROWS = """
INSERT INTO user_account (id, name, display_name, role, is_active, is_demo, created_at)
    SELECT id_of('taker' || i), 'taker ' || i, 'Taker ' || i, 'taker', TRUE, FALSE, time_of(began - 86400)
    FROM drawn WHERE i % 3 = 1;
INSERT INTO survey_session (id, survey_id, taker_id, status, watched_by, proctoring_enabled, without_by_choice, recording_mode,
        policy_sha256, initial_face_verified, face_reference_image, reference_bytes, violations_count, flagged_for_review,
        coverage, observation_log, observation_log_bytes, snapshots, snapshot_bytes, current_question, new_reference_allowed,
        is_demo, created_at, started_at, submitted_at, ended_at, last_seen_at)
    SELECT id_of('session' || i), id_of('survey' || CASE WHEN i % 1000 = 7 THEN 20 ELSE i * 104729 % 10007 % 20 END),
        id_of('taker' || (i - (i + 2) % 3)),
        CASE outcome WHEN 'waiting' THEN 'under_review' WHEN 'escalated' THEN 'under_review' WHEN 'rejected' THEN 'rejected'
            WHEN 'expired' THEN 'expired' ELSE 'passed' END,
        CASE outcome WHEN 'unwatched' THEN 'off' ELSE 'server' END, outcome <> 'unwatched', FALSE, 'off', :policy,
        outcome <> 'unwatched', CASE outcome WHEN 'unwatched' THEN NULL ELSE 'sessions/' || i || '/reference.jpg' END,
        CASE outcome WHEN 'unwatched' THEN NULL ELSE size END, violations,
        outcome IN ('waiting', 'escalated', 'approved', 'rejected'), 0.98,
        CASE outcome WHEN 'unwatched' THEN NULL ELSE 'sessions/' || i || '/observations' END,
        CASE outcome WHEN 'unwatched' THEN NULL ELSE size * 3 END, violations * 3, violations * 3 * size, 4, FALSE, FALSE,
        time_of(began - 600), time_of(began), CASE outcome WHEN 'expired' THEN NULL ELSE time_of(began + 1200) END,
        time_of(began + 1200), time_of(began + 1200)
    FROM drawn;
INSERT INTO answer (id, session_id, question_id, value, revision, shown_at, answered_at)
    SELECT id_of('answer' || i || '.' || k), id_of('session' || i), 'question ' || k, as_json('"daily"'), 1,
        time_of(began + 60 * k), time_of(began + 60 * k + 20)
    FROM drawn, step WHERE k < 3;
INSERT INTO consent (id, session_id, purpose, text_version, text_sha256, is_given, given_at)
    SELECT id_of('consent' || i), id_of('session' || i), 'monitoring', '2026-11', '', TRUE, time_of(began - 60) FROM drawn;
INSERT INTO face_verification (id, session_id, is_initial, started_at, ended_at, samples, face_detected, face_count, confidence,
        source)
    SELECT id_of('run' || i || '.' || k), id_of('session' || i), FALSE, time_of(began + 600 * k), time_of(began + 600 * k + 590),
        118, TRUE, 1, 0.93, 'server'
    FROM drawn, step WHERE k < 2 AND outcome <> 'unwatched';
INSERT INTO violation (id, session_id, type, onset_s, offset_s, peak_s, started_at, ended_at, confidence, measured, "limit",
        looks, positive, reason, source)
    SELECT id_of('violation' || i || '.' || k), id_of('session' || i),
        CASE WHEN (i * 13 + k * 7) % 20 < 9 THEN 'no_face' WHEN (i * 13 + k * 7) % 20 < 15 THEN 'looking_away'
            WHEN (i * 13 + k * 7) % 20 < 18 THEN 'multiple_faces' WHEN i % 50 = 0 THEN 'low_confidence'
            ELSE 'mobile_detected' END,
        100 + 120 * k, 109 + 120 * k, 104 + 120 * k, time_of(began + 100 + 120 * k), time_of(began + 109 + 120 * k),
        0.9, 0.81, 0.35, 18, 14, 'Phone seen in 14 of 18 looks, best 0.81, limit 0.35', 'server'
    FROM drawn, step WHERE k < violations;
INSERT INTO evidence (id, session_id, violation_id, kind, media_key, sha256, size_bytes, width, height, taken_s)
    SELECT id_of('picture' || i || '.' || k || name), id_of('session' || i), id_of('violation' || i || '.' || k), name,
        'sessions/' || i || '/evidence/' || k || name || '.jpg', '', size, 640, 480, 100 + 120 * k + part * 4
    FROM drawn, step, kind WHERE k < violations;
INSERT INTO signal (id, session_id, kind, onset_s, offset_s, started_at, ended_at, reason)
    SELECT id_of('signal' || i), id_of('session' || i), 'too_dark', 700, 712, time_of(began + 700), time_of(began + 712), ''
    FROM drawn WHERE i % 4 = 2;
INSERT INTO session_recording (id, session_id, source, mode, state, failure, media_key, media_type, size_bytes, start_s,
        is_start_told, violations_by_type, thumbnails_bytes, segments, chain_sha256, created_at, processed_at)
    SELECT id_of('video' || i), id_of('session' || i), 'live', 'full', 'processed', '', 'sessions/' || i || '/video/live.webm',
        'video/webm', size * 100, 0, TRUE, as_json('{}'), 5000, 120, '', time_of(began), time_of(began + 1300)
    FROM drawn WHERE i % 5 = 1;
INSERT INTO proctor_review (id, session_id, status, flag_reasons, notes, colleague_note, revision, created_at, ranks_since,
        longest_s, unseen_share, moderator_id, decided_at, judged_at)
    SELECT id_of('review' || i), id_of('session' || i),
        CASE outcome WHEN 'waiting' THEN 'pending' WHEN 'escalated' THEN 'flagged' ELSE outcome END,
        as_json('[{"rule": "violation_count", "measured": 3.0, "limit": 3.0, "detail": "3 violations alleged; threshold 3"}]'),
        '', '', 2, time_of(began + 1200), time_of(began + 1200 - (20 + i % 14) * 3600), 9 + i % 40, 0.02 + i % 100 * 0.001,
        CASE WHEN outcome IN ('approved', 'rejected') THEN id_of('moderator') END,
        CASE WHEN outcome IN ('approved', 'rejected') THEN time_of(began + 4800 + i % 48 * 3600) END,
        CASE WHEN outcome IN ('approved', 'rejected') THEN time_of(began + 4000) END
    FROM drawn WHERE outcome IN ('waiting', 'escalated', 'approved', 'rejected');
INSERT INTO incident_verdict (id, session_id, review_id, moderator_id, kind, type, onset_s, offset_s, violation_ids, signal_ids,
        at)
    SELECT id_of('verdict' || i || '.' || k), id_of('session' || i), id_of('review' || i), id_of('moderator'),
        CASE WHEN i % 97 = 0 THEN 'unsure' WHEN outcome = 'approved' THEN 'dismiss' ELSE 'confirm' END, 'no_face',
        100 + 120 * k, 109 + 120 * k,
        as_json('["' || CAST(id_of('violation' || i || '.' || k) AS VARCHAR(40)) || '"]'), as_json('[]'),
        time_of(began + 4000 + k)
    FROM drawn, step WHERE k < violations AND outcome IN ('approved', 'rejected');
INSERT INTO review_event (id, review_id, kind, notes, colleague_note, at)
    SELECT id_of('event' || i || '.' || k), id_of('review' || i),
        CASE k WHEN 0 THEN 'flagged_by_rule' WHEN 1 THEN 'claimed'
            ELSE CASE outcome WHEN 'approved' THEN 'approve' WHEN 'rejected' THEN 'reject' ELSE 'flag' END END,
        '', '', time_of(began + 1200 + k * (1800 + i % 48 * 1800))
    FROM drawn, step
    WHERE k < 3 AND outcome IN ('waiting', 'escalated', 'approved', 'rejected') AND (outcome <> 'waiting' OR k = 0);
INSERT INTO audit_event (id, at, actor_id, action, object_type, object_id, detail)
    SELECT id_of('line' || i || '.' || k), time_of(began - 600 + 420 * k),
        CASE k WHEN 0 THEN id_of('administrator') WHEN 5 THEN id_of('moderator') ELSE id_of('taker' || (i - (i + 2) % 3)) END,
        CASE k WHEN 0 THEN 'session.assigned' WHEN 1 THEN 'session.consent_given' WHEN 5 THEN 'evidence.viewed'
            ELSE 'session.moved' END,
        'survey_session', CAST(id_of('session' || i) AS VARCHAR(80)), ''
    FROM drawn, step WHERE k < 5 OR outcome IN ('approved', 'rejected');
INSERT INTO audit_event (id, at, action, object_type, object_id, detail)
    SELECT id_of('daily' || i), time_of(:until - (i - 1) * 86400),
        CASE i % 7 WHEN 0 THEN 'survey.changed' ELSE 'program.swept' END, 'sweep', '', 'nothing was due'
    FROM drawn WHERE i <= 365
"""


def id_of(what: str) -> UUID:
    """The id of one drawn thing."""
    return UUID(md5(what.encode(), usedforsecurity=False).hexdigest())


def fill(engine: Engine, sessions: int, until: datetime) -> None:
    """Write them in one transaction, and let PostgreSQL look at them as it does by itself sooner or later."""
    with Session(engine) as db, db.begin():
        for name, role in STAFF.items():
            db.add(User(id=id_of(name), name=name, display_name=name.title(), role=role, created_at=until))
        for number in range(SURVEYS + 1):
            slug = f"survey{number}"
            definition = {**DEFINITIONS[CUSTOMER_STUDY], "title": f"Survey {number}"}
            db.add(
                Survey(id=id_of(slug), slug=slug, title=definition["title"], definition=definition, created_at=until)
            )
        db.flush()
        given: dict[str, Any] = {"sessions": sessions, "until": until.timestamp(), "apart": YEAR_S / sessions}
        given["policy"] = keep_policy(db, STANDARD, until).sha256
        connection = db.connection()
        _teach(connection)
        _run(connection, _DRAWN, given)
        with uncounted(connection):
            _run(connection, _ROWS, given)
        count_all(connection)
        if engine.dialect.name == "postgresql":
            _run(connection, "DROP SCHEMA drawing CASCADE", {})
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM (ANALYZE)"))


def _teach(connection: Connection) -> None:
    """The three words that both databases are to know."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_POSTGRES)
        return
    sqlite: Any = connection.connection.dbapi_connection
    sqlite.create_function("id_of", 1, lambda what: id_of(what).hex, deterministic=True)
    sqlite.create_function("time_of", 1, _stored_time, deterministic=True)
    sqlite.create_function("as_json", 1, lambda said: said, deterministic=True)


def _stored_time(second: float | None) -> str | None:
    return None if second is None else f"{datetime.fromtimestamp(second, UTC):%Y-%m-%d %H:%M:%S.%f}"


def _run(connection: Connection, statements: str, given: Mapping[str, Any]) -> None:
    for statement in statements.split(";\n"):
        used = {name: value for name, value in given.items() if f":{name}" in statement}
        connection.execute(text(statement), used)
