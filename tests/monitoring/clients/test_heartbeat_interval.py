"""How often clients are asked for a heartbeat while writes are quick, slow, and quick again."""

from datetime import timedelta

import pytest

from proctor_core.monitoring.clients.heartbeat_interval import HeartbeatInterval


@pytest.mark.parametrize(
    ("write_s", "next_in_s"), [(0.0, 5.0), (1.0, 5.0), (1.5, 7.5), (4.0, 20.0), (60.0, 20.0)], ids=str
)
def test_slow_writes_stretch_the_interval_up_to_four_times(write_s: float, next_in_s: float) -> None:
    interval = HeartbeatInterval(5.0)
    interval.adapt(write_s)
    assert interval.next_in_s == next_in_s
    interval.adapt(0.1)
    assert interval.next_in_s == 5.0


def test_who_is_asked_less_often_may_be_silent_for_longer() -> None:
    interval = HeartbeatInterval(5.0)
    assert interval.silence == timedelta(seconds=15)
    interval.adapt(2.0)
    assert interval.silence == timedelta(seconds=30)
