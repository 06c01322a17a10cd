"""The policy lab: choose sessions, move limits, see what that would have changed.

A trial that was asked for stays so until it is done or stopped: a run of the script that comes meanwhile begins it anew, so that
no press is lost.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace

import streamlit as st

from db.tables import User
from pages import texts_lab as words
from pages.components.notices import note_refusal, show_notices
from pages.components.page_header import page_header
from pages.components.problems import sentence_of
from pages.lab.difference import difference
from pages.lab.limits_form import limits_form
from pages.lab.services import services
from pages.lab.sessions_wanted import choose_sessions
from proctor_core.domain.rejudgement import Found, PolicyDifference, Wanted
from proctor_core.errors import ProctorError

_ASKED, _DONE = "lab_asked", "lab_done"


@dataclass(frozen=True, slots=True)
class Trial:
    """What was asked for, and what came of it once it is done."""

    wanted: Wanted
    numbers: Mapping[str, float]
    found: PolicyDifference | None = None


def lab_panel(actor: User) -> Trial | None:
    """Draw it for an analyst or an administrator; returns the trial whose outcome is shown, if one is."""
    page_header(words.TITLE, words.LEAD)
    show_notices()
    wanted = choose_sessions(actor)
    if wanted is None:
        return None
    try:
        found = services().lab.look(actor, wanted)
    except ProctorError as error:
        st.error(sentence_of(error), icon=":material/error:")
        return None
    if found.usual is None:
        st.info(words.NO_SESSIONS, icon=":material/experiment:")
        return None
    _how_many(found)
    limits_form(found.usual, lambda numbers: _ask(wanted, numbers), is_open=found.sessions <= found.most)
    asked: Trial | None = st.session_state.get(_ASKED)
    if asked and asked.wanted == wanted:
        _run(actor, asked, found.sessions)
    done: Trial | None = st.session_state.get(_DONE)
    if not (done and done.wanted == wanted and done.found):
        return None
    difference(done.found, done.numbers)
    return done


def _ask(wanted: Wanted, numbers: Mapping[str, float]) -> None:
    st.session_state.pop(_DONE, None)
    if numbers:
        st.session_state[_ASKED] = Trial(wanted, numbers)
    else:
        note_refusal(words.NOTHING_MOVED)


def _stop() -> None:
    st.session_state.pop(_ASKED, None)


def _how_many(found: Found) -> None:
    if found.sessions > found.most:
        st.warning(words.TOO_MANY.format(count=found.sessions, most=found.most), icon=":material/experiment:")
    else:
        st.caption(words.SESSIONS.format(count=found.sessions))


def _run(actor: User, asked: Trial, count: int) -> None:
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, words.TRYING.format(done=0, count=count))
        st.button(words.STOP, icon=":material/stop:", key="lab_stop", on_click=_stop)
    sums = PolicyDifference()
    try:
        with closing(services().lab.run(actor, asked.wanted, asked.numbers)) as run:
            for number, one in enumerate(run, start=1):
                sums.add(one)
                bar.progress(min(1.0, number / count), words.TRYING.format(done=number, count=count))
    except ProctorError as error:
        st.error(sentence_of(error), icon=":material/error:")
    else:
        st.session_state[_DONE] = replace(asked, found=sums)
    _stop()
    place.empty()
