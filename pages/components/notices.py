"""What a page says after a click, on the run that follows: callbacks put it here, the page shows it once."""

import streamlit as st

from pages.components.plain import plain
from pages.components.problems import sentence_of
from proctor_core.errors import ProctorError

_DONE, _PROBLEM = "notice_done", "notice_problem"


def note_done(sentence: str) -> None:
    """Something worked; shown for some seconds."""
    st.session_state[_DONE] = sentence


def note_problem(error: ProctorError) -> None:
    """Something did not; stays until the next click."""
    st.session_state[_PROBLEM] = sentence_of(error)


def note_refusal(sentence: str) -> None:
    """Nothing was tried, and this is why; stays until the next click."""
    st.session_state[_PROBLEM] = sentence


def close_dialog_when_done(is_clicked: bool) -> None:
    """At the end of a dialog: closes it after a click that worked, shows what was wrong after one that did not.

    What has just been done may have taken the clicked button away: then what is still to be said about it says that it worked.
    """
    if _PROBLEM not in st.session_state and (is_clicked or _DONE in st.session_state):
        st.rerun()
    _show_problem()


def show_notices() -> None:
    """Show what the last click left."""
    if done := st.session_state.pop(_DONE, None):
        st.toast(plain(done), icon=":material/check:")
    _show_problem()


def _show_problem() -> None:
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(problem, icon=":material/error:")
