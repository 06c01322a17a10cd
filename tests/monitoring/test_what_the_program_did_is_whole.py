"""`verify` after what the program itself did: erasures read as erased, 0.1 as not chained, and a rollback is found by heads."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import col, func, select

from db.engine import open_engine, reading, transaction
from db.migrate import upgrade
from db.queries.survey_sessions import locked_session
from db.tables import Answer, AuditEvent, ChainRecord, ProctorReview, SurveySession, User
from proctor_core.demo.content_removal import remove_sessions
from proctor_core.domain.chain import ChainKey, session_chain
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.verification import ChainStanding
from proctor_core.errors import InvalidInput, NotFound
from proctor_core.media.store import MediaStore
from proctor_core.services.chain.appending import ChainKeeper, begin_chain, keep_chain, require_the_same_key
from proctor_core.services.chain.verifying import VerifyService
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.services.reviewing.reviewing import ReviewService
from tests.conftest import BOTH_DATABASES
from tests.support.kept_evidence import Ids, Kept, take_two
from tests.support.monitor_world import MonitorWorld
from tests.support.session_world import CHAIN_KEY, Clock
from tests.support.version_0_1 import copy_to_postgres, old_sessions, unpack

pytestmark = pytest.mark.slow


@pytest.fixture
def world(both_worlds: MonitorWorld) -> MonitorWorld:
    return both_worlds


@pytest.fixture
def ids(world: MonitorWorld) -> Ids:
    """The rich session and another one."""
    return take_two(world)


@pytest.fixture
def kept(world: MonitorWorld, ids: Ids, tmp_path: Path) -> Kept:
    """Hands that ask no program, over the same database."""
    return Kept(world.engine, tmp_path, ids)


def retention(world: MonitorWorld, times: RetentionTimes | None = None) -> RetentionService:
    return RetentionService(world.engine, world.privacy.files, times or RetentionTimes(), world.identity)


def decide(world: MonitorWorld, session_id: object, decision: DecisionKind) -> None:
    [review] = world.rows(ProctorReview, session_id=session_id)
    [moderator] = world.rows(User, name="mia")
    reviewing = ReviewService(world.engine, world.clock)
    reviewing.reopen(moderator, review.id, "again")
    review = reviewing.claim(moderator, review.id)
    reviewing.decide(moderator, review.id, decision, "otherwise", review.revision)


# ---- erasures ----


def test_what_retention_erased_reads_as_erased(world: MonitorWorld, kept: Kept) -> None:
    world.clock.pass_time(timedelta(days=400).total_seconds())
    retention(world).erase_due(world.clock())
    report = world.verifying.verify(kept.ids.session)
    assert report.broken == () and kept.broken_anywhere() == ()
    assert report.numbers.erased >= 7, "violations, pictures, a signal, the first face"
    assert world.rows(AuditEvent, object_id="erased"), "the audit log was reduced too"


def test_a_session_that_its_taker_withdrew_reads_as_erased(world: MonitorWorld, kept: Kept) -> None:
    session = world.begun()
    world.allege(session.id, 2)
    world.play(session.id, 3)
    world.erasure.stop_monitoring(world.taker, session.id)
    world.erasure.erase_session(world.taker, session.id)
    report = world.verifying.verify(session.id)
    assert (report.broken, world.stored(session.id).status) == ((), SessionStatus.ERASED)
    assert report.numbers.erased >= 5 and kept.broken_anywhere() == ()


def test_who_goes_on_without_camera_leaves_a_whole_session(world: MonitorWorld) -> None:
    session = world.begun(allow_without_camera=True)
    world.allege(session.id, 2)
    world.play(session.id, 3)
    world.erasure.stop_monitoring(world.taker, session.id)
    world.erasure.go_on_without_camera(world.taker, session.id)
    report = world.verifying.verify(session.id)
    assert report.broken == () and report.numbers.erased >= 3


def test_a_person_goes_with_the_chains_of_all_their_sessions(world: MonitorWorld, kept: Kept) -> None:
    other = world.taker
    world.privacy.erase_person(None, other.id)
    assert kept.broken_anywhere() == ()
    assert world.rows(ChainRecord, chain_id=session_chain(kept.ids.session)) == []
    report = world.verifying.verify(kept.ids.session)
    assert (report.standing, report.broken) == (ChainStanding.ENDED, ())
    assert str(report.message()).startswith("this session was erased with its person")


def test_a_moderator_goes_and_what_they_decided_stays_whole(world: MonitorWorld, kept: Kept) -> None:
    world.privacy.erase_person(None, kept.ids.moderator)
    [review] = world.rows(ProctorReview, session_id=kept.ids.session)
    assert (review.moderator_id, kept.broken_anywhere()) == (None, ())


def test_demo_sessions_are_taken_away_and_nothing_reads_as_removed(world: MonitorWorld, kept: Kept) -> None:
    remove_sessions(world.engine, world.media, (), [kept.ids.session], world.clock())
    assert kept.broken_anywhere() == ()


def test_a_decision_that_was_changed_in_the_program_is_whole(world: MonitorWorld, kept: Kept) -> None:
    decide(world, kept.ids.session, DecisionKind.REJECT)
    assert kept.broken_anywhere() == ()


def test_erased_answers_can_not_be_confirmed_by_guessing(world: MonitorWorld, kept: Kept) -> None:
    """Of an answer that was changed, and of all that was erased, no salt is left."""
    [answer] = world.rows(Answer, session_id=kept.ids.session, question_id="why")
    salts = [row.salt for row in world.rows(ChainRecord, object_id=answer.id)]
    assert len(salts) == answer.revision and salts.count(None) == answer.revision - 1
    world.clock.pass_time(timedelta(days=400).total_seconds())
    retention(world).erase_due(world.clock())
    gone = [row for row in world.rows(ChainRecord, chain_id=session_chain(kept.ids.session)) if row.kind == "violation"]
    assert gone and {row.salt for row in gone} == {None}


# ---- a rollback, and going on after an attack ----


def test_a_rollback_of_everything_is_found_against_exported_heads_alone(world: MonitorWorld, kept: Kept) -> None:
    before = kept.copy_tables()
    decide(world, kept.ids.session, DecisionKind.REJECT)
    heads = world.verifying.export_heads(world.clock()).encode()
    assert world.verifying.compare_heads(heads).broken == ()
    kept.put_back(before)
    assert kept.broken_anywhere() == (), "docs/privacy.md says so"
    found = world.verifying.compare_heads(heads).broken
    assert any(sentence.startswith(f"session {kept.ids.session} was put back to an older state") for sentence in found)
    assert any(sentence.startswith("the log of all chains was put back") for sentence in found)


def test_what_was_erased_since_is_no_rollback(world: MonitorWorld, kept: Kept) -> None:
    heads = world.verifying.export_heads(world.clock()).encode()
    world.privacy.erase_person(None, world.taker.id)
    assert world.verifying.compare_heads(heads).broken == ()
    for named in (str(kept.ids.session), kept.ids.session.hex, str(world.taker.id)):
        assert named.encode() not in heads


def test_heads_that_were_altered_or_are_none_are_refused(world: MonitorWorld, kept: Kept) -> None:
    heads = json.loads(world.verifying.export_heads(world.clock()))
    for content in (b"", b"{}", b"\xff", json.dumps({**heads, "number": 1}).encode()):
        with pytest.raises(InvalidInput):
            world.verifying.compare_heads(content)


def test_all_chains_taken_away_is_found_against_exported_heads(world: MonitorWorld, kept: Kept) -> None:
    heads = world.verifying.export_heads(world.clock()).encode()
    for table in ("chain_record", "chain_log", "chain_end"):
        kept.empty(table)
    assert world.verifying.verify(kept.ids.session).standing is ChainStanding.UNCHAINED
    assert world.verifying.compare_heads(heads).broken


@pytest.mark.parametrize("cut", ["the last line", "the last line and its end", "the end"])
def test_the_program_going_on_mends_no_log_that_somebody_cut(world: MonitorWorld, kept: Kept, cut: str) -> None:
    last = kept.rows("chain_log", "number")[-1]
    if cut != "the end":
        kept.drop("chain_log", last)
        kept.drop("chain_record", kept.rows("chain_record", "number", chain_id=last["chain_id"])[-1])
    if cut == "the last line and its end":
        newest = kept.rows("chain_log", "number")[-1]
        kept.set("chain_end", kept.row("chain_end"), number=newest["number"], link=newest["link"])
    if cut == "the end":
        kept.empty("chain_end")
    decide(world, kept.ids.session, DecisionKind.REJECT)
    assert any(sentence.startswith("the log of all chains") for sentence in kept.broken())


def test_a_session_made_by_hand_is_not_made_good_by_the_program_working_on_it(world: MonitorWorld, kept: Kept) -> None:
    forged = {**kept.session(), "id": world.administrator.id}
    kept.add("survey_session", forged)
    with transaction(world.engine) as db:
        db.get_one(SurveySession, forged["id"]).violations_count += 1
    assert "the session was added outside of the program" in world.verifying.verify(forged["id"]).broken


# ---- another key ----


def test_a_new_key_goes_on_with_the_chain_and_says_what_it_can_not_check(world: MonitorWorld, kept: Kept) -> None:
    new = ChainKey.of(b"a new key, a new key, a new key, a new key")
    keep_chain(world.engine, ChainKeeper(new, world.clock, lambda: "7" * 32))
    decide(world, kept.ids.session, DecisionKind.REJECT)
    verifying = VerifyService(world.engine, world.media, new)
    report = verifying.verify(kept.ids.session)
    assert (report.broken, report.is_checked) == ((), False)
    assert "can't be checked with this key: another one wrote them" in str(report.message())
    kept.set("violation", kept.row("violation", "onset_s"), confidence=0.01)
    assert any("the violation no_face" in sentence for sentence in verifying.verify(kept.ids.session).broken)


def test_a_worker_with_another_key_is_refused(world: MonitorWorld, kept: Kept) -> None:
    require_the_same_key(world.engine)
    keep_chain(world.engine, ChainKeeper(ChainKey.of(b"another"), world.clock, lambda: "7" * 32))
    with pytest.raises(InvalidInput, match="expected the key of the program that serves"):
        require_the_same_key(world.engine)


# ---- version 0.1 ----


@pytest.fixture(params=BOTH_DATABASES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """The database of 0.1, upgraded; its files lie in `tmp_path/data/media`."""
    data_dir = unpack(tmp_path / "data")
    url = f"sqlite:///{data_dir / 'proctor.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
        copy_to_postgres(data_dir, url)
    upgrade(url)
    engine = open_engine(url)
    request.addfinalizer(engine.dispose)
    keep_chain(engine, ChainKeeper(CHAIN_KEY, Clock(), lambda: "5" * 32))
    return engine


def test_the_start_takes_the_audit_log_of_0_1_in_and_a_second_start_does_nothing(old: Engine, tmp_path: Path) -> None:
    begin_chain(old)
    with reading(old) as db:
        begun = db.exec(select(func.count()).select_from(ChainRecord)).one()
        assert begun >= db.exec(select(func.count()).select_from(AuditEvent)).one() > 0
    begin_chain(old)
    verifying = VerifyService(old, MediaStore.open(tmp_path / "data" / "media"), CHAIN_KEY)
    report = verifying.verify_program()
    assert (report.broken, report.numbers.records) == ((), begun)


def test_a_session_of_0_1_is_not_chained_until_the_program_changes_it(old: Engine, tmp_path: Path) -> None:
    verifying = VerifyService(old, MediaStore.open(tmp_path / "data" / "media"), CHAIN_KEY)
    first, second = [session.id for session in old_sessions().values()][:2]
    with reading(old) as db:
        assert db.exec(select(func.count()).select_from(ChainRecord)).one() == 0, "the migration chains nothing"
    with transaction(old) as db:
        db.get_one(SurveySession, first).violations_count += 1
    taken_in, untouched = verifying.verify(first), verifying.verify(second)
    assert (taken_in.standing, taken_in.broken) == (ChainStanding.TAKEN_IN, ())
    assert "nothing was altered since 2026-05-04 09:00 UTC" in str(taken_in.message())
    assert (untouched.standing, untouched.broken) == (ChainStanding.UNCHAINED, ())
    assert str(untouched.message()).startswith("not chained: version 0.1 wrote this session")
    assert verifying.verify_program().broken == ()


def test_what_is_altered_in_a_session_of_0_1_after_it_was_taken_in_is_found(old: Engine, tmp_path: Path) -> None:
    session_id = next(session.id for session in old_sessions().values() if session.violations_count)
    with transaction(old) as db:
        db.get_one(SurveySession, session_id).violations_count += 1
    kept = Kept(old, tmp_path / "data", Ids(session_id, session_id, session_id, session_id))
    assert kept.broken() == ()
    kept.set("violation", kept.row("violation", "onset_s"), confidence=0.01)
    [found] = kept.broken()
    assert found.startswith("the violation") and found.endswith("was altered")


def test_an_old_line_of_the_audit_log_is_found_altered_once_the_chain_begins(old: Engine, tmp_path: Path) -> None:
    with transaction(old) as db:
        session = db.exec(select(SurveySession).order_by(col(SurveySession.created_at))).first()
        assert session is not None
        session.violations_count += 1
    kept = Kept(old, tmp_path / "data", Ids(session.id, session.id, session.id, session.id))
    kept.set("audit_event", kept.row("audit_event", "at", object_type="survey_session"), detail="other")
    assert any(sentence.startswith("the audit line") for sentence in kept.broken())


# ---- two writers ----


def test_a_session_that_is_not_there_and_never_was_is_not_found(world: MonitorWorld) -> None:
    with pytest.raises(NotFound):
        world.verifying.verify(world.administrator.id)


def test_two_writers_at_once_leave_whole_chains(world: MonitorWorld) -> None:
    sessions = [world.enrolling().id for _ in range(4)]

    def work(mine: Sequence[UUID]) -> None:
        for session_id in [*mine, *mine, *mine]:
            with transaction(world.engine) as db:
                locked_session(db, session_id).violations_count += 1

    with ThreadPoolExecutor(3) as writers:
        # Two of them write to the same sessions.
        list(writers.map(work, [sessions[:2], sessions[2:], sessions]))
    assert [world.verifying.verify(session_id).broken for session_id in sessions] == [()] * 4
    assert {world.stored(session_id).violations_count for session_id in sessions} == {6}
