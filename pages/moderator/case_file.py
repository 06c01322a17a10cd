"""The way to a session's case file."""

import streamlit as st

from db.tables import User
from pages import texts_case_file as texts
from pages.moderator.case_video import is_playable
from proctor_core.services.reviewing.case import Case


def case_file_button(actor: User, case: Case) -> None:
    """What the file is, and the download; with the video only for who holds the review."""
    address = f"/api/moderator/users/session/{case.session.id}/case-file"
    with st.popover(texts.CASE_FILE, icon=":material/folder_zip:"):
        st.markdown(texts.CASE_FILE_LEAD)
        st.link_button(texts.DOWNLOAD, address, icon=":material/download:")
        if is_playable(actor, case):
            st.link_button(
                texts.DOWNLOAD_WITH_VIDEO,
                f"{address}?video=true",
                help=texts.WITH_VIDEO_HELP,
                icon=":material/movie:",
            )
