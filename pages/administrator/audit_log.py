"""The audit log: a filter on one line, a page of lines, and the whole of it as a file."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_operation as words
from pages.administrator.services import services
from pages.components import spoken
from pages.components.days import ANY_DAY, begin_of, end_of
from pages.components.page_header import page_header
from pages.components.person_picker import chosen_person, named, person_picker
from pages.components.plain import plain
from pages.components.plain_table import plain_table
from pages.components.signed_in import require_role
from pages.reader import reader
from pages.texts_spoken import listed
from proctor_core.domain.audit_detail import read_detail
from proctor_core.domain.filters import AuditFilter, PeopleFilter
from proctor_core.domain.paging import Cursor
from proctor_core.domain.roles import Role
from proctor_core.language.sentences import message_sentence
from proctor_core.services.keeping.audit_log import PAGE_EVENTS, LoggedEvent

_PAGE, _WHO = "audit_page", "audit_who"


def draw() -> None:
    """Filter, table, paging."""
    actor = require_role(Role.ADMINISTRATOR)
    heading, button = st.columns([4, 1.2], vertical_alignment="bottom")
    with heading:
        page_header(words.AUDIT_TITLE, words.AUDIT_LEAD)
    wanted = _filter(actor)
    button.link_button(
        words.EXPORT, _export_address(wanted), icon=":material/download:", help=words.EXPORT_HELP, width="stretch"
    )
    after = _place(wanted)
    # One more than is shown says whether there is a next page.
    found = services().audit_log.events(actor, wanted, after=after, limit=PAGE_EVENTS + 1)
    if not found:
        st.info(words.AUDIT_EMPTY, icon=":material/history:")
        return
    plain_table(words.AUDIT_COLUMNS, (_row(logged) for logged in found[:PAGE_EVENTS]))
    _paging(wanted, found, after)


def _filter(actor: User) -> AuditFilter:
    who, what, since, until, what_on = st.columns([1.6, 1.4, 1, 1, 1.6], vertical_alignment="bottom")
    with who:
        chosen = _who(actor)
    action: str | None = what.selectbox(
        words.WHAT,
        [*words.AUDIT_GROUP, *words.AUDIT_ACTION],
        index=None,
        key="audit_what",
        format_func=lambda word: words.AUDIT_GROUP.get(word) or words.AUDIT_ACTION[word],
        placeholder=words.ANYTHING,
    )
    first: date | None = since.date_input(words.FROM_DAY, key="audit_since", **ANY_DAY)
    last: date | None = until.date_input(words.TO_DAY, key="audit_until", **ANY_DAY)
    object_id = what_on.text_input(words.OBJECT, key="audit_object", max_chars=80, help=words.OBJECT_HELP).strip()
    return AuditFilter(
        actor_id=chosen.id if chosen else None,
        action=action,
        since=begin_of(first),
        until=end_of(last),
        object_id=object_id or None,
    )


def _who(actor: User) -> User | None:
    """Behind a button, since there may be thousands; the button says who is chosen."""
    kept = chosen_person(actor, _WHO)
    label = plain(named(kept)) if kept else words.ANYBODY
    with st.popover(words.WHO_IS.format(name=label), width="stretch"):
        return person_picker(actor, words.WHO, _WHO, PeopleFilter())


def _export_address(wanted: AuditFilter) -> str:
    given = {
        "who": wanted.actor_id,
        "what": wanted.action,
        "since": wanted.since.isoformat() if wanted.since else None,
        "until": wanted.until.isoformat() if wanted.until else None,
        "object_id": wanted.object_id,
    }
    return f"/api/audit-log.csv?{urlencode({name: value for name, value in given.items() if value})}"


def _row(logged: LoggedEvent) -> tuple[object, ...]:
    event = logged.event
    kind = words.OBJECT_LABEL.get(event.object_type, event.object_type)
    what_on = f"{kind} {event.object_id}".strip()
    action = words.AUDIT_ACTION.get(event.action, event.action)
    detail = message_sentence(read_detail(event.detail, event.detail_code, event.detail_values), reader())
    if logged.pictures:
        detail = listed((detail, words.PICTURES.format(count=logged.pictures)))
    return spoken.local_time(event.at), logged.actor_name or words.PROGRAM, action, what_on, detail


def _place(wanted: AuditFilter) -> Cursor | None:
    """Where this page begins; another filter begins at the newest line."""
    kept: tuple[AuditFilter, Cursor | None] = st.session_state.get(_PAGE, (wanted, None))
    return kept[1] if kept[0] == wanted else None


def _paging(wanted: AuditFilter, found: Sequence[LoggedEvent], after: Cursor | None) -> None:
    has_more = len(found) > PAGE_EVENTS
    if not has_more and after is None:
        return
    last = found[min(PAGE_EVENTS, len(found)) - 1].event
    with st.container(horizontal=True):
        st.button(texts.NEWER, disabled=after is None, on_click=_turn_to, args=(wanted, None))
        st.button(texts.OLDER, disabled=not has_more, on_click=_turn_to, args=(wanted, Cursor(last.at, last.id)))


def _turn_to(wanted: AuditFilter, after: Cursor | None) -> None:
    st.session_state[_PAGE] = (wanted, after)


if __name__ == "__main__":
    draw()
