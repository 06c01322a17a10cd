"""The page script: who is signed in decides which pages there are. Streamlit runs it at every interaction."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages import (
    texts,
    texts_api,
    texts_appeals,
    texts_gallery,
    texts_lab,
    texts_live,
    texts_reliability,
    texts_responses,
)
from pages import texts_navigation as words
from pages import texts_privacy as privacy
from pages.components.account_bar import account_bar
from pages.components.connection_bar import connection_bar
from pages.components.guarded_button import keep_what_was_drawn, press_guard
from pages.components.page_styles import page_styles
from pages.components.signed_in import signed_in_person
from pages.components.unbroken_input import apply_input_first
from pages.reader import choose_language
from proctor_core.domain.roles import Role
from proctor_core.services.permissions import has_role

PAGES = Path(__file__).resolve().parent


def page(file: str, title: str, icon: str, *, is_first: bool = False, is_listed: bool = True) -> StreamlitPage:
    """One page by its file below pages/; every page asks for its role itself."""
    visibility = "visible" if is_listed else "hidden"
    return st.Page(PAGES / file, title=title, icon=f":material/{icon}:", default=is_first, visibility=visibility)


def pages_by_link(role: Role) -> list[StreamlitPage]:
    """Pages that a link or a button leads to: whoever has another role is told so by the page itself."""
    if role is Role.MODERATOR:
        return []
    lab = [page("administrator/policy_lab.py", texts_lab.PAGE_LAB, "experiment", is_listed=False)]
    return [
        *(lab if role is Role.ADMINISTRATOR else []),
        page("moderator/review_session.py", words.PAGE_REVIEW_SESSION, "gavel", is_listed=False),
        page("moderator/live_view.py", texts_live.PAGE_LIVE, "grid_view", is_listed=False),
    ]


def page_of_everybody() -> StreamlitPage:
    """What a link beside an allegation leads to."""
    return page("everybody/how_reliable.py", texts_reliability.PAGE_RELIABILITY, "verified", is_listed=False)


def pages_of(role: Role) -> list[StreamlitPage]:
    """The pages of a role, the one it starts with first."""
    match role:
        case Role.TAKER:
            return [
                page("taker/my_surveys.py", words.PAGE_MY_SURVEYS, "assignment", is_first=True),
                page("taker/take_survey.py", words.PAGE_TAKE_SURVEY, "edit_note"),
                page("taker/my_data.py", privacy.PAGE_MY_DATA, "folder_shared"),
            ]
        case Role.MODERATOR:
            return [
                page("moderator/review_queue.py", words.PAGE_REVIEW_QUEUE, "inbox", is_first=True),
                page("moderator/live_view.py", texts_live.PAGE_LIVE, "grid_view"),
                page("moderator/review_session.py", words.PAGE_REVIEW_SESSION, "gavel"),
                page("moderator/appeals.py", texts_appeals.PAGE_APPEALS, "balance"),
                page("moderator/gallery.py", texts_gallery.PAGE_GALLERY, "photo_library"),
            ]
        case Role.ANALYST:
            return [
                page("analyst/statistics.py", words.PAGE_STATISTICS, "monitoring", is_first=True),
                page("analyst/responses.py", texts_responses.PAGE_RESPONSES, "ballot"),
                page("analyst/policy_lab.py", texts_lab.PAGE_LAB, "experiment"),
            ]
        case Role.ADMINISTRATOR:
            return [
                page("administrator/people.py", words.PAGE_PEOPLE, "group", is_first=True),
                page("administrator/surveys.py", words.PAGE_SURVEYS, "quiz"),
                page("administrator/responses.py", texts_responses.PAGE_RESPONSES, "ballot"),
                page("administrator/personal_data.py", privacy.PAGE_PERSONAL_DATA, "folder_shared"),
                page("administrator/api_tokens.py", texts_api.PAGE_TOKENS, "key"),
                page("administrator/storage.py", words.PAGE_STORAGE, "database"),
                page("administrator/audit_log.py", words.PAGE_AUDIT_LOG, "history"),
                page("administrator/settings.py", words.PAGE_SETTINGS, "tune"),
                page("administrator/models.py", words.PAGE_MODELS, "memory"),
                page("administrator/demo.py", words.PAGE_DEMO, "science"),
            ]


apply_input_first()
# Before `st.navigation`, and no Material icon: the browser would fetch it, or else the page's own, from Google as a favicon.
st.set_page_config(page_title=words.PRODUCT, page_icon="📷")
person = signed_in_person()
choose_language(person.language if person else None)
if person is None:
    # The middleware sends people here only with a cookie; this is somebody who signed out in another tab.
    st.navigation([st.Page(lambda: None, title=words.PAGE_SIGN_IN)], position="hidden")
    st.warning(texts.NOT_SIGNED_IN, icon=":material/login:")
    st.link_button(words.SIGN_IN_AGAIN, "/account/login")
    st.stop()

current = st.navigation([*pages_of(person.role), *pages_by_link(person.role), page_of_everybody()], position="top")
# Narrow where people read, wide where tables or the camera are.
is_narrow = current.url_path == "" and has_role(person, Role.TAKER)
st.set_page_config(layout="centered" if is_narrow else "wide")
page_styles()
connection_bar()
press_guard()
account_bar(person)
current.run()
keep_what_was_drawn()
