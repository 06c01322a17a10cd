"""Grouping into what a moderator judges at once."""

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind, ViolationType
from proctor_core.rules.incidents import group_incidents

GAP_S, END_S = 5.0, 200.0
SPANS = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 20)), max_size=12)


def violation(onset_s: float, offset_s: float | None) -> AllegedViolation:
    return AllegedViolation(ViolationType.NO_FACE, onset_s, offset_s, onset_s, 0.9, 5, 5, None, None, "")


def signal(onset_s: float, offset_s: float) -> RaisedSignal:
    return RaisedSignal(SignalKind.TOO_DARK, onset_s, offset_s, "")


@given(SPANS, SPANS)
def test_every_member_is_in_exactly_one_incident_that_spans_it(
    violations: list[tuple[float, float]], signals: list[tuple[float, float]]
) -> None:
    vs = [violation(a, a + d) for a, d in violations]
    ss = [signal(a, a + d) for a, d in signals]
    incidents = group_incidents(vs, ss, gap_s=GAP_S, end_s=END_S)
    assert sorted(v.onset_s for i in incidents for v in i.violations) == sorted(v.onset_s for v in vs)
    assert sorted(s.onset_s for i in incidents for s in i.signals) == sorted(s.onset_s for s in ss)
    for i in incidents:
        assert all(i.onset_s <= m.onset_s and (m.offset_s or 0) <= i.offset_s for m in (*i.violations, *i.signals))


@given(SPANS)
def test_incidents_lie_at_least_the_gap_apart(spans: list[tuple[float, float]]) -> None:
    incidents = group_incidents([violation(a, a + d) for a, d in spans], [], gap_s=GAP_S, end_s=END_S)
    for before, after in itertools.pairwise(incidents):
        assert after.onset_s - before.offset_s >= GAP_S


@given(SPANS)
def test_the_order_of_arrival_does_not_matter(spans: list[tuple[float, float]]) -> None:
    vs = [violation(a, a + d) for a, d in spans]
    forward = group_incidents(vs, [], gap_s=GAP_S, end_s=END_S)
    backward = group_incidents(vs[::-1], [], gap_s=GAP_S, end_s=END_S)
    assert [(i.onset_s, i.offset_s) for i in forward] == [(i.onset_s, i.offset_s) for i in backward]


def test_a_violation_and_a_signal_four_seconds_apart_are_one_incident_and_six_apart_are_two() -> None:
    assert len(group_incidents([violation(0, 10)], [signal(14, 20)], gap_s=GAP_S, end_s=END_S)) == 1
    assert len(group_incidents([violation(0, 10)], [signal(16, 20)], gap_s=GAP_S, end_s=END_S)) == 2


def test_an_open_violation_reaches_to_the_known_end() -> None:
    incidents = group_incidents([violation(10, None), violation(100, 110)], [], gap_s=GAP_S, end_s=120.0)
    assert [(i.onset_s, i.offset_s) for i in incidents] == [(10, 120.0)]
    assert replace(incidents[0], signals=()) == incidents[0]
