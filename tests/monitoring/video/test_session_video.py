"""Whose packets are kept, and how much the browser may send."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from proctor_core.monitoring.video.packet_tap import PacketTap
from proctor_core.monitoring.video.session_recorder import SessionRecorder
from proctor_core.monitoring.video.session_video import SessionVideo

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def recorder(tmp_path: Path) -> SessionRecorder:
    return SessionRecorder(tmp_path, NOON, 9.0, finished=lambda: None, refused=lambda _: None)


def tap() -> PacketTap:
    return PacketTap(lambda: None, lambda: NOON)


def test_a_camera_that_takes_over_is_recorded_and_the_one_before_is_not(recorder: SessionRecorder) -> None:
    video, first, second = SessionVideo(), tap(), tap()
    video.limit_bitrate(62_000)
    video.record(recorder)
    video.follow(first)
    assert (first.listener, first.bitrate_limit) == (recorder, 62_000)
    video.follow(second)
    assert (first.listener, second.listener, second.bitrate_limit) == (None, recorder, 62_000)


def test_the_next_frame_gives_the_packets_back_to_a_recorder_that_lost_them(recorder: SessionRecorder) -> None:
    video, camera = SessionVideo(), tap()
    video.follow(camera)
    video.record(recorder)
    camera.listener = None
    video.follow(camera)
    assert camera.listener is recorder


def test_when_it_stops_nothing_is_recorded_and_nothing_is_limited(recorder: SessionRecorder) -> None:
    video, camera = SessionVideo(), tap()
    video.limit_bitrate(62_000)
    video.record(recorder)
    video.follow(camera)
    video.stop()
    video.stop()
    for _ in range(2):
        assert (camera.listener, camera.bitrate_limit, video.bitrate_limit) == (None, None, None)
        video.follow(camera)


def test_a_session_without_recorder_lacks_no_room_and_has_nothing_to_cut(recorder: SessionRecorder) -> None:
    video = SessionVideo()
    video.cut()
    assert not video.lacks_room
    video.record(recorder)
    recorder.lacks_room = True
    assert video.lacks_room
