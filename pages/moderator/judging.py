"""Who may judge and decide a case now; or the sentence that says why not, or what was decided."""

from uuid import UUID

import streamlit as st

from db.tables import ProctorReview, User
from pages import texts
from pages import texts_decisions as words
from pages.components import spoken
from pages.components.dialog import dialog
from pages.components.guarded_button import guarded_button
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.moderator.held_decision_panel import held_decision_panel
from pages.moderator.services import services
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.errors import ProctorError
from proctor_core.services.reviewing.case import Case, HistoryEntry
from proctor_core.services.reviewing.reviewing import DECIDED
from proctor_core.services.reviewing.sampled_case import RevealedSample

WORDS_LENGTH = 4000


def is_to_decide(actor: User, case: Case) -> bool:
    """Whether the actor can decide about this case now."""
    is_others = case.holder is not None and case.holder_id != actor.id
    return case.is_open and case.held_decision is None and not is_others and case.review.flagged_by != actor.id


def why_not_judged(actor: User, case: Case) -> None:
    """Say who decides, or what was decided; nothing where the actor may decide and nobody has escalated it."""
    if case.revealed is not None:
        _reveal(case.revealed)
        if case.revealed.earlier is None and case.revealed.opinion is not DecisionKind.ESCALATE:
            return
    if case.review.status in DECIDED:
        _decided(case)
    elif case.held_decision is not None:
        held_decision_panel(case, case.held_decision)
    elif case.second_look is not None and case.second_look.waits_for_others:
        st.info(words.YOU_PROPOSED, icon=":material/how_to_vote:")
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
        _what_others_said(case)


def _reveal(revealed: RevealedSample) -> None:
    said = words.SAMPLE_WAS_ESCALATED if revealed.opinion is DecisionKind.ESCALATE else words.SAMPLE_WAS
    opinion, earlier = words.SAMPLE_OPINION[revealed.opinion], words.SAMPLE_EARLIER[revealed.earlier]
    st.info(said.format(opinion=opinion, earlier=earlier), icon=":material/casino:")


def _what_others_said(case: Case) -> None:
    """Who escalated it and why; what two said who see it differently, for whoever decides between them and for the two."""
    if case.escalated_by:
        said = texts.ESCALATED_BY.format(name=plain(case.escalated_by), note=plain(case.review.colleague_note))
        st.caption(f":material/flag: {said}")
    if case.second_look is not None:
        opinions = (_opinion(entry) for entry in case.second_look.opinions)
        st.caption(f":material/contrast: {words.OPINIONS_DIFFER} " + " ".join(opinions))


def _opinion(entry: HistoryEntry) -> str:
    what, icon = texts.EVENT[ReviewEventKind(entry.event.kind)]
    why = "; ".join(part for part in (entry.event.notes, entry.event.colleague_note) if part)
    said = words.OPINION if why else words.OPINION_WITHOUT_WORDS
    return f":material/{icon}: " + said.format(name=plain(entry.author or texts.GONE_PERSON), what=what, why=plain(why))


def _decided(case: Case) -> None:
    review = case.review
    word, icon, colour = texts.REVIEW_STATUS[review.status]
    last = case.decision
    name = plain(last.author or texts.GONE_PERSON) if last else texts.GONE_PERSON
    when = spoken.local_time(review.decided_at or review.created_at)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
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
        texts.REOPEN,
        _store_reopening,
        review.id,
        review.revision,
        key=f"reopen-{review.id}-{review.revision}",
        type="primary",
    )
    close_dialog_when_done(is_clicked)


def _store_reopening(review_id: UUID, revision: int) -> None:
    try:
        services().reviewing.reopen(acting(Role.MODERATOR), review_id, st.session_state["reopen_reason"], revision)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(texts.REOPENED_TOAST)
