"""One figure for each question of the statistics page; colours mean the same as on every other page."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages import texts
from pages import texts_statistics as words
from pages.components import colours, spoken
from proctor_core.domain.violation import ViolationType

CHART_PX = 230
MOST_DAYS_NAMED = 5
FEW_TICKS = 6


def types_chart(frame: pd.DataFrame) -> go.Figure:
    """Allegations by type, stacked by what was decided about their session."""
    return _stacked_rows(frame, texts.TYPE, _decided_colours())


def surveys_chart(frame: pd.DataFrame) -> go.Figure:
    """Sessions by survey: not flagged, and flagged by what was decided."""
    not_flagged = frame[texts.COLUMN_SESSIONS] - frame[texts.COLUMN_FLAGGED]
    whole = frame.assign(**{texts.NOT_FLAGGED: not_flagged})
    return _stacked_rows(whole, texts.SURVEY, (*_decided_colours(), (texts.NOT_FLAGGED, colours.NOT_FLAGGED)))


def days_chart(frame: pd.DataFrame) -> go.Figure:
    """Allegations by day, stacked by type."""
    figure = go.Figure()
    days = list(frame[texts.COLUMN_DAY])
    beside_the_pointer = {"customdata": [spoken.day(day) for day in days], "hovertemplate": "%{customdata}: %{y}"}
    for kind in ViolationType:
        label = texts.TYPE_LABEL[kind]
        if label in frame:
            figure.add_bar(
                x=days,
                y=frame[label],
                name=label,
                marker={"color": colours.TYPE_COLOUR[kind]},
                **beside_the_pointer,
            )
    figure.update_layout(barmode="stack", **_layout())
    figure.update_yaxes(rangemode="tozero", tickformat="d", fixedrange=True)
    # Plotly knows no locale here.
    named = days[:: max(1, len(days) // MOST_DAYS_NAMED)]
    figure.update_xaxes(tickvals=named, ticktext=[spoken.day_of_year(day) for day in named], fixedrange=True)
    return figure


def decisions_chart(frame: pd.DataFrame) -> go.Figure:
    """Decisions of this period, the one before as a pale bar beside it."""
    colour = [colours.APPROVED, colours.REJECTED, colours.ESCALATED]
    figure = go.Figure()
    for column, opacity, shape in ((texts.PERIOD_BEFORE, 0.45, "/"), (texts.THIS_PERIOD, 1.0, "")):
        figure.add_bar(
            x=frame[texts.COLUMN_DECISION],
            y=frame[column],
            name=column,
            marker={"color": colour, "opacity": opacity, "pattern": {"shape": shape}},
        )
    figure.update_layout(barmode="group", **_layout())
    figure.update_yaxes(rangemode="tozero", tickformat="d", fixedrange=True)
    figure.update_xaxes(fixedrange=True)
    return figure


def ages_chart(frame: pd.DataFrame) -> go.Figure:
    """What waits, a bar for each age."""
    return _stacked_rows(frame, str(frame.columns[0]), ((texts.COLUMN_WAITING, colours.WAITING),))


def hours_chart(frame: pd.DataFrame) -> go.Figure:
    """A square for each hour of the week, the stronger the more sessions; hours without any stay empty."""
    weekday, hour = frame.columns[:2]
    most: int = max(frame[texts.COLUMN_SESSIONS].tolist())
    figure = go.Figure()
    figure.add_heatmap(
        x=frame[hour],
        y=frame[weekday],
        z=frame[texts.COLUMN_SESSIONS],
        customdata=frame[[texts.COLUMN_FLAGGED]],
        hovertemplate=words.HOUR_HOVER,
        colorscale=[[0.0, colours.FEW], [1.0, colours.MANY]],
        colorbar=_bar_above(most),
        zmin=0,
        zmax=most,
        xgap=1,
        ygap=1,
    )
    figure.update_layout(**_layout())
    hours = [f"{number:02d}:00" for number in range(24)]
    axis: dict[str, Any] = {"categoryorder": "array", "showgrid": False, "fixedrange": True}
    figure.update_xaxes(categoryarray=hours, range=[-0.5, 23.5], tickvals=hours[::6], **axis)
    figure.update_yaxes(categoryarray=words.WEEKDAY[::-1], range=[-0.5, 6.5], **axis)
    return figure


def _bar_above(most: int) -> dict[str, Any]:
    """What the colours mean, where other charts have their legend."""
    place = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom", "len": 0.4, "thickness": 10}
    return {**place, "tick0": 0, "dtick": max(1, most // 4), "tickformat": "d"}


def _decided_colours() -> tuple[tuple[str, str], ...]:
    return (
        (texts.COLUMN_REJECTED, colours.REJECTED),
        (texts.COLUMN_APPROVED, colours.APPROVED),
        (texts.COLUMN_WAITING, colours.WAITING),
        (texts.COLUMN_NO_REVIEW, colours.NO_REVIEW),
    )


def _stacked_rows(frame: pd.DataFrame, names: str, parts: Sequence[tuple[str, str]]) -> go.Figure:
    figure = go.Figure()
    for column, colour in parts:
        figure.add_bar(
            orientation="h",
            y=frame[names].map(escape),
            x=frame[column],
            name=column.lower(),
            marker={"color": colour},
            width=0.6,
        )
    figure.update_layout(barmode="stack", **_layout())
    figure.update_xaxes(rangemode="tozero", tickformat="d", fixedrange=True, **_whole(frame, parts))
    figure.update_yaxes(autorange="reversed", fixedrange=True, automargin=True)
    return figure


def _whole(frame: pd.DataFrame, parts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Of few there is a tick for each, where the axis would have the same number twice."""
    longest = frame[[column for column, _ in parts]].sum(axis=1).max()
    return {"dtick": 1} if longest < FEW_TICKS else {}


def _layout() -> dict[str, Any]:
    return {
        "height": CHART_PX,
        "margin": {"l": 4, "r": 8, "t": 8, "b": 4},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        "dragmode": False,
        "bargap": 0.25,
    }
