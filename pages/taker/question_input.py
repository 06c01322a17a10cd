"""The input of one question by its kind; every change calls `save` at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from proctor_core.domain.survey_definition import Question, QuestionKind

Save = Callable[[Any], None]


def question_input(question: Question, value: Any, save: Save) -> None:
    """Draw the question and its input, filled with the saved value."""
    st.markdown(f"#### {question.text}")
    if question.help:
        st.caption(question.help)
    _INPUTS[question.kind](question, value, save)


def _saves(question: Question, save: Save) -> dict[str, Any]:
    """Key, hidden label and callback that all inputs share."""
    key = f"answer-{question.id}"
    return {
        "label": question.text,
        "label_visibility": "collapsed",
        "key": key,
        "on_change": lambda: save(st.session_state[key]),
    }


def _single(question: Question, value: Any, save: Save) -> None:
    words = {o.value: o.text for o in question.options}
    values = list(words)
    index = values.index(value) if value in words else None
    st.radio(options=values, format_func=lambda v: words[v], index=index, **_saves(question, save))


def _multiple(question: Question, value: Any, save: Save) -> None:
    def changed() -> None:
        save([o.value for o in question.options if st.session_state[f"answer-{question.id}-{o.value}"]])

    for option in question.options:
        is_chosen = option.value in (value or [])
        st.checkbox(option.text, value=is_chosen, key=f"answer-{question.id}-{option.value}", on_change=changed)


def _scale(question: Question, value: Any, save: Save) -> None:
    lowest, highest = int(question.minimum or 0), int(question.maximum or 0)
    steps = list(range(lowest, highest + 1))
    st.segmented_control(options=steps, default=value, **_saves(question, save))
    if question.min_label or question.max_label:
        st.caption(f"{lowest} = {question.min_label}, {highest} = {question.max_label}")


def _short(question: Question, value: Any, save: Save) -> None:
    st.text_input(value=value or "", max_chars=question.max_length, **_saves(question, save))


def _long(question: Question, value: Any, save: Save) -> None:
    st.text_area(value=value or "", max_chars=question.max_length, height=200, **_saves(question, save))


def _number(question: Question, value: Any, save: Save) -> None:
    limits = {"min_value": _as_float(question.minimum), "max_value": _as_float(question.maximum)}
    st.number_input(value=_as_float(value), step=1.0, format="%g", **limits, **_saves(question, save))


def _date(question: Question, value: Any, save: Save) -> None:
    chosen = date.fromisoformat(value) if value else None
    st.date_input(value=chosen, format="YYYY-MM-DD", min_value=date(1900, 1, 1), **_saves(question, save))


def _as_float(value: float | None) -> float | None:
    return None if value is None else float(value)


_INPUTS: dict[QuestionKind, Callable[[Question, Any, Save], None]] = {
    QuestionKind.SINGLE_CHOICE: _single,
    QuestionKind.MULTIPLE_CHOICE: _multiple,
    QuestionKind.SCALE: _scale,
    QuestionKind.SHORT_TEXT: _short,
    QuestionKind.LONG_TEXT: _long,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
}
