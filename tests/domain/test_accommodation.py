"""What is eased for one taker is part of the session's policy, and of no other."""

import json

import pytest

from proctor_core.domain.accommodation import Accommodation, Easing, accommodated, easings_of
from proctor_core.domain.policy import STANDARD, policy_from_json, policy_to_json, sha256_of_policy
from proctor_core.domain.policy_change import policy_change
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import InvalidFile

AWAY, PHONE = ViolationType.LOOKING_AWAY, ViolationType.MOBILE_DETECTED


def test_nothing_eased_is_the_same_policy_by_the_same_hash() -> None:
    same = accommodated(STANDARD, [Accommodation({})])
    assert policy_to_json(same) == policy_to_json(STANDARD)
    assert not {"muted", "loosened"} & set(policy_to_json(STANDARD))


def test_what_is_eased_comes_back_from_the_stored_form_whatever_its_order() -> None:
    one = accommodated(STANDARD, [Accommodation({PHONE: Easing.OFF, AWAY: Easing.OFF})])
    other = accommodated(STANDARD, [Accommodation({AWAY: Easing.OFF}), Accommodation({PHONE: Easing.OFF})])
    assert sha256_of_policy(policy_to_json(one)) == sha256_of_policy(policy_to_json(other))
    assert policy_from_json(json.loads(json.dumps(policy_to_json(one)))) == one


def test_what_is_off_anywhere_is_off() -> None:
    policy = accommodated(STANDARD, [Accommodation({AWAY: Easing.LONGER}), Accommodation({AWAY: Easing.OFF})])
    assert easings_of(policy) == {AWAY: Easing.OFF}


def test_a_policy_that_is_tried_eases_nothing_for_anybody_and_leaves_what_is_eased() -> None:
    eased = accommodated(STANDARD, [Accommodation({AWAY: Easing.OFF})])
    assert policy_change({"pitch_down_deg": 25}).applied(eased).muted == (AWAY,)
    with pytest.raises(InvalidFile):
        policy_change({"muted": ["looking_away"]})
