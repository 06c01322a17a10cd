"""A share with its interval: what Wilson's formula gives, and what must hold for every one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.share import share_of, wilson


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (1, 1, 0.2065, 1.0)]
)
def test_the_interval_is_wilsons(hits: int, tries: int, low: float, high: float) -> None:
    share = share_of(hits, tries)
    assert share is not None
    assert (share.low, share.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
)
def test_the_interval_is_as_published(hits: int, tries: int, low: float, high: float) -> None:
    # Newcombe 1998, table I.
    assert wilson(hits / tries, tries) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 10_000).flatmap(lambda tries: st.tuples(st.integers(0, tries), st.just(tries))))
def test_the_share_lies_in_its_interval_which_more_tries_make_narrower(counted: tuple[int, int]) -> None:
    hits, tries = counted
    share, more = share_of(hits, tries), share_of(hits * 10, tries * 10)
    assert share is not None and more is not None
    assert 0 <= share.low <= share.value + 1e-12 and share.value <= share.high + 1e-12 and share.high <= 1
    assert more.high - more.low < share.high - share.low


def test_nothing_counted_has_no_share() -> None:
    assert share_of(0, 0) is None
