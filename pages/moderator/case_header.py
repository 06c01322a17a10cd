"""The first lines of a session's review: which session, how long, how much of it was seen, and why it is here."""

import streamlit as st

from pages import texts
from pages.components import spoken
from pages.components.addresses import REVIEW_QUEUE
from pages.components.plain import plain
from proctor_core.domain.session_code import session_code
from proctor_core.services.case import Case


def case_header(case: Case) -> None:
    """Facts in one line, the flag rules that were met in the next."""
    back, facts, status = st.columns([0.9, 6, 1.7], vertical_alignment="center")
    if back.button(texts.TO_QUEUE, icon=":material/arrow_back:", type="tertiary"):
        st.switch_page(REVIEW_QUEUE)
    facts.markdown(" &nbsp; ".join(_facts(case)))
    with status:
        _badges(case)
    reasons = "; ".join(_reasons(case))
    st.caption(f"**{texts.WHY_HERE}:** {reasons}")


def _facts(case: Case) -> list[str]:
    count = len(case.incidents)
    share = case.session.coverage
    return [
        f"**{texts.SESSION_TITLE.format(code=session_code(case.session.id))}**",
        plain(case.survey.title),
        spoken.duration(case.duration_s),
        texts.COVERAGE.format(share=spoken.percent(share)) if share is not None else texts.COVERAGE_UNKNOWN,
        texts.ONE_INCIDENT if count == 1 else texts.INCIDENTS.format(count=count),
    ]


def _badges(case: Case) -> None:
    word, icon, colour = texts.REVIEW_STATUS[case.review.status]
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        if case.session.proctoring_enabled and not case.phone_check_available:
            st.badge(
                texts.PHONE_CHECK_MISSING, icon=":material/phonelink_off:", color="gray", help=texts.PHONE_CHECK_HELP
            )
        st.badge(word, icon=f":material/{icon}:", color=colour)


def _reasons(case: Case) -> list[str]:
    return [texts.FLAG_RULE[r.rule].format(measured=r.measured, limit=r.limit) for r in case.flag_reasons]
