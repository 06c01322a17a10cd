"""Storage: what is kept by survey, and when retention erases it."""

from collections.abc import Sequence

import streamlit as st

from db.tables import User
from pages import texts_operation as words
from pages.administrator.legal_holds_panel import legal_holds_panel
from pages.administrator.services import services
from pages.components import spoken
from pages.components.notices import show_notices
from pages.components.page_header import page_header
from pages.components.plain_table import plain_table
from pages.components.signed_in import require_role
from proctor_core.domain.roles import Role
from proctor_core.domain.storage import DueWhen, Kept, SurveyStorage


def draw() -> None:
    """Two tables, both from the sizes that rows keep; then what is kept whatever its time."""
    actor = require_role(Role.ADMINISTRATOR)
    show_notices()
    page_header(words.STORAGE_TITLE, words.STORAGE_LEAD)
    _tables(actor)
    legal_holds_panel(actor)


def _tables(actor: User) -> None:
    storage = services().storage
    surveys = storage.by_survey(actor)
    if not surveys:
        st.info(words.STORAGE_EMPTY, icon=":material/database:")
        return
    plain_table(words.STORAGE_COLUMNS, [_total(surveys), *(_row(survey) for survey in surveys)])
    unmeasured = sum(survey.unmeasured for survey in surveys)
    if unmeasured:
        st.caption(words.UNMEASURED.format(count=unmeasured))
    times = storage.times
    st.markdown(f"#### {words.DUE_TITLE}")
    st.caption(
        words.DUE_LEAD.format(
            passed=spoken.duration(times.passed.total_seconds()),
            rejected=spoken.duration(times.rejected.total_seconds()),
            unfinished=spoken.duration(times.unfinished.total_seconds()),
        )
    )
    columns = {"survey": words.STORAGE_COLUMNS["survey"], **words.DUE_LABEL}
    plain_table(columns, (_due_row(survey) for survey in surveys))


def _row(survey: SurveyStorage) -> tuple[object, ...]:
    kinds = (survey.snapshots, survey.references, survey.observation_logs, survey.videos, survey.all)
    oldest = spoken.local_day(survey.oldest) if survey.oldest else "–"
    return _named(survey), *map(_amount, kinds), oldest


def _total(surveys: Sequence[SurveyStorage]) -> tuple[object, ...]:
    kinds = (
        sum((survey.snapshots for survey in surveys), Kept()),
        sum((survey.references for survey in surveys), Kept()),
        sum((survey.observation_logs for survey in surveys), Kept()),
        sum((survey.videos for survey in surveys), Kept()),
        sum((survey.all for survey in surveys), Kept()),
    )
    oldest = min((survey.oldest for survey in surveys if survey.oldest), default=None)
    return words.IN_ALL, *map(_amount, kinds), spoken.local_day(oldest) if oldest else "–"


def _due_row(survey: SurveyStorage) -> tuple[object, ...]:
    return _named(survey), *(_amount(survey.due.get(when, Kept())) for when in DueWhen)


def _named(survey: SurveyStorage) -> str:
    return words.SURVEY_AND_VERSION.format(title=survey.title, version=survey.version, slug=survey.slug)


def _amount(kept: Kept) -> str:
    if not kept.count:
        return "–"
    return words.FILES_AND_SIZE.format(count=kept.count, size=words.bytes_in_words(kept.size_bytes))


if __name__ == "__main__":
    draw()
