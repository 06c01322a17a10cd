"""A taker's objection to a rejection: the form while it can be sent, then what becomes of it."""

import streamlit as st

from db.tables import SurveySession, User
from pages import texts_appeals as words
from pages.components.guarded_button import guarded_button
from pages.components.notices import note_done, note_problem, show_notices
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.components.spoken import local_time
from pages.taker.services import services
from proctor_core.domain.appeal import WORDS_LENGTH
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError
from proctor_core.services.reviewing.appeals import OwnAppeal

WORDS_PX = 120


def objection(taker: User, session: SurveySession) -> None:
    """Draw it; nothing where there is nothing to object to and nobody did."""
    show_notices()
    own = services().appeals.own(taker, session.id)
    if own.appeal:
        _raised(own)
    elif own.until:
        with st.container(key="objection"):
            st.markdown(f"**{words.OBJECT_TITLE}**")
            st.markdown(words.OBJECT_LEAD.format(until=local_time(own.until)))
            key = f"objection-{session.id}"
            st.text_area(words.OBJECTION, key=key, height=WORDS_PX, max_chars=WORDS_LENGTH)
            guarded_button(
                words.OBJECT, _send, session, key, key=f"object-{session.id}", type="primary", icon=":material/send:"
            )


def _send(session: SurveySession, key: str) -> None:
    try:
        services().appeals.raise_appeal(acting(Role.TAKER), session.id, st.session_state.get(key, ""))
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.OBJECTED_TOAST)


def _raised(own: OwnAppeal) -> None:
    assert own.appeal is not None
    st.markdown(words.OBJECTED.format(at=local_time(own.appeal.at), words=plain(own.appeal.words)))
    if own.answer:
        sentence, icon, colour = words.OBJECTION_ANSWERED[own.answer.outcome]
        st.markdown(f":{colour}[:material/{icon}:] {sentence.format(at=local_time(own.answer.at))}")
        st.markdown(words.ANSWER_SAID.format(words=plain(own.answer.words)))
        return
    until = local_time(own.appeal.answer_by)
    form, icon = (words.OBJECTION_LATE, "warning") if own.is_late else (words.OBJECTION_WAITS, "schedule")
    st.markdown(f":blue[:material/{icon}:] {form.format(until=until)}")
