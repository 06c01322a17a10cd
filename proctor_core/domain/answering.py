"""Which values answer which question: what a page or a client sends, checked and brought into the stored form."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from proctor_core.domain.survey_definition import Question, QuestionKind, SurveyDefinition
from proctor_core.errors import InvalidInput


def check_answer(question: Question, value: Any) -> Any:
    """The value in its stored form (JSON); None, an empty text and an empty list all mean "no answer" and give None.

    Single choice: an option's value. Multiple choice: a list of option values, stored in the options' order.
    Scale: a whole number. Number: a finite number. Texts: trimmed. Date: a `date` or ISO text, stored as `YYYY-MM-DD`.

    Raises:
        InvalidInput: the value does not fit the question; `field` is the question's id.
    """
    if value is None or value == "" or value == []:
        return None
    return _CHECKS[question.kind](question, value)


def missing_answers(definition: SurveyDefinition, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the required questions that `values` (question id to stored value) leaves open."""
    return tuple(q.id for q in definition.questions if q.required and values.get(q.id) is None)


def _single(question: Question, value: Any) -> str:
    allowed = [o.value for o in question.options]
    if value not in allowed:
        raise InvalidInput(question.id, f"expected one of {', '.join(allowed)}; got {value!r}")
    return value


def _multiple(question: Question, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise InvalidInput(question.id, f"expected a list of options, got {value!r}")
    chosen = {_single(question, v) for v in cast(list[Any], value)}
    return [o.value for o in question.options if o.value in chosen]


def _scale(question: Question, value: Any) -> int:
    number = _number(question, value)
    if number != int(number):
        raise InvalidInput(question.id, f"expected a whole step, got {value!r}")
    return int(number)


def _number(question: Question, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidInput(question.id, f"expected a number, got {value!r}")
    if question.minimum is not None and value < question.minimum:
        raise InvalidInput(question.id, f"expected {question.minimum:g} or more, got {value:g}")
    if question.maximum is not None and value > question.maximum:
        raise InvalidInput(question.id, f"expected {question.maximum:g} or less, got {value:g}")
    return value


def _text(question: Question, value: Any) -> str | None:
    if not isinstance(value, str):
        raise InvalidInput(question.id, f"expected a text, got {value!r}")
    text = value.strip()
    if len(text) > question.max_length:
        raise InvalidInput(question.id, f"expected at most {question.max_length} characters, got {len(text)}")
    return text or None


def _date(question: Question, value: Any) -> str:
    if isinstance(value, date):
        return date(value.year, value.month, value.day).isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise InvalidInput(question.id, f"expected a date such as 2026-05-01, got {value!r}") from None


_CHECKS: Mapping[QuestionKind, Callable[[Question, Any], Any]] = {
    QuestionKind.SINGLE_CHOICE: _single,
    QuestionKind.MULTIPLE_CHOICE: _multiple,
    QuestionKind.SCALE: _scale,
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
}
