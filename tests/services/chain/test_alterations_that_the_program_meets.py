"""What was altered behind the program's back stays found after the program itself has written the same row again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, insert, select, update
from sqlmodel import SQLModel, col

from db.engine import transaction
from db.tables import RecordingAnalysis, SessionRecording, Survey, SurveySession, Violation
from proctor_core.domain.policy import PolicyName, RecordingMode
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.states import RecordingState
from tests.support.session_world import SessionWorld, alleged

Attack = Callable[[SessionWorld, UUID], None]


def alter(world: SessionWorld, table: str, where: dict[str, Any], **values: Any) -> None:
    rows = SQLModel.metadata.tables[table]
    with world.engine.begin() as connection:
        statement = update(rows).where(*(rows.c[name] == value for name, value in where.items())).values(**values)
        assert connection.execute(statement).rowcount == 1


def an_answer(world: SessionWorld, session_id: UUID) -> None:
    alter(world, "answer", {"session_id": session_id, "question_id": "often"}, value="never")
    world.sessions.save_answer(world.taker, session_id, "often", "weekly")


def the_count(world: SessionWorld, session_id: UUID) -> None:
    world.allege(session_id)
    alter(world, "survey_session", {"id": session_id}, violations_count=0)
    world.allege(session_id)


def the_policy_before_the_hand_in(world: SessionWorld, session_id: UUID) -> None:
    session = world.stored(session_id)
    alter(world, "policy", {"sha256": session.policy_sha256}, content={**session.policy, "coverage_floor": 0.0})
    world.sessions.submit(world.taker, session_id, 0.1)


def who_watches_before_the_hand_in(world: SessionWorld, session_id: UUID) -> None:
    alter(world, "survey_session", {"id": session_id}, watched_by="off", proctoring_enabled=False)
    world.sessions.submit(world.taker, session_id)


def a_violation_before_it_ends(world: SessionWorld, session_id: UUID) -> None:
    violation_id = uuid4()
    world.violations.open_violation(session_id, alleged(2), None, violation_id=violation_id)
    alter(world, "violation", {"id": violation_id}, confidence=0.1)
    world.violations.close_violation(violation_id, alleged(2, 3), [])


def a_violation_that_a_bulk_statement_changes(world: SessionWorld, session_id: UUID) -> None:
    world.allege(session_id)
    violation = SQLModel.metadata.tables["violation"]
    with world.engine.begin() as connection:
        connection.execute(update(violation).where(violation.c.session_id == session_id).values(confidence=0.1))

    with transaction(world.engine) as db:
        db.exec(update(Violation).where(col(Violation.session_id) == session_id).values(reason="by the program"))


def a_violation_made_by_hand(world: SessionWorld, session_id: UUID) -> None:
    world.allege(session_id)
    rows = SQLModel.metadata.tables["violation"]
    forged = uuid4()
    with world.engine.begin() as connection:
        row = dict(connection.execute(select(rows).where(rows.c.session_id == session_id)).mappings().first() or {})
        connection.execute(insert(rows).values(**{**row, "id": forged, "ended_at": None}))
    world.violations.close_violation(forged, alleged(2, 3), [])


def a_violation_taken_away_and_written_again(world: SessionWorld, session_id: UUID) -> None:
    violation_id, rows = uuid4(), SQLModel.metadata.tables["violation"]
    world.violations.open_violation(session_id, alleged(2), None, violation_id=violation_id)
    with world.engine.begin() as connection:
        connection.execute(delete(rows).where(rows.c.id == violation_id))
    world.violations.open_violation(session_id, alleged(1), None, violation_id=violation_id)


@pytest.mark.parametrize(
    ("attack", "named"),
    [
        (an_answer, "an answer"),
        (the_count, "the session's own row"),
        (the_policy_before_the_hand_in, "the session's own row"),
        (who_watches_before_the_hand_in, "the session's own row"),
        (a_violation_before_it_ends, "a violation"),
        (a_violation_that_a_bulk_statement_changes, "a violation"),
        (a_violation_made_by_hand, "a violation"),
        (a_violation_taken_away_and_written_again, "a violation"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_the_program_going_on_makes_no_alteration_good(world: SessionWorld, attack: Attack, named: str) -> None:
    session = world.answered()
    attack(world, session.id)
    found = world.verifying.verify(session.id).broken
    assert any(sentence.startswith(named) and "before the program wrote it again" in sentence for sentence in found), (
        found
    )
    # It stays found, whatever is written later.
    with transaction(world.engine) as db:
        db.get_one(SurveySession, session.id).new_reference_allowed = True
    assert set(found) <= set(world.verifying.verify(session.id).broken)


def test_a_survey_altered_by_hand_is_not_made_good_by_an_administrator_who_changes_it(world: SessionWorld) -> None:
    session = world.invited()
    alter(world, "survey", {"id": session.survey_id}, definition={"title": "another", "questions": []})
    world.surveys.set_open(world.administrator, session.survey_id, is_open=False)
    (found,) = world.verifying.verify_program().broken
    assert found.startswith("a version of a survey")


def test_rows_that_the_program_writes_twice_in_one_transaction_or_takes_away_read_as_whole(world: SessionWorld) -> None:
    session = world.answered()
    world.allege(session.id, 3)
    with transaction(world.engine) as db:
        row = db.get_one(SurveySession, session.id)
        for coverage in (0.1, 0.2):
            row.coverage = coverage
            db.flush()
        survey = Survey(slug="new", version=1, title="t", definition={}, created_at=world.clock())
        db.add(survey)
        db.flush()
        survey.is_open = False
    world.surveys.change_proctoring(
        world.administrator,
        session.survey_id,
        proctoring_enabled=True,
        policy=PolicyName.STRICT,
        recording_mode=RecordingMode.OFF,
        allow_without_camera=True,
    )
    assert world.verifying.verify(session.id).broken == ()


def test_a_recording_and_its_analysis_share_an_id_and_are_recorded_apart(world: SessionWorld) -> None:
    session, number = world.answered(), uuid4()
    row: dict[str, Any] = {"id": number, "session_id": session.id, "created_at": world.clock()}
    with transaction(world.engine) as db:
        db.add(SessionRecording(source=RecordingSource.UPLOADED, state=RecordingState.CLOSED, **row))
        db.flush()
        db.add(RecordingAnalysis(recording_id=number, **row))
    for state in (RecordingState.FAILED, RecordingState.CLOSED):
        # What is done about a video that can't be read: its row alone changes.
        with transaction(world.engine) as db:
            db.get_one(SessionRecording, number).state = state
        assert world.verifying.verify(session.id).broken == ()


def test_many_writers_of_the_same_rows_at_once_meet_nothing_altered(world: SessionWorld) -> None:
    session, same = world.answered(), uuid4()

    def answers(number: int) -> None:
        world.sessions.save_answer(world.taker, session.id, "liked", 1 + number % 5)

    def violations(_: int) -> None:
        violation_id = uuid4()
        world.violations.open_violation(session.id, alleged(2), None, violation_id=violation_id)
        world.violations.close_violation(violation_id, alleged(2, 3), [])

    def surveys(number: int) -> None:
        world.surveys.set_open(world.administrator, session.survey_id, is_open=bool(number % 2))

    def without_holding_the_session(number: int) -> None:
        with transaction(world.engine) as db:
            db.get_one(SurveySession, session.id).coverage = number / 100

    def the_same_insert(_: int) -> None:
        world.violations.open_violation(session.id, alleged(2), None, violation_id=same)

    deeds = (answers, violations, surveys, without_holding_the_session, the_same_insert)
    with ThreadPoolExecutor(len(deeds)) as pool:
        list(pool.map(lambda number: deeds[number % len(deeds)](number), range(60)))
    assert world.verifying.verify(session.id).broken == ()
    assert world.verifying.verify_program().broken == ()
