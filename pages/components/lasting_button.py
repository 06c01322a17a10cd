"""A button beside the camera: its press lasts until a run has come as far as the button.

The camera asks for runs of its own. Streamlit 1.67 then cuts short the run that a press began, and a plain button says yes in
that one run only, so the press was lost. Noting it touches no `st.session_state`: that is where a callback can be cut short too.
"""

from time import monotonic
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

TOO_SOON_S = 0.5
"""A second press on the button before may land on this one so soon after it came."""
_PRESSES, _SINCE, _DRAWN = "presses", "drawn_since", "drawn_in_this_run"


def lasting_button(
    label: str, *, key: str, place: DeltaGenerator | None = None, is_final: bool = False, **looks: Any
) -> bool:
    """Draw the button and return, once, whether it was pressed; `key` names what the press means, such as "next-<session>-3".

    What it does can't be undone where `is_final`: a press just after it came was meant for another button, and does nothing.
    """
    presses: set[str] = st.session_state.setdefault(_PRESSES, set())
    drawn_since: dict[str, float] = st.session_state.setdefault(_SINCE, {})
    since = drawn_since.setdefault(key, monotonic())
    st.session_state.setdefault(_DRAWN, set()).add(key)
    (place or st).button(label, key=key, on_click=presses.add, args=(key,), **looks)
    if key not in presses:
        return False
    presses.remove(key)
    return not is_final or monotonic() - since >= TOO_SOON_S


def forget_presses() -> None:
    """At the end of a page: a second press on a button that the first one took away must not count when that one comes back."""
    st.session_state.setdefault(_PRESSES, set()).clear()
    drawn: set[str] = st.session_state.pop(_DRAWN, set())
    st.session_state[_SINCE] = {key: at for key, at in st.session_state.get(_SINCE, {}).items() if key in drawn}
