"""A decision that was made a moment ago: what it says, and the button that takes it back."""

from uuid import UUID

import streamlit as st

from pages import texts
from pages import texts_decisions as words
from pages.components.notices import note_done, note_problem
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.moderator.services import services
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError
from proctor_core.services.reviewing.case import Case, OwnHeldDecision


def held_decision_panel(case: Case, held: OwnHeldDecision) -> None:
    """Draw it; the page draws itself anew once the time is over."""
    with st.container(border=True):
        word, icon = words.HELD[held.kind]
        st.markdown(f":material/{icon}: **{word}**")
        if held.reason:
            st.markdown(words.REASON_HELD.format(reason=plain(held.reason)))
        if held.note:
            st.caption(texts.NOTE_SAID.format(note=plain(held.note)))
        # The screen below counts down, and asks for the case anew when the time is over.
        key = f"take-decision-back-{case.review.id}"
        st.button(words.TAKE_BACK, key, on_click=_take_back, args=(case.review.id,), icon=":material/undo:")


def _take_back(review_id: UUID) -> None:
    try:
        services().held_decisions.undo_decision(acting(Role.MODERATOR), review_id)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.TAKEN_BACK)
