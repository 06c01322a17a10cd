"""No file goes because a row is missing: the media store knows its database, and only a noted erasure lets orphans go."""

import os
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from obstore.store import MemoryStore
from sqlalchemy import Engine

from db.engine import open_engine, transaction
from db.tables import DatabaseIdentity, ErasedSession, RecordingUpload, SurveySession
from proctor_core.codes.planned_fates import PlannedFate
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.store_standing import StoreStanding
from proctor_core.errors import NotItsStore
from proctor_core.media.store import MediaStore, media_key
from proctor_core.media.store_marker import KEY
from proctor_core.media.upload_folder import UploadFolder
from proctor_core.services.files.orphans import FEW
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.files.store_identity import StoreIdentity
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.services.recordings.recording_uploads import RecordingUploads
from proctor_core.services.recordings.upload_admission import UploadLimits
from tests.support.session_world import SessionWorld

TIMES = RetentionTimes(passed=timedelta(days=30), rejected=timedelta(days=90), unfinished=timedelta(days=7))
DAYS = 86400.0


def sweep_of(world: SessionWorld, folder: Path) -> RetentionService:
    files = SessionFiles(world.media, folder / "observations", folder / "uploads")
    return RetentionService(world.engine, files, TIMES, world.identity)


@pytest.fixture
def retention(world: SessionWorld, tmp_path: Path) -> RetentionService:
    # Files carry the machine's time, so these worlds begin now.
    world.clock.now = datetime.now(UTC)
    return sweep_of(world, tmp_path)


def left_of(world: SessionWorld, session_id: UUID) -> int:
    return sum(1 for _ in world.media.list(media_key(session_id)))


def orphan(world: SessionWorld, *, days_old: float = 2.0) -> UUID:
    """A session's folder with one picture, without a row."""
    session_id = uuid4()
    world.media.put(media_key(session_id, "start.jpg"), b"a picture")
    age(world, session_id, days_old)
    return session_id


def age(world: SessionWorld, session_id: UUID, days_old: float) -> None:
    path = world.media.local_path(media_key(session_id))
    assert path
    then = time.time() - days_old * DAYS
    for one in (path, *path.rglob("*")):
        os.utime(one, (then, then))


def erased(world: SessionWorld, retention: RetentionService, *, days_old: float = 2.0) -> UUID:
    """A session whose taker was erased, and of which another process wrote a picture afterwards."""
    world.taker = world.person(f"taker-{uuid4().hex[:8]}")
    session = world.in_progress()
    PrivacyService(world.engine, world.clock, retention.files).erase_person(None, world.taker.id)
    world.media.put(media_key(session.id, "late.jpg"), b"late")
    age(world, session.id, days_old)
    return session.id


@pytest.fixture
def another(tmp_path: Path, migrated_sqlite: Path, retention: RetentionService) -> Iterator[SessionWorld]:
    """A second, empty database over the same store."""
    file = shutil.copy(migrated_sqlite, tmp_path / "another.sqlite3")
    engine = open_engine(f"sqlite:///{file}")
    yield SessionWorld(engine, tmp_path / "media")
    engine.dispose()


# ---- another database ----


def test_a_start_with_another_or_empty_database_removes_nothing_and_says_so(
    world: SessionWorld, retention: RetentionService, another: SessionWorld, tmp_path: Path
) -> None:
    session = world.answered()
    age(world, session.id, 400)
    assert world.identity.keep_up() is StoreStanding.OWN
    other = sweep_of(another, tmp_path)
    for _ in range(2):
        assert another.identity.keep_up() is StoreStanding.OTHER
        with pytest.raises(NotItsStore, match="adopt-store"):
            other.erase_due(another.clock.pass_time(40 * DAYS))
    assert other.last_sweep() is None
    assert left_of(world, session.id) == 1
    assert world.identity.keep_up() is StoreStanding.OWN, "the right database goes on"


def test_a_store_of_version_0_1_is_adopted_by_the_database_that_knows_its_sessions_alone(
    world: SessionWorld, retention: RetentionService, another: SessionWorld
) -> None:
    session = world.answered()
    assert another.identity.look() is StoreStanding.UNMARKED
    assert another.identity.keep_up() is StoreStanding.UNMARKED
    assert world.identity.look() is StoreStanding.OWN, "it knows each of them"
    assert another.identity.look() is StoreStanding.OTHER, "from now on the store says whose it is"
    assert left_of(world, session.id) == 1


def test_an_empty_store_is_adopted_silently_also_when_another_database_had_it(
    world: SessionWorld, retention: RetentionService, another: SessionWorld, tmp_path: Path
) -> None:
    assert world.identity.look() is StoreStanding.OWN
    assert another.identity.look() is StoreStanding.OWN
    assert sweep_of(another, tmp_path).erase_due(another.clock()).unknown == 0


def test_a_marker_that_cannot_be_read_is_nobodys(world: SessionWorld, retention: RetentionService) -> None:
    world.answered()
    assert world.identity.look() is StoreStanding.OWN
    for damaged in (b"", b"\xff\xfe", b"[]", b'{"database": "x"}', b'{"database": 1, "generation": "no", "token": 2}'):
        world.media.put(KEY, damaged)
        assert world.identity.look() is StoreStanding.OTHER, damaged
    assert world.identity.adopt() is StoreStanding.OTHER
    assert world.identity.look() is StoreStanding.OWN


def test_the_same_holds_in_an_object_store(world: SessionWorld, another: SessionWorld) -> None:
    store = MediaStore(MemoryStore())
    here, there = (StoreIdentity(one.engine, store, one.clock) for one in (world, another))
    assert (here.keep_up(), here.keep_up()) == (StoreStanding.OWN, StoreStanding.OWN)
    store.put(media_key(uuid4(), "start.jpg"), b"a picture")
    assert (there.keep_up(), here.keep_up()) == (StoreStanding.OTHER, StoreStanding.OWN)


# ---- an older state of the same database ----


class Backup:
    """The rows of a database as they were, and back again; what came later is gone with them."""

    def __init__(self, tmp_path: Path, engine: Engine) -> None:
        self.engine, self.file = engine, Path(str(engine.url.database))
        self.copy = tmp_path / "backup.sqlite3"
        with engine.connect() as connection:
            connection.connection.cursor().execute(f"VACUUM INTO '{self.copy}'")

    def restore(self) -> None:
        self.engine.dispose()
        for path in self.file.parent.glob(f"{self.file.name}-*"):
            path.unlink()
        shutil.copy(self.copy, self.file)


@pytest.fixture
def one(sqlite_engine: Engine, tmp_path: Path) -> SessionWorld:
    world = SessionWorld(sqlite_engine, tmp_path / "media")
    world.clock.now = datetime.now(UTC)
    return world


def test_restoring_an_older_backup_of_the_database_loses_nothing_newer(one: SessionWorld, tmp_path: Path) -> None:
    retention, running = sweep_of(one, tmp_path), one.in_progress()
    one.identity.keep_up()
    backup = Backup(tmp_path, one.engine)
    one.identity.keep_up()
    one.answer_all(running.id)
    one.media.put(media_key(running.id, "later.jpg"), b"alleged after the backup")
    newer = [one.answered() for _ in range(2)]
    backup.restore()
    for days_later in (0.0, 10.0, 400.0):
        now = one.clock.pass_time(days_later * DAYS)
        assert one.identity.keep_up() is StoreStanding.NEWER
        with pytest.raises(NotItsStore, match="later state"):
            retention.erase_due(now)
    assert [left_of(one, session.id) for session in (running, *newer)] == [2, 1, 1]
    assert not one.identity.may_remove_unnamed(one.clock()), "nor by a monitor that meets pictures without rows"


def test_what_is_newer_than_a_backup_stays_also_after_the_operator_has_adopted_the_store(
    one: SessionWorld, tmp_path: Path
) -> None:
    retention, running = sweep_of(one, tmp_path), one.in_progress()
    one.identity.keep_up()
    backup = Backup(tmp_path, one.engine)
    one.identity.keep_up()
    newer = one.answered()
    backup.restore()
    # The row says ten days ago, the file two: the taker came back, and was perhaps alleged something.
    shift_back(one, running.id, days=10)
    age(one, running.id, 2)
    age(one, newer.id, 9)
    assert one.identity.adopt() is StoreStanding.NEWER
    report = retention.erase_due(one.clock.pass_time(40 * DAYS))
    assert (report.expired, report.stray_files, report.unknown) == (0, 0, 2)
    assert "--unknown" in report.in_words()
    assert [left_of(one, session.id) for session in (running, newer)] == [1, 1]
    report = retention.erase_due(one.clock(), with_unknown=True)
    assert (report.expired, report.stray_files, report.unknown) == (1, 1, 0), "by the operator's own word"


def shift_back(world: SessionWorld, session_id: UUID, *, days: float) -> None:
    with transaction(world.engine) as db:
        session = db.get_one(SurveySession, session_id)
        for name in ("created_at", "started_at", "last_seen_at"):
            value = getattr(session, name)
            setattr(session, name, value and value - timedelta(days=days))


def test_a_copy_of_the_database_that_goes_its_own_way_is_told_apart(one: SessionWorld, tmp_path: Path) -> None:
    one.answered()
    one.identity.keep_up()
    backup = Backup(tmp_path, one.engine)
    copy = open_engine(f"sqlite:///{backup.copy}")
    theirs = StoreIdentity(copy, MediaStore.open(tmp_path / "elsewhere"), one.clock)
    assert theirs.keep_up() is StoreStanding.OWN, "an empty store"
    one.identity.keep_up()
    one.identity.keep_up()
    on_ours = StoreIdentity(copy, one.media, one.clock)
    assert on_ours.keep_up() is StoreStanding.NEWER
    assert one.identity.keep_up() is StoreStanding.OWN
    copy.dispose()


def test_a_process_that_dies_between_database_and_marker_is_no_other_state(
    world: SessionWorld, retention: RetentionService, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.answered()
    world.identity.keep_up()
    with monkeypatch.context() as killed:
        killed.setattr(MediaStore, "put", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            world.identity.keep_up()
    assert world.identity.keep_up() is StoreStanding.OWN
    (row,) = world.rows(DatabaseIdentity)
    assert row.generation >= 3


# ---- what is left of sessions that were erased ----


def test_what_is_left_of_an_erased_session_goes_and_a_session_without_that_proof_stays(
    world: SessionWorld, retention: RetentionService, tmp_path: Path
) -> None:
    kept = world.answered()
    gone = erased(world, retention)
    assert world.identity.look() is StoreStanding.OWN
    unknown = orphan(world, days_old=900)
    log = tmp_path / "observations" / str(gone)
    log.mkdir(parents=True)
    (log / "a.arrows").write_bytes(b"late")
    os.utime(log / "a.arrows", (0, 0))
    os.utime(log, (0, 0))
    report = retention.erase_due(world.clock())
    assert (report.stray_files, report.unknown, report.refused) == (2, 1, 0)
    assert (left_of(world, gone), left_of(world, unknown), left_of(world, kept.id)) == (0, 1, 1)
    assert not log.exists()
    assert str(gone) not in str(world.rows(ErasedSession)) and gone.hex not in str(world.rows(ErasedSession))


def test_files_that_a_withdrawn_session_left_go_too(world: SessionWorld, retention: RetentionService) -> None:
    session = world.in_progress()
    world.force(session.id, SessionStatus.WITHDRAWN)
    assert retention.erase_due(world.clock()).erased == 1
    world.media.put(media_key(session.id, "late.jpg"), b"late")
    age(world, session.id, 2)
    assert retention.erase_due(world.clock()).stray_files == 1
    assert left_of(world, session.id) == 0


@pytest.mark.parametrize(("days_old", "left"), [(0.0, 1), (0.98, 1), (1.02, 0)])
def test_nothing_goes_that_is_younger_than_a_day(
    world: SessionWorld, retention: RetentionService, days_old: float, left: int
) -> None:
    gone = erased(world, retention, days_old=days_old)
    retention.erase_due(world.clock())
    assert left_of(world, gone) == left


def test_more_than_a_share_of_the_store_is_left_until_an_operator_says_so(
    world: SessionWorld, retention: RetentionService
) -> None:
    gone = [erased(world, retention) for _ in range(FEW + 1)]
    report = retention.erase_due(world.clock())
    assert (report.stray_files, report.refused) == (0, FEW + 1)
    assert "--any-share" in report.in_words()
    assert {one.fate for one in retention.plan(world.clock())} == {PlannedFate.LEAVE_MANY}
    assert retention.erase_due(world.clock(), any_share=True).stray_files == FEW + 1
    assert [left_of(world, one) for one in gone] == [0] * len(gone)


# ---- the dry run ----


def test_a_dry_run_names_what_the_sweep_then_does_and_changes_nothing(
    world: SessionWorld, retention: RetentionService
) -> None:
    gone, begun = erased(world, retention), world.person("begun")
    world.taker = begun
    expiring = world.in_progress()
    withdrawn = world.in_progress()
    world.force(withdrawn.id, SessionStatus.WITHDRAWN)
    world.identity.look()
    unknown = orphan(world)
    now = world.clock.pass_time(8 * DAYS)
    planned = retention.plan(now)
    assert {(one.fate, one.session_id, one.files) for one in planned} == {
        (PlannedFate.EXPIRE, expiring.id, 1),
        (PlannedFate.EMPTY, expiring.id, 1),
        (PlannedFate.ERASE, withdrawn.id, 1),
        (PlannedFate.REMOVE, gone, 1),
        (PlannedFate.LEAVE_UNKNOWN, unknown, 1),
    }
    assert world.stored(expiring.id).status is SessionStatus.IN_PROGRESS
    assert retention.plan(now) == planned and retention.last_sweep() is None
    report = retention.erase_due(now)
    assert (report.expired, report.emptied, report.erased, report.stray_files, report.unknown) == (1, 1, 1, 1, 1)


# ---- the siblings ----


def test_a_session_that_the_sweep_fails_at_holds_up_no_other(
    world: SessionWorld, retention: RetentionService, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (world.in_progress() for _ in range(2))
    for session in (first, second):
        world.force(session.id, SessionStatus.WITHDRAWN)
    bad, remove = min(first.id, second.id), SessionFiles.remove

    def failing(self: SessionFiles, session_id: UUID, **more: bool) -> int:
        if session_id == bad:
            raise NotItsStore("not the own one")
        return remove(self, session_id, **more)

    with monkeypatch.context() as broken:
        broken.setattr(SessionFiles, "remove", failing)
        report = retention.erase_due(world.clock())
    assert (report.erased, report.failed) == (1, 1)
    assert "failed at 1" in report.in_words()
    assert retention.erase_due(world.clock()).erased == 1


def test_an_upload_that_no_row_names_stays_where_the_database_is_not_its_own(
    world: SessionWorld, retention: RetentionService, another: SessionWorld, tmp_path: Path
) -> None:
    session, folder = world.answered(), UploadFolder(tmp_path / "uploads")
    world.identity.look()
    upload_id, stray = uuid4(), uuid4()
    folder.begin(session.id, upload_id, 10)
    folder.begin(uuid4(), stray, 10)
    for path in (tmp_path / "uploads").rglob("*.part"):
        os.utime(path, (0, 0))

    def uploads_of(one: SessionWorld) -> RecordingUploads:
        return RecordingUploads(one.engine, one.clock, folder, one.media, UploadLimits(10), lambda _: None)

    assert uploads_of(another).sweep() == 0
    assert uploads_of(world).sweep() == 1
    assert [upload for _, upload in folder.all()] == [stray], "of a session that nobody knows"
    assert world.rows(RecordingUpload) == []
