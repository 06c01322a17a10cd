"""What is said about the incident that is looked at: the verdict that stands, and the buttons to give one or take it back.

No verdict is a default. Each button is about the incident as it was drawn: with one more violation or another verdict it is
another button, and a press on the old one is refused.
"""

from uuid import UUID

import streamlit as st

from db.tables import ProctorReview, User
from pages import texts
from pages.components import spoken
from pages.components.guarded_button import guarded_button
from pages.components.notices import note_problem
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.components.verdict_words import reason_word, verdict_word
from pages.moderator.decision_panel import is_to_decide
from pages.moderator.services import services
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError
from proctor_core.services.reviewing.case import Case
from proctor_core.services.reviewing.case_incidents import CaseIncident, CaseVerdict


def verdict_panel(actor: User, case: Case, incident: CaseIncident) -> None:
    """Draw both; whoever may not decide about the case reads what stands."""
    may_judge = is_to_decide(actor, case)
    is_own = incident.verdict is not None and incident.verdict.row.moderator_id == actor.id
    with st.container(gap="xsmall"):
        if incident.verdict is not None:
            _standing(incident.verdict, can_take_back=may_judge and is_own)
        if may_judge:
            _controls(case.review, incident, incident.verdict.row.kind if incident.verdict and is_own else None)


def _controls(review: ProctorReview, incident: CaseIncident, said: VerdictKind | None) -> None:
    reason = f"verdict-reason-{_version(incident)}"
    # Beside one's own verdict its reason is said; taken back, there is room for another.
    if said is None:
        st.selectbox(
            texts.VERDICT_REASON,
            list(VerdictReason),
            index=None,
            format_func=reason_word,
            placeholder=texts.VERDICT_REASON,
            key=reason,
            label_visibility="collapsed",
        )
    _buttons(review, incident, reason, said)


def _standing(verdict: CaseVerdict, *, can_take_back: bool) -> None:
    row = verdict.row
    if row.kind is None:
        return
    sentence = texts.VERDICT_SAID_WHY if row.reason else texts.VERDICT_SAID
    said = sentence.format(
        verdict=verdict_word(row.kind),
        reason=reason_word(row.reason) if row.reason else "",
        name=plain(verdict.author or texts.GONE_PERSON),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f":material/{texts.VERDICT_ICON[row.kind]}: {said}", help=spoken.local_time(row.at), width="content"
        )
        if can_take_back:
            guarded_button(
                texts.TAKE_BACK, _take_back, row.id, key=f"take-back-{row.id}", icon=":material/undo:", type="tertiary"
            )


def _buttons(review: ProctorReview, incident: CaseIncident, reason: str, said: VerdictKind | None) -> None:
    """One for each kind; the one that the moderator has chosen is pressed already."""
    # Beside each other on a phone too.
    row = st.container(horizontal=True, gap="small")
    for kind in VerdictKind:
        guarded_button(
            texts.GIVE_VERDICT[kind],
            _give,
            review.id,
            incident.anchor.members,
            kind,
            reason,
            frozenset({incident.verdict.row.id} if incident.verdict else ()),
            key=f"verdict-{kind}-{review.id}-{_version(incident)}",
            place=row,
            icon=f":material/{texts.VERDICT_ICON[kind]}:",
            help=texts.GIVE_VERDICT_HELP[kind],
            disabled=kind is said,
            width="stretch",
        )


def _version(incident: CaseIncident) -> str:
    """Which incident, as it is on the screen now, with what is said about it."""
    members = incident.anchor.members
    return f"{min(members)}-{len(members)}-{incident.verdict.row.id if incident.verdict else 'open'}"


def _give(review_id: UUID, members: frozenset[UUID], kind: VerdictKind, reason: str, replaces: frozenset[UUID]) -> None:
    why = st.session_state.get(reason)
    try:
        services().verdicts.give(acting(Role.MODERATOR), review_id, members, kind, why, replaces)
    except ProctorError as error:
        note_problem(error)


def _take_back(verdict_id: UUID) -> None:
    try:
        services().verdicts.take_back(acting(Role.MODERATOR), verdict_id)
    except ProctorError as error:
        note_problem(error)
