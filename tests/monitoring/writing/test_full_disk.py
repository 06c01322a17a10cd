"""A disk that is full, for real: a small tmpfs. Judging goes on, what was noted waits, and all of it arrives in the end."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from db.engine import open_engine
from db.migrate import upgrade
from db.tables import Answer, Evidence, RecordingSegment, SessionRecording, Signal, Violation
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.violation import ViolationType
from proctor_core.monitoring.monitors.observation_log import BATCH, ObservationLog, read_observations
from proctor_core.monitoring.video import session_recorder
from tests.rules.observations import absent, calm, covered
from tests.support.encoded_video import DrawnCamera
from tests.support.monitor_world import PAGE, MonitorWorld, monitor_world
from tests.support.needs import skip_without

DISK_BYTES = 3_000_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """An empty disk of 3 MB."""
    if os.geteuid() != 0:
        skip_without("root", "a small disk can be mounted by root alone")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        skip_without("root", "this machine lets nobody mount a tmpfs")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Take all that is left; removing the file that comes back gives it back."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while file.write(b"x" * 4096):
            pass
    return ballast


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """No room within the block."""
    ballast = fill(disk)
    try:
        yield
    finally:
        ballast.unlink()


@pytest.fixture
def only_media(sqlite_engine: Engine, small_disk: Path) -> Iterator[MonitorWorld]:
    """Pictures and observation logs on the small disk, the database elsewhere."""
    with monitor_world(sqlite_engine, small_disk) as made:
        yield made


@pytest.fixture
def all_on_it(small_disk: Path) -> Iterator[MonitorWorld]:
    """The whole data folder on the small disk."""
    address = f"sqlite:///{small_disk / 'proctor.db'}"
    upgrade(address)
    engine = open_engine(address)
    with monitor_world(engine, small_disk) as made:
        yield made
    engine.dispose()


def test_answers_are_kept_while_pictures_find_no_room_and_the_pictures_follow(
    only_media: MonitorWorld, small_disk: Path
) -> None:
    world, session = only_media, only_media.begun()
    world.play(session.id, 10)
    with full(small_disk):
        world.play(session.id, 6, absent)
        world.play(session.id, 20)
        assert world.writer.waiting > 0
        assert not world.rows(Evidence), "no picture could be written"
        world.answer_all(session.id)
    world.written()
    (violation,) = world.rows(Violation, session_id=session.id)
    assert (violation.type, violation.offset_s is not None) == (ViolationType.NO_FACE, True)
    assert [world.media.exists(e.media_key) for e in world.rows(Evidence)] == [True, True, True]
    world.hand_in(session.id)
    folder = str(world.stored(session.id).observation_log)
    seen = [o.t_s for entry in world.media.list(folder) for o in read_observations(world.media.get(entry.key))]
    assert max(b - a for a, b in pairwise(seen)) < 1.0, "no look of the time without room is missing"


def test_with_the_database_on_it_an_answer_is_refused_and_can_be_given_again(
    all_on_it: MonitorWorld, small_disk: Path
) -> None:
    world, session = all_on_it, all_on_it.begun()
    with full(small_disk):
        refused = until_refused(lambda: world.answer_all(session.id))
        world.play(session.id, 6, absent)
        world.play(session.id, 6)
        world.play(session.id, 6, covered)
        world.play(session.id, 6)
    assert "full" in str(refused)
    world.written()
    world.answer_all(session.id)
    assert len(world.rows(Violation, session_id=session.id)) == 1
    assert len(world.rows(Signal, session_id=session.id)) == 1


def test_video_stops_before_the_disk_is_full_and_answers_and_violations_go_on(
    all_on_it: MonitorWorld, small_disk: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(session_recorder, "LEAST_FREE_BYTES", 900_000)
    world, session = all_on_it, all_on_it.begun(recording_mode=RecordingMode.FULL)
    camera = DrawnCamera(world.clock())
    world.monitor(session.id).video.follow(camera.tap)
    camera.send(12)
    world.written()
    segments = len(world.rows(RecordingSegment))
    assert segments > 0
    with fill_until(small_disk, 600_000):
        camera.send(12)
        world.play(session.id, 6, absent)
        world.play(session.id, 6)
        world.answer_all(session.id)
        world.written()
        assert "no video is kept: the disk is nearly full" in caplog.messages
        assert world.monitor(session.id).view.status_for(PAGE).video_rests, "the taker's page says it"
        assert [r.failure for r in world.rows(SessionRecording)] == ["the disk is nearly full"]
        assert len(world.rows(RecordingSegment)) <= segments + 1, "the one that was being written is finished"
        assert (len(world.rows(Violation)), len(world.rows(Evidence)), len(world.rows(Answer))) == (1, 3, 2)
    monkeypatch.setattr(session_recorder, "LEAST_FREE_BYTES", 1)
    world.monitor(session.id).video.follow(camera.tap)
    camera.send(12)
    assert not world.monitor(session.id).view.status_for(PAGE).video_rests, "there is room again"


@contextmanager
def fill_until(disk: Path, left_bytes: int) -> Iterator[None]:
    """Within the block only so much is free."""
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * (shutil.disk_usage(disk).free - left_bytes))
    try:
        yield
    finally:
        ballast.unlink()


def until_refused(write: Callable[[], None]) -> OperationalError:
    """Write until there is no room: the database's own file has some left at first."""
    with pytest.raises(OperationalError) as refused:
        for _ in range(1000):
            write()
    return refused.value


def test_a_log_goes_on_behind_what_was_whole(small_disk: Path) -> None:
    log = ObservationLog(small_disk / "log.arrows")
    moments = [float(second) for second in range(6 * BATCH)]
    for second in moments[: 2 * BATCH]:
        log.append(calm(second))
    with full(small_disk):
        for second in moments[2 * BATCH : 5 * BATCH]:
            log.append(calm(second))
        assert [o.t_s for o in read_observations(log.path.read_bytes())] == moments[: 2 * BATCH]
    for second in moments[5 * BATCH :]:
        log.append(calm(second))
    log.close()
    assert [o.t_s for o in read_observations(log.path.read_bytes())] == moments
