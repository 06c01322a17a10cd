"""The dialog that changes somebody's account: each act says what goes before its button does it."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_administrator as words
from pages.administrator.services import services
from pages.components import spoken
from pages.components.dialog import dialog
from pages.components.guarded_button import guarded_button
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.person_picker import person_picker
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.texts_administrator import PersonAct
from proctor_core.domain.filters import PeopleFilter
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError
from proctor_core.services.accounts.people import Invited

_LINK, _PERSON = "person_link", "change_person"


@dialog(lambda: words.CHANGE_PERSON)
def change_person(actor: User) -> None:
    """Choose a person and an act, read what it means, do it."""
    person = person_picker(actor, words.PERSON, _PERSON, PeopleFilter(), leaves_out=actor.id)
    act = _chosen_act(person) if person else None
    role = _chosen_role(person) if person and act is PersonAct.CHANGE_ROLE else None
    is_clicked = False
    if person and act and (role or act is not PersonAct.CHANGE_ROLE):
        places = services().sign_ins.places(actor, person.id)
        st.caption(words.ACT_MEANS[act].format(name=plain(person.display_name), places=_places(len(places))))
        is_clicked = guarded_button(
            words.ACT_BUTTON[act],
            _do,
            person,
            act,
            role,
            key="-".join(map(str, filter(None, (act, role, person.id)))),
            only_while=(_PERSON, person.id),
            type="primary",
        )
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


def _chosen_act(person: User) -> PersonAct | None:
    acts = [act for act in PersonAct if act in _possible(person)]
    return st.radio(words.ACT, acts, index=None, format_func=words.ACT_LABEL.__getitem__, key="change_act")


def _chosen_role(person: User) -> Role | None:
    others = [role for role in Role if role is not person.role]
    return st.selectbox(
        texts.ROLE,
        others,
        index=None,
        format_func=texts.ROLE_LABEL.__getitem__,
        key="change_role",
        placeholder=texts.CHOOSE,
    )


def _possible(person: User) -> set[PersonAct]:
    if not person.is_active:
        return {PersonAct.CHANGE_ROLE, PersonAct.ACTIVATE}
    acts = set(PersonAct) - {PersonAct.ACTIVATE}
    return acts - {PersonAct.NEW_LINK} if person.is_demo else acts


def _places(places: int) -> str:
    return words.PLACES.format(count=places) if places else words.PLACES_NONE


def _do(person: User, act: PersonAct, role: Role | None) -> None:
    try:
        _act(acting(Role.ADMINISTRATOR), person.id, act, role)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.ACT_DONE[act].format(name=person.display_name))


def _act(actor: User, person_id: UUID, act: PersonAct, role: Role | None) -> None:
    given = services()
    match act:
        case PersonAct.CHANGE_ROLE:
            assert role is not None, "expected a role: the button is drawn with one"
            given.people.change_role(actor, person_id, role)
        case PersonAct.NEW_LINK:
            keep_link(given.people.reset(actor, person_id))
        case PersonAct.END_SIGN_INS:
            given.sign_ins.end_others(actor, person_id)
        case PersonAct.DEACTIVATE:
            given.people.deactivate(actor, person_id)
        case PersonAct.ACTIVATE:
            given.people.activate(actor, person_id)
