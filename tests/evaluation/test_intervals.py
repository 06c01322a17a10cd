"""Intervals against published values."""

import pytest

from proctor_core.evaluation.intervals import bootstrap, most_of


@pytest.mark.parametrize(("count", "most"), [(0, 3.689), (1, 5.572), (5, 11.668), (20, 30.888)])
def test_a_count_has_garwoods_upper_bound(count: int, most: float) -> None:
    assert most_of(count) == pytest.approx(most, abs=1e-3)


def test_a_figure_over_clips_varies_as_its_clips_do_and_the_same_each_time() -> None:
    clips = [0.0] * 50 + [1.0] * 50

    def mean(drawn: object) -> float:
        return sum(drawn) / 100  # type: ignore[call-overload]

    between = bootstrap(clips, mean)
    assert between is not None
    assert between == pytest.approx((0.4, 0.6), abs=0.03)
    assert between == bootstrap(clips, mean)


def test_a_figure_that_most_draws_do_not_give_has_no_interval() -> None:
    assert bootstrap([1, 2, 3], lambda drawn: None) is None
    assert bootstrap([], lambda drawn: 1.0) is None
