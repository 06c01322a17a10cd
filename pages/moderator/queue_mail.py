"""Whether the moderator wants a mail each day on which something waits, and where."""

import streamlit as st

from db.tables import User
from pages import texts_queue as words
from pages.components.notices import note_done, note_problem
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.moderator.services import services
from proctor_core.domain.mail import ADDRESS_LENGTH
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError

_ADDRESS = "queue_mail_address"


def queue_mail(actor: User) -> None:
    """Nothing where the program can't mail anybody."""
    mails = services().queue_mail
    if not mails.can_mail:
        return
    wished = mails.wished(actor)
    if wished is not None:
        st.caption(words.MAILED_TO.format(address=plain(wished)))
        st.button(words.MAIL_NO_MORE, icon=":material/notifications_off:", on_click=_stop)
        return
    with st.form("queue-mail", border=False):
        st.text_input(
            words.MAIL_ADDRESS, value=actor.email or "", key=_ADDRESS, max_chars=ADDRESS_LENGTH, help=words.MAIL_HELP
        )
        st.form_submit_button(words.MAIL_DAILY, icon=":material/notifications:", on_click=_want)


def _want() -> None:
    try:
        services().queue_mail.want(acting(Role.MODERATOR), st.session_state[_ADDRESS])
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.MAIL_WANTED)


def _stop() -> None:
    try:
        services().queue_mail.stop(acting(Role.MODERATOR))
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.MAIL_STOPPED)
