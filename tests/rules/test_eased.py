"""A check that is off alleges nothing, one that is loosened waits twice as long, and the others are as they were."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from proctor_core.domain.observation import NotMeasurable, Observation, PhoneLook, Unmeasured
from proctor_core.domain.policy import STANDARD, Policy
from proctor_core.domain.policy_values import with_values
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.judge import Judge, judge_all
from proctor_core.rules.next_look import PhoneCheck
from tests.rules.observations import BASELINE, absent, calm, half_covered, phone, turned, two_faces

SCENES = {
    ViolationType.NO_FACE: absent,
    ViolationType.MULTIPLE_FACES: two_faces,
    ViolationType.LOOKING_AWAY: turned,
    ViolationType.MOBILE_DETECTED: phone,
    ViolationType.LOW_CONFIDENCE: half_covered,
}


def types(policy: Policy, scene: Callable[[float], Observation], seconds: float) -> set[ViolationType]:
    looks = [calm(at / 5) for at in range(15)]
    looks += [scene(3 + at / 5) for at in range(round(5 * seconds))]
    looks += [calm(3 + seconds + at / 5) for at in range(25)]
    return {violation.type for violation in judge_all(looks, policy, BASELINE).violations}


@pytest.mark.parametrize("type_", ViolationType)
def test_a_check_that_is_off_alleges_nothing_and_the_others_do(type_: ViolationType) -> None:
    eased = replace(STANDARD, muted=(type_,))
    for one, scene in SCENES.items():
        assert types(eased, scene, 10) == types(STANDARD, scene, 10) - {type_}, one
    assert type_ in types(STANDARD, SCENES[type_], 10)


@pytest.mark.parametrize("type_", ViolationType)
def test_a_loosened_check_waits_twice_as_long(type_: ViolationType) -> None:
    eased, onset_s = replace(STANDARD, loosened=(type_,)), getattr(STANDARD, type_.value).onset_s
    assert type_ in types(STANDARD, SCENES[type_], 0.8 * onset_s)
    assert type_ not in types(eased, SCENES[type_], 0.8 * onset_s)
    assert type_ in types(eased, SCENES[type_], 3 * onset_s)


def test_a_weak_phone_waits_twice_as_long_too() -> None:
    def weak(t_s: float) -> Observation:
        return replace(calm(t_s), phone=PhoneLook(0.32, None))

    eased = replace(STANDARD, loosened=(ViolationType.MOBILE_DETECTED,))
    assert types(STANDARD, weak, 5) and not types(eased, weak, 5) and types(eased, weak, 12)


def test_the_reason_of_a_weak_phone_names_the_time_for_which_it_was_waited() -> None:
    looks = [replace(calm(at / 5), phone=PhoneLook(0.32, None)) for at in range(75)]
    eased = replace(STANDARD, loosened=(ViolationType.MOBILE_DETECTED,))
    for policy, waited_s in ((STANDARD, 4.0), (eased, 8.0)):
        (violation,) = judge_all(looks, policy, BASELINE).violations
        assert not isinstance(violation.reason, str)
        assert violation.reason.numbers["window_s"] == waited_s


@pytest.mark.parametrize("begins_s", [5.0, 5.3, 5.7, 6.1, 6.5])
def test_a_loosened_phone_is_noted_later_too_where_phones_are_looked_for_now_and_then(begins_s: float) -> None:
    def opens_after_s(policy: Policy) -> float:
        judge, t_s = Judge(policy, BASELINE, is_live=True), 0.0
        while t_s < 25.0:
            wanted = judge.next_look(t_s)
            score = 0.7 if t_s >= begins_s else 0.05
            is_due = wanted.phones is not PhoneCheck.NONE
            look = PhoneLook(score, None) if is_due else NotMeasurable(Unmeasured.NOT_DUE)
            if judge.advance(replace(calm(t_s), phone=look)).opened:
                return t_s - begins_s
            t_s = round(t_s + wanted.interval_s, 3)
        raise AssertionError("never")

    eased = replace(STANDARD, loosened=(ViolationType.MOBILE_DETECTED,))
    assert opens_after_s(eased) >= opens_after_s(STANDARD) + 1.0
    assert 2.0 <= opens_after_s(eased) <= 6.0
    assert opens_after_s(with_values(STANDARD, {"mobile_detected_onset_s": 10.0})) >= 5.0
