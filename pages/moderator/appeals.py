"""Open appeals: what the taker says, what was decided, and the answer of somebody who had no part in it."""

from uuid import UUID

import streamlit as st

from pages import texts_appeals as words
from pages.components.guarded_button import guarded_button
from pages.components.notices import note_done, note_problem, show_notices
from pages.components.page_header import page_header
from pages.components.plain import plain
from pages.components.signed_in import acting, require_role
from pages.components.spoken import local_time
from pages.moderator.open_next import open_session
from pages.moderator.services import services
from proctor_core.domain.appeal import WORDS_LENGTH, AppealOutcome
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.errors import ProctorError
from proctor_core.services.reviewing.appeals import WaitingAppeal

WORDS_PX = 110


def draw() -> None:
    """One card for each, the one that is due first first."""
    actor = require_role(Role.MODERATOR)
    show_notices()
    page_header(words.APPEALS_TITLE, words.APPEALS_LEAD)
    waiting = services().appeals.waiting(actor)
    if not waiting:
        st.info(words.NO_APPEALS, icon=":material/balance:")
    for one in waiting:
        with st.container(border=True, width=820):
            _card(one)


def _card(one: WaitingAppeal) -> None:
    row = one.row
    st.markdown(
        f"**{words.APPEAL_OF.format(code=session_code(row.session.id), survey=plain(row.survey_title))}**  \n{_state(one)}"
    )
    if row.review.decided_at:
        when = local_time(row.review.decided_at)
        st.markdown(words.REJECTED_WITH.format(at=when, reason=plain(row.review.notes)))
    st.markdown(f"{words.TAKER_SAYS} “{plain(row.appeal.words)}”")
    if st.button(words.LOOK_AGAIN, key=f"look-{row.appeal.id}", icon=":material/gavel:"):
        open_session(row.session.id)
    if one.is_mine and one.has_looked:
        _answer(row.appeal.id)
    elif one.is_mine:
        st.caption(words.SEEN_FIRST)


def _state(one: WaitingAppeal) -> str:
    until = local_time(one.row.appeal.answer_by)
    states = [words.LATE if one.is_late else words.DUE]
    if one.is_unanswerable:
        states.append(words.UNANSWERABLE)
    elif not one.is_mine:
        states.append(words.NOT_YOURS)
    return " · ".join(f":{colour}[:material/{icon}: {word.format(until=until)}]" for word, icon, colour in states)


def _answer(appeal_id: UUID) -> None:
    st.caption(words.ANSWER_LEAD)
    key = f"appeal-answer-{appeal_id}"
    st.text_area(words.ANSWER_LABEL, key=key, height=WORDS_PX, max_chars=WORDS_LENGTH)
    with st.container(horizontal=True):
        for outcome in AppealOutcome:
            label, icon = words.ANSWER_AS[outcome]
            guarded_button(
                label, _send, appeal_id, outcome, key, key=f"{outcome}-{appeal_id}", icon=f":material/{icon}:"
            )


def _send(appeal_id: UUID, outcome: AppealOutcome, key: str) -> None:
    try:
        services().appeals.answer(acting(Role.MODERATOR), appeal_id, outcome, st.session_state.get(key, ""))
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.ANSWERED_TOAST[outcome])


if __name__ == "__main__":
    draw()
