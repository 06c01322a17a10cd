"""`python -m proctor_core worker` for real: killed in the middle, its recording is done by another, and counted once."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_engine, transaction
from db.tables import RecordingAnalysis, Violation
from proctor_core.domain.recording_analysis import AnalysisState
from proctor_core.domain.states import RecordingState
from tests.api.test_recording_analysed import drawn
from tests.support.processes import Process, end_group, ends_with_us, wait_until
from tests.support.program import INHERITED, ROOT
from tests.support.recording_world import RecordingWorld
from tests.support.session_world import SECRET, SessionWorld

pytestmark = pytest.mark.slow
LENGTH_S = 13.0


@pytest.fixture
def engine_of_data(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    """The database where a program looks for it by itself."""
    (tmp_path / "data").mkdir()
    file = shutil.copy(migrated_sqlite, tmp_path / "data" / "proctor.db")
    engine = open_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@contextmanager
def worker(folder: Path, models_dir: Path, name: str) -> Iterator[Process]:
    """A worker on the data of this test, until the block ends."""
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
    environment |= {"PROCTORING_DATA_DIR": str(folder / "data"), "PROCTORING_MODELS_DIR": str(models_dir)}
    environment["PROCTORING_SECRET_KEY"] = SECRET
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [*ends_with_us("KILL"), sys.executable, "-m", "proctor_core", "worker"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end_group(process, signal.SIGTERM, timeout_s=20)


def children_of(process: Process) -> list[int]:
    listings = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [int(word) for path in listings for word in path.read_text().split()]


def is_there(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found in /proc")
def test_a_killed_worker_leaves_its_recording_to_another_and_nothing_is_counted_twice(
    engine_of_data: Engine, models_dir: Path, tmp_path: Path
) -> None:
    session_world = SessionWorld(engine_of_data, tmp_path / "data" / "media")
    world = RecordingWorld(session_world, tmp_path / "data")
    session_id = world.session()
    recording_id = world.upload(session_id, drawn(tmp_path / "drawn.mp4").read_bytes(), codec="h264", seconds=LENGTH_S)
    world.hand_in(session_id)

    def analysis() -> RecordingAnalysis:
        (row,) = session_world.rows(RecordingAnalysis, id=recording_id)
        return row

    with worker(tmp_path, models_dir, "first") as first:
        wait_until(
            lambda: analysis().rewritten_at is not None,
            "the first worker at it",
            timeout_s=120,
            process=first,
            log=tmp_path / "first.log",
        )
        (looking,) = children_of(first)
        first.kill()
        first.wait()
        wait_until(lambda: not is_there(looking), "its process gone with it", timeout_s=20)
    assert (analysis().state, analysis().tries) == (AnalysisState.RUNNING, 1)
    assert world.recording(recording_id).state is RecordingState.CLOSED
    assert session_world.rows(Violation) == []
    with transaction(engine_of_data) as db:
        # The lease's 90 s pass.
        db.get_one(RecordingAnalysis, recording_id).lease_until = datetime(2026, 1, 1, tzinfo=UTC)

    with worker(tmp_path, models_dir, "second") as second:
        wait_until(
            lambda: analysis().state is AnalysisState.DONE,
            "the second worker done",
            timeout_s=180,
            every_s=0.5,
            process=second,
            log=tmp_path / "second.log",
        )
    assert (analysis().tries, world.recording(recording_id).state) == (2, RecordingState.PROCESSED)
    (found,) = session_world.rows(Violation)
    assert (found.type, found.source, session_world.stored(session_id).violations_count) == ("no_face", "recording", 1)
    assert not list((tmp_path / "data" / "uploads").rglob("*")), "what the killed one left is gone"
    assert second.returncode == 0, "SIGTERM ends it in order"
