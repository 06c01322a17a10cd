"""The incident that is looked at: its facts with their limits, its stills, what is said about it, and the way to the others."""

import streamlit as st

from db.tables import Signal, User
from pages import texts
from pages import texts_recordings as words
from pages.components import spoken
from pages.components.plain import plain
from pages.components.reason_words import reason_words
from pages.components.snapshot_gallery import LARGE, snapshot_gallery
from pages.components.type_chip import type_chip
from pages.moderator.chosen_incident import choose, chosen_incident
from pages.moderator.incident_list import incident_list
from pages.moderator.verdict_panel import verdict_panel
from proctor_core.services.reviewing.case import Case, CaseIncident, CaseViolation

PANEL_PX = 290


def incident_panel(actor: User, case: Case) -> None:
    """Draw the chosen incident with its verdict under it, or say that there is none."""
    incident = chosen_incident(case)
    with st.container(height=PANEL_PX, border=True, gap="xsmall"):
        if incident is None:
            st.caption(texts.NO_INCIDENTS)
            return
        _steps(case, incident)
        incident_list(case, incident)
        for violation in incident.violations:
            _violation(case, violation)
        for signal in incident.signals:
            st.caption(_signal_fact(case, signal))
        if any(violation.evidence for violation in incident.violations):
            snapshot_gallery([incident], 0, tile=LARGE, key=f"stills-{case.session.id}")
    verdict_panel(actor, case, incident)


def _steps(case: Case, incident: CaseIncident) -> None:
    count = len(case.incidents)
    span = spoken.span(incident.onset_s, incident.offset_s)
    steps = (
        ("chevron_left", texts.PREVIOUS, incident.number - 1),
        ("chevron_right", texts.NEXT, incident.number + 1),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        title = f"**{texts.INCIDENT_OF.format(number=incident.number, count=count)}** &nbsp; {span}"
        st.markdown(title, width="content")
        st.space("stretch")
        for icon, label, number in steps:
            st.button(
                f":material/{icon}:",
                key=f"step-{icon}",
                help=label,
                type="tertiary",
                disabled=not 1 <= number <= count,
                on_click=choose,
                args=(case, number),
            )


def _violation(case: Case, violation: CaseViolation) -> None:
    row = violation.violation
    end_s = case.duration_s if row.offset_s is None else row.offset_s
    length = texts.VIOLATION_OPEN if row.offset_s is None else spoken.duration(end_s - row.onset_s)
    facts = texts.VIOLATION_FACTS.format(confidence=row.confidence)
    with st.container(gap=None):
        st.html(f"{type_chip(row.type)} {spoken.span(row.onset_s, end_s)}, {length}")
        source = f"; {words.SOURCE[row.source]}" if row.source in words.SOURCE else ""
        refused = f" {words.PICTURE_REFUSED[row.snapshot_refused]}." if row.snapshot_refused else ""
        st.caption(f"{plain(reason_words(row))}; {facts}{source}.{refused}")


def _signal_fact(case: Case, signal: Signal) -> str:
    end_s = case.duration_s if signal.offset_s is None else signal.offset_s
    fact = texts.SIGNAL_FACT.format(
        label=f"**{texts.SIGNAL_LABEL[signal.kind]}**",
        span=spoken.span(signal.onset_s, end_s),
        reason=plain(reason_words(signal)),
    )
    return f":material/videocam_off: {fact}"
