"""On an appealed case: what the taker says against the decision, what was answered, and the way to answer."""

import streamlit as st

from db.tables import User
from pages import texts_appeals as words
from pages.components.addresses import APPEALS
from pages.components.plain import plain
from pages.components.spoken import local_time
from pages.moderator.services import services
from proctor_core.services.reviewing.case import Case


def appeal_panel(actor: User, case: Case) -> None:
    """Draw it; nothing where nobody objected."""
    one = services().appeals.of_session(actor, case.session.id)
    if one is None:
        return
    appeal, answer = one.row.appeal, one.row.answer
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        said = words.OBJECTED_THEN.format(at=local_time(appeal.at), words=plain(appeal.words))
        st.markdown(f":orange[:material/balance:] {said}", width="content")
        if answer:
            outcome = words.ANSWERED_THEN[answer.outcome].format(at=local_time(answer.at), words=plain(answer.words))
            st.markdown(outcome, width="content")
        elif st.button(words.TO_APPEALS, type="tertiary", icon=":material/arrow_forward:"):
            st.switch_page(APPEALS)
