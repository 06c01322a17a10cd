"""Legal holds: which sessions are kept whole, a new hold, and the end of one, each with its reason."""

import streamlit as st

from db.tables import User
from pages import texts_appeals as words
from pages.administrator.services import services
from pages.components.guarded_button import guarded_button
from pages.components.notices import note_done, note_problem
from pages.components.plain_table import plain_table
from pages.components.signed_in import acting
from pages.components.spoken import local_day
from proctor_core.domain.appeal import WORDS_LENGTH
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import ids_of_code, session_code
from proctor_core.errors import ProctorError

_WHICH, _REASON, _LIFTED, _WHY = "hold_session", "hold_reason", "hold_lifted", "hold_lift_reason"
WORDS_PX = 76


def legal_holds_panel(actor: User) -> None:
    """The table, then both acts side by side."""
    st.markdown(f"#### {words.HOLDS_TITLE}")
    st.caption(words.HOLDS_LEAD)
    standing = services().legal_holds.standing(actor)
    if standing:
        rows = [(session_code(hold.session_id), local_day(hold.at), hold.reason) for hold in standing]
        plain_table(words.HOLDS_COLUMNS, rows)
    else:
        st.info(words.HOLDS_EMPTY, icon=":material/gavel:")
    setting, lifting = st.columns(2, gap="large")
    with setting:
        st.text_input(words.HOLD_SESSION, key=_WHICH, max_chars=40, placeholder=words.HOLD_SESSION_HINT)
        st.text_area(words.HOLD_REASON, key=_REASON, height=WORDS_PX, max_chars=WORDS_LENGTH)
        guarded_button(words.HOLD_SET, _set, key=f"hold-set-{len(standing)}", icon=":material/lock:")
    if standing:
        codes = {str(hold.session_id): session_code(hold.session_id) for hold in standing}
        with lifting:
            chosen = st.selectbox(words.HOLD_WHICH, list(codes), format_func=codes.__getitem__, key=_LIFTED)
            st.text_area(words.HOLD_REASON, key=_WHY, height=WORDS_PX, max_chars=WORDS_LENGTH)
            guarded_button(
                words.HOLD_LIFT,
                _lift,
                key=f"hold-lift-{chosen}",
                only_while=(_LIFTED, chosen),
                icon=":material/lock_open:",
            )


def _set() -> None:
    actor = acting(Role.ADMINISTRATOR)
    try:
        # A sign that no code has, so that nothing typed is refused as all else that is no code.
        ids = ids_of_code(st.session_state.get(_WHICH, "").strip() or "?")
        assert ids is not None
        session = services().legal_holds.session_called(actor, ids)
        services().legal_holds.set_hold(actor, session.id, st.session_state.get(_REASON, ""))
    except ProctorError as error:
        note_problem(error)
        return
    _done(words.HELD_TOAST, session_code(session.id), _WHICH, _REASON)


def _lift() -> None:
    session_id = ids_of_code(st.session_state[_LIFTED])
    assert session_id is not None
    try:
        services().legal_holds.lift_hold(acting(Role.ADMINISTRATOR), session_id.first, st.session_state.get(_WHY, ""))
    except ProctorError as error:
        note_problem(error)
        return
    _done(words.LIFTED_TOAST, session_code(session_id.first), _WHY)


def _done(sentence: str, code: str, *fields: str) -> None:
    note_done(sentence.format(code=code))
    for field in fields:
        st.session_state[field] = ""
