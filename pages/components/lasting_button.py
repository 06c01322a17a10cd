"""A button beside the camera: its press lasts until a run has come as far as the button.

The camera asks for runs of its own. Streamlit 1.67 then cuts short the run that a press began, and a plain button says yes in
that one run only, so the press was lost. Noting it touches no `st.session_state`: that is where a callback can be cut short too.
"""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

_PRESSES = "presses"


def lasting_button(label: str, *, key: str, place: DeltaGenerator | None = None, **looks: Any) -> bool:
    """Draw the button and answer, once, whether it was pressed; `key` names what the press means, such as "next-<session>-3"."""
    presses: set[str] = st.session_state.setdefault(_PRESSES, set())
    (place or st).button(label, key=key, on_click=presses.add, args=(key,), **looks)
    if key not in presses:
        return False
    presses.remove(key)
    return True


def forget_presses() -> None:
    """At the end of a page: a second press on a button that the first one took away must not count when that one comes back."""
    st.session_state.setdefault(_PRESSES, set()).clear()
