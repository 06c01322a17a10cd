"""The crowd: thousands of drawn sessions at once, which the program can't tell from those that it wrote one by one."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, func, select

import db.tables as tables
from db.engine import open_engine, reading
from db.migrate import upgrade
from db.queries.review_queue import QueueView
from db.tables import AuditEvent, Evidence, SurveySession, Violation
from proctor_core.codes.planned_fates import PlannedFate
from proctor_core.demo.cast import STAFF, VISITOR
from proctor_core.demo.crowd.surveys import ASKED
from proctor_core.demo.surveys import COMMUTE_SURVEY, CUSTOMER_STUDY
from proctor_core.domain.filters import AuditFilter
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import Conflict, IllegalMove
from proctor_core.services.reviewing.ranking import rank_review
from proctor_core.services.reviewing.statistics import FigureName, Period
from tests.demo.crowd_world import NOW, CrowdWorld

pytestmark = pytest.mark.slow

MODERATOR, ANALYST, ADMINISTRATOR = STAFF[0].name, STAFF[2].name, STAFF[3].name
LASTS = RetentionTimes(passed=timedelta(days=400), rejected=timedelta(days=400))
"""So long that everything measured of a year is there."""
STAYS = frozenset(
    {"DatabaseIdentity", "ErasedSession", "OverwriteDue", "ChainEnd", "ChainLogLine", "ChainRecord", "KeptPolicy"}
)
"""What says which database this is, and proves what was."""
CONTENT = [getattr(tables, name) for name in tables.__all__ if name not in STAYS]


VISITORS_SURVEYS = (CUSTOMER_STUDY, COMMUTE_SURVEY)
"""To which the demo's visitor is invited, in a session each."""


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> CrowdWorld:
    return CrowdWorld(engine, tmp_path / "data")


@pytest.fixture
def one_world(sqlite_engine: Engine, tmp_path: Path) -> CrowdWorld:
    """For what no database does in its own way."""
    return CrowdWorld(sqlite_engine, tmp_path / "data")


@pytest.fixture(scope="module")
def filled_once(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrowdWorld]:
    """1,500 sessions whose measurements are all there, for tests that only read."""
    folder = tmp_path_factory.mktemp("crowd")
    engine = open_engine(f"sqlite:///{shutil.copy(migrated_sqlite, folder / 'proctor.sqlite3')}")
    world = CrowdWorld(engine, folder / "data", LASTS)
    world.filling().fill(1500)
    yield world
    engine.dispose()


def test_verify_finds_nothing_in_a_filled_database_and_everything_in_one_that_was_altered_by_hand(
    world: CrowdWorld,
) -> None:
    assert world.filling(batch=50).fill(100).added == 100
    assert world.found_by_verify() == []
    with world.engine.begin() as connection:
        connection.execute(text("UPDATE answer SET revision = revision + 1"))
    with reading(world.engine) as db:
        answered = select(tables.Answer.session_id, func.count()).group_by(col(tables.Answer.session_id)).limit(1)
        session_id, answers = db.exec(answered).one()
    assert len(world.found_by_verify([session_id])) == answers > 0


def test_removing_the_demo_takes_the_whole_crowd_away(world: CrowdWorld) -> None:
    world.filling().fill(100)
    assert world.content().remove() == 100 + len(VISITORS_SURVEYS)
    assert {table.__name__: world.rows(table) for table in CONTENT if world.rows(table)} == {}
    assert world.found_by_verify() == []


def test_the_same_seed_draws_the_same_in_whichever_batches(tmp_path: Path) -> None:
    drawn = [drawn_rows(tmp_path / str(batch), batch) for batch in (30, 100)]
    assert drawn[0] == drawn[1]


def test_another_seed_draws_others_beside_them(one_world: CrowdWorld) -> None:
    one_world.filling().fill(40)
    one_world.filling().fill(30, seed=2)
    assert one_world.rows(SurveySession) == 70 + len(VISITORS_SURVEYS)
    assert one_world.found_by_verify() == []


def test_a_run_that_was_cut_off_is_begun_again_behind_its_last_batch(world: CrowdWorld) -> None:
    def cut_off(there: int) -> None:
        if there >= 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.filling(batch=20).fill(100, progress=cut_off)
    assert world.rows(SurveySession) == 40 + len(VISITORS_SURVEYS)
    filled = world.filling(batch=20).fill(100)
    assert (filled.there, filled.added) == (100, 60)
    assert world.rows(SurveySession) == 100 + len(VISITORS_SURVEYS)
    assert world.filling().fill(100).added == 0
    assert world.found_by_verify() == []


def test_a_database_with_people_of_its_own_is_left_alone(world: CrowdWorld) -> None:
    world.services().accounts.accounts.create_administrator("root", "correct horse battery staple")
    before = {table: world.rows(table) for table in CONTENT}
    with pytest.raises(IllegalMove, match="not the demo's"):
        world.filling().fill(10)
    assert {table: world.rows(table) for table in CONTENT} == before


def test_while_another_process_loads_demo_content_nothing_is_filled(one_world: CrowdWorld) -> None:
    content = one_world.content()
    assert content._lock.take(waits=False)  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(Conflict, match="Another process"):
        one_world.filling().fill(10)
    content.stop()


def test_a_start_of_the_program_beside_the_crowd_keeps_all_of_it(one_world: CrowdWorld) -> None:
    one_world.filling().fill(40)
    content = one_world.content()
    content.begin_if_new()
    assert content.wait(10.0)
    content.stop()
    assert one_world.rows(SurveySession) == 40 + len(VISITORS_SURVEYS)


def test_the_demo_buttons_sign_in_the_cast_and_nobody_of_the_crowd(one_world: CrowdWorld) -> None:
    one_world.filling().fill(40)
    accounts = one_world.services().accounts.accounts
    people = [accounts.person_of(accounts.demo_sign_in(role)) for role in (Role.TAKER, Role.MODERATOR)]
    assert [person.name for person in people if person] == [VISITOR.name, MODERATOR]


def test_every_state_that_lasts_is_among_them(filled_once: CrowdWorld) -> None:
    with reading(filled_once.engine) as db:
        found = set(db.exec(select(SurveySession.status).where(col(SurveySession.is_demo))).all())
    assert found >= set(SessionStatus) - {SessionStatus.SUBMITTED, SessionStatus.WITHDRAWN}


AGREES: Mapping[str, str] = {
    "a session counts its violations": """
        SELECT count(*) FROM survey_session s
        WHERE s.violations_count <> (SELECT count(*) FROM violation v WHERE v.session_id = s.id)""",
    "who is flagged has a review and nobody else": """
        SELECT count(*) FROM survey_session s
        WHERE s.flagged_for_review <> EXISTS (SELECT 1 FROM proctor_review r WHERE r.session_id = s.id)""",
    "a review's end is the session's": """
        SELECT count(*) FROM survey_session s JOIN proctor_review r ON r.session_id = s.id
        WHERE (r.status, s.status) NOT IN (VALUES ('approved', 'passed'), ('rejected', 'rejected'),
            ('pending', 'under_review'), ('flagged', 'under_review'))""",
    "a decision has its moderator, its time and its entry": """
        SELECT count(*) FROM proctor_review r WHERE r.status IN ('approved', 'rejected') AND NOT (
            r.moderator_id IS NOT NULL AND r.decided_at IS NOT NULL AND r.claimed_by IS NULL AND EXISTS (
                SELECT 1 FROM review_event e WHERE e.review_id = r.id AND e.kind IN ('approve', 'reject')
                AND e.at = r.decided_at AND e.author_id = r.moderator_id))""",
    "a review keeps its longest violation and what was not seen": """
        SELECT count(*) FROM proctor_review r JOIN survey_session s ON s.id = r.session_id
        WHERE abs(r.longest_s - coalesce((SELECT max(v.offset_s - v.onset_s) FROM violation v WHERE v.session_id = s.id), 0))
            > 0.001 OR abs(r.unseen_share - (1 - s.coverage)) > 0.001""",
    "nobody is asked before there was an account": """
        SELECT count(*) FROM survey_session s JOIN user_account u ON u.id = s.taker_id
        WHERE s.is_demo AND u.name LIKE 'demo.crowd.%' AND s.created_at < u.created_at""",
    "nobody takes a survey twice": """
        SELECT count(*) - count(DISTINCT taker_id || survey_id) FROM survey_session""",
    "times follow each other": """
        SELECT count(*) FROM survey_session
        WHERE started_at < created_at OR submitted_at < started_at OR last_seen_at < started_at""",
    "violations lie within their sessions": """
        SELECT count(*) FROM violation v JOIN survey_session s ON s.id = v.session_id
        WHERE v.offset_s <= v.onset_s OR v.peak_s NOT BETWEEN v.onset_s AND v.offset_s
            OR v.started_at < s.started_at OR v.ended_at > s.last_seen_at OR v.positive > v.looks""",
    "who is not watched is not seen": """
        SELECT count(*) FROM survey_session s WHERE NOT s.proctoring_enabled AND (
            s.coverage IS NOT NULL OR EXISTS (SELECT 1 FROM face_verification f WHERE f.session_id = s.id))""",
    "who is watched has agreed": """
        SELECT count(*) FROM survey_session s WHERE s.proctoring_enabled AND s.status NOT IN ('invited', 'erased')
            AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.session_id = s.id AND c.is_given)""",
    "what is handed in is answered": """
        SELECT count(*) FROM survey_session s WHERE s.submitted_at IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM answer a WHERE a.session_id = s.id AND a.value IS NOT NULL)""",
}


@pytest.mark.parametrize("what", AGREES)
def test_rows_agree(filled_once: CrowdWorld, what: str) -> None:
    assert filled_once.number("SELECT count(*) FROM proctor_review") > 50
    assert filled_once.number(AGREES[what]) == 0


def test_nothing_lies_in_the_future_or_further_back_than_the_audit_log_names(filled_once: CrowdWorld) -> None:
    with reading(filled_once.engine) as db:
        first, last = db.exec(select(func.min(AuditEvent.at), func.max(AuditEvent.at))).one()
        newest = db.exec(select(func.max(Violation.ended_at))).one()
    assert NOW - timedelta(days=365) < first
    assert max(last, newest) <= NOW


def test_cases_are_ranked_as_the_program_ranks_them(filled_once: CrowdWorld) -> None:
    with reading(filled_once.engine) as db:
        for review in db.exec(select(tables.ProctorReview).limit(50)).all():
            drawn = review.ranks_since
            rank_review(db, review.session_id)
            db.refresh(review)
            assert abs((review.ranks_since - drawn).total_seconds()) < 0.01
        db.rollback()


def test_pages_find_sense_in_it(filled_once: CrowdWorld) -> None:
    services = filled_once.services()
    moderator, analyst, administrator = map(filled_once.person, (MODERATOR, ANALYST, ADMINISTRATOR))
    counts = services.reviewing.reviewing.counts(moderator)
    waiting = services.reviewing.reviewing.queue(moderator, QueueView.WAITING)
    assert counts[QueueView.WAITING] >= 3 and waiting.rows
    case = services.reviewing.reviewing.case(moderator, waiting.rows[0].review.session_id)
    assert case.is_open and case.incidents and case.milestones
    decided = services.reviewing.reviewing.queue(moderator, QueueView.DECIDED)
    assert len(decided.rows) == 25 and decided.next
    assert services.reviewing.reviewing.case(moderator, decided.rows[0].review.session_id).history
    overview = services.reviewing.statistics.overview(analyst, Period.MONTH)
    figures = {figure.name: figure.value for figure in overview.figures}
    since = (NOW - timedelta(days=30)).strftime("%Y-%m-%d %H:%M:%S")
    handed_in = f"SELECT count(*) FROM survey_session WHERE proctoring_enabled AND submitted_at >= '{since}'"
    assert figures[FigureName.SESSIONS] == filled_once.number(handed_in) > 50
    assert 0.05 < (figures[FigureName.FLAG_RATE] or 0.0) < 0.35
    assert len(overview.by_survey) == sum(asked.questions == CUSTOMER_STUDY for asked in ASKED)
    assert services.keeping.audit_log.events(administrator, AuditFilter())


def test_by_the_retention_in_force_nothing_measured_is_due(sqlite_engine: Engine, tmp_path: Path) -> None:
    world = CrowdWorld(sqlite_engine, tmp_path / "data")
    world.filling().fill(400)
    planned = {planned.fate for planned in world.services().keeping.retention.plan(NOW)}
    assert planned <= {PlannedFate.ERASE}, "what was erased within the day is for the next sweep"
    old = (NOW - timedelta(days=100)).strftime("%Y-%m-%d %H:%M:%S")
    decided = "SELECT id FROM survey_session WHERE status IN ('passed', 'rejected')"
    kept = f"SELECT count(*) FROM violation WHERE started_at < '{old}' AND session_id IN ({decided})"
    assert world.number(kept) == 0 < world.rows(Violation)


def test_no_picture_and_no_video_is_named(filled_once: CrowdWorld) -> None:
    assert filled_once.rows(Evidence) == filled_once.rows(tables.SessionRecording) == 0
    assert filled_once.number("SELECT count(*) FROM survey_session WHERE face_reference_image IS NOT NULL") == 0


DRAWN = (
    "SELECT * FROM user_account WHERE name LIKE 'demo.crowd.%' ORDER BY id",
    f"SELECT * FROM survey_session WHERE created_at < '{NOW:%Y-%m-%d %H:%M:%S}' ORDER BY id",
    "SELECT * FROM answer ORDER BY id",
    "SELECT * FROM violation ORDER BY id",
    "SELECT * FROM signal ORDER BY id",
    "SELECT * FROM face_verification ORDER BY id",
    "SELECT * FROM proctor_review ORDER BY id",
    "SELECT * FROM consent ORDER BY id",
    "SELECT * FROM review_event ORDER BY id",
    f"""SELECT * FROM audit_event WHERE at < '{NOW:%Y-%m-%d %H:%M:%S}' AND object_type NOT IN ('survey', 'user_account')
        ORDER BY id""",
)
"""All that is drawn; the visitor is invited at NOW."""
IDS_OF_OTHERS = {"survey_id", "actor_id", "moderator_id", "claimed_by", "flagged_by", "author_id"}
"""The surveys and the cast are made by the services, with ids by chance."""


def drawn_rows(folder: Path, batch: int) -> list[list[dict[str, Any]]]:
    folder.mkdir()
    upgrade(f"sqlite:///{folder}/proctor.sqlite3")
    world = CrowdWorld(open_engine(f"sqlite:///{folder}/proctor.sqlite3"), folder / "data")
    world.filling(batch).fill(100)
    with world.engine.connect() as connection:
        drawn = [connection.execute(text(statement)).mappings().all() for statement in DRAWN]
    world.engine.dispose()
    assert len(drawn[1]) == 100 and all(drawn)
    return [[{name: row[name] for name in row if name not in IDS_OF_OTHERS} for row in rows] for rows in drawn]
