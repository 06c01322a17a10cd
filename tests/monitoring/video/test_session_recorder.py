"""Encoded frames become segments: cut at key frames asked for, each playable, none lost to a killed process but the last."""

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.codes.storage_faults import RoomFault
from proctor_core.domain.failure import Failure, failure
from proctor_core.media.segments import join_segments, segment_facts, vp8_key_frame_size
from proctor_core.monitoring.video import session_recorder
from proctor_core.monitoring.video.session_recorder import SessionRecorder
from tests.support.encoded_video import FPS, DrawnCamera, encoded, frames_of
from tests.support.program import ROOT

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


class Recorded:
    """A recorder over a folder, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.refused, self.finished = folder, list[Failure](), 0
        self.recorder = SessionRecorder(folder, START, 9.0, self._finish, self.refused.append)

    def _finish(self) -> None:
        self.finished += 1

    def camera(self, **given: object) -> DrawnCamera:
        camera = DrawnCamera(START, **given)  # pyright: ignore[reportArgumentType]
        camera.tap.listener = self.recorder
        return camera

    def segments(self) -> list[tuple[float, float]]:
        """(start, duration) of each finished segment."""
        paths = sorted(self.folder.glob("*.webm"))
        return [(int(p.name.split("-")[0]) / 1000, round(segment_facts(p).duration_s, 2)) for p in paths]


@pytest.fixture
def recorded(tmp_path: Path) -> Recorded:
    return Recorded(tmp_path / "video")


def test_a_key_frame_tells_its_size_and_another_frame_none() -> None:
    key, delta = encoded(2, 160, 120, key_every=2)
    assert (vp8_key_frame_size(key), vp8_key_frame_size(delta), vp8_key_frame_size(b"")) == ((160, 120), None, None)


def test_segments_are_cut_at_the_key_frame_asked_for_after_nine_seconds(recorded: Recorded) -> None:
    camera = recorded.camera()
    camera.send(25)
    recorded.recorder.close()
    assert [round(start_s) for start_s, _ in recorded.segments()] == [0, 9, 18]
    assert camera.asked == recorded.finished - 1 == 2
    assert sum(duration_s for _, duration_s in recorded.segments()) == pytest.approx(25, abs=0.05)


def test_what_comes_before_a_key_frame_is_let_go_and_one_is_asked_for(recorded: Recorded) -> None:
    camera = recorded.camera(wants_key=False)
    camera.send(2)
    recorded.recorder.close()
    assert camera.asked == 1
    assert recorded.segments() == [(pytest.approx(1 / FPS, abs=0.001), pytest.approx(1.88, abs=0.02))]


def test_a_gap_is_between_two_segments_and_counts_in_neither(recorded: Recorded) -> None:
    camera = recorded.camera()
    camera.send(4)
    camera.wait(30)
    camera.send(4)
    recorded.recorder.close()
    (_, first_s), (second_start_s, second_s) = recorded.segments()
    assert (first_s, second_s) == (pytest.approx(4, abs=0.05), pytest.approx(4, abs=0.2))
    assert second_start_s == pytest.approx(34, abs=0.2)


def test_another_picture_size_begins_another_segment_and_both_play_when_joined(
    recorded: Recorded, tmp_path: Path
) -> None:
    camera = recorded.camera()
    camera.send(3)
    camera.width, camera.height, camera.wants_key = 80, 60, True
    camera.send(3)
    recorded.recorder.close()
    parts = [
        (path, start_s)
        for path, (start_s, _) in zip(sorted(recorded.folder.iterdir()), recorded.segments(), strict=True)
    ]
    facts = join_segments(parts, tmp_path / "joined.webm")
    shown = list(frames_of(tmp_path / "joined.webm"))
    assert len(shown) == facts.frames == 6 * FPS
    assert facts.duration_s == pytest.approx(6, abs=0.1)


def test_a_reconnected_stream_begins_a_segment_at_its_own_time(recorded: Recorded) -> None:
    first = recorded.camera()
    first.send(3)
    first.tap.end()
    second = recorded.camera()
    second.at = START + timedelta(seconds=60)
    second.send(3)
    recorded.recorder.close()
    assert [start_s for start_s, _ in recorded.segments()] == [0.0, 60.0]


def test_another_codec_is_refused_by_name_once(recorded: Recorded) -> None:
    recorded.camera(codec="H264").send(2)
    recorded.recorder.close()
    assert recorded.refused == [failure(RecordingFault.OTHER_CODEC, codec="H264")]
    assert recorded.segments() == []


def test_on_a_full_disk_no_segment_is_begun_and_the_camera_goes_on(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_recorder, "LEAST_FREE_BYTES", 1 << 62)
    recorded.camera().send(2)
    assert recorded.refused == [failure(RoomFault.NEARLY_FULL)]
    assert list(recorded.folder.iterdir()) == []


@pytest.mark.slow
def test_after_a_kill_every_finished_segment_plays_and_of_the_last_a_second_at_most_is_lost(tmp_path: Path) -> None:
    program = (
        "import signal, sys; from pathlib import Path; from tests.monitoring.video.test_session_recorder import Recorded\n"
        "recorded = Recorded(Path(sys.argv[1])); camera = recorded.camera(); camera.send(24); print('sent', flush=True)\n"
        "signal.pause()"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout and process.stdout.readline() == b"sent\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    left = sorted(tmp_path.glob("*.webm*"))
    assert [path.suffix for path in left] == [".webm", ".webm", ".part"]
    parts = [(path, int(path.name.split("-")[0]) / 1000) for path in left]
    facts = join_segments(parts, tmp_path / "joined")
    assert facts.duration_s == pytest.approx(24, abs=1.0)
    assert len(list(frames_of(tmp_path / "joined"))) == facts.frames >= 23 * FPS
