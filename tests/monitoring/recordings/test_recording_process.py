"""The process that opens uploads, for real: it writes a video anew, says why it can't, and ends when it should."""

import threading
import time
from pathlib import Path

import pytest

from proctor_core.codes.recording_faults import FFmpegProblem, RecordingFault
from proctor_core.domain.policy import STANDARD, policy_to_json
from proctor_core.errors import InvalidInput, NoRoom
from proctor_core.media.container_layout import WEBM
from proctor_core.monitoring.recordings.recording_process import ChildTask, NotWanted, Patience, TooSlow, lines_of
from tests.monitoring.writing.test_full_disk import fill, small_disk
from tests.support.recording_world import NO_MODELS
from tests.support.videos import video

__all__ = ["small_disk"]
pytestmark = pytest.mark.slow
PATIENT = Patience(whole_s=60.0)


def always(_: float) -> bool:
    """It is wanted."""
    return True


def task(folder: Path, content: bytes) -> ChildTask:
    """To write a video anew, and no more."""
    work = folder / "work"
    work.mkdir()
    source = folder / "came.webm"
    source.write_bytes(content)
    policy = policy_to_json(STANDARD)
    return ChildTask(
        source, WEBM, "webm", work, len(content), 2.0, policy, None, 5.0, NO_MODELS, rewrites=True, analyses=False
    )


def test_it_writes_the_video_anew_and_tells_so(tmp_path: Path) -> None:
    lines = list(lines_of(task(tmp_path, video()), PATIENT, always, threading.Event()))
    assert lines == [{"rewritten": "silent.webm"}, {"done": 0, "unread": 0}]
    assert (tmp_path / "work" / "silent.webm").stat().st_size > 500


def test_what_it_can_not_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="FFmpeg can't write it anew") as refused:
        list(lines_of(task(tmp_path, b"a letter and no film" * 100), PATIENT, always, threading.Event()))
    assert refused.value.code is RecordingFault.NOT_WRITTEN
    assert isinstance(refused.value.values["said"], FFmpegProblem)


def test_it_ends_when_it_is_too_slow_when_nobody_wants_it_and_when_its_caller_ends(tmp_path: Path) -> None:
    asked = task(tmp_path, video())
    ended = threading.Event()
    ended.set()
    began = time.monotonic()
    with pytest.raises(TooSlow):
        list(lines_of(asked, Patience(whole_s=0.0), always, threading.Event()))
    with pytest.raises(NotWanted):
        list(lines_of(asked, PATIENT, lambda _: False, threading.Event()))
    with pytest.raises(NotWanted):
        list(lines_of(asked, PATIENT, always, ended))
    assert time.monotonic() - began < 20


def test_a_full_disk_is_said_as_one(small_disk: Path) -> None:
    asked = task(small_disk, video(seconds=30.0, size=(320, 240)))
    ballast = fill(small_disk)
    with pytest.raises(NoRoom):
        list(lines_of(asked, PATIENT, always, threading.Event()))
    assert ballast.exists()
