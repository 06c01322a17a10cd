"""Dwell with hysteresis, as properties."""

from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.policy import Dwell
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.course import Course
from proctor_core.rules.reading import CANT_SAY, Reading

DWELL = Dwell(onset_s=1.5, offset_s=1.5)
YES, NO = Reading(True, strength=1.0, confidence=0.9), Reading(False)
LOOKS = st.lists(st.tuples(st.sampled_from((0.125, 0.2, 0.5, 1.0)), st.sampled_from((YES, NO, CANT_SAY))), max_size=60)


def run(looks: list[tuple[float, Reading]], dwell: Dwell = DWELL) -> list[tuple[float, str, float]]:
    """(time, "open" or "close", onset or offset) of each change."""
    course, t_s, changes = Course(ViolationType.NO_FACE, dwell), 0.0, list[tuple[float, str, float]]()
    for gap, reading in looks:
        t_s += gap
        change = course.advance(t_s, reading)
        if change.opened:
            changes.append((t_s, "open", change.opened.onset_s))
        if change.closed and change.closed.offset_s is not None:
            changes.append((t_s, "close", change.closed.offset_s))
    return changes


def timed(looks: list[tuple[float, Reading]]) -> list[tuple[float, float, Reading]]:
    """(time, gap, reading) of each look."""
    t_s, out = 0.0, list[tuple[float, float, Reading]]()
    for gap, reading in looks:
        t_s += gap
        out.append((t_s, gap, reading))
    return out


@given(LOOKS)
def test_opening_and_closing_alternate(looks: list[tuple[float, Reading]]) -> None:
    words = [word for _, word, _ in run(looks)]
    assert words == ["open", "close"] * (len(words) // 2) + ["open"] * (len(words) % 2)


@given(LOOKS)
def test_an_onset_is_a_positive_look_inside_the_window_and_an_offset_follows_it(
    looks: list[tuple[float, Reading]],
) -> None:
    positives = [t for t, _, reading in timed(looks) if reading is YES]
    onset_s = 0.0
    for known_s, word, at_s in run(looks):
        if word == "open":
            onset_s = at_s
            assert at_s in positives
            assert known_s - DWELL.onset_s <= at_s <= known_s
        else:
            assert onset_s <= at_s <= known_s


@given(LOOKS)
def test_nothing_opens_on_less_positive_time_than_its_share(looks: list[tuple[float, Reading]]) -> None:
    for known_s, word, _ in run(looks):
        if word == "open":
            since_s = known_s - DWELL.onset_s
            inside = [
                (min(gap, t - since_s), reading) for t, gap, reading in timed(looks) if since_s + 1e-6 < t <= known_s
            ]
            positive_s = sum(seconds for seconds, reading in inside if reading is YES)
            measured_s = sum(seconds for seconds, reading in inside if reading is not CANT_SAY)
            assert positive_s >= DWELL.open_share * measured_s - 0.51  # the first look answers for up to half a second


@given(LOOKS)
def test_looks_that_cant_say_never_open_anything(looks: list[tuple[float, Reading]]) -> None:
    assert run([(gap, CANT_SAY if reading is YES else reading) for gap, reading in looks]) == []


@given(LOOKS)
def test_turning_looks_negative_before_anything_opened_opens_nothing_sooner(
    looks: list[tuple[float, Reading]],
) -> None:
    first = next((t for t, word, _ in run(looks) if word == "open"), float("inf"))
    # A look that can't say stays: as a no it would be measured time, without which a window opens nothing.
    weaker = [(gap, NO if i % 3 == 0 and reading is YES else reading) for i, (gap, reading) in enumerate(looks)]
    assert next((t for t, word, _ in run(weaker) if word == "open"), float("inf")) >= first


@given(st.sampled_from((2.0, 4.0, 5.0, 8.0)), st.floats(2.0, 8.0))
def test_the_interval_is_the_same_at_any_rate(rate_hz: float, seconds: float) -> None:
    gap = 1 / rate_hz
    looks = (
        [(gap, NO)] * round(3 * rate_hz) + [(gap, YES)] * round(seconds * rate_hz) + [(gap, NO)] * round(4 * rate_hz)
    )
    changes = run(looks)
    assert [word for _, word, _ in changes] == ["open", "close"]
    assert abs(changes[0][2] - 3.0) <= 0.51
    assert abs(changes[1][2] - 3.0 - seconds) <= 0.76


def test_a_short_glance_opens_nothing() -> None:
    assert run([(0.2, NO)] * 10 + [(0.2, YES)] * 4 + [(0.2, NO)] * 10) == []


def test_a_single_look_after_a_long_gap_opens_nothing() -> None:
    assert run([(0.2, NO)] * 10 + [(30.0, YES)]) == []


def test_an_open_interval_ends_at_its_last_positive_look_when_nothing_can_be_measured_any_more() -> None:
    changes = run([(0.5, YES)] * 6 + [(0.5, CANT_SAY)] * 8)
    assert changes[-1][1:] == ("close", 3.0)


def test_flutter_around_the_share_keeps_one_interval_open() -> None:
    words = [word for _, word, _ in run([(0.2, YES)] * 8 + [(0.2, NO), (0.2, YES)] * 20)]
    assert words == ["open"]
