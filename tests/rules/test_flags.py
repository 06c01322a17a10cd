"""When a session must be seen by a human."""

from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.policy import STANDARD, FlagRule
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind, ViolationType
from proctor_core.rules.flags import flag_reasons, unseen_s

SPANS = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 30)), max_size=8)


def violation(duration_s: float) -> AllegedViolation:
    return AllegedViolation(ViolationType.NO_FACE, 10.0, 10.0 + duration_s, 10.0, 0.9, 5, 5, None, None, "")


def signal(kind: SignalKind, onset_s: float, offset_s: float) -> RaisedSignal:
    return RaisedSignal(kind, onset_s, offset_s, "")


def rules(violations: list[AllegedViolation], signals: list[RaisedSignal], coverage: float = 1.0) -> list[FlagRule]:
    return [reason.rule for reason in flag_reasons(violations, signals, coverage, STANDARD)]


def test_a_clean_session_is_not_flagged() -> None:
    assert rules([], []) == []


def test_two_short_violations_pass_and_the_third_flags() -> None:
    assert rules([violation(2)] * 2, []) == []
    assert rules([violation(2)] * 3, []) == [FlagRule.VIOLATION_COUNT]


def test_one_violation_of_half_a_minute_flags() -> None:
    assert rules([violation(29.9)], []) == []
    assert rules([violation(30)], []) == [FlagRule.LONG_VIOLATION]


def test_a_minute_that_nobody_could_see_flags_with_its_numbers() -> None:
    covered = [signal(SignalKind.CAMERA_COVERED, 0, 40), signal(SignalKind.CAMERA_LOST, 50, 70)]
    reasons = flag_reasons([], covered, 1.0, STANDARD)
    assert [(r.rule, r.measured, r.limit) for r in reasons] == [(FlagRule.UNSEEN_TIME, 60.0, 60.0)]
    assert "60 s" in str(reasons[0])


def test_darkness_and_a_hidden_page_alone_flag_nothing() -> None:
    assert rules([], [signal(SignalKind.TOO_DARK, 0, 300), signal(SignalKind.PAGE_HIDDEN, 0, 300)]) == []


def test_low_coverage_flags() -> None:
    assert rules([], [], coverage=0.9) == []
    assert rules([], [], coverage=0.89) == [FlagRule.LOW_COVERAGE]


@given(SPANS)
def test_seconds_under_two_signals_count_once(spans: list[tuple[float, float]]) -> None:
    signals = [signal(SignalKind.CAMERA_COVERED, a, a + d) for a, d in spans]
    doubled = signals + [signal(SignalKind.FROZEN, a, a + d) for a, d in spans]
    assert unseen_s(signals) == unseen_s(doubled)
    assert unseen_s(signals) <= sum(d for _, d in spans) + 1e-6
