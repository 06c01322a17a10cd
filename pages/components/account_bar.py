"""The line on top of every page: the demo's banner, who is signed in, and the way out."""

import streamlit as st

from db.tables import User
from pages import texts, texts_administrator
from pages import texts_navigation as words
from pages.components.plain import plain
from pages.components.services import services
from pages.components.sign_in_places import sign_in_places


def account_bar(person: User) -> None:
    """Draw the line; the banner stands wherever demo content is."""
    left, right = st.columns([5, 3], vertical_alignment="center")
    if person.is_demo:
        left.caption(f":material/science: {_banner()}")
    with right, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        role = texts.ROLE_LABEL[person.role]
        st.caption(words.SIGNED_IN_AS.format(name=plain(person.display_name), role=role), width="content")
        if st.button(
            "",
            type="tertiary",
            icon=":material/devices:",
            help=texts_administrator.WHERE_SIGNED_IN,
            key="sign_in_places",
        ):
            sign_in_places()
        st.link_button(words.SIGN_OUT, "/account/logout", type="tertiary", icon=":material/logout:")


def _banner() -> str:
    progress = services().demo.progress()
    if progress.is_done:
        return words.DEMO_BANNER
    return f"{words.DEMO_BANNER} {words.DEMO_FILLING.format(done=progress.done, total=progress.total)}"
