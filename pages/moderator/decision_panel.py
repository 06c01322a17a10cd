"""Approve, reject, flag: the only place where a person decides about a session; or the sentence that says why not now.

The buttons carry the revision that was on the screen when they were drawn, so a decision on an older one is refused.
"""

from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts
from pages.components import spoken
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.moderator.open_next import open_next_button
from proctor_core import bootstrap
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.errors import ProctorError
from proctor_core.services.case import Case
from proctor_core.services.reviewing import DECIDED, ReviewService

NOTES_PX = 76


def decision_panel(actor: User, case: Case) -> None:
    """The form where the actor may decide; else the decision that stands, or who decides."""
    if case.review.status in DECIDED:
        _decided(case)
    elif not case.is_open:
        st.info(
            texts.NOT_UNDER_REVIEW.format(status=texts.SESSION_STATUS[case.session.status]), icon=":material/hourglass:"
        )
    elif case.review.flagged_by == actor.id:
        st.info(texts.YOU_FLAGGED, icon=":material/flag:")
        open_next_button()
    elif case.holder is not None and case.holder_id != actor.id:
        until = spoken.local_clock(case.review.claim_expires_at or case.review.created_at)
        st.warning(texts.HELD_BY.format(name=plain(case.holder), until=until), icon=":material/front_hand:")
        open_next_button()
    else:
        _form(case)


def _form(case: Case) -> None:
    review = case.review
    if case.flagger:
        st.caption(f":material/flag: {texts.FLAGGED_BY.format(name=plain(case.flagger))}")
    notes = f"notes-{review.id}"
    with st.form(f"decision-{review.id}", border=False):
        st.text_area(texts.NOTES_LABEL, key=notes, height=NOTES_PX, max_chars=4000, help=texts.NOTES_HELP)
        kinds = [kind for kind in DecisionKind if not (kind is DecisionKind.FLAG and case.flagger)]
        for place, kind in zip(st.columns(len(kinds), gap="small"), kinds, strict=True):
            label, icon = texts.DECIDE[kind]
            place.form_submit_button(
                label,
                icon=f":material/{icon}:",
                help=texts.DECIDE_HELP[kind],
                width="stretch",
                on_click=_decide,
                args=(review.id, kind, notes, review.revision),
            )


def _decide(review_id: UUID, kind: DecisionKind, notes: str, revision: int) -> None:
    try:
        _reviewing().decide(acting(Role.MODERATOR), review_id, kind, st.session_state.get(notes, ""), revision)
    except ProctorError as error:
        note_problem(error)
        return
    note_done(texts.DECIDED_TOAST[kind])


def _decided(case: Case) -> None:
    word, icon, colour = texts.REVIEW_STATUS[case.review.status]
    last = case.decision
    name = plain(last.author or texts.GONE_PERSON) if last else texts.GONE_PERSON
    when = spoken.local_time(case.review.decided_at or case.review.created_at)
    with st.container(border=True):
        st.markdown(f":{colour}[:material/{icon}: **{texts.DECIDED.format(status=word, name=name, when=when)}**]")
        if case.review.notes:
            st.markdown(plain(case.review.notes))
        with st.container(horizontal=True):
            open_next_button()
            if st.button(texts.REOPEN, icon=":material/restart_alt:"):
                _reopen(case.review.id)


@st.dialog(texts.REOPEN_TITLE)
def _reopen(review_id: UUID) -> None:
    st.write(texts.REOPEN_LEAD)
    with st.form("reopen", border=False):
        st.text_area(texts.REOPEN_REASON, key="reopen_reason", max_chars=4000)
        is_clicked = st.form_submit_button(texts.REOPEN, type="primary", on_click=_store_reopening, args=(review_id,))
    close_dialog_when_done(is_clicked)


def _store_reopening(review_id: UUID) -> None:
    try:
        _reviewing().reopen(acting(Role.MODERATOR), review_id, st.session_state["reopen_reason"])
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(texts.REOPENED_TOAST)


def _reviewing() -> ReviewService:
    return bootstrap.application().reviewing
