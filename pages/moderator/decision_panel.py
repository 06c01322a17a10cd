"""Approve, reject, escalate: the only place where a person decides about a session; or the sentence that says why not now.

No form: Enter in a field never decides. Each button carries the revision that was on the screen when it was drawn, so a decision
on an older case is refused, and none acts before its case was on the screen for a second (`guarded_button`).
"""

from uuid import UUID

import streamlit as st

from db.tables import ProctorReview, User
from pages import texts
from pages.components import spoken
from pages.components.dialog import dialog
from pages.components.guarded_button import guarded_button
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.moderator.services import services
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.errors import ProctorError
from proctor_core.services.reviewing.case import Case
from proctor_core.services.reviewing.reviewing import DECIDED, ReviewService

WORDS_PX = 76
WORDS_LENGTH = 4000


def decision_panel(actor: User, case: Case) -> None:
    """Fields and buttons where the actor may decide; else the decision that stands, or who decides."""
    if case.review.status in DECIDED:
        _decided(case)
    elif not case.is_open:
        st.info(
            texts.NOT_UNDER_REVIEW.format(status=texts.SESSION_STATUS[case.session.status]), icon=":material/hourglass:"
        )
    elif case.review.flagged_by == actor.id:
        st.info(texts.YOU_ESCALATED, icon=":material/flag:")
    elif case.holder is not None and case.holder_id != actor.id:
        until = spoken.local_clock(case.review.claim_expires_at or case.review.created_at)
        st.warning(texts.HELD_BY.format(name=plain(case.holder), until=until), icon=":material/front_hand:")
    else:
        _controls(case)


def is_to_decide(actor: User, case: Case) -> bool:
    """Whether the actor can decide about this case now."""
    is_others = case.holder is not None and case.holder_id != actor.id
    return case.is_open and not is_others and case.review.flagged_by != actor.id


def _controls(case: Case) -> None:
    review = case.review
    if case.escalated_by:
        said = texts.ESCALATED_BY.format(name=plain(case.escalated_by), note=plain(review.colleague_note))
        st.caption(f":material/flag: {said}")
    reason, note = _fields(review.id)
    for_taker, for_colleagues = st.columns(2, gap="small")
    for_taker.text_area(texts.REASON_LABEL, key=reason, height=WORDS_PX, max_chars=WORDS_LENGTH, help=texts.REASON_HELP)
    for_colleagues.text_area(texts.NOTE_LABEL, key=note, height=WORDS_PX, max_chars=WORDS_LENGTH, help=texts.NOTE_HELP)
    kinds = [kind for kind in DecisionKind if not (kind is DecisionKind.ESCALATE and case.escalated_by)]
    for place, kind in zip(st.columns(len(kinds), gap="small"), kinds, strict=True):
        label, icon = texts.DECIDE[kind]
        guarded_button(
            label,
            _decide,
            review.id,
            kind,
            review.revision,
            key=_version(kind, review),
            place=place,
            icon=f":material/{icon}:",
            help=texts.DECIDE_HELP[kind],
            width="stretch",
        )


def _decide(review_id: UUID, kind: DecisionKind, revision: int) -> None:
    reason, note = (st.session_state.get(field, "") for field in _fields(review_id))
    try:
        _reviewing().decide(acting(Role.MODERATOR), review_id, kind, reason, revision, note)
    except ProctorError as error:
        note_problem(error)
        return
    note_done(texts.DECIDED_TOAST[kind])


def _fields(review_id: UUID) -> tuple[str, str]:
    """Keys of the two fields; what is typed stays when the case changes meanwhile."""
    return f"reason-{review_id}", f"note-{review_id}"


def _version(act: str, review: ProctorReview) -> str:
    """What a press means: the act, the case and what of it was on the screen."""
    return f"{act}-{review.id}-{review.revision}"


def _decided(case: Case) -> None:
    review = case.review
    word, icon, colour = texts.REVIEW_STATUS[review.status]
    last = case.decision
    name = plain(last.author or texts.GONE_PERSON) if last else texts.GONE_PERSON
    when = spoken.local_time(review.decided_at or review.created_at)
    with st.container(border=True):
        st.markdown(f":{colour}[:material/{icon}: **{texts.DECIDED.format(status=word, name=name, when=when)}**]")
        if review.notes:
            st.markdown(texts.REASON_SAID.format(reason=plain(review.notes)))
        if review.colleague_note:
            st.caption(texts.NOTE_SAID.format(note=plain(review.colleague_note)))
        if st.button(texts.REOPEN, icon=":material/restart_alt:"):
            _reopen(review)


@dialog(lambda: texts.REOPEN_TITLE)
def _reopen(review: ProctorReview) -> None:
    st.write(texts.REOPEN_LEAD)
    st.text_area(texts.REOPEN_REASON, key="reopen_reason", max_chars=WORDS_LENGTH)
    is_clicked = guarded_button(
        texts.REOPEN, _store_reopening, review.id, review.revision, key=_version("reopen", review), type="primary"
    )
    close_dialog_when_done(is_clicked)


def _store_reopening(review_id: UUID, revision: int) -> None:
    try:
        _reviewing().reopen(acting(Role.MODERATOR), review_id, st.session_state["reopen_reason"], revision)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(texts.REOPENED_TOAST)


def _reviewing() -> ReviewService:
    return services().reviewing
