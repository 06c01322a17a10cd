"""Tokens of the REST API: who may use it and until when; making one and ending one in dialogs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import streamlit as st

from db.tables import ApiToken, User
from pages import texts
from pages import texts_api as words
from pages.administrator.services import services
from pages.administrator.webhooks_panel import webhooks_panel
from pages.components import spoken
from pages.components.dialog import dialog
from pages.components.guarded_button import guarded_button
from pages.components.notices import close_dialog_when_done, note_done, note_problem, show_notices
from pages.components.page_header import page_header
from pages.components.person_picker import person_picker
from pages.components.plain import plain
from pages.components.plain_table import plain_table
from pages.components.signed_in import acting, require_role
from proctor_core.domain.filters import PeopleFilter
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import ROLE_OF_SCOPE, TokenScope
from proctor_core.errors import ProctorError
from proctor_core.services.accounts.api_tokens import LONGEST, IssuedToken, ListedToken

_MADE = "made_token"
_TO_REVOKE = "revoke_token"
DAYS = 90


def draw() -> None:
    """The table, a button to make a token and one to end one."""
    actor = require_role(Role.ADMINISTRATOR)
    show_notices()
    _show_made()
    heading, end, make = st.columns([4, 1.2, 1.2], vertical_alignment="bottom")
    with heading:
        page_header(words.TOKENS_TITLE, words.TOKENS_LEAD)
    listed = services().tokens.tokens(actor)
    if make.button(words.MAKE_TOKEN, type="primary", icon=":material/key:", width="stretch"):
        _make(actor)
    if end.button(words.REVOKE_TOKEN, icon=":material/key_off:", width="stretch"):
        _revoke(listed)
    _table(listed)
    webhooks_panel(actor)


def _table(listed: Sequence[ListedToken]) -> None:
    if not listed:
        st.info(words.TOKENS_EMPTY, icon=":material/key:")
        return
    now = services().clock()
    plain_table(words.TOKEN_COLUMNS, (_row(entry, now) for entry in listed))


def _row(entry: ListedToken, now: datetime) -> tuple[object, ...]:
    row = entry.row
    used = spoken.local_day(row.last_used_at) if row.last_used_at else words.NEVER_USED
    person = entry.person.display_name
    made, until = spoken.local_day(row.created_at), spoken.local_day(row.expires_at)
    return (row.name, words.SCOPE_LABEL[row.scope], person, made, until, used, _state(row, now))


def _state(row: ApiToken, now: datetime) -> str:
    if row.revoked_at is not None:
        return words.STATE_REVOKED
    return words.STATE_LIVE if row.expires_at > now else words.STATE_OVER


@dialog(lambda: words.MAKE_TOKEN)
def _make(actor: User) -> None:
    st.text_input(words.TOKEN_NAME, key="token_name", help=words.TOKEN_NAME_HELP, max_chars=80)
    scope = st.selectbox(
        words.TOKEN_SCOPE, list(TokenScope), format_func=words.SCOPE_LABEL.__getitem__, key="token_scope"
    )
    st.caption(words.SCOPE_MEANS[scope])
    if scope is not TokenScope.SERVICE:
        _choose_person(actor, ROLE_OF_SCOPE[scope])
    # Without limits of its own: a widget that has some keeps to itself what lies beyond, and a token of other days is made.
    st.number_input(words.TOKEN_DAYS.format(most=LONGEST.days), value=DAYS, key="token_days")
    is_clicked = st.button(words.MAKE_TOKEN, type="primary", on_click=_store, key="token_store")
    close_dialog_when_done(is_clicked)


def _choose_person(actor: User, role: Role) -> None:
    wanted = PeopleFilter(role, only_active=True)
    if services().accounts.count_users(actor, wanted):
        person_picker(actor, words.TOKEN_PERSON, "token_person", wanted)
    else:
        st.info(words.TOKEN_NOBODY)


def _store() -> None:
    given = st.session_state
    scope: TokenScope = given["token_scope"]
    person_id: UUID | None = None if scope is TokenScope.SERVICE else given.get("token_person")
    try:
        actor, lasts = acting(Role.ADMINISTRATOR), timedelta(days=min(given["token_days"], LONGEST.days + 1))
        issued = services().tokens.issue(actor, given["token_name"], scope, lasts, person_id)
    except ProctorError as error:
        note_problem(error)
    else:
        given[_MADE] = issued
        note_done(words.TOKEN_DONE.format(name=issued.row.name))


def _show_made() -> None:
    """The token that was just made, until the next click; it is nowhere else."""
    issued: IssuedToken | None = st.session_state.pop(_MADE, None)
    if issued:
        until = spoken.local_day(issued.row.expires_at)
        st.info(words.TOKEN_MADE.format(name=plain(issued.row.name), until=until), icon=":material/key:")
        st.code(issued.token, language=None, wrap_lines=True)


@dialog(lambda: words.REVOKE_TOKEN)
def _revoke(listed: Sequence[ListedToken]) -> None:
    now = services().clock()
    live = {entry.row.id: entry.row for entry in listed if _state(entry.row, now) == words.STATE_LIVE}
    if not live:
        st.info(words.NONE_TO_REVOKE)
        return
    chosen = st.selectbox(
        words.REVOKE_WHICH,
        list(live),
        index=None,
        format_func=lambda key: live[key].name,
        key=_TO_REVOKE,
        placeholder=texts.CHOOSE,
    )
    if chosen is None:
        return
    row = live[chosen]
    st.caption(words.REVOKE_MEANS.format(name=plain(row.name)))
    is_clicked = guarded_button(
        words.REVOKE_BUTTON, _end, row, key=f"revoke-{chosen}", only_while=(_TO_REVOKE, chosen), type="primary"
    )
    close_dialog_when_done(is_clicked)


def _end(row: ApiToken) -> None:
    try:
        services().tokens.revoke(acting(Role.ADMINISTRATOR), row.id)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.TOKEN_REVOKED.format(name=row.name))


if __name__ == "__main__":
    draw()
