"""The mailbox between the event loop and the checks, and how fast frames come."""

from datetime import UTC, datetime, timedelta

import pytest

from proctor_core.monitoring.camera.frame_rate import FrameRate
from proctor_core.monitoring.camera.received_frame import Mailbox, ReceivedFrame
from tests.support.monitor_world import picture

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
