"""A policy survives its way through the database."""

import json
from dataclasses import fields, replace

import pytest

from proctor_core.domain.policy import PROFILES, STANDARD, Dwell, Policy, policy_from_json, policy_to_json


@pytest.mark.parametrize("policy", PROFILES.values(), ids=lambda p: p.name)
def test_a_policy_comes_back_equal_from_json(policy: Policy) -> None:
    changed = replace(policy, violation_threshold=7, no_face=Dwell(9.0, 8.0, 0.7, 0.2), label="tried out")
    back = policy_from_json(json.loads(json.dumps(policy_to_json(changed))))
    assert back == changed
    assert back.label == "tried out"


def test_the_stored_form_names_every_number() -> None:
    full = replace(STANDARD, blind_sample_share=0.02, muted=("no_face",), loosened=("looking_away",))
    assert set(policy_to_json(full)) == {field.name for field in fields(Policy)}


def test_a_policy_without_a_blind_sample_is_stored_as_before_there_was_one() -> None:
    assert "blind_sample_share" not in policy_to_json(STANDARD)
    assert policy_from_json(policy_to_json(replace(STANDARD, blind_sample_share=0.02))).blind_sample_share == 0.02


def test_an_older_stored_policy_gets_defaults_for_what_it_did_not_know() -> None:
    stored = policy_to_json(STANDARD)
    del stored["incident_gap_s"]
    assert policy_from_json({**stored, "long_gone": 1}) == STANDARD
