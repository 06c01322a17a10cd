"""Where people are added: that appeals wait which nobody here may answer."""

import streamlit as st

from pages import texts_appeals as words
from pages.administrator.services import services


def appeals_warning() -> None:
    """One sentence; nothing where somebody may."""
    count = services().appeals.standing().unanswerable
    if count:
        st.warning(words.APPEALS_UNANSWERABLE.format(count=count), icon=":material/balance:")
