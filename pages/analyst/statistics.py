"""The analyst's first page: four numbers with their change, then one chart for each question, each with its definition."""

from collections.abc import Callable
from datetime import UTC

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from db.tables import User
from pages import texts
from pages.analyst import charts, frames
from pages.analyst.check_quality import check_quality_table
from pages.analyst.services import services
from pages.components import spoken
from pages.components.page_header import page_header
from pages.components.plain_table import plain_table
from pages.components.signed_in import require_role
from proctor_core.domain.roles import Role
from proctor_core.services.reviewing.statistics import Figure, FigureName, Overview, Period

ALL = None
_CHART = {"displayModeBar": False}
Draw = Callable[[pd.DataFrame], go.Figure]


def draw() -> None:
    """Choose a period and a survey, read one overview, draw it."""
    actor = require_role(Role.ANALYST)
    page_header(texts.STATISTICS_TITLE, texts.STATISTICS_LEAD)
    period, chosen = _choices(actor)
    platform, slug = chosen or (None, None)
    overview = services().statistics.overview(actor, period, slug, platform, zone=spoken.zone() or UTC)
    _figures(overview, period)
    if not overview.by_survey and not overview.by_type:
        st.info(texts.STATISTICS_EMPTY, icon=":material/bar_chart:")
        return
    left, right = st.columns(2, gap="small")
    with left:
        _chart(texts.CHART_TYPES, texts.CHART_TYPES_DEFINITION, frames.types_frame(overview), charts.types_chart)
        _chart(
            texts.CHART_SURVEYS, texts.CHART_SURVEYS_DEFINITION, frames.surveys_frame(overview), charts.surveys_chart
        )
    with right:
        _chart(texts.CHART_DAYS, texts.CHART_DAYS_DEFINITION, frames.days_frame(overview), charts.days_chart)
        _chart(
            texts.CHART_DECISIONS,
            texts.CHART_DECISIONS_DEFINITION,
            frames.decisions_frame(overview),
            charts.decisions_chart,
        )
    check_quality_table(overview.checks)


def _choices(actor: User) -> tuple[Period, tuple[str, str] | None]:
    titles = frames.distinct_titles(services().statistics.survey_titles(actor))
    periods, surveys = st.columns([3, 1.2], vertical_alignment="bottom")
    period = periods.pills(
        texts.PERIOD,
        list(Period),
        default=Period.MONTH,
        format_func=lambda period: texts.PERIOD_LABEL[period],
        key="statistics_period",
        required=True,
        label_visibility="collapsed",
    )
    survey = surveys.selectbox(
        texts.SURVEY,
        [ALL, *titles],
        format_func=lambda chosen: titles[chosen] if chosen else texts.ALL_SURVEYS,
        key="statistics_survey",
        label_visibility="collapsed",
    )
    return period, survey


def _figures(overview: Overview, period: Period) -> None:
    for place, figure in zip(st.columns(len(overview.figures), gap="small"), overview.figures, strict=True):
        place.metric(
            texts.FIGURE_LABEL[figure.name],
            _value(figure.name, figure.value),
            delta=_change(figure),
            delta_color="off",  # more is neither good nor bad here
            delta_description=texts.COMPARED.format(days=int(period)) if figure.change is not None else texts.NO_BEFORE,
            help=texts.FIGURE_DEFINITION[figure.name],
            border=True,
            height="stretch",
        )


def _value(name: FigureName, value: float | None) -> str:
    if value is None:
        return texts.NOTHING
    if name is FigureName.FLAG_RATE:
        return spoken.percent(value)
    return spoken.duration(value) if name is FigureName.DECISION_TIME else spoken.number(value)


def _change(figure: Figure) -> str | None:
    change = figure.change
    if change is None:
        return None
    sign = "+" if change > 0 else "-" if change < 0 else ""
    if figure.name is FigureName.FLAG_RATE:
        return f"{sign}{texts.POINTS.format(count=round(abs(change) * 100))}"
    return f"{sign}{spoken.duration(abs(change)) if figure.name is FigureName.DECISION_TIME else spoken.number(abs(change))}"


def _chart(question: str, definition: str, frame: pd.DataFrame, draw_chart: Draw) -> None:
    with st.container(border=True, gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{question}**", help=definition, width="content")
            st.space("stretch")
            with st.popover(texts.TABLE, icon=":material/table_rows:", type="tertiary"):
                st.caption(definition)
                plain_table(dict(zip(frame, frame, strict=True)), frame.itertuples(index=False))
        st.plotly_chart(draw_chart(frame), key=question, config=_CHART)


if __name__ == "__main__":
    draw()
