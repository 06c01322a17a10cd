"""The headline figures, each with its definition and its change."""

from dataclasses import dataclass

import streamlit as st

from pages import texts
from pages import texts_statistics as words
from pages.analyst.changes import against
from pages.components import spoken
from proctor_core.services.reviewing.statistics import Between, Figure, FigureName, Overview, Period


@dataclass(frozen=True, slots=True)
class _Metric:
    """One figure in words; `change`: None where there is nothing to compare with."""

    label: str
    definition: str
    value: str
    change: str | None


def figures_row(overview: Overview, period: Period | Between) -> None:
    """Draw them side by side."""
    for place, figure in zip(st.columns(len(overview.figures), gap="small"), overview.figures, strict=True):
        with place:
            _metric(_in_words(figure), period)


def nine_in_ten(overview: Overview, period: Period | Between) -> None:
    """Within how long nine in ten were decided; beside how old what waits is."""
    now, then = overview.waits, overview.waits_before
    change = now.nine_in_ten_s - then.nine_in_ten_s if now and then else None
    value = _value(FigureName.DECISION_TIME, now.nine_in_ten_s if now else None)
    changed = _change(FigureName.DECISION_TIME, change)
    _metric(_Metric(words.NINE_IN_TEN, words.NINE_IN_TEN_DEFINITION, value, changed), period)


def _metric(metric: _Metric, period: Period | Between) -> None:
    compared = against(period)
    st.metric(
        metric.label,
        metric.value,
        delta=metric.change,
        delta_color="off",  # more is neither good nor bad here
        delta_description=compared if metric.change is not None else texts.NO_BEFORE,
        help=metric.definition,
        border=True,
        height="stretch",
    )


def _in_words(figure: Figure) -> _Metric:
    name = figure.name
    label, definition = texts.FIGURE_LABEL[name], texts.FIGURE_DEFINITION[name]
    return _Metric(label, definition, _value(name, figure.value), _change(name, figure.change))


def _value(name: FigureName, value: float | None) -> str:
    if value is None:
        return texts.NOTHING
    if name is FigureName.FLAG_RATE:
        return spoken.percent(value)
    return spoken.duration(value) if name is FigureName.DECISION_TIME else spoken.number(value)


def _change(name: FigureName, change: float | None) -> str | None:
    if change is None:
        return None
    sign = "+" if change > 0 else "-" if change < 0 else ""
    if name is FigureName.FLAG_RATE:
        return f"{sign}{texts.POINTS.format(count=round(abs(change) * 100))}"
    return f"{sign}{spoken.duration(abs(change)) if name is FigureName.DECISION_TIME else spoken.number(abs(change))}"
