"""What is due goes by the outcome of the session, and nothing else does."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db.engine import transaction
from db.tables import (
    Answer,
    AuditEvent,
    FaceVerification,
    Invitation,
    SessionMessage,
    SignIn,
    SignInThrottle,
    SurveySession,
    Violation,
)
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.media.store import media_key
from proctor_core.services.accounts.people import PeopleService
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.services.taking.withdrawal import WithdrawalService
from tests.support.session_world import PASSWORD, SessionWorld

TIMES = RetentionTimes(passed=timedelta(days=30), rejected=timedelta(days=90), unfinished=timedelta(days=7))
DAY_S = 86400


@pytest.fixture
def retention(world: SessionWorld, tmp_path: Path) -> RetentionService:
    return RetentionService(world.engine, SessionFiles(world.media, tmp_path / "observations"), TIMES, world.identity)


def handed_in(world: SessionWorld, status: SessionStatus) -> SurveySession:
    session = world.answered()
    world.allege(session.id)
    world.sessions.submit(world.taker, session.id, 1.0)
    world.force(session.id, status)
    return session


def has_pictures(world: SessionWorld, session: SurveySession) -> bool:
    return any(world.media.list(media_key(session.id)))


@pytest.mark.parametrize(("status", "days"), [(SessionStatus.PASSED, 30), (SessionStatus.REJECTED, 90)])
def test_pictures_and_measurements_go_after_the_days_of_the_outcome(
    world: SessionWorld, retention: RetentionService, status: SessionStatus, days: int
) -> None:
    session = handed_in(world, status)
    with transaction(world.engine) as db:
        said: dict[str, Any] = {"session_id": session.id, "at": world.clock()}
        db.add(SessionMessage(**said, sentence="Please sit closer."))
        db.add(SessionMessage(**said, sentence="a hand with something", kind=MessageKind.MARK))
    early = retention.erase_due(world.clock.pass_time(days * DAY_S - 60))
    assert (early.emptied, has_pictures(world, session)) == (0, True)
    due = retention.erase_due(world.clock.pass_time(120))
    assert (due.emptied, due.files, due.is_overwritten) == (1, 1, True)
    stored = world.stored(session.id)
    assert (stored.status, stored.baseline, stored.face_reference_image) == (status, None, None)
    assert not has_pictures(world, session)
    assert world.rows(Violation) == world.rows(FaceVerification) == []
    assert [one.kind for one in world.rows(SessionMessage)] == [MessageKind.SENTENCE], (
        "a mark is about what was measured"
    )
    assert len(world.rows(Answer)) == 2
    assert retention.erase_due(world.clock.pass_time(60)).emptied == 0


@pytest.mark.parametrize("status", [SessionStatus.UNDER_REVIEW, SessionStatus.INVITED])
def test_what_waits_for_a_person_is_never_touched(
    world: SessionWorld, retention: RetentionService, status: SessionStatus
) -> None:
    session = handed_in(world, status)
    report = retention.erase_due(world.clock.pass_time(1000 * DAY_S))
    assert (report.expired, report.emptied, report.erased) == (0, 0, 0)
    assert has_pictures(world, session)


def test_a_session_never_handed_in_expires_and_its_stills_go_at_once(
    world: SessionWorld, retention: RetentionService
) -> None:
    session = world.in_progress()
    assert retention.erase_due(world.clock.pass_time(6 * DAY_S)).expired == 0
    assert has_pictures(world, session)
    report = retention.erase_due(world.clock.pass_time(2 * DAY_S))
    assert (report.expired, report.emptied, report.files) == (1, 1, 1)
    assert world.stored(session.id).status is SessionStatus.EXPIRED
    assert not has_pictures(world, session)


def test_stills_of_a_session_that_holds_a_violation_stay_until_its_days_are_over(
    world: SessionWorld, retention: RetentionService
) -> None:
    session = world.answered()
    world.allege(session.id)
    retention.erase_due(world.clock.pass_time(8 * DAY_S))
    assert world.stored(session.id).status is SessionStatus.EXPIRED
    assert has_pictures(world, session)
    assert retention.erase_due(world.clock.pass_time(8 * DAY_S)).erased == 1
    assert world.stored(session.id).status is SessionStatus.ERASED
    assert not has_pictures(world, session)
    assert world.rows(Answer) == []


def test_what_a_taker_withdrew_goes_with_the_next_sweep(world: SessionWorld, retention: RetentionService) -> None:
    session = world.answered()
    WithdrawalService(world.engine, world.clock).withdraw(world.taker, session.id)
    assert retention.erase_due(world.clock()).erased == 1
    assert world.stored(session.id).status is SessionStatus.ERASED


def test_sign_ins_and_links_go_some_days_after_their_end(world: SessionWorld, retention: RetentionService) -> None:
    world.accounts.sign_in("ada", PASSWORD)
    PeopleService(world.engine, world.clock).invite(world.administrator, "new", "New", Role.TAKER)
    with transaction(world.engine) as db:
        db.add(SignInThrottle(key="k", tries=1, last_tried_at=world.clock()))
    retention.erase_due(world.clock.pass_time(20 * DAY_S))
    assert world.rows(SignIn) and world.rows(Invitation) and not world.rows(SignInThrottle)
    report = retention.erase_due(world.clock.pass_time(30 * DAY_S))
    assert (report.sign_ins, world.rows(SignIn), world.rows(Invitation)) == (2, [], [])


def test_old_lines_of_the_audit_log_name_nobody_any_more(world: SessionWorld, retention: RetentionService) -> None:
    world.in_progress()
    world.clock.pass_time(366 * DAY_S)
    world.person("new")
    report = retention.erase_due(world.clock())
    old = [event for event in world.rows(AuditEvent) if event.at < world.clock()]
    assert report.audit_lines == len(old) > 0
    assert {(event.actor_id, event.object_id, event.detail) for event in old} == {(None, "erased", "")}
    (kept,) = world.rows(AuditEvent, action="account.created", at=world.clock())
    assert kept.object_id != "erased"
    assert retention.erase_due(world.clock()).audit_lines == 0


def test_a_cut_off_erasure_of_face_data_goes_on_with_the_next_sweep(
    world: SessionWorld, retention: RetentionService
) -> None:
    session = world.answered()
    world.allege(session.id)
    withdrawal = WithdrawalService(world.engine, world.clock)
    withdrawal.withdraw_consent(world.taker, session.id)
    assert retention.erase_due(world.clock()).emptied == 0, "the taker has not chosen yet"
    withdrawal.go_on_without_camera(world.taker, session.id)
    assert retention.erase_due(world.clock()).emptied == 1
    assert (has_pictures(world, session), world.rows(Violation)) == (False, [])
    assert len(world.rows(Answer)) == 2
