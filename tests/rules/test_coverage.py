"""How much of a session could be seen."""

from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.policy import STANDARD
from proctor_core.rules.coverage import coverage, is_visible
from tests.rules.observations import calm, covered


@given(st.lists(st.floats(0, 60)), st.floats(1, 60))
def test_coverage_is_a_share_and_more_looks_never_lower_it(looks_s: list[float], end_s: float) -> None:
    share = coverage(looks_s, 0.0, end_s)
    assert 0.0 <= share <= 1.0
    assert coverage([*looks_s, end_s / 2], 0.0, end_s) >= share


def test_two_looks_a_second_cover_everything_also_a_broken_last_second() -> None:
    assert coverage([i / 2 for i in range(25)], 0.0, 12.4) == 1.0


def test_a_gap_of_three_seconds_in_ten_leaves_seven_tenths() -> None:
    assert coverage([t + 0.5 for t in range(10) if t not in (4, 5, 6)], 0.0, 10.0) == 0.7


def test_an_empty_span_misses_nothing() -> None:
    assert coverage([], 5.0, 5.0) == 1.0


def test_a_covered_picture_is_not_seen() -> None:
    assert is_visible(calm(0.0), STANDARD)
    assert not is_visible(covered(0.0), STANDARD)
