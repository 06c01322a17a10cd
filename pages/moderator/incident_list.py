"""All incidents of a case in one line, each with the sign of its verdict; a press looks at one."""

import streamlit as st

from pages import texts
from pages.moderator.chosen_incident import choose
from proctor_core.services.reviewing.case import Case, CaseIncident


def incident_list(case: Case, chosen: CaseIncident) -> None:
    """Draw it where there is more than one."""
    if len(case.incidents) < 2:
        return
    key = f"incidents-{case.session.id}"
    # What is looked at is also chosen by the timeline, the gallery and the arrows.
    st.session_state[key] = chosen.number
    st.pills(
        texts.INCIDENT_LIST,
        [incident.number for incident in case.incidents],
        format_func=lambda number: _label(case.incidents[number - 1]),
        key=key,
        on_change=_follow,
        args=(case, key),
        label_visibility="collapsed",
    )


def _label(incident: CaseIncident) -> str:
    kind = incident.verdict.row.kind if incident.verdict else None
    return f":material/{texts.VERDICT_ICON[kind]}: {incident.number}" if kind else str(incident.number)


def _follow(case: Case, key: str) -> None:
    number = st.session_state[key]
    if number is not None:
        choose(case, number)
