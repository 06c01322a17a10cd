"""Coverage with gaps: absence counts neither way, and hides nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.violation import RaisedSignal, SignalKind
from proctor_core.monitoring.monitors.presence import Presence


def present(*signals: RaisedSignal, seen: list[float] | None = None) -> Presence:
    return Presence(signals, seen or [])


def gap(onset_s: float, offset_s: float | None) -> RaisedSignal:
    return RaisedSignal(SignalKind.NETWORK_GAP, onset_s, offset_s, "away")


def half_seconds(start_s: float, end_s: float) -> list[float]:
    return [start_s + i / 2 for i in range(round((end_s - start_s) * 2))]


def test_who_is_seen_all_the_time_is_covered() -> None:
    assert present(seen=half_seconds(0, 60)).coverage(60) == 1.0


def test_who_is_never_seen_is_not() -> None:
    assert present().coverage(60) == 0.0


def test_a_gap_counts_neither_for_nor_against() -> None:
    seen = half_seconds(0, 20) + half_seconds(120, 140)
    assert present(gap(20, 120), seen=seen).coverage(140) == 1.0
    assert present(gap(20, 120), seen=half_seconds(0, 20)).coverage(140) == 0.5


def test_other_signals_are_no_absence() -> None:
    lost = RaisedSignal(SignalKind.CAMERA_LOST, 20, 40, "no picture")
    assert present(lost, seen=half_seconds(0, 20)).coverage(40) == 0.5


def test_leaving_and_coming_back_is_a_gap_with_its_length() -> None:
    presence = present(seen=half_seconds(0, 10))
    presence.seen(10)
    opened = presence.leave(10.0, 25.0)
    assert (opened.kind, opened.onset_s, opened.offset_s) == (SignalKind.NETWORK_GAP, 10.0, None)
    closed = presence.come_back(60.0)
    assert (closed.onset_s, closed.offset_s) == (10.0, 60.0)
    assert presence.coverage(60.0) == 1.0


def test_dropping_in_and_out_without_a_picture_hides_nobody() -> None:
    presence = present(seen=half_seconds(0, 20))
    presence.seen(20)
    presence.leave(20.0, 35.0)
    for second in range(40, 400, 20):
        presence.come_back(second)
        presence.leave(second, second + 15)
    assert presence.coverage(400) < 0.1


def test_a_session_that_was_one_long_gap_was_not_seen() -> None:
    assert present(gap(0, 60)).coverage(60) == 0.0


seconds = st.integers(0, 200)
gaps = st.lists(st.tuples(seconds, seconds).map(sorted), max_size=6)


@given(gaps, st.sets(seconds, max_size=60), st.integers(1, 200))
def test_coverage_is_the_share_of_present_seconds_that_were_seen(
    away: list[list[int]], seen: set[int], end_s: int
) -> None:
    presence = present(*(gap(start, end) for start, end in away), seen=[float(s) for s in seen])
    there = {s for s in range(end_s) if not any(start <= s < end for start, end in away)}
    expected = len(there & seen) / len(there) if there else float(bool(seen))
    assert presence.coverage(end_s) == pytest.approx(expected)


@given(gaps, st.lists(st.floats(0, 200), max_size=60), st.floats(0.1, 250))
def test_coverage_is_always_a_share(away: list[list[int]], seen: list[float], end_s: float) -> None:
    presence = present(*(gap(start, end) for start, end in away), seen=seen)
    assert 0.0 <= presence.coverage(end_s) <= 1.0
