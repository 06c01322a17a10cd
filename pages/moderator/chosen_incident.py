"""Which incident of a session the moderator looks at; panel, timeline and gallery all point at this one."""

import streamlit as st

from proctor_core.services.reviewing.case import Case, CaseIncident


def chosen_incident(case: Case) -> CaseIncident | None:
    """The chosen one, the first to begin with; None when the session has none."""
    if not case.incidents:
        return None
    number = st.session_state.get(_key(case), 1)
    return case.incidents[min(max(number, 1), len(case.incidents)) - 1]


def choose(case: Case, number: int) -> None:
    """Look at incident `number`, counted from 1."""
    st.session_state[_key(case)] = number


def _key(case: Case) -> str:
    return f"incident-{case.session.id}"
