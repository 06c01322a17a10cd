"""The analyst's first page: four numbers with their change, then one chart for each question, each with its definition."""

import streamlit as st

from pages import texts
from pages import texts_statistics as words
from pages.analyst import charts, frames
from pages.analyst.blind_sample import blind_sample
from pages.analyst.chart_panel import chart_panel
from pages.analyst.check_quality import check_quality_table
from pages.analyst.closer import ages_of_what_waits, sessions_behind, tables_and_files
from pages.analyst.figures_row import figures_row, nine_in_ten
from pages.analyst.second_looks import moderators_agreement, overturned_rejections
from pages.analyst.services import services
from pages.analyst.what_to_count import choose_what_to_count
from pages.components.page_header import page_header
from pages.components.signed_in import require_role
from proctor_core.domain.roles import Role


def draw() -> None:
    """Choose a period and a survey, read one overview, draw it."""
    actor = require_role(Role.ANALYST)
    page_header(texts.STATISTICS_TITLE, texts.STATISTICS_LEAD)
    chosen = choose_what_to_count(actor)
    asked = (actor, chosen.period, chosen.slug, chosen.platform)
    overview = services().statistics.overview(*asked, zone=chosen.zone)
    figures_row(overview, chosen.period)
    if not overview.by_survey and not overview.by_type:
        st.info(texts.STATISTICS_EMPTY, icon=":material/bar_chart:")
        return
    left, right = st.columns(2, gap="small")
    with left:
        chart_panel(texts.CHART_TYPES, texts.CHART_TYPES_DEFINITION, frames.types_frame(overview), charts.types_chart)
        chart_panel(
            texts.CHART_SURVEYS, texts.CHART_SURVEYS_DEFINITION, frames.surveys_frame(overview), charts.surveys_chart
        )
        nine_in_ten(overview, chosen.period)
    with right:
        chart_panel(texts.CHART_DAYS, texts.CHART_DAYS_DEFINITION, frames.days_frame(overview), charts.days_chart)
        chart_panel(
            texts.CHART_DECISIONS,
            texts.CHART_DECISIONS_DEFINITION,
            frames.decisions_frame(overview),
            charts.decisions_chart,
        )
        ages_of_what_waits(actor, chosen)
    hours = services().statistics.sessions_by_hour(*asked, zone=chosen.zone)
    if hours:
        chart_panel(words.HOURS_TITLE, words.HOURS_DEFINITION, frames.hours_frame(hours), charts.hours_chart)
    check_quality_table(overview, chosen.period)
    moderators_agreement(overview, chosen.period)
    overturned_rejections(overview, chosen.period)
    blind_sample(actor, chosen)
    sessions_behind(chosen)
    tables_and_files(chosen)


if __name__ == "__main__":
    draw()
