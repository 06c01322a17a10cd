"""The chart of one question: bars for choices and steps, a histogram for numbers and days."""

from html import escape
from typing import Any

import plotly.graph_objects as go

from pages.components import colours
from proctor_core.domain.survey_definition import QuestionKind
from proctor_core.services.responses.figures import QuestionFigures

CHART_PX, ROW_PX = 220, 34
LONGEST_LABEL = 34
MOST_BARS = 40
"""As many values have a bar each; more are put together."""


def answer_chart(figures: QuestionFigures) -> go.Figure:
    """Sessions by answer."""
    if figures.question.options:
        return _options(figures)
    values, counts = zip(*figures.counts, strict=True)
    figure = go.Figure()
    bars: dict[str, Any] = {"marker": {"color": colours.ANSWERS}, "hovertemplate": "%{x}: %{y}<extra></extra>"}
    if figures.question.kind is QuestionKind.NUMBER or len(values) > MOST_BARS:
        figure.add_histogram(x=values, y=counts, histfunc="sum", **bars)
    else:
        figure.add_bar(x=values, y=counts, **bars)
    if figures.question.kind is QuestionKind.SCALE:
        figure.update_xaxes(dtick=1 if len(values) <= MOST_BARS else None)
    if figures.question.kind is QuestionKind.DATE:
        figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero", tickformat="d", fixedrange=True)
    figure.update_xaxes(fixedrange=True)
    return figure.update_layout(**_layout(CHART_PX))


def _options(figures: QuestionFigures) -> go.Figure:
    """One row for each option, in the survey's order; long ones are cut in the chart and whole in its table."""
    texts = {option.value: option.text for option in figures.question.options}
    figure = go.Figure()
    figure.add_bar(
        orientation="h",
        # Two options that are cut to the same words stay two rows.
        y=list(range(len(figures.counts))),
        x=[count for _, count in figures.counts],
        text=[count for _, count in figures.counts],
        textangle=0,
        textposition="outside",
        cliponaxis=False,
        marker={"color": colours.ANSWERS},
        hovertext=[escape(texts[value]) for value, _ in figures.counts],
        hovertemplate="%{hovertext}: %{x}<extra></extra>",
        width=0.6,
    )
    labels = [escape(_short(texts[value])) for value, _ in figures.counts]
    figure.update_yaxes(
        autorange="reversed", fixedrange=True, automargin=True, tickvals=list(range(len(labels))), ticktext=labels
    )
    figure.update_xaxes(rangemode="tozero", showticklabels=False, fixedrange=True)
    return figure.update_layout(**_layout(max(CHART_PX, 40 + ROW_PX * len(labels))))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _layout(height: int) -> dict[str, Any]:
    return {
        "height": height,
        "margin": {"l": 4, "r": 8, "t": 8, "b": 4},
        "dragmode": False,
        "showlegend": False,
        "bargap": 0.25,
    }
