"""Looking more closely: how old what waits is, the sessions behind a figure, every table with its files."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_statistics as words
from pages.analyst import charts
from pages.analyst.changes import compared_with
from pages.analyst.chart_panel import chart_panel
from pages.analyst.services import services
from pages.analyst.table_words import cells, headings
from pages.analyst.what_to_count import Chosen
from pages.components import spoken
from pages.components.plain_table import plain_table
from pages.components.signed_in import require_role
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.services.reviewing.sessions_behind import SESSIONS_SHOWN
from proctor_core.services.reviewing.statistics import (
    FEW,
    Between,
    FigureName,
    LaterFigure,
    SessionLine,
    StatisticsTable,
    TableName,
)
from proctor_core.services.reviewing.statistics_files import FileFormat

_OF_ONE_SURVEY = frozenset({TableName.QUESTIONS, TableName.QUALITY_BY_QUESTION})
"""Questions of all surveys would be no table that anybody reads."""
_Name = TypeVar("_Name", bound=StrEnum)


def ages_of_what_waits(actor: User, chosen: Chosen) -> None:
    """A bar for each age, with its table."""
    table = _counted(actor, TableName.WAITING, chosen)
    if not table.rows:
        with st.container(border=True, gap="xxsmall"):
            st.markdown(f"**{words.AGES_TITLE}**", help=words.AGES_DEFINITION, width="content")
            st.caption(words.AGES_EMPTY)
        return
    counts = {row.key[0]: row.counts[0] for row in table.rows}
    ages = [(label, counts.get(place, 0)) for place, label in enumerate(words.AGE_LABEL)]
    frame = pd.DataFrame(ages, columns=[words.TABLE_HEADING["age"], texts.COLUMN_WAITING])
    chart_panel(words.AGES_TITLE, words.AGES_DEFINITION, frame, charts.ages_chart)


@st.fragment
def sessions_behind(chosen: Chosen) -> None:
    """The sessions that a chosen figure counts, by their codes; choosing one draws nothing else anew."""
    actor = require_role(Role.ANALYST)
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{words.BEHIND}**", help=words.BEHIND_HELP, width="content")
        labels: Mapping[FigureName | LaterFigure, str] = {**texts.FIGURE_LABEL, **words.LATER_FIGURE_LABEL}
        figure = _choose(words.BEHIND, words.BEHIND_CHOOSE, labels, labels, "statistics_behind")
        if figure is None:
            return
        asked = (actor, figure, chosen.period, chosen.slug, chosen.platform)
        lines = services().statistics.sessions_behind(*asked, zone=chosen.zone)
        if not lines:
            st.caption(words.BEHIND_NONE)
            return
        order = words.BEHIND_ORDER[figure].format(most=SESSIONS_SHOWN)
        st.caption(f"{words.BEHIND_ALL.format(count=len(lines))}. {order}")
        plain_table(words.BEHIND_COLUMNS, [_line(line, chosen) for line in lines])


@st.fragment
def tables_and_files(chosen: Chosen) -> None:
    """The chosen table with its definition, and its two files; choosing one draws nothing else anew."""
    actor = require_role(Role.ANALYST)
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{words.TABLES}**", help=words.TABLES_HELP, width="content")
        name = _choose(words.TABLES, words.TABLES_CHOOSE, TableName, words.TABLE_LABEL, "statistics_table")
        if name is None:
            return
        st.caption(words.TABLE_DEFINITION[name])
        if name in _OF_ONE_SURVEY and chosen.slug is None:
            st.caption(words.TABLE_WANTS_A_SURVEY)
            return
        _table(_counted(actor, name, chosen, is_compared=True), _questions(actor, name, chosen), chosen)


def _choose(label: str, hint: str, names: Iterable[_Name], labels: Mapping[_Name, str], key: str) -> _Name | None:
    return st.selectbox(
        label,
        list(names),
        index=None,
        placeholder=hint,
        format_func=labels.__getitem__,
        key=key,
        label_visibility="collapsed",
    )


def _questions(actor: User, name: TableName, chosen: Chosen) -> Mapping[str, str]:
    """The texts of the chosen survey's questions, for the table that names them."""
    if name not in _OF_ONE_SURVEY or chosen.slug is None:
        return {}
    return services().statistics.question_titles(actor, chosen.slug, chosen.platform or "")


def _table(table: StatisticsTable, questions: Mapping[str, str], chosen: Chosen) -> None:
    if not table.rows:
        st.caption(words.TABLE_EMPTY)
        return
    left_out = words.FILES_LEAVE_OUT if table.hidden else words.FILES_LEAVE_NOTHING_OUT
    st.caption(left_out.format(count=table.hidden, few=FEW))
    with st.container(horizontal=True):
        for form, label in ((FileFormat.CSV, words.TAKE_CSV), (FileFormat.PARQUET, words.TAKE_PARQUET)):
            st.link_button(label, _address(table.name, form, chosen), icon=":material/download:")
    if table.before is not None:
        st.caption(compared_with(chosen.period))
    plain_table(headings(table), cells(table, chosen.titles, questions))


def _counted(actor: User, name: TableName, chosen: Chosen, *, is_compared: bool = False) -> StatisticsTable:
    asked = (actor, name, chosen.period, chosen.slug, chosen.platform)
    return services().statistics.table(*asked, zone=chosen.zone, is_compared=is_compared)


def _address(name: TableName, form: FileFormat, chosen: Chosen) -> str:
    """Of the file; Streamlit's own downloads are there for anybody who has their address."""
    period, asked = chosen.period, {"table": str(name), "format": str(form)}
    if isinstance(period, Between):
        asked |= {"first": period.first.isoformat(), "last": period.last.isoformat()}
    else:
        asked["days"] = str(int(period))
    given = {"survey": chosen.slug, "platform": chosen.platform, "zone": getattr(chosen.zone, "key", None)}
    asked |= {word: value for word, value in given.items() if value is not None}
    return f"/api/statistics/file?{urlencode(asked)}"


def _line(line: SessionLine, chosen: Chosen) -> tuple[object, ...]:
    return (
        session_code(line.session_id),
        chosen.titles.get((line.platform, line.slug), line.slug),
        spoken.day(line.submitted_on) if line.submitted_on else texts.NOTHING,
        line.allegations,
        line.is_flagged,
        words.REVIEW_LABEL[line.review] if line.review else texts.NOTHING,
        texts.NOTHING if line.waited_s is None else spoken.duration(line.waited_s),
    )
