"""One running session: its picture and state, a sentence to the taker, and the end of the monitoring with a reason."""

from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts_live as texts
from pages.components import spoken
from pages.components.dialog import dialog
from pages.components.guarded_button import guarded_button
from pages.components.live_grid import live_grid
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.moderator.live_mark import live_mark
from pages.moderator.open_next import open_session
from pages.moderator.services import services
from proctor_core.domain.live_message import SENTENCE_LENGTH, MessageKind
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.errors import NotFound, ProctorError
from proctor_core.services.taking.live_sessions import Said

SENTENCE_PX = 80


def live_session(actor: User, session_id: UUID) -> bool:
    """Draw it; True when the moderator wants to go back to all of them."""
    goes_back = st.button(texts.TO_ALL, icon=":material/arrow_back:", type="tertiary")
    try:
        live = services().live.session(actor, session_id)
    except NotFound:
        st.info(texts.LIVE_GONE, icon=":material/check_circle:")
        return goes_back
    seen, saying = st.columns([1.5, 1], gap="medium")
    with seen:
        live_grid(1, only=session_id, key=f"live-{session_id}")
    with saying:
        _say(session_id)
        live_mark(actor, session_id)
        _said(actor, session_id)
        with st.container(horizontal=True):
            if live.glance.is_flagged and st.button(texts.OPEN_REVIEW, icon=":material/gavel:"):
                open_session(session_id)
            if st.button(texts.END, icon=":material/stop_circle:"):
                _end(session_id)
    return goes_back


def _say(session_id: UUID) -> None:
    sentence, ready = f"say-{session_id}", f"ready-{session_id}"

    def take_ready() -> None:
        chosen = st.session_state[ready]
        if chosen:
            st.session_state[sentence] = texts.READY[chosen][1]

    st.markdown(f"**{texts.SAY_TITLE}**")
    st.caption(texts.SAY_LEAD)
    st.pills(
        texts.READY_LABEL,
        list(texts.READY),
        format_func=lambda one: texts.READY[one][0],
        key=ready,
        on_change=take_ready,
        label_visibility="collapsed",
    )
    st.text_area(texts.SAY_LABEL, key=sentence, height=SENTENCE_PX, max_chars=SENTENCE_LENGTH)
    st.button(texts.SEND, type="primary", icon=":material/send:", on_click=_send, args=(session_id, sentence, ready))


def _said(actor: User, session_id: UUID) -> None:
    """What was said and marked, the newest first."""
    said = services().live.messages(actor, session_id)
    for one in reversed(said):
        st.caption(_line(one))
    if not said:
        st.caption(texts.SAID_NOTHING)


def _line(one: Said) -> str:
    message = one.message
    time, name, sentence = spoken.local_clock(message.at), plain(one.author or "–"), plain(message.sentence)
    if message.kind is MessageKind.HELP:
        return texts.TAKER_ASKED.format(time=time, sentence=sentence)
    if message.kind is not MessageKind.MARK:
        return texts.SAID.format(time=time, name=name, sentence=sentence)
    form = texts.MARKED_WITH if sentence else texts.MARKED
    return f":material/bookmark: {form.format(time=time, name=name, at=spoken.clock(one.at_s), sentence=sentence)}"


def _send(session_id: UUID, sentence: str, ready: str) -> None:
    try:
        services().live.send(acting(Role.MODERATOR), session_id, st.session_state[sentence])
    except ProctorError as error:
        note_problem(error)
        return
    st.session_state[sentence], st.session_state[ready] = "", None
    note_done(texts.SENT_TOAST)


@dialog(lambda: texts.END)
def _end(session_id: UUID) -> None:
    st.write(texts.END_LEAD.format(code=session_code(session_id)))
    # No form: Enter in the reason ends nothing.
    st.text_area(texts.END_REASON, key="end_reason", max_chars=SENTENCE_LENGTH)
    is_clicked = guarded_button(texts.END_NOW, _end_now, session_id, key=f"end-{session_id}", type="primary")
    close_dialog_when_done(is_clicked)


def _end_now(session_id: UUID) -> None:
    try:
        services().live.end(acting(Role.MODERATOR), session_id, st.session_state["end_reason"])
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(texts.ENDED_TOAST)
