"""Numbers in which a survey differs from its profile."""

from dataclasses import replace

import pytest

from proctor_core.domain.policy import PROFILES, STANDARD, Dwell, Policy, policy_to_json
from proctor_core.domain.policy_values import BOUNDS, checked_values, policy_value, with_values
from proctor_core.errors import InvalidInput


@pytest.mark.parametrize("policy", PROFILES.values(), ids=lambda p: p.name)
@pytest.mark.parametrize("name", BOUNDS)
def test_every_profile_keeps_the_bounds_and_each_value_takes_the_place_of_its_own_number(
    policy: Policy, name: str
) -> None:
    bounds = BOUNDS[name]
    assert bounds.least <= policy_value(policy, name) <= bounds.most
    for value in (bounds.least, bounds.most):
        assert policy_value(with_values(policy, {name: value}), name) == value


def test_no_values_leave_the_policy_and_its_stored_form_as_they_are() -> None:
    assert policy_to_json(with_values(STANDARD, {})) == policy_to_json(STANDARD)
    assert with_values(STANDARD, {"gone_since_a_later_version": 3.0}) == STANDARD


def test_a_count_is_stored_as_a_whole_number_so_that_the_same_policy_has_one_hash() -> None:
    changed = with_values(STANDARD, {"violation_threshold": 5.0})
    assert policy_to_json(changed) == policy_to_json(replace(STANDARD, violation_threshold=5))
    assert isinstance(changed.violation_threshold, int)


def test_the_weaker_limits_of_a_phone_follow_its_limit() -> None:
    raised = with_values(STANDARD, {"phone_score_limit": 2 * STANDARD.phone_score_limit})
    assert raised.phone_steady_limit == pytest.approx(2 * STANDARD.phone_steady_limit)
    assert raised.phone_keep_limit == pytest.approx(2 * STANDARD.phone_keep_limit)


def test_an_onset_leaves_the_rest_of_its_dwell_and_a_longer_one_of_phones_holds_for_weak_looks_too() -> None:
    assert with_values(STANDARD, {"looking_away_onset_s": 6.0}).looking_away == replace(
        STANDARD.looking_away, onset_s=6.0, least_share=0.5
    )
    assert with_values(STANDARD, {"looking_away_onset_s": 1.0}).looking_away == replace(
        STANDARD.looking_away, onset_s=1.0
    )
    longer = with_values(STANDARD, {"mobile_detected_onset_s": 2 * STANDARD.mobile_detected.onset_s})
    assert longer.mobile_steady == Dwell(2 * STANDARD.mobile_steady.onset_s, 2.0, open_share=0.75, least_share=0.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pitch_down_deg", 9.9),
        ("pitch_down_deg", 61.0),
        ("violation_threshold", 2.5),
        ("coverage_floor", float("nan")),
        ("no_face_onset_s", float("inf")),
        ("second_look", 1.0),
    ],
)
def test_what_is_out_of_bounds_or_no_such_number_is_refused(name: str, value: float) -> None:
    with pytest.raises(InvalidInput):
        checked_values({name: value})


def test_values_are_kept_in_one_order_without_those_that_are_empty() -> None:
    given = {"violation_threshold": 4, "no_face_onset_s": None, "pitch_down_deg": 25}
    assert list(checked_values(given).items()) == [("pitch_down_deg", 25.0), ("violation_threshold", 4.0)]
