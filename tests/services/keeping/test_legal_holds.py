"""An open appeal, the time in which one may come, and a legal hold keep a session from every sweep and erasure."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest

from db.tables import LegalHold, SurveySession
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import ids_of_code
from proctor_core.errors import IllegalMove, InvalidInput, NotAllowed, NotFound
from proctor_core.media.store import media_key
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.keeping.retention import RetentionService
from tests.services.reviewing.test_appeals import DAY_S, Case
from tests.support.session_world import SessionWorld

TIMES = RetentionTimes(rejected=timedelta(days=1))


@pytest.fixture
def case(world: SessionWorld) -> Case:
    return Case(world)


@pytest.fixture
def sweep(case: Case, tmp_path: Path) -> Callable[[], bool]:
    """A sweep; whether the session's pictures are there after it."""
    files = SessionFiles(case.world.media, tmp_path / "observations")
    retention = RetentionService(case.world.engine, files, TIMES, case.world.identity)

    def swept() -> bool:
        retention.erase_due(case.world.clock())
        return any(case.world.media.list(media_key(case.session_id)))

    return swept


def test_a_rejected_session_stays_while_its_taker_may_object_and_until_the_appeal_is_answered(
    case: Case, sweep: Callable[[], bool]
) -> None:
    case.world.clock.pass_time(13 * DAY_S)
    assert sweep()
    appeal_id = case.object()
    case.world.clock.pass_time(30 * DAY_S)
    assert sweep()
    case.appeals.answer(case.mo, appeal_id, AppealOutcome.UPHELD, "A phone.")
    assert not sweep()


def test_without_an_objection_it_goes_when_the_time_is_over(case: Case, sweep: Callable[[], bool]) -> None:
    case.world.clock.pass_time(14 * DAY_S + 1)
    assert not sweep()


def test_a_hold_keeps_a_session_until_it_is_lifted(case: Case, sweep: Callable[[], bool]) -> None:
    holds, root = case.world.services.keeping.legal_holds, case.world.administrator
    holds.set_hold(root, case.session_id, "A court asks for it.")
    case.world.clock.pass_time(400 * DAY_S)
    assert sweep()
    privacy = case.world.services.keeping.privacy
    for actor in (case.world.taker, root, None):
        with pytest.raises(IllegalMove, match="legal hold"):
            privacy.erase_person(actor, case.world.taker.id)
    with pytest.raises(IllegalMove, match="already"):
        holds.set_hold(root, case.session_id, "Again.")
    holds.lift_hold(root, case.session_id, "The court is done.")
    with pytest.raises(IllegalMove, match="not held"):
        holds.lift_hold(root, case.session_id, "Again.")
    assert [hold.id for hold in holds.standing(root)] == []
    assert not sweep()
    privacy.erase_person(None, case.world.taker.id)
    assert case.world.rows(LegalHold) == []


def test_a_hold_can_be_set_again_after_it_was_lifted(case: Case) -> None:
    holds, root = case.world.services.keeping.legal_holds, case.world.administrator
    for _ in range(2):
        holds.set_hold(root, case.session_id, "A court asks for it.")
        (standing,) = holds.standing(root)
        assert (standing.session_id, standing.reason) == (case.session_id, "A court asks for it.")
        holds.lift_hold(root, case.session_id, "Done.")
        case.world.clock.pass_time(1)


def test_only_administrators_hold_what_was_handed_in_with_a_reason(case: Case) -> None:
    holds, root = case.world.services.keeping.legal_holds, case.world.administrator
    for role in (Role.TAKER, Role.MODERATOR, Role.ANALYST):
        with pytest.raises(NotAllowed):
            holds.set_hold(case.world.person(f"x{role}", role), case.session_id, "why")
    with pytest.raises(InvalidInput):
        holds.set_hold(root, case.session_id, " ")
    with pytest.raises(NotFound):
        holds.set_hold(root, UUID(int=1), "why")
    running: SurveySession = case.world.in_progress()
    with pytest.raises(IllegalMove, match="in_progress"):
        holds.set_hold(root, running.id, "why")


def test_a_session_is_found_by_its_code(case: Case) -> None:
    holds, root = case.world.services.keeping.legal_holds, case.world.administrator
    for typed in (str(case.session_id), case.session_id.hex[:6].upper()):
        ids = ids_of_code(typed)
        assert ids and holds.session_called(root, ids).id == case.session_id
    none = ids_of_code("ffffffffffff")
    with pytest.raises(NotFound):
        holds.session_called(root, none) if none else None


def test_a_taker_with_an_open_appeal_waits_for_its_answer_before_they_erase_everything(case: Case) -> None:
    privacy, taker = case.world.services.keeping.privacy, case.world.taker
    appeal_id = case.object()
    assert privacy.what_is_kept(taker, taker.id).open_cases
    with pytest.raises(IllegalMove, match="decide"):
        privacy.erase_person(taker, taker.id)
    case.appeals.answer(case.mo, appeal_id, AppealOutcome.UPHELD, "A phone.")
    privacy.erase_person(taker, taker.id)


def test_what_was_said_is_in_the_takers_copy_without_the_moderators_name(case: Case) -> None:
    case.appeals.answer(case.mo, case.object(), AppealOutcome.UPHELD, "A phone.")
    case.world.services.keeping.legal_holds.set_hold(case.world.administrator, case.session_id, "A court asks.")
    out = io.BytesIO()
    case.world.services.keeping.privacy.export(case.world.taker, case.world.taker.id, out)
    archive = ZipFile(out)
    (appeal,), (answer,), (hold,) = (
        json.loads(archive.read(f"rows/{table}.json")) for table in ("appeal", "appeal_answer", "legal_hold")
    )
    assert (appeal["decided_by"], answer["words"], answer["moderator_id"]) == (
        "another person",
        "A phone.",
        "another person",
    )
    assert hold["reason"] == "A court asks."
