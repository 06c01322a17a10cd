"""The dialog that changes somebody's account: each act says what goes before its button does it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_administrator as words
from pages.components import spoken
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.texts_administrator import PersonAct
from proctor_core import bootstrap
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError
from proctor_core.services.people import Invited

_LINK = "person_link"


@st.dialog(words.CHANGE_PERSON)
def change_person(actor: User, people: Sequence[User]) -> None:
    """Choose a person and an act, read what it means, do it."""
    by_id = {person.id: person for person in people if person.id != actor.id}
    if not by_id:
        st.info(texts.PEOPLE_EMPTY, icon=":material/group:")
        return
    person = by_id[_chosen(by_id)]
    acts = [act for act in PersonAct if act in _possible(person)]
    act = st.radio(words.ACT, acts, format_func=words.ACT_LABEL.__getitem__, key="change_act")
    role = person.role
    if act is PersonAct.CHANGE_ROLE:
        others = [role for role in Role if role is not person.role]
        role = st.selectbox(texts.ROLE, others, format_func=texts.ROLE_LABEL.__getitem__, key="change_role")
    places = bootstrap.application().sign_ins.places(actor, person.id)
    st.caption(words.ACT_MEANS[act].format(name=plain(person.display_name), places=_told(len(places))))
    is_clicked = st.button(words.ACT_BUTTON[act], type="primary", on_click=_do, args=(person, act, role))
    close_dialog_when_done(is_clicked)


def keep_link(invited: Invited) -> None:
    """Show a link on the next run; it is nowhere else."""
    st.session_state[_LINK] = (invited.person.display_name, f"/account/invitation/{invited.token}", invited.expires_at)


def show_link() -> None:
    """The link that was just made, until the next click."""
    kept: tuple[str, str, datetime] | None = st.session_state.pop(_LINK, None)
    if kept is None:
        return
    name, path, until = kept
    here = urlsplit(st.context.url or "")
    st.info(words.LINK_FOR.format(name=plain(name), until=spoken.local_day(until)), icon=":material/link:")
    st.code(f"{here.scheme}://{here.netloc}{path}" if here.netloc else path, language=None, wrap_lines=True)


def _chosen(people: Mapping[UUID, User]) -> UUID:
    names = {person.id: f"{person.display_name} ({person.name})" for person in people.values()}
    return st.selectbox(words.PERSON, list(names), format_func=names.__getitem__, key="change_person")


def _possible(person: User) -> set[PersonAct]:
    if not person.is_active:
        return {PersonAct.CHANGE_ROLE, PersonAct.ACTIVATE}
    acts = set(PersonAct) - {PersonAct.ACTIVATE}
    return acts - {PersonAct.NEW_LINK} if person.is_demo else acts


def _told(places: int) -> str:
    if places < 2:
        return words.PLACES_ONE if places else words.PLACES_NONE
    return words.PLACES_MANY.format(count=places)


def _do(person: User, act: PersonAct, role: Role) -> None:
    try:
        _act(acting(Role.ADMINISTRATOR), person.id, act, role)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.ACT_DONE[act].format(name=person.display_name))


def _act(actor: User, person_id: UUID, act: PersonAct, role: Role) -> None:
    application = bootstrap.application()
    match act:
        case PersonAct.CHANGE_ROLE:
            application.people.change_role(actor, person_id, role)
        case PersonAct.NEW_LINK:
            keep_link(application.people.reset(actor, person_id))
        case PersonAct.END_SIGN_INS:
            application.sign_ins.end_others(actor, person_id)
        case PersonAct.DEACTIVATE:
            application.people.deactivate(actor, person_id)
        case PersonAct.ACTIVATE:
            application.people.activate(actor, person_id)
