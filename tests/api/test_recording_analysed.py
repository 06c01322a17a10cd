"""Videos sent over the API come out processed, with what `analyze` finds in them: a drawn one, and one of real people."""

import json
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import av
import pytest
from survey_proctor import TakerSession
from typer.testing import CliRunner

from db.engine import transaction
from db.tables import RecordingAnalysis, SessionRecording, SurveySession, Violation
from proctor_core.cli.verbs import cli
from proctor_core.demo.clips import Clip, frame_at
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.scenes import Act, Scene
from proctor_core.domain.recording_analysis import Differences
from proctor_core.media.container_layout import MP4
from proctor_core.models.manifest import ModelSet
from proctor_core.monitoring.recordings.recording_process import Patience
from proctor_core.monitoring.recordings.recording_worker import RecordingWorker
from proctor_core.services.recordings.recording_outcome import RecordingOutcomeService
from proctor_core.services.recordings.recording_work import RecordingWork
from proctor_core.wiring.detectors import detector_paths
from tests.support.api_client import connected
from tests.support.uploading import recorded_session
from tests.support.web_world import WebWorld

pytestmark = pytest.mark.slow
DRAWN = Clip(PEOPLE[4], (Scene(Act.READS, 6), Scene(Act.LEAVES, 5), Scene(Act.READS, 2)))
STARTED_S = 20.0


def drawn(path: Path) -> Path:
    """A person who reads and leaves, with sound, as a phone would send it."""
    with av.open(str(path), "w", format="mp4") as container:
        picture: Any = container.add_stream("libx264", rate=5, options={"crf": "20"})
        picture.width, picture.height, picture.pix_fmt = 640, 480, "yuv420p"
        container.add_stream("aac", rate=48000)
        for number in range(round(DRAWN.duration_s * 5)):
            frame = av.VideoFrame.from_ndarray(frame_at(DRAWN, number / 5), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 5)
            container.mux(picture.encode(frame))
        container.mux(picture.encode())
    return path


def analyzed(video: Path, folder: Path) -> list[tuple[str, float, float]]:
    """What the command line says of it."""
    done = CliRunner().invoke(cli, ["analyze", str(video), "--out", str(folder)])
    assert done.exit_code == 0, done.output
    found = [json.loads(line) for line in (folder / "violations.jsonl").read_text().splitlines()]
    return [(one["type"], one["started_s"], one["ended_s"]) for one in found]


def worker_of(world: WebWorld, models: ModelSet) -> RecordingWorker:
    return RecordingWorker(
        work=RecordingWork(world.engine, world.clock, world.media),
        outcome=RecordingOutcomeService(world.engine, world.clock),
        media=world.media,
        folder=world.folder / "uploads",
        models=detector_paths(models),
        patience=Patience(whole_s=300.0),
        name="this test",
        ending=threading.Event(),
    )


def processed(world: WebWorld, models: ModelSet, video: Path) -> UUID:
    """Sent by the session's client, handed in, analysed; the session's id."""
    session_id = recorded_session(world)
    with transaction(world.engine) as db:
        # As a client's single picture enrols: too little for a resting pose, so the recording's beginning teaches it.
        session = db.get_one(SurveySession, session_id)
        session.baseline = {**(session.baseline or {}), "looks": 1}
    taker = connected(TakerSession, world, world.session_token(session_id), str(session_id))
    sent = taker.upload_recording(video, started_s=STARTED_S)
    assert (sent.recording_state, sent.analysis_state, sent.progress) == ("closed", "waiting", 0.0)
    world.answer_all(session_id)
    world.clock.pass_time(300)
    world.stored_sessions.submit(world.taker, session_id, 1.0)
    assert worker_of(world, models).work_off() == 1
    upload = taker.upload(sent.id)
    assert (upload.recording_state, upload.analysis_state, upload.progress) == ("processed", "done", 1.0), (
        upload.failure
    )
    return session_id


@pytest.fixture(params=["drawn", "people"])
def film(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "drawn":
        return drawn(tmp_path / "drawn.mp4")
    return request.getfixturevalue("shared_dir") / "evaluation" / "videos" / "intel_two_people.mp4"


def test_an_upload_comes_out_with_the_incidents_of_analyze(
    world: WebWorld, model_set: ModelSet, models_dir: Path, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROCTORING_MODELS_DIR", str(models_dir))
    monkeypatch.setenv("PROCTORING_DATA_DIR", str(tmp_path / "data"))
    session_id = processed(world, model_set, film)
    found = analyzed(film, tmp_path / "found")
    assert found, "expected a clip with something in it"
    rows = sorted(world.rows(Violation, session_id=session_id), key=lambda row: row.onset_s)
    assert [(r.type, round(r.onset_s, 3), round(r.offset_s or 0, 3)) for r in rows] == [
        (kind, round(started_s + STARTED_S, 3), round(ended_s + STARTED_S, 3)) for kind, started_s, ended_s in found
    ]
    assert {row.source for row in rows} == {"recording"}
    (recording,) = world.rows(SessionRecording, session_id=session_id)
    assert recording.media_key is not None
    path = world.media.local_path(recording.media_key)
    assert path is not None
    with av.open(str(path), format=MP4) as kept:
        assert [stream.type for stream in kept.streams] == ["video"], "its sound is gone"
    (analysis,) = world.rows(RecordingAnalysis)
    assert analysis.differences is not None
    assert len(Differences.from_json(analysis.differences).only_recording) == len(found)
