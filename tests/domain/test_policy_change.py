"""A policy as somebody writes it: whole or in part, and every mistake in it is named with its place."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from proctor_core.domain.policy import PROFILES, RELAXED, STANDARD, STRICT, Dwell, Policy, PolicyName, policy_to_json
from proctor_core.domain.policy_change import limits_of, policy_change, read_policy_change
from proctor_core.errors import InvalidFile, InvalidInput


def mistakes(written: str) -> list[str]:
    with pytest.raises(InvalidFile) as refused:
        read_policy_change(written)
    return [f"{one.place}: {one.code.value}" for one in refused.value.mistakes]


def test_nothing_named_leaves_each_policy_as_it_is() -> None:
    assert [policy_change({}).applied(own) for own in PROFILES.values()] == list(PROFILES.values())


def test_what_is_named_changes_and_the_rest_stays() -> None:
    written = '{"violation_threshold": 7, "yaw_absolute_deg": 25, "looking_away": {"onset_s": 3}}'
    changed = read_policy_change(written).applied(STRICT)
    looking_away = replace(STRICT.looking_away, onset_s=3.0)
    assert changed == replace(STRICT, violation_threshold=7, yaw_absolute_deg=25.0, looking_away=looking_away)
    assert isinstance(changed.yaw_absolute_deg, float) and isinstance(changed.looking_away.onset_s, float)


@pytest.mark.parametrize("policy", [*PROFILES.values(), replace(STANDARD, blind_sample_share=0.05, label="ours")])
def test_a_whole_policy_replaces_whatever_a_session_has(policy: Policy) -> None:
    change = read_policy_change(json.dumps(policy_to_json(policy)))
    own = replace(RELAXED, blind_sample_share=policy.blind_sample_share)
    assert change.applied(own) == policy
    assert change.applied(own).label == policy.label


def test_every_mistake_is_named_with_its_place() -> None:
    written = json.dumps(
        {
            "yaw_absolut_deg": 20,
            "min_confidence": "high",
            "violation_threshold": 2.5,
            "second_look": 1,
            "coverage_floor": 1.5,
            "name": "lenient",
            "no_face": {"onset": 1, "offset_s": True, "open_share": -0.1},
            "too_dark": 3,
        }
    )
    assert mistakes(written) == [
        "yaw_absolut_deg: unknown_field",
        "min_confidence: wrong_type",
        "violation_threshold: wrong_type",
        "second_look: wrong_type",
        "coverage_floor: out_of_range",
        "name: no_profile",
        "no_face.onset: unknown_field",
        "no_face.offset_s: wrong_type",
        "no_face.open_share: out_of_range",
        "too_dark: no_object",
    ]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("{", ": no_json"),
        ("[" * 100_000, ": no_json"),
        ("[]", ": no_object"),
        ("null", ": no_object"),
        ('{"min_confidence": NaN}', "min_confidence: out_of_range"),
        ('{"long_violation_s": Infinity}', "long_violation_s: out_of_range"),
        ('{"violation_threshold": 0}', "violation_threshold: out_of_range"),
        ('{"dark_luma": 1, "dark_luma": 2}', "dark_luma: twice"),
        ('{"no_face": {"onset_s": 1, "onset_s": 2}}', "onset_s: twice"),
    ],
)
def test_what_is_no_policy_is_refused(written: str, found: str) -> None:
    assert mistakes(written) == [found]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"no_face": {"close_share": 0.9}}, "no_face"),
        ({"mobile_detected": {"open_share": 0.2}}, "mobile_detected"),
        ({"phone_score_limit": 0.2}, "phone_keep_limit"),
    ],
)
def test_numbers_that_do_not_go_together_are_refused_with_the_sessions_own(content: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        policy_change(content).applied(STANDARD)
    assert refused.value.field == field


def test_every_number_of_the_shipped_profiles_is_within_its_limits() -> None:
    for policy in PROFILES.values():
        for field in fields(Policy):
            value = getattr(policy, field.name)
            numbers = {f.name: getattr(value, f.name) for f in fields(Dwell)} if isinstance(value, Dwell) else {}
            numbers |= {field.name: value} if isinstance(value, int | float) else {}
            assert all(limits_of(name).low <= number <= limits_of(name).high for name, number in numbers.items())


def test_a_profile_is_named_by_its_word() -> None:
    assert read_policy_change('{"name": "strict"}').applied(STANDARD).name is PolicyName.STRICT
