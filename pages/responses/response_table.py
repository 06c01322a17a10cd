"""The responses of a version, a row for each; the page that is shown is read, and noted, once."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import streamlit as st

from pages import texts
from pages import texts_responses as words
from pages.components import spoken
from pages.components.plain_table import plain_table
from pages.responses.question_card import as_text
from pages.responses.services import services
from pages.texts_spoken import listed
from proctor_core.domain.response import CameraFacts, Response
from proctor_core.domain.survey_definition import Question
from proctor_core.domain.watching import WatchedBy
from proctor_core.services.responses.reading import ResponsePage, ResponseReader

ROWS = 25
FIRST_QUESTIONS = 5
_PAGE, _AFTER = "responses_page", "responses_after"


def response_table(reader: ResponseReader, survey_id: UUID, questions: Sequence[Question], *, with_names: bool) -> None:
    """Draw the chosen questions' answers beside what is known of each session."""
    named = {question.id: question for question in questions}
    chosen = st.multiselect(
        words.QUESTIONS_SHOWN,
        list(named),
        default=list(named)[:FIRST_QUESTIONS],
        key=f"responses_questions-{survey_id}",
        format_func=lambda question_id: named[question_id].text,
    )
    page = _page(reader, survey_id, with_names=with_names)
    shown = [named[question_id] for question_id in chosen]
    plain_table(_columns(shown, with_names=with_names), (_row(found, shown) for found in page.responses))
    st.caption(words.COLUMNS_MEAN)
    _paging(survey_id, page)


def _page(reader: ResponseReader, survey_id: UUID, *, with_names: bool) -> ResponsePage:
    """Kept while it is looked at: a page that draws again reads, and notes, nothing again."""
    of, after = st.session_state.get(_AFTER, (survey_id, None))
    wanted = (survey_id, after if of == survey_id else None, with_names)
    kept: tuple[object, ResponsePage] | None = st.session_state.get(_PAGE)
    if kept is None or kept[0] != wanted:
        found = services().responses.page(reader, survey_id, after=wanted[1], limit=ROWS, with_names=with_names)
        kept = st.session_state[_PAGE] = (wanted, found)
    return kept[1]


def _columns(questions: Sequence[Question], *, with_names: bool) -> Mapping[str, str]:
    name = {"name": words.COLUMN_NAME} if with_names else {}
    return {
        "response": words.COLUMN_RESPONSE,
        "participant": words.COLUMN_PARTICIPANT,
        **name,
        "day": words.COLUMN_DAY,
        "watched": words.COLUMN_WATCHED,
        **{f"answer.{question.id}": question.text for question in questions},
        "seen": words.COLUMN_SEEN,
        "unseen": words.COLUMN_UNSEEN,
        "violations": words.COLUMN_NOTES,
        "decision": words.COLUMN_DECISION,
    }


def _row(found: Response, questions: Sequence[Question]) -> tuple[object, ...]:
    name = () if found.name is None else (found.name,)
    answers = (as_text(question, found.answers[question.id]) for question in questions)
    watched = words.WATCHED_SHORT[found.watched_by]
    return (
        found.id[:8],
        found.participant[:8],
        *name,
        spoken.day(found.submitted_on),
        watched,
        *answers,
        *_camera(found),
    )


def _camera(found: Response) -> tuple[str, ...]:
    facts = found.camera
    if facts is None:
        return (words.NOTHING if found.watched_by is WatchedBy.OFF else words.NOT_GIVEN,) * 4
    unseen = words.UNKNOWN if facts.unseen_s is None else spoken.duration(facts.unseen_s)
    return spoken.percent(facts.coverage), unseen, _violations(facts), words.OUTCOME_LABEL[facts.decision]


def _violations(facts: CameraFacts) -> str:
    if facts.violations is None:
        return spoken.number(facts.violations_count)
    types = [
        words.OF_TYPE.format(label=texts.TYPE_LABEL[kind], count=count)
        for kind, count in facts.violations.items()
        if count
    ]
    total = facts.violations_count
    return words.VIOLATIONS_BY_TYPE.format(total=total, types=listed(types)) if types else spoken.number(total)


def _paging(survey_id: UUID, page: ResponsePage) -> None:
    is_first = st.session_state.get(_AFTER, (survey_id, None))[1] is None
    if is_first and page.next is None:
        return
    with st.container(horizontal=True):
        st.button(words.FIRST_PAGE, disabled=is_first, on_click=_turn_to, args=(survey_id, None))
        st.button(words.NEXT_PAGE, disabled=page.next is None, on_click=_turn_to, args=(survey_id, page.next))


def _turn_to(survey_id: UUID, after: str | None) -> None:
    st.session_state[_AFTER] = (survey_id, after)
