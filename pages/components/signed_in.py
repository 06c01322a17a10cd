"""Who is looking at a page: looked up on the server at every run, so that signing out works in other tabs."""

import streamlit as st

from db.tables import User
from pages import texts
from pages.components.services import services
from pages.texts_spoken import listed
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.domain.roles import Role
from proctor_core.errors import NotSignedIn
from proctor_core.services.permissions import has_role


def signed_in_person() -> User | None:
    """The person behind the cookie of this browser; None when nobody is signed in."""
    token = token_of_browser()
    return services().accounts.person_of(token) if token else None


def token_of_browser() -> str | None:
    """The token in this browser's cookie; None when there is none or its signature is wrong."""
    return services().cookies.token_in(st.context.cookies)


def require_role(*roles: Role) -> User:
    """The signed-in person, who has one of `roles`; otherwise the page says why not and stops here."""
    person = signed_in_person()
    if person is None:
        st.warning(texts.NOT_SIGNED_IN, icon=":material/login:")
        st.stop()
    if not has_role(person, *roles):
        expected = listed(texts.ROLE_LABEL[role] for role in roles)
        st.warning(
            texts.NOT_YOUR_PAGE.format(roles=expected, role=texts.ROLE_LABEL[person.role]), icon=":material/lock:"
        )
        st.stop()
    return person


def acting(role: Role) -> User:
    """Who acts at a click, looked up again: the sign-in may have ended since the page was drawn.

    Raises:
        NotSignedIn: nobody with this role is signed in.
    """
    person = signed_in_person()
    if person is None or not has_role(person, role):
        raise NotSignedIn(CallerRefusal.NOT_SIGNED_IN_AS, role=role)
    return person
