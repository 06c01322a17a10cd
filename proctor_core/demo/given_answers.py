"""What an invented taker answers: plausible, and the same each time for the same chance."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np

from proctor_core.domain.survey_definition import Question, QuestionKind

_WORDS = ("Fresh", "Queues", "Bread", "Expensive", "Near", "Routine", "Crowded", "Friendly")
_SENTENCES = (
    "More vegetables without plastic, and open until nine in the evening.",
    "Put the prices where one can read them. The tags are too small.",
    "I would like a second till when it is busy. Otherwise I am content.",
    "Nothing much. Perhaps more from farms around here.",
    "The bread is sold out by five. And the trolleys squeak.",
    "Keep the small shop in the village, even if it costs a little more.",
)
_REMARKS = (
    "A safe cycle lane along the river would change everything.",
    "The bus comes every 40 minutes, so I plan my day around it.",
)


def answer_to(question: Question, today: date, chance: np.random.Generator) -> object:
    """A value that fits the question."""
    return _ANSWERS[question.kind](question, today, chance)


def _single(question: Question, today: date, chance: np.random.Generator) -> str:
    return question.options[int(chance.integers(len(question.options)))].value


def _multiple(question: Question, today: date, chance: np.random.Generator) -> list[str]:
    chosen = chance.permutation(len(question.options))[: int(chance.integers(1, 4))]
    return [question.options[int(index)].value for index in sorted(chosen)]


def _scale(question: Question, today: date, chance: np.random.Generator) -> int:
    lowest, highest = int(question.minimum or 1), int(question.maximum or 5)
    return int(chance.integers(lowest + 1, highest + 1))


def _number(question: Question, today: date, chance: np.random.Generator) -> int:
    """Euros a week, or minutes on the way."""
    return int(chance.integers(3, 24)) * 5


def _date(question: Question, today: date, chance: np.random.Generator) -> date:
    return today - timedelta(days=int(chance.integers(0, 9)))


def _word(question: Question, today: date, chance: np.random.Generator) -> str:
    return _one_of(_WORDS, chance)


def _sentence(question: Question, today: date, chance: np.random.Generator) -> str:
    return _one_of(_REMARKS if question.id == "remarks" else _SENTENCES, chance)


def _one_of(texts: Sequence[str], chance: np.random.Generator) -> str:
    return texts[int(chance.integers(len(texts)))]


_ANSWERS: dict[QuestionKind, Callable[[Question, date, np.random.Generator], object]] = {
    QuestionKind.SINGLE_CHOICE: _single,
    QuestionKind.MULTIPLE_CHOICE: _multiple,
    QuestionKind.SCALE: _scale,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.SHORT_TEXT: _word,
    QuestionKind.LONG_TEXT: _sentence,
}
