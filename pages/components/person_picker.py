"""Choosing people by name, however many there are: the server searches, and the list holds the first that fit.

Nobody is chosen before somebody chooses.
"""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts
from pages.components.services import services
from proctor_core.domain.filters import PeopleFilter
from proctor_core.errors import NotFound
from proctor_core.services.accounts.accounts import AccountService

MOST_SHOWN = 50


def person_picker(
    actor: User, label: str, key: str, wanted: PeopleFilter, *, leaves_out: UUID | None = None
) -> User | None:
    """Draw search and list; the person whose id is under `key` in the session state, or None."""
    people = _found(actor, key, wanted, _kept(actor, [st.session_state.get(key)]), leaves_out)
    chosen = st.selectbox(
        label, list(people), index=None, key=key, format_func=lambda one: named(people[one]), placeholder=texts.CHOOSE
    )
    return people[chosen] if chosen else None


def people_picker(actor: User, label: str, key: str, wanted: PeopleFilter) -> Sequence[UUID]:
    """The same for several people; who was chosen stays chosen while others are searched for."""
    people = _found(actor, key, wanted, _kept(actor, st.session_state.get(key, [])), None)
    return st.multiselect(
        label, list(people), key=key, format_func=lambda one: named(people[one]), placeholder=texts.CHOOSE
    )


def chosen_person(actor: User, key: str) -> User | None:
    """Who is chosen in the picker of that key, before it is drawn."""
    return next(iter(_kept(actor, [st.session_state.get(key)])), None)


def named(person: User) -> str:
    """As a person is called in lists: the shown name, and the one that only they have."""
    return texts.PERSON_NAMED.format(shown=person.display_name, name=person.name)


def _found(
    actor: User, key: str, wanted: PeopleFilter, kept: Sequence[User], leaves_out: UUID | None
) -> dict[UUID, User]:
    search = st.text_input(
        texts.FIND_PERSON, key=f"{key}_search", max_chars=120, help=texts.FIND_PERSON_HELP, icon=":material/search:"
    )
    narrowed = PeopleFilter(wanted.role, search, wanted.only_active)
    found = _accounts().users(actor, narrowed, limit=MOST_SHOWN)
    count = _accounts().count_users(actor, narrowed)
    if not found:
        st.caption(texts.NOBODY_FOUND)
    elif count > len(found):
        st.caption(texts.PEOPLE_SHOWN.format(shown=len(found), count=count))
    return {person.id: person for person in (*kept, *found) if person.id != leaves_out}


def _kept(actor: User, chosen: Sequence[UUID | None]) -> list[User]:
    """Who is chosen already, whatever is searched for now; not who is gone."""
    kept: list[User] = []
    for person_id in chosen:
        try:
            kept += [_accounts().user(actor, person_id)] if person_id else []
        except NotFound:
            continue  # gone since
    return kept


def _accounts() -> AccountService:
    return services().accounts
