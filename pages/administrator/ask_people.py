"""The dialog that asks takers: chosen from the list of people, or from a CSV file."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

import streamlit as st

from db.tables import Survey, User
from pages import texts_surveys as words
from pages.administrator.services import services
from pages.components import spoken
from pages.components.dialog import dialog
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.person_picker import people_picker
from pages.components.plain import plain
from pages.components.signed_in import acting
from proctor_core.domain.filters import PeopleFilter
from proctor_core.domain.roles import Role
from proctor_core.domain.taker_list import read_taker_list
from proctor_core.errors import InvalidInput, ProctorError
from proctor_core.services.accounts.people import Invited
from proctor_core.services.surveys.taker_lists import AskedList

_LINKS = "taker_links"


@dialog(lambda: words.ASK)
def ask_people(actor: User, survey: Survey) -> None:
    """Who is asked to take this version."""
    title = words.CHOSEN_LABEL.format(title=plain(survey.title), version=survey.version)
    st.markdown(f"**{title}**")
    st.caption(words.ASK_LEAD)
    people_picker(actor, words.PEOPLE, "ask_takers", PeopleFilter(Role.TAKER, only_active=True))
    st.file_uploader(words.LIST_FILE, key="ask_list", type="csv", max_upload_size=1, help=words.LIST_HELP)
    st.checkbox(words.INVITE_UNKNOWN, key="ask_invites")
    is_clicked = st.button(words.ASK, key="ask_now", type="primary", on_click=_ask, args=(survey.id,))
    close_dialog_when_done(is_clicked)


def show_links() -> None:
    """The links of accounts that a list has just made, until the next click."""
    kept: tuple[Sequence[tuple[str, str]], datetime] | None = st.session_state.pop(_LINKS, None)
    if kept is None:
        return
    links, until = kept
    here = urlsplit(st.context.url or "")
    origin = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    st.info(words.LINKS.format(count=len(links), until=spoken.local_day(until)), icon=":material/link:")
    lines = [f"{name},{origin}/account/invitation/{token}" for name, token in links]
    st.code("\n".join(["name,link", *lines]), language=None, height=min(60 + 24 * len(lines), 320))


def _ask(survey_id: UUID) -> None:
    given = st.session_state
    chosen: Sequence[UUID] = given["ask_takers"]
    try:
        actor = acting(Role.ADMINISTRATOR)
        if not chosen and not given["ask_list"]:
            raise InvalidInput("taker_id", words.NOBODY)
        listed = read_taker_list(given["ask_list"].getvalue()) if given["ask_list"] else ()
        done = services().taker_lists.ask(actor, survey_id, listed, invites_unknown=given["ask_invites"])
        asked = services().asking.ask(actor, survey_id, chosen)
    except ProctorError as error:
        note_problem(error)
    else:
        _keep_links(done.invited)
        note_done(_done_sentence(AskedList(done.asked + asked, done.already + len(chosen) - asked, ())))


def _keep_links(invited: Sequence[Invited]) -> None:
    if invited:
        links = [(new.person.name, new.token) for new in invited]
        st.session_state[_LINKS] = (links, invited[0].expires_at)


def _done_sentence(done: AskedList) -> str:
    said = words.ASKED.format(count=done.asked) if done.asked else words.ASKED_NONE
    return f"{said} {words.ASKED_ALREADY.format(count=done.already)}" if done.already else said
