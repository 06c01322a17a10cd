"""The input of one question by its kind; it returns what is in it now, in the form in which answers are stored.

No callbacks: Streamlit 1.67 lets one die when the next interaction arrives while it reads the session state, and with it an
answer that the page shows as given. No limits either, but for the options: a widget that knows one keeps to itself what lies
beyond it, and shows it all the same. Limits stand under the input, and `check_answer` says what was not taken.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from pages import texts_taker as texts
from pages.components.plain import plain
from proctor_core.domain.survey_definition import TEXTS, Question, QuestionKind


def question_input(question: Question, value: Any) -> Any:
    """Draw the question, what it allows and its input, filled with the saved value; None while nothing is in it."""
    required = f" :gray-badge[{texts.REQUIRED}]" if question.required else ""
    st.markdown(f"#### {plain(question.text)}{required}")
    if question.help:
        st.caption(plain(question.help))
    for allowance in sorted(question.allows):
        st.caption(f":material/check: {texts.ALLOWS[allowance]}")
    given = _INPUTS[question.kind](question, value)
    if limits := limits_in_words(question):
        st.caption(limits)
    return None if given in ("", []) else given


def limits_in_words(question: Question) -> str:
    """What fits, as it stands under the input; empty where everything does or the input shows it itself."""
    if question.kind in TEXTS:
        return texts.AT_MOST_CHARACTERS.format(most=question.max_length)
    if question.kind is not QuestionKind.NUMBER:
        return ""
    lowest, highest = question.minimum, question.maximum
    if lowest is not None and highest is not None:
        return texts.FROM_TO.format(lowest=lowest, highest=highest)
    if lowest is not None:
        return texts.OR_MORE.format(number=lowest)
    return "" if highest is None else texts.OR_LESS.format(number=highest)


def _named(question: Question) -> dict[str, Any]:
    """Key and hidden label that all inputs share; a screen reader hears in it that the question is required."""
    required = f" ({texts.REQUIRED})" if question.required else ""
    return {
        "label": f"{question.text}{required}",
        "label_visibility": "collapsed",
        "key": f"answer-{question.id}",
    }


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
    given = st.segmented_control(options=steps, default=value if value in steps else None, **_named(question))
    if question.min_label or question.max_label:
        st.caption(f"{lowest} = {plain(question.min_label)}, {highest} = {plain(question.max_label)}")
    return given


def _short(question: Question, value: Any) -> str:
    return st.text_input(value=value or "", **_named(question))


def _long(question: Question, value: Any) -> str:
    return st.text_area(value=value or "", height=200, **_named(question))


def _number(question: Question, value: Any) -> float | None:
    return st.number_input(value=None if value is None else float(value), step=1.0, format="%g", **_named(question))


def _date(question: Question, value: Any) -> str | None:
    chosen = date.fromisoformat(value) if value else None
    given = st.date_input(value=chosen, format="YYYY-MM-DD", min_value=date.min, max_value=date.max, **_named(question))
    return given.isoformat() if given else None


_INPUTS: dict[QuestionKind, Callable[[Question, Any], Any]] = {
    QuestionKind.SINGLE_CHOICE: _single,
    QuestionKind.MULTIPLE_CHOICE: _multiple,
    QuestionKind.SCALE: _scale,
    QuestionKind.SHORT_TEXT: _short,
    QuestionKind.LONG_TEXT: _long,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
}
