"""In the dialog of the account: the language of the pages, once there is more than one."""

import streamlit as st

from db.tables import User
from pages import texts_account_place as words
from pages.components.services import services
from pages.components.signed_in import signed_in_person
from proctor_core.language.tags import languages
from proctor_core.language.translation import translator


def language_choice(person: User) -> None:
    """Draw it; what is chosen is kept with the account, and the page is drawn in it at once."""
    if len(languages()) < 2:
        return
    kept = person.language if person.language in languages() else None
    st.selectbox(
        words.LANGUAGE,
        [None, *languages()],
        index=[None, *languages()].index(kept),
        format_func=_own_name,
        key="language_choice",
        on_change=_keep,
    )


def _own_name(language: str | None) -> str:
    """As its speakers call it, so that they find it whatever the page is in."""
    if language is None:
        return words.AS_THE_BROWSER
    locale = translator(language).locale
    return (locale.get_language_name(locale) or language).capitalize()


def _keep() -> None:
    person = signed_in_person()
    if person is not None:
        services().accounts.keep_language(person, st.session_state["language_choice"])
