"""What was answered to each question of a survey version, counted in the database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from db.queries.responses import answered_counts, handed_in_counts, newest_values, value_counts
from db.tables import Survey
from proctor_core.domain.survey_definition import TEXTS, Question, QuestionKind, SurveyDefinition
from proctor_core.domain.watching import WatchedBy

NEWEST_TEXTS = 50


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """One question's answers.

    Attributes:
        answered: sessions that answer it.
        counts: (stored value, sessions that gave it); of choices every option in its order, of scales every step, of numbers and
            days what was given, in order. Of multiple choice one session counts at each of its options. Empty for texts.
        texts: of texts the newest ones.
    """

    question: Question
    answered: int
    counts: Sequence[tuple[Any, int]] = ()
    texts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """A version's handed-in sessions, by who watched them, and some of its questions in their order, counted.

    Attributes:
        asked: every question of the version.
    """

    asked: Sequence[Question]
    responses: int
    by_watcher: Mapping[WatchedBy, int]
    questions: Sequence[QuestionFigures]


def survey_figures(db: Session, survey: Survey, definition: SurveyDefinition, first: int, most: int) -> SurveyFigures:
    """Up to `most` questions of a version from `first` (0 is the survey's first) on."""
    chosen = definition.questions[first : first + most]
    watchers, answered = handed_in_counts(db, survey.id), answered_counts(db, survey.id)
    counted = [question.id for question in chosen if question.kind not in TEXTS]
    given: dict[str, Counter[Any]] = {question_id: Counter() for question_id in counted}
    for question_id, value, count in value_counts(db, survey.id, counted):
        for one in value if isinstance(value, list) else [value]:
            given[question_id][one] += count
    return SurveyFigures(
        asked=definition.questions,
        responses=sum(watchers.values()),
        by_watcher={watcher: watchers.get(watcher, 0) for watcher in WatchedBy},
        questions=[
            QuestionFigures(
                question,
                answered.get(question.id, 0),
                _in_order(question, given.get(question.id, Counter())),
                newest_values(db, survey.id, question.id, NEWEST_TEXTS) if question.kind in TEXTS else (),
            )
            for question in chosen
        ],
    )


def _in_order(question: Question, given: Counter[Any]) -> Sequence[tuple[Any, int]]:
    if question.options:
        return [(option.value, given[option.value]) for option in question.options]
    if question.kind is QuestionKind.SCALE:
        return [(step, given[step]) for step in range(int(question.minimum or 0), int(question.maximum or 0) + 1)]
    return sorted(given.items())
