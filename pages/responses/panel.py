"""The page of responses: a survey version, its figures and downloads, then question by question or response by response."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

import streamlit as st

from pages import texts_responses as words
from pages.components.owned_title import owned_title
from pages.components.page_header import page_header
from pages.responses.question_card import question_card
from pages.responses.response_table import response_table
from pages.responses.services import services
from proctor_core.domain.roles import Role
from proctor_core.domain.watching import WatchedBy
from proctor_core.services.permissions import has_role
from proctor_core.services.responses.figures import SurveyFigures
from proctor_core.services.responses.reading import ListedVersion, ResponseReader

METRIC_PX = 170
QUESTIONS = 20
"""Charts on one page."""


def responses_panel(reader: ResponseReader) -> None:
    """Draw it for an analyst, or for an administrator, who may ask for names."""
    page_header(words.TITLE, words.LEAD)
    service = services().responses
    listed = {version.id: version for version in service.versions(reader)}
    if not listed:
        st.info(words.NO_SURVEYS, icon=":material/ballot:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen: UUID = st.selectbox(
            words.VERSION, list(listed), key="responses_survey", format_func=lambda key: _named(listed[key]), width=440
        )
        with_names = _asks_for_names(reader)
        _downloads(chosen, with_names=with_names)
    first = st.session_state.get(f"responses_from-{chosen}", 0)
    figures = service.figures(reader, chosen, first=first, most=QUESTIONS)
    if not figures.responses:
        st.info(words.NO_RESPONSES, icon=":material/ballot:")
        return
    _counts(figures)
    if _view() == words.BY_RESPONSE:
        response_table(reader, chosen, figures.asked, with_names=with_names)
    else:
        _range(chosen, len(figures.asked))
        _questions(figures, first)


def _named(version: ListedVersion) -> str:
    count = version.responses
    responses = words.SOME_RESPONSES.format(count=count)
    title = owned_title(version.title, version.platform)
    return words.VERSION_LABEL.format(title=title, version=version.version, slug=version.slug, responses=responses)


def _asks_for_names(reader: ResponseReader) -> bool:
    is_administrator = has_role(reader.person, Role.ADMINISTRATOR)
    return is_administrator and st.toggle(words.WITH_NAMES, key="responses_names", help=words.WITH_NAMES_HELP)


def _downloads(survey_id: UUID, *, with_names: bool) -> None:
    with st.popover(words.DOWNLOAD, icon=":material/download:"):
        st.caption(words.FILES_MEAN)
        for kind, label in words.FILE_LABEL.items():
            asked: Mapping[str, str] = {"format": kind, **({"names": "true"} if with_names else {})}
            address = f"/api/surveys/{survey_id}/responses/file?{urlencode(asked)}"
            st.link_button(label, address, icon=":material/download:", width="stretch")


def _counts(figures: SurveyFigures) -> None:
    # Two beside each other on a phone.
    with st.container(horizontal=True, gap="small"):
        st.metric(words.RESPONSES, figures.responses, help=words.RESPONSES_MEANS, border=True, width=METRIC_PX)
        for watcher in WatchedBy:
            label, means = words.WATCHER_LABEL[watcher], words.WATCHER_MEANS[watcher]
            st.metric(label, figures.by_watcher[watcher], help=means, border=True, width=METRIC_PX)


def _view() -> str:
    return st.segmented_control(
        words.VIEW,
        [words.BY_QUESTION, words.BY_RESPONSE],
        default=words.BY_QUESTION,
        key="responses_view",
        required=True,
        label_visibility="collapsed",
    )


def _range(survey_id: UUID, total: int) -> None:
    """Which questions, where there are too many for one page."""
    if total > QUESTIONS:
        st.selectbox(
            words.QUESTIONS,
            range(0, total, QUESTIONS),
            key=f"responses_from-{survey_id}",
            format_func=lambda first: words.QUESTION_RANGE.format(
                first=first + 1, last=min(first + QUESTIONS, total), total=total
            ),
            width=240,
        )


def _questions(figures: SurveyFigures, first: int) -> None:
    """Two in a row where there is room; the order is the survey's, from left to right."""
    places = [place for _ in figures.questions[::2] for place in st.columns(2, gap="small")]
    for number, (place, one) in enumerate(zip(places, figures.questions, strict=False), first + 1):
        with place:
            question_card(number, one, figures.responses)
