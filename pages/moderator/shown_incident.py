"""An incident that something beside the review screen asks to look at: the screen goes there once."""

from time import time
from typing import Any

import streamlit as st

from proctor_core.services.reviewing.case import Case


def look_at(case: Case, number: int) -> None:
    """Show incident `number`, counted from 1, with the next run."""
    st.session_state[_key(case)] = {"number": number, "asked": time()}


def asked_for(case: Case) -> dict[str, Any] | None:
    """What was asked for last, with when: the screen follows each asking once."""
    return st.session_state.get(_key(case))


def _key(case: Case) -> str:
    return f"incident-{case.session.id}"
