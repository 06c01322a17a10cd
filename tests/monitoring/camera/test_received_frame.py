"""The mailbox between the event loop and the checks, and how fast frames come."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import uuid4

import av
import pytest

from proctor_core.monitoring.camera.frame_rate import FrameRate
from proctor_core.monitoring.camera.received_frame import Mailbox, ReceivedFrame, frame_of
from proctor_core.monitoring.video.packet_tap import PacketTap
from tests.support.monitor_world import PAGE, MonitorWorld, picture

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def frame(number: int) -> ReceivedFrame:
    return ReceivedFrame(lambda: picture(number), NOON + timedelta(seconds=number), float(number))


def test_the_newest_frame_replaces_an_unread_one_and_keeps_the_count() -> None:
    mailbox = Mailbox()
    for number in (1, 2, 3):
        mailbox.put(frame(number))
    taken = mailbox.take()
    assert taken is not None
    assert (taken[0].source_time_s, taken[1]) == (3.0, 3)


def image_of(opaque: object = None) -> av.VideoFrame:
    image = av.VideoFrame(64, 48, "yuv420p")
    image.pts, image.time_base, image.opaque = 45_000, Fraction(1, 90_000), opaque
    return image


def test_an_image_of_a_stream_keeps_its_time_and_is_converted_when_it_is_looked_at() -> None:
    received = frame_of(image_of(), NOON)
    assert (received.received_at, received.source_time_s, received.tap) == (NOON, 0.5, None)
    assert received.to_rgb().shape == (48, 64, 3)


def test_an_image_carries_the_tap_of_its_stream() -> None:
    tap = PacketTap(lambda: None, lambda: NOON)
    assert frame_of(image_of(tap), NOON).tap is tap


def test_an_image_reaches_the_monitor_of_its_session_alone(world: MonitorWorld) -> None:
    session = world.begun()
    monitor = world.monitor(session.id)
    world.registry.receive(uuid4(), PAGE, image_of())
    assert not monitor.looks.is_due(world.clock())
    world.registry.receive(session.id, PAGE, image_of())
    assert monitor.looks.is_due(world.clock())


def test_a_frame_is_taken_once() -> None:
    mailbox = Mailbox()
    assert mailbox.is_empty
    mailbox.put(frame(1))
    assert not mailbox.is_empty
    assert mailbox.take() is not None
    assert mailbox.is_empty
    assert mailbox.take() is None


@pytest.mark.parametrize("rate_hz", [2, 8, 30])
def test_the_rate_is_that_of_the_last_seconds(rate_hz: int) -> None:
    rate = FrameRate()
    for number in range(rate_hz * 10):
        rate.note(NOON + timedelta(seconds=number / rate_hz))
    newest = NOON + timedelta(seconds=10 - 1 / rate_hz)
    assert rate.per_second(newest) == pytest.approx(rate_hz, rel=0.02)


def test_a_camera_that_stopped_has_no_rate() -> None:
    rate = FrameRate()
    rate.note(NOON)
    assert rate.per_second(NOON) == 0
    rate.note(NOON + timedelta(seconds=0.1))
    assert rate.per_second(NOON + timedelta(seconds=0.1)) > 0
    assert rate.per_second(NOON + timedelta(seconds=10)) == 0
