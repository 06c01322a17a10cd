"""What a survey's owner asks moderators to go by, in each of its cases."""

import streamlit as st

from pages import texts_queue as words
from pages.components.plain import plain
from proctor_core.services.reviewing.case import Case


def instructions(case: Case) -> None:
    """A button that opens them; nothing where the owner asks nothing."""
    asked = case.survey.moderator_instructions
    if not asked:
        return
    with st.popover(words.INSTRUCTIONS, icon=":material/menu_book:", type="tertiary"):
        st.caption(words.INSTRUCTIONS_LEAD.format(survey=plain(case.survey.title)))
        # Each line as it was typed: markdown would join them.
        st.markdown("  \n".join(plain(line) for line in asked.splitlines()))
