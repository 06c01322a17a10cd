"""Which values answer which question: what a page or a client sends, checked and brought into the stored form."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from proctor_core.codes.answer_faults import AnswerFault
from proctor_core.domain.storable import require_storable
from proctor_core.domain.survey_definition import Question, QuestionKind, SurveyDefinition
from proctor_core.errors import InvalidInput

LARGEST_WHOLE = (1 << 53) - 1
"""Above it numbers that differ are read as the same one by browsers and spreadsheets. Source: RFC 8259, section 6."""

LONGEST_SHOWN = 80


def check_answer(question: Question, value: Any) -> Any:
    """The value in its stored form (JSON); None, an empty text and an empty list all mean "no answer" and give None.

    Single choice: an option's value. Multiple choice: a list of option values, stored in the options' order.
    Scale: a whole number. Number: a finite number, stored as a whole one where it is one. Texts: trimmed. Date: a `date` or
    ISO text, stored as `YYYY-MM-DD`.

    Raises:
        InvalidInput: the value does not fit the question; `field` is the question's id.
    """
    if value is None or value == "" or value == []:
        return None
    try:
        require_storable(value, "")
    except InvalidInput as error:
        raise InvalidInput(question.id, error.code or error.message, **error.values) from None
    return _CHECKS[question.kind](question, value)


def missing_answers(definition: SurveyDefinition, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the required questions that `values` (question id to stored value) leaves open."""
    return tuple(q.id for q in definition.questions if q.required and values.get(q.id) is None)


def quantity(number: float) -> Decimal | str:
    """A number with all of its digits, as a reader's locale writes it: 1234567, 0.5; a text where that has an exponent."""
    text = str(_whole_where_it_is(number))
    return Decimal(text) if text.lstrip("-").replace(".", "", 1).isdigit() else text


def _single(question: Question, value: Any) -> str:
    allowed = [o.value for o in question.options]
    if not isinstance(value, str) or value not in allowed:
        raise InvalidInput(question.id, AnswerFault.NO_OPTION, allowed=", ".join(allowed), shown=_shown(value))
    return value


def _multiple(question: Question, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise InvalidInput(question.id, AnswerFault.NO_LIST, shown=_shown(value))
    chosen = {_single(question, v) for v in cast(list[Any], value)}
    return [o.value for o in question.options if o.value in chosen]


def _scale(question: Question, value: Any) -> int:
    number = _number(question, value)
    if not isinstance(number, int):
        raise InvalidInput(question.id, AnswerFault.NO_STEP, number=quantity(number))
    return number


def _number(question: Question, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidInput(question.id, AnswerFault.NO_NUMBER, shown=_shown(value))
    number = _whole_where_it_is(value)
    if isinstance(number, int) and abs(number) > LARGEST_WHOLE:
        raise InvalidInput(question.id, AnswerFault.TOO_LARGE, largest=LARGEST_WHOLE)
    if question.minimum is not None and number < question.minimum:
        raise InvalidInput(
            question.id, AnswerFault.BELOW_MINIMUM, minimum=quantity(question.minimum), number=quantity(number)
        )
    if question.maximum is not None and number > question.maximum:
        raise InvalidInput(
            question.id, AnswerFault.ABOVE_MAXIMUM, maximum=quantity(question.maximum), number=quantity(number)
        )
    return number


def _whole_where_it_is(number: float) -> float:
    """5.0 as 5; what is so large that only a float holds it stays one."""
    is_whole = isinstance(number, float) and number.is_integer() and abs(number) <= LARGEST_WHOLE
    return int(number) if is_whole else number


def _text(question: Question, value: Any) -> str | None:
    if not isinstance(value, str):
        raise InvalidInput(question.id, AnswerFault.NO_TEXT, shown=_shown(value))
    text = value.strip()
    if len(text) > question.max_length:
        raise InvalidInput(question.id, AnswerFault.TOO_LONG, longest=question.max_length, length=len(text))
    return text or None


def _date(question: Question, value: Any) -> str:
    if isinstance(value, date):
        return date(value.year, value.month, value.day).isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise InvalidInput(question.id, AnswerFault.NO_DATE, shown=_shown(value)) from None


def _shown(value: Any) -> str:
    """What was sent, short enough for a sentence."""
    shown = repr(value)
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"


_CHECKS: Mapping[QuestionKind, Callable[[Question, Any], Any]] = {
    QuestionKind.SINGLE_CHOICE: _single,
    QuestionKind.MULTIPLE_CHOICE: _multiple,
    QuestionKind.SCALE: _scale,
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
}
