"""Inputs for the numbers in which a survey differs from its profile, each beside what the profiles say."""

from collections.abc import Mapping

import streamlit as st

from pages import texts_policy as words
from pages.administrator.services import services
from pages.components import spoken
from pages.components.policy_number import policy_number
from proctor_core.domain.policy import Policy, PolicyName
from proctor_core.domain.policy_values import BOUNDS, policy_value


def own_numbers_inputs(key: str, values: Mapping[str, float]) -> None:
    """One input for each number, empty where the survey follows its profile; `values` are those that it has."""
    profiles = services().surveys.profiles()
    with st.expander(words.OWN_NUMBERS, expanded=bool(values)):
        st.caption(words.OWN_NUMBERS_HELP)
        for name in BOUNDS:
            policy_number(name, _label(name, profiles), _place(key, name), value=values.get(name))


def given_numbers(key: str) -> dict[str, float | None]:
    """What was entered; None where an input is empty."""
    return {name: st.session_state[_place(key, name)] for name in BOUNDS}


def _label(name: str, profiles: Mapping[PolicyName, Policy]) -> str:
    said = {str(profile): spoken.exact_number(policy_value(policy, name)) for profile, policy in profiles.items()}
    if len(set(said.values())) == 1:
        return words.BY_PROFILE.format(label=words.VALUE_LABEL[name], value=said[PolicyName.STANDARD])
    return words.BY_PROFILES.format(label=words.VALUE_LABEL[name], **said)


def _place(key: str, name: str) -> str:
    return f"{key}_{name}"
