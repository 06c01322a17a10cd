"""Storage is summed from the sizes in the rows, and says when the sweep would erase it."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, func, select

from db.engine import reading, transaction
from db.tables import Evidence, SurveySession
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.storage import DueWhen, Kept
from proctor_core.domain.violation import SnapshotKind
from proctor_core.errors import NotAllowed
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.files.storage import StorageService
from proctor_core.services.keeping.legal_holds import LegalHoldService
from proctor_core.services.keeping.retention import RetentionService
from tests.support.session_world import SessionWorld, alleged, part_of_log, picture

DAY_S = 86_400


@pytest.fixture
def storage(world: SessionWorld) -> StorageService:
    return StorageService(world.engine, world.clock, RetentionTimes())


def test_an_empty_program_holds_nothing(world: SessionWorld, storage: StorageService) -> None:
    world.invited()
    assert storage.by_survey(world.administrator) == []


def test_every_kind_is_counted_with_its_bytes(world: SessionWorld, storage: StorageService) -> None:
    session = world.answered()
    world.violations.open_violation(session.id, alleged(1), picture(SnapshotKind.START), violation_id=uuid4())
    world.sessions.keep_observation_log(session.id, part_of_log("sessions/x/observations/0.arrows"), 500)
    (survey,) = storage.by_survey(world.administrator)
    assert survey.snapshots == Kept(1, 12)
    assert survey.references == Kept(1, len(b"a face"))
    assert survey.observation_logs == Kept(1, 500)
    assert survey.all == Kept(3, 518)
    assert survey.due == {DueWhen.OPEN: Kept(1, 518)}
    assert (survey.oldest, survey.unmeasured) == (session.created_at, 0)


def test_the_kept_sums_are_what_a_count_of_all_pictures_gives(
    world: SessionWorld, storage: StorageService, tmp_path: Path
) -> None:
    """Also when a picture comes twice, when retention ends and when a session is erased as a whole."""
    kept, emptied, withdrawn = world.answered(), world.answered(), world.in_progress()
    for number, session in enumerate((kept, kept, emptied, withdrawn)):
        violation_id, seen = uuid4(), alleged(1 + number)
        for _ in range(2):
            world.violations.open_violation(session.id, seen, picture(SnapshotKind.START), violation_id=violation_id)
        world.violations.close_violation(violation_id, seen, [picture(kind) for kind in SnapshotKind])
    assert counted(world) == {kept.id: (6, 72), emptied.id: (3, 36), withdrawn.id: (3, 36)}
    assert kept_sums(world) == counted(world)
    assert sum((s.snapshots for s in storage.by_survey(world.administrator)), Kept()) == Kept(12, 144)
    world.force(emptied.id, SessionStatus.PASSED)
    world.force(withdrawn.id, SessionStatus.WITHDRAWN)
    with transaction(world.engine) as db:
        db.get_one(SurveySession, emptied.id).submitted_at = world.clock()
    world.clock.pass_time(31 * DAY_S)
    files = SessionFiles(world.media, tmp_path / "logs")
    RetentionService(world.engine, files, RetentionTimes(), world.identity).erase_due(world.clock())
    assert kept_sums(world) == counted(world)
    assert not counted(world).keys() & {emptied.id, withdrawn.id}


def counted(world: SessionWorld) -> dict[UUID, tuple[int, int]]:
    pictures = select(Evidence.session_id, func.count(), func.sum(Evidence.size_bytes))
    with reading(world.engine) as db:
        found = db.exec(pictures.group_by(col(Evidence.session_id))).all()
    return {session_id: (count, int(size)) for session_id, count, size in found}


def kept_sums(world: SessionWorld) -> dict[UUID, tuple[int, int]]:
    return {one.id: (one.snapshots, one.snapshot_bytes) for one in world.rows(SurveySession) if one.snapshots}


def test_when_it_goes_follows_the_sweep(world: SessionWorld, storage: StorageService, tmp_path: Path) -> None:
    session = world.answered()
    world.sessions.submit(world.taker, session.id, 1.0)
    assert world.stored(session.id).status is SessionStatus.PASSED
    sweep = RetentionService(
        world.engine, SessionFiles(world.media, tmp_path / "logs"), RetentionTimes(), world.identity
    )
    for passed_days, due in ((0.001, DueWhen.WITHIN_MONTH), (24, DueWhen.WITHIN_WEEK), (6.001, DueWhen.NEXT_SWEEP)):
        world.clock.pass_time(passed_days * DAY_S)
        (survey,) = storage.by_survey(world.administrator)
        assert list(survey.due) == [due]
        if due is not DueWhen.NEXT_SWEEP:
            assert sweep.erase_due(world.clock()).emptied == 0
    assert sweep.erase_due(world.clock()).emptied == 1
    assert storage.by_survey(world.administrator) == []


@pytest.mark.parametrize(
    ("status", "due"),
    [
        (SessionStatus.WITHDRAWN, DueWhen.NEXT_SWEEP),
        (SessionStatus.EXPIRED, DueWhen.NEXT_SWEEP),
        (SessionStatus.REJECTED, DueWhen.LATER),
        (SessionStatus.UNDER_REVIEW, DueWhen.OPEN),
    ],
)
def test_each_outcome_has_its_time(
    world: SessionWorld, storage: StorageService, status: SessionStatus, due: DueWhen
) -> None:
    session = world.in_progress()
    world.force(session.id, status)
    (survey,) = storage.by_survey(world.administrator)
    assert list(survey.due) == [due]


def test_a_session_that_is_held_goes_at_no_time_until_the_hold_is_lifted(
    world: SessionWorld, storage: StorageService
) -> None:
    holds = LegalHoldService(world.engine, world.clock)
    session = world.answered()
    world.sessions.submit(world.taker, session.id, 1.0)
    holds.set_hold(world.administrator, session.id, "a court asks for it")
    (survey,) = storage.by_survey(world.administrator)
    assert list(survey.due) == [DueWhen.OPEN]
    holds.lift_hold(world.administrator, session.id, "it was answered")
    (survey,) = storage.by_survey(world.administrator)
    assert list(survey.due) == [DueWhen.LATER]


def test_an_expired_session_with_a_violation_is_kept_for_its_time(world: SessionWorld, storage: StorageService) -> None:
    session = world.in_progress()
    world.allege(session.id)
    world.force(session.id, SessionStatus.EXPIRED)
    (survey,) = storage.by_survey(world.administrator)
    assert list(survey.due) == [DueWhen.WITHIN_MONTH]


def test_versions_are_told_apart_and_the_largest_comes_first(world: SessionWorld, storage: StorageService) -> None:
    small, large = world.in_progress(), world.in_progress()
    world.sessions.keep_observation_log(large.id, part_of_log("sessions/y/observations/0.arrows"), 9000)
    assert [s.survey_id for s in storage.by_survey(world.administrator)] == [large.survey_id, small.survey_id]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_see_it(world: SessionWorld, storage: StorageService, role: Role) -> None:
    with pytest.raises(NotAllowed):
        storage.by_survey(world.person("otto", role))
