"""Which files and folders lie in the data folder and the media store: of worlds with content, and of the program on top of them.

`python -m tests.outside.data_folder MODELS_DIR` writes the snapshot anew. Cached looks of the demo (`demo/`) and
fetched model files are left out: both can be made again.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from survey_proctor import Platform, TakerSession

from db.engine import open_engine
from db.migrate import upgrade
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.token_scope import TokenScope
from proctor_core.services.recordings.upload_admission import Sender
from proctor_core.services.taking.waiting_writes import ShownQuestion
from tests.api.pictures import jpeg
from tests.rules.observations import phone
from tests.support.api_client import connected
from tests.support.encoded_video import DrawnCamera
from tests.support.monitor_world import PAGE
from tests.support.processes import wait_until
from tests.support.program import running_program
from tests.support.recording_world import RecordingWorld
from tests.support.session_world import DEFINITION
from tests.support.uploading import recorded_session
from tests.support.web_world import WebWorld

SNAPSHOT = Path(__file__).parent / "snapshots/data_folder.txt"
BESIDE_SQLITE = re.compile(r"-(journal|wal|shm)$")
"""What SQLite lays beside a database while it is open, and the program names nowhere."""
NAMES = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"\b[0-9a-f]{8,32}\b"), "<hex>"),
    (re.compile(r"\d{2,}"), "<n>"),
)
SETTINGS = {"DEMO": "0", "HTTPS": "1", "PROCTORING_ANALYSES_HERE": "0"}


def data_folder(models_dir: Path) -> str:
    """Every name with ids and numbers left out, one a line."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "data"
        folder.mkdir()
        names = set(_with_content(folder))
        with running_program(Path(made), {**SETTINGS, "PROCTORING_MODELS_DIR": str(models_dir)}) as program:
            wait_until(
                (program.data_dir / "media/database.json").exists, "a store that knows its database", timeout_s=60
            )
            names |= set(_names(folder))
    return "\n".join(sorted(names))


def _with_content(folder: Path) -> Iterator[str]:
    """What is there while sessions run, and what they leave."""
    url = f"sqlite:///{folder / 'proctor.db'}"
    upgrade(url)
    engine = open_engine(url)
    world = WebWorld(engine, folder)
    world.clock.now = datetime.now(UTC)
    try:
        _reported(world)
        _uploaded(world, folder)
        _filmed(world, is_over=True)
        running = _filmed(world, is_over=False)
        world.outbox.add(ShownQuestion(running, 1, world.clock()))
        yield from _names(folder)
    finally:
        world.close()
        engine.dispose()


def _filmed(world: WebWorld, *, is_over: bool) -> UUID:
    session = world.begun(recording_mode=RecordingMode.FULL)
    camera, monitor = DrawnCamera(world.clock()), world.monitor(session.id)
    monitor.attach(PAGE)
    monitor.video.follow(camera.tap)
    camera.send(12)
    world.play(session.id, 6, phone)
    world.play(session.id, 6)
    camera.send(2)
    world.written()
    if is_over:
        world.hand_in(session.id)
        world.keeper.process_due()
    return session.id


def _reported(world: WebWorld) -> None:
    platform = connected(Platform, world, world.token(TokenScope.SERVICE))
    session = platform.open_session(platform.add_survey("reported", DEFINITION), "a panelist")
    taker = connected(TakerSession, world, platform.session_token(session.id).token, session.id)
    taker.consent("We watch the camera.", "2026-11")
    taker.verify_initial(jpeg())
    taker.start()
    taker.heartbeat(face_count=1, confidence=0.93)
    world.clock.pass_time(5)
    taker.record_violation("mobile_detected", 2.0, 3.0, 0.8, jpeg())


def _uploaded(world: WebWorld, folder: Path) -> None:
    """One that was looked at, one that waits as it came, one that is arriving."""
    recordings = RecordingWorld(world, folder)
    recordings.uploaded()
    recordings.worker().work_off()
    recordings.upload(recordings.session())
    session_id, sender = recorded_session(world), Sender(world.taker.id, world.taker.id)
    arriving = recordings.uploads.begin(sender, session_id, 1000, 0.0)
    recordings.uploads.folder.mark_unchecked(session_id, arriving.id, 0)


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if not BESIDE_SQLITE.search(path.name):
            name = str(path.relative_to(folder)) + ("/" if path.is_dir() else "")
            for pattern, word in NAMES:
                name = pattern.sub(word, name)
            yield name


if __name__ == "__main__":
    SNAPSHOT.write_text(data_folder(Path(sys.argv[1])) + "\n")
