"""The receipt: what was handed in, whether it was watched, and what a person decided."""

import streamlit as st

from db.tables import ProctorReview, SurveySession, User
from pages import texts_appeals as appeals
from pages import texts_privacy as privacy
from pages import texts_taker as texts
from pages.components.plain import plain
from pages.components.spoken import local_time
from pages.taker.objection import objection
from pages.taker.own_notes import own_notes
from pages.taker.services import services
from proctor_core.domain.consent import Proctoring
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import DECIDED, SessionStatus
from proctor_core.services.surveys.surveys import definition_of


def receipt_step(taker: User, session: SurveySession) -> None:
    """Draw the receipt."""
    icon, colour, sentence = texts.STATUS[session.status]
    survey = services().sessions.survey_of(session)
    review = services().sessions.stored.review_of(taker, session.id)
    ended = reason_of_end(review) if review else None
    if ended and session.status is SessionStatus.UNDER_REVIEW:
        sentence = texts.ENDED_STATUS
    with st.container(width=720):
        st.markdown(f"### {texts.RECEIPT}: {plain(survey.title)}")
        st.markdown(f":{colour}[:material/{icon}:] {sentence}")
        if session.submitted_at:
            facts(taker, session, len(definition_of(survey).questions), ended)
        if review:
            outcome(taker, session, review)
        if session.submitted_at:
            with st.container(key="print-hint"):
                st.caption(appeals.PRINT_HINT)
        st.page_link("taker/my_surveys.py", label=texts.BACK_TO_MY_SURVEYS, icon=":material/arrow_back:")


def reason_of_end(review: ProctorReview) -> str | None:
    """For what reason a moderator ended the monitoring; None: nobody did."""
    rules = {reason["rule"]: str(reason["detail"]) for reason in review.flag_reasons}
    return rules.get(FlagRule.ENDED_BY_MODERATOR)


def facts(taker: User, session: SurveySession, total: int, ended: str | None) -> None:
    """Code, time, answers, camera; and by whom it was ended, when it was not the taker."""
    answered = sum(a.value is not None for a in services().sessions.answers(taker, session.id))
    when = local_time(session.submitted_at) if session.submitted_at else ""
    st.markdown(
        texts.ENDED.format(when=when, reason=plain(ended), answered=answered) if ended is not None else texts.THANKS
    )
    st.caption(texts.RECEIPT_FACTS.format(code=session_code(session.id), when=when, answered=answered, total=total))
    st.caption(how_watched(taker, session))


def how_watched(taker: User, session: SurveySession) -> str:
    """With camera, without by the taker's choice, or off."""
    if session.proctoring is Proctoring.PROCTORED:
        return texts.WITH_CAMERA.format(notes=texts.notes_in_words(session.violations_count))
    if session.proctoring is Proctoring.OFF:
        return texts.WITHOUT_CAMERA
    withdrawn_at = services().withdrawal.withdrawn_at(taker, session.id)
    return privacy.WENT_ON_WITHOUT.format(when=local_time(withdrawn_at)) if withdrawn_at else texts.WITHOUT_BY_CHOICE


def outcome(taker: User, session: SurveySession, review: ProctorReview) -> None:
    """Why a person looks; once a decision stands, what that person said, what was noted, and what can be said against it."""
    is_decided = review.status in DECIDED
    st.markdown(appeals.WHY_A_PERSON_LOOKED if is_decided else texts.WHY_A_PERSON_LOOKS)
    for reason in review.flag_reasons:
        st.markdown(f"- {texts.FLAG_RULES[reason['rule']].format(**reason)}")
    if is_decided:
        if review.notes:
            st.markdown(texts.DECIDED_REASON.format(reason=plain(review.notes)))
        own_notes(taker, session)
    objection(taker, session)
