"""The input for one of the numbers that a policy may differ in; empty where it does not."""

import streamlit as st

from proctor_core.domain.policy_values import BOUNDS


def policy_number(
    name: str, label: str, key: str, *, value: float | None = None, placeholder: str | None = None
) -> None:
    """Draw it for a name of `BOUNDS`; what was entered is in the session state under `key`, or None. `value`: it begins with."""
    # An input that begins with a number of its own can't be emptied, one whose state holds it can.
    st.session_state.setdefault(key, value)
    bounds = BOUNDS[name]
    # Without bounds of Streamlit's: it would send what was there before, while the server refuses in words.
    st.number_input(
        label,
        value=None,
        step=bounds.step,
        format="%.0f" if bounds.is_count else "%g",
        placeholder=placeholder,
        key=key,
    )
