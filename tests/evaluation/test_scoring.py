"""The scoring rules of the evaluation's README, on intervals made by hand."""

import pytest

from proctor_core.domain.violation import ViolationType
from proctor_core.evaluation.labels import Label, Segment
from proctor_core.evaluation.scoring import Predicted, Score, score

TRUTH = (
    Segment(0, 10, Label.OK),
    Segment(10, 16, Label.LOOKING_AWAY),
    Segment(16, 20, Label.AMBIGUOUS),
    Segment(20, 30, Label.OK),
)


def scored(*spans: tuple[float, float]) -> Score:
    return score(ViolationType.LOOKING_AWAY, TRUTH, [Predicted(a, b, a + 1.0) for a, b in spans])


def test_an_exact_interval_is_found_right_and_its_delays_are_measured() -> None:
    s = scored((10, 16))
    assert (s.found, s.missed, s.right, s.false, s.hit_s, s.missed_s, s.false_s) == (1, 0, 1, 0, 6, 0, 0)
    assert (s.onset_delays_s, s.known_delays_s) == ((0.0,), (1.0,))


def test_nothing_predicted_is_a_miss() -> None:
    s = scored()
    assert (s.found, s.missed, s.missed_s) == (0, 1, 6)


def test_an_interval_in_ok_time_is_false_and_counted_per_hour() -> None:
    s = scored((2, 5), (10, 16))
    assert (s.false, s.false_in_ok, s.false_s) == (1, 1, 3)
    assert s.ok_s == 20


def test_ambiguous_time_is_never_scored() -> None:
    s = scored((10, 20))
    assert (s.right, s.false, s.false_s) == (1, 0, 0)
    assert (scored((16.5, 19)).right, scored((16.5, 19)).false) == (0, 0)


@pytest.mark.parametrize(("span", "found"), [((13, 16), 1), ((13.5, 16), 1), ((14.5, 16), 0)])
def test_half_covered_or_an_overlap_of_three_tenths_is_found(span: tuple[float, float], found: int) -> None:
    assert scored(span).found == found


def test_a_segment_under_two_seconds_is_no_incident() -> None:
    truth = (Segment(0, 1.5, Label.LOOKING_AWAY), Segment(1.5, 10, Label.OK))
    assert score(ViolationType.LOOKING_AWAY, truth, []).missed == 0


def test_looking_away_is_not_scored_on_multiple_faces_time() -> None:
    truth = (Segment(0, 10, Label.MULTIPLE_FACES), Segment(10, 20, Label.OK))
    s = score(ViolationType.LOOKING_AWAY, truth, [Predicted(2, 8, 3)])
    assert (s.false, s.right) == (0, 0)


def test_scores_of_clips_add_up() -> None:
    total = scored((10, 16)) + scored((2, 5))
    assert (total.found, total.missed, total.false) == (1, 1, 1)
