"""No room before the camera check: more takers at once would leave each of them seen less than their session needs."""

import math

import streamlit as st

from pages import texts_taker as texts
from proctor_core.services.taking.waiting import PleaseWait

MINUTE_S = 60


def waiting_step(wait: PleaseWait) -> None:
    """Say how long, and let the taker look again; the run that the button asks for is the look."""
    with st.container(width=720):
        st.markdown(f"### {texts.PLEASE_WAIT_TITLE}")
        st.markdown(texts.PLEASE_WAIT_LEAD)
        if wait.expected_s is None:
            st.info(texts.PLEASE_WAIT_UNKNOWN, icon=":material/hourglass_empty:")
        else:
            minutes = math.ceil(wait.expected_s / MINUTE_S)
            st.info(texts.PLEASE_WAIT_MINUTES.format(minutes=minutes), icon=":material/hourglass_empty:")
        st.button(texts.LOOK_AGAIN, type="primary", icon=":material/refresh:")
