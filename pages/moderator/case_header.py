"""The first lines of a session's review: which session, how long, how much of it was seen, and why it is here."""

import streamlit as st

from db.tables import User
from pages import texts, texts_accommodations
from pages.components import spoken
from pages.components.addresses import REVIEW_QUEUE
from pages.components.eased_words import eased_words
from pages.components.plain import plain
from pages.moderator.instructions import instructions
from pages.moderator.judging import is_to_decide
from pages.moderator.let_go import let_go_button
from pages.moderator.open_next import open_next_button
from pages.moderator.presence import presence
from pages.texts_spoken import listed
from proctor_core.domain.session_code import session_code
from proctor_core.domain.watching import WatchedBy
from proctor_core.services.reviewing.case import Case


def case_header(actor: User, case: Case) -> None:
    """Facts in one line, the flag rules that were met in the next."""
    if is_to_decide(actor, case):
        _lines(actor, case)
        return
    # At the same place as on the queue's page.
    facts, next_case = st.columns([5, 1])
    with facts:
        _lines(actor, case)
    with next_case:
        open_next_button()


def _lines(actor: User, case: Case) -> None:
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(texts.TO_QUEUE, icon=":material/arrow_back:", type="tertiary"):
                st.switch_page(REVIEW_QUEUE)
            if case.is_open and case.holder_id == actor.id:
                let_go_button(case)
            st.markdown(" &nbsp;·&nbsp; ".join(_facts(case)), width="content")
            _badges(case)
            presence(case.session.id)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if reasons := _reasons(case):
                st.caption(f"**{texts.WHY_HERE}:** {'; '.join(reasons)}", width="content")
            if eased := eased_words(case.policy):
                st.caption(f"**{texts_accommodations.OF_THE_TAKER}:** {listed(eased)}", width="content")
            instructions(case)


def _facts(case: Case) -> list[str]:
    share = case.session.coverage
    return [
        f"**{texts.SESSION_TITLE.format(code=session_code(case.session.id))}**",
        plain(case.survey.title),
        spoken.duration(case.duration_s),
        texts.COVERAGE.format(share=spoken.percent(share)) if share is not None else texts.COVERAGE_UNKNOWN,
        texts.INCIDENTS.format(count=len(case.incidents)),
    ]


def _badges(case: Case) -> None:
    word, icon, colour = texts.REVIEW_STATUS[case.review.status]
    st.badge(word, icon=f":material/{icon}:", color=colour)
    word, icon, colour = texts.PROCTORING[case.session.proctoring]
    st.badge(word, icon=f":material/{icon}:", color=colour, help=texts.PROCTORING_HELP[case.session.proctoring])
    watched_by = case.session.watched_by
    if watched_by is not WatchedBy.OFF:
        word, icon, colour = texts.WATCHED_BY[watched_by]
        st.badge(word, icon=f":material/{icon}:", color=colour, help=texts.WATCHED_BY_HELP[watched_by])
    if case.session.proctoring_enabled and not case.phone_check_available:
        st.badge(texts.PHONE_CHECK_MISSING, icon=":material/phonelink_off:", color="gray", help=texts.PHONE_CHECK_HELP)


def _reasons(case: Case) -> list[str]:
    if case.hides_reasons:
        return [texts.WHY_HERE_LATER]
    rules = ((texts.FLAG_RULE[r.rule], r) for r in case.flag_reasons)
    return [said.format(measured=r.measured, limit=r.limit, detail=plain(r.detail)) for said, r in rules]
