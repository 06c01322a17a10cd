"""An uploaded recording against what was reported: the same, only one of both, or nothing that can be said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind, ViolationType
from proctor_core.rules.recording_difference import Comparison, Shown, compare

GAP_S = 5.0
V = ViolationType


def alleged(kind: ViolationType, onset_s: float, offset_s: float | None) -> AllegedViolation:
    return AllegedViolation(kind, onset_s, offset_s, onset_s, 0.8, 5, 5, None, None, "")


def shown(
    *violations: AllegedViolation, signals: tuple[RaisedSignal, ...] = (), start_s: float = 0.0, phones: bool = True
) -> Shown:
    return Shown(start_s, start_s + 100.0, violations, signals, phones)


def test_one_that_overlaps_or_lies_closer_than_an_incident_is_the_same() -> None:
    for other in (alleged(V.NO_FACE, 12, 30), alleged(V.NO_FACE, 24.9, 30), alleged(V.NO_FACE, 2, 5.1)):
        assert compare(shown(alleged(V.NO_FACE, 10, 20)), [other], GAP_S) == Comparison((0,), (), (), ())


def test_another_type_or_another_time_is_another_one() -> None:
    for other in (alleged(V.MULTIPLE_FACES, 10, 20), alleged(V.NO_FACE, 25, 30), alleged(V.NO_FACE, 0, 5)):
        assert compare(shown(alleged(V.NO_FACE, 10, 20)), [other], GAP_S) == Comparison((), (0,), (), (0,))


def test_one_that_never_ended_counts_as_the_moment_it_began() -> None:
    assert compare(shown(alleged(V.NO_FACE, 10, 20)), [alleged(V.NO_FACE, 18, None)], GAP_S).agreed == (0,)
    assert compare(shown(alleged(V.NO_FACE, 40, 50)), [alleged(V.NO_FACE, 18, None)], GAP_S).only_live == (0,)


@pytest.mark.parametrize(
    "of",
    [
        shown(start_s=200.0),
        shown(signals=(RaisedSignal(SignalKind.CAMERA_COVERED, 5.0, 50.0, ""),)),
        shown(signals=(RaisedSignal(SignalKind.TOO_DARK, 5.0, None, ""),)),
        shown(phones=False),
    ],
    ids=["outside", "covered", "dark", "without the phone model"],
)
def test_where_the_recording_shows_nothing_it_speaks_against_nobody(of: Shown) -> None:
    assert compare(of, [alleged(V.MOBILE_DETECTED, 10, 20)], GAP_S) == Comparison((), (), (0,), ())


_times = st.floats(0, 120, allow_nan=False)
_violations = st.lists(
    st.tuples(st.sampled_from(V), _times, st.one_of(st.none(), st.floats(0, 30))).map(
        lambda t: alleged(t[0], t[1], None if t[2] is None else t[1] + t[2])
    ),
    max_size=6,
)


@given(_violations, _violations)
def test_each_reported_one_has_one_fate_and_what_both_saw_is_no_news(
    found: list[AllegedViolation], reported: list[AllegedViolation]
) -> None:
    outcome = compare(shown(*found), reported, GAP_S)
    assert sorted((*outcome.agreed, *outcome.only_live, *outcome.not_comparable)) == list(range(len(reported)))
    # Analysed once more, what it found is reported already: nothing is news twice.
    again = compare(shown(*found), [*reported, *(found[place] for place in outcome.only_recording)], GAP_S)
    assert again.only_recording == ()
