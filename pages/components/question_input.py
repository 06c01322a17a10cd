"""The input of one question by its kind; it answers what is in it now, in the form in which answers are stored.

No callbacks: Streamlit 1.67 lets one die when the next interaction arrives while it reads the session state, and with it an
answer that the page shows as given.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from pages.components.plain import plain
from proctor_core.domain.survey_definition import Question, QuestionKind


def question_input(question: Question, value: Any) -> Any:
    """Draw the question and its input, filled with the saved value; None while nothing is in it."""
    st.markdown(f"#### {plain(question.text)}")
    if question.help:
        st.caption(plain(question.help))
    given = _INPUTS[question.kind](question, value)
    return None if given in ("", []) else given


def _named(question: Question) -> dict[str, Any]:
    """Key and hidden label that all inputs share."""
    return {"label": question.text, "label_visibility": "collapsed", "key": f"answer-{question.id}"}


def _single(question: Question, value: Any) -> str | None:
    words = {o.value: o.text for o in question.options}
    values = list(words)
    index = values.index(value) if value in words else None
    return st.radio(options=values, format_func=lambda v: plain(words[v]), index=index, **_named(question))


def _multiple(question: Question, value: Any) -> list[str]:
    return [
        option.value
        for option in question.options
        if st.checkbox(
            plain(option.text), value=option.value in (value or []), key=f"answer-{question.id}-{option.value}"
        )
    ]


def _scale(question: Question, value: Any) -> int | None:
    lowest, highest = int(question.minimum or 0), int(question.maximum or 0)
    steps = list(range(lowest, highest + 1))
    given = st.segmented_control(options=steps, default=value, **_named(question))
    if question.min_label or question.max_label:
        st.caption(f"{lowest} = {plain(question.min_label)}, {highest} = {plain(question.max_label)}")
    return given


def _short(question: Question, value: Any) -> str:
    return st.text_input(value=value or "", max_chars=question.max_length, **_named(question))


def _long(question: Question, value: Any) -> str:
    return st.text_area(value=value or "", max_chars=question.max_length, height=200, **_named(question))


def _number(question: Question, value: Any) -> float | None:
    limits = {"min_value": _as_float(question.minimum), "max_value": _as_float(question.maximum)}
    return st.number_input(value=_as_float(value), step=1.0, format="%g", **limits, **_named(question))


def _date(question: Question, value: Any) -> str | None:
    chosen = date.fromisoformat(value) if value else None
    given = st.date_input(value=chosen, format="YYYY-MM-DD", min_value=date(1900, 1, 1), **_named(question))
    return given.isoformat() if given else None


def _as_float(value: float | None) -> float | None:
    return None if value is None else float(value)


_INPUTS: dict[QuestionKind, Callable[[Question, Any], Any]] = {
    QuestionKind.SINGLE_CHOICE: _single,
    QuestionKind.MULTIPLE_CHOICE: _multiple,
    QuestionKind.SCALE: _scale,
    QuestionKind.SHORT_TEXT: _short,
    QuestionKind.LONG_TEXT: _long,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
}
