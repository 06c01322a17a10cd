"""What the analyst looks at: the last days or any days, of all surveys or of one."""

from dataclasses import dataclass
from datetime import UTC, date, tzinfo

import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_statistics as words
from pages.analyst.services import services
from pages.components import spoken
from pages.components.days import ANY_DAY
from pages.components.owned_title import distinct_titles
from proctor_core.services.reviewing.statistics import Between, Period

OTHER_DAYS = 0
"""The choice of days of one's own, beside numbers of days."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A period, of one survey when named; `titles`: what each survey is called."""

    period: Period | Between
    slug: str | None
    platform: str | None
    zone: tzinfo
    titles: dict[tuple[str, str], str]


def choose_what_to_count(actor: User) -> Chosen:
    """One line of choices; the days' own line stands below it when it is asked for."""
    titles, zone = distinct_titles(services().statistics.survey_titles(actor)), spoken.zone() or UTC
    periods, surveys = st.columns([3, 1.2], vertical_alignment="bottom")
    period = periods.pills(
        texts.PERIOD,
        [*Period, OTHER_DAYS],
        default=Period.MONTH,
        format_func=lambda period: texts.PERIOD_LABEL[Period(period)] if period else words.OTHER_DAYS,
        key="statistics_period",
        required=True,
        label_visibility="collapsed",
    )
    survey = surveys.selectbox(
        texts.SURVEY,
        [None, *titles],
        format_func=lambda chosen: titles[chosen] if chosen else texts.ALL_SURVEYS,
        key="statistics_survey",
        label_visibility="collapsed",
    )
    platform, slug = survey or (None, None)
    return Chosen(Period(period) if period else _other_days(), slug, platform, zone, titles)


def _other_days() -> Period | Between:
    """Until both days are there, the month."""
    since, until, _ = st.columns([1, 1, 3])
    first: date | None = since.date_input(words.FIRST_DAY, key="statistics_first", **ANY_DAY)
    last: date | None = until.date_input(words.LAST_DAY, key="statistics_last", **ANY_DAY)
    if first and last:
        return Between(first, last)
    st.caption(words.BOTH_DAYS)
    return Period.MONTH
