"""No column and no table is forgotten by the chain, and no write goes past it."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import insert, update
from sqlmodel import SQLModel, col

import db.tables
from db.engine import transaction
from db.tables import Answer, KeptPolicy, RecordingAnalysis, SessionRecording, SurveySession, Violation
from proctor_core.domain.recording import RecordingSource
from proctor_core.services.chain.chained_tables import CHAINED, UNCHAINED_COLUMNS, table_of
from tests.support.proven import unproven
from tests.support.session_world import SessionWorld

UNCHAINED = {
    "AccommodationRow": "what comes of it is in the sessions' policies, which are chained",
    "ApiToken": "who may use the API, not what was measured",
    "BlindSample": "decides nothing; what comes of it, an escalation, is chained",
    "CasePresence": "who has a case open just now",
    "ChainEnd": "the chain itself",
    "ChainLogLine": "the chain itself",
    "ChainRecord": "the chain itself",
    "LatestHeartbeat": "the newest heartbeat, overwritten by the next",
    "DatabaseIdentity": "which media store belongs to it",
    "ErasedSession": "keeps files of erased sessions from coming back",
    "ExternalPerson": "an account",
    "HeldDecision": "can still be taken back; what comes of it is chained",
    "IdempotentAnswer": "goes after a day",
    "Invitation": "an account",
    "KeptPolicy": "its key is its hash, and the sessions' records cover key and content",
    "OverwriteDue": "what PostgreSQL has to write anew",
    "QueueMail": "who is mailed about the queue",
    "RecordingUpload": "a file on its way; what came of it is a recording",
    "RejectionProposal": "who is waited for; what was said is in the history, which is chained",
    "SampleAddition": "decides nothing; what an escalation takes over is chained",
    "SampleMute": "decides nothing; what an escalation takes over is chained",
    "SampleOpinion": "decides nothing; an escalation is in the history, which is chained",
    "SampleVerdict": "decides nothing; what an escalation takes over is chained",
    "SavedQueueView": "how a moderator likes the queue",
    "SignIn": "an account",
    "SignInThrottle": "goes after a day",
    "StatisticsChange": "counts of rows that are chained",
    "StatisticsRollup": "counts of rows that are chained",
    "User": "an account",
    "Webhook": "where messages go",
    "WebhookDelivery": "a message; what it tells is chained",
}
"""Table -> why nobody has to prove anything by it."""
ALL: list[type[SQLModel]] = [getattr(db.tables, name) for name in db.tables.__all__]


def test_every_table_is_chained_or_says_why_not() -> None:
    assert {table.__name__ for table in ALL} - {table.__name__ for table in CHAINED} == set(UNCHAINED)


@pytest.mark.parametrize("table", list(CHAINED), ids=lambda table: table.__name__)
def test_every_column_of_a_chained_table_is_covered_or_left_out_on_purpose(table: type[SQLModel]) -> None:
    columns = {column.name for column in table_of(table).columns}
    left_out = UNCHAINED_COLUMNS.get(table, frozenset[str]())
    assert columns - CHAINED[table].columns == left_out, "put a new column into a new version of chained_tables.py"
    assert CHAINED[table].columns <= columns | {column.name for column in CHAINED[table].beside}


def test_a_write_whose_rows_can_not_be_followed_is_refused(world: SessionWorld) -> None:
    session = world.in_progress()
    row = {"id": uuid4(), "session_id": session.id, "question_id": "often", "revision": 0, "shown_at": world.clock()}
    with pytest.raises(TypeError, match="expected an INSERT into answer"), transaction(world.engine) as opened:
        opened.exec(insert(Answer).values(**row))  # pyright: ignore[reportCallIssue, reportArgumentType]
    with pytest.raises(TypeError, match="expected an UPDATE of survey_session"), transaction(world.engine) as opened:
        opened.execute(update(SurveySession), [{"id": session.id, "violations_count": 0}])
    assert world.verifying.verify(session.id).broken == ()


def test_a_heartbeat_leaves_no_record(world: SessionWorld) -> None:
    session = world.in_progress()
    before = world.verifying.verify(session.id).numbers
    world.clock.pass_time(5)
    world.sessions.touch(session.id)
    with transaction(world.engine) as opened:
        opened.exec(update(SurveySession).where(col(SurveySession.id) == session.id).values(current_question=1))
    after = world.verifying.verify(session.id).numbers
    assert (after.records, after.lines) == (before.records, before.lines)


def test_what_a_bulk_update_changes_is_recorded(world: SessionWorld) -> None:
    session = world.in_progress()
    world.allege(session.id, 2)
    with transaction(world.engine) as opened:
        opened.exec(update(Violation).where(col(Violation.session_id) == session.id).values(reason="by hand"))
    assert world.verifying.verify(session.id).broken == ()


def test_what_a_statement_over_columns_changes_or_deletes_is_recorded(world: SessionWorld) -> None:
    session = world.in_progress()
    world.allege(session.id, 2)
    table = table_of(Violation)
    with transaction(world.engine) as opened:
        opened.execute(table.update().values(reason="by hand"))
    assert world.verifying.verify(session.id).broken == ()
    with transaction(world.engine) as opened:
        opened.execute(table.delete())
    report = world.verifying.verify(session.id)
    assert (report.broken, report.numbers.erased) == ((), 2)


def test_nobody_writes_past_the_session() -> None:
    """A statement that goes to the connection is not heard of: heartbeats do, and the chain itself."""
    root = Path(__file__).resolve().parents[3]
    files = [*(root / "proctor_core").rglob("*.py"), *(root / "db" / "queries").glob("*.py")]
    past = {str(file.relative_to(root)) for file in files if re.search(r"connection\(\)\.exec", file.read_text())}
    looks = {"proctor_core/monitoring/health.py", "proctor_core/services/outage/lasting_sessions.py"}
    on_purpose = {"db/queries/latest_heartbeats.py", "proctor_core/services/chain/touched.py"}
    assert past - looks == {*on_purpose, "proctor_core/services/keeping/overwriting.py"}


def test_a_row_that_has_the_id_of_another_table_s_row_keeps_its_own_record(world: SessionWorld) -> None:
    """An uploaded recording and the work on it have one id."""
    session = world.in_progress()
    now = world.clock()
    with transaction(world.engine) as opened:
        recording = SessionRecording(session_id=session.id, source=RecordingSource.UPLOADED, created_at=now)
        opened.add(recording)
        opened.flush()
        ids = {"id": recording.id, "recording_id": recording.id, "session_id": session.id}
        opened.add(RecordingAnalysis(**ids, created_at=now))
    with transaction(world.engine) as opened:
        opened.get_one(SessionRecording, recording.id).failure = "no video"
    assert unproven(world.engine) == []


def test_what_is_rolled_back_leaves_no_record(world: SessionWorld) -> None:
    session = world.in_progress()
    before = world.verifying.verify(session.id).numbers.records
    with pytest.raises(RuntimeError), transaction(world.engine) as opened:
        opened.get_one(SurveySession, session.id).violations_count = 7
        opened.flush()
        raise RuntimeError
    report = world.verifying.verify(session.id)
    assert (report.broken, report.numbers.records) == ((), before)


def test_whoever_writes_to_the_program_s_database_writes_through_the_chain() -> None:
    """An engine that is opened elsewhere is not chained: what is there looks at tables, or makes them."""
    root = Path(__file__).resolve().parents[3] / "proctor_core"
    opening = {str(file.relative_to(root)) for file in root.rglob("*.py") if "open_engine(" in file.read_text()}
    assert opening == {"wiring/ground.py", "start/database.py", "serving.py"}


def test_a_session_recorded_with_its_policy_still_verifies_and_goes_on(world: SessionWorld) -> None:
    chained = CHAINED[SurveySession]
    versions = chained.versions
    object.__setattr__(chained, "versions", versions[:1])
    try:
        session = world.in_progress()
    finally:
        object.__setattr__(chained, "versions", versions)
    assert world.verifying.verify(session.id).broken == ()
    written = dict(session.policy)
    for by_hand, is_proven in (({**written, "violation_threshold": 99}, False), (written, True)):
        with world.engine.begin() as connection:
            connection.execute(table_of(KeptPolicy).update().values(content=by_hand))
        assert (world.verifying.verify(session.id).broken == ()) is is_proven
    world.allege(session.id)
    assert world.verifying.verify(session.id).broken == ()


def test_a_session_whose_reasons_had_no_codes_yet_still_verifies_and_goes_on(world: SessionWorld) -> None:
    session, chained = world.in_progress(), CHAINED[Violation]
    versions = chained.versions
    object.__setattr__(chained, "versions", versions[:1])
    try:
        violation_id = world.allege(session.id, 1)
    finally:
        object.__setattr__(chained, "versions", versions)
    assert world.verifying.verify(session.id).broken == ()
    with transaction(world.engine) as opened:
        opened.get_one(Violation, violation_id).reason_code = "no_face"
    assert world.verifying.verify(session.id).broken == ()
    for by_hand, is_proven in (("phone", False), ("no_face", True)):
        with world.engine.begin() as connection:
            connection.execute(table_of(Violation).update().values(reason_code=by_hand))
        assert (world.verifying.verify(session.id).broken == ()) is is_proven
