"""A word that is added to an enumeration is missed by nobody who has a table of all of its words (docs/recipes.md)."""

from collections.abc import Collection, Mapping
from enum import StrEnum

import pytest

from pages import texts, texts_responses, texts_taker
from pages.components import colours, question_input
from proctor_core.case_file import words
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.demo import given_answers, scenes
from proctor_core.domain import answering, definition_limits
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.survey_definition import QuestionKind
from proctor_core.domain.violation import IncidentType, SignalKind, ViolationType
from proctor_core.domain.watching import WatchedBy
from proctor_core.language import labels
from proctor_core.rules import conditions, reasons

TABLES: Mapping[str, tuple[Collection[StrEnum], type[StrEnum]]] = {
    "answers are checked": (answering._CHECKS, QuestionKind),
    "keys of a question": (definition_limits.KIND_KEYS, QuestionKind),
    "inputs": (question_input._INPUTS, QuestionKind),
    "names of questions": (texts_responses.KIND_LABEL, QuestionKind),
    "answers of demo takers": (given_answers._ANSWERS, QuestionKind),
    "conditions": (conditions._CONDITIONS, ViolationType),
    "reasons": (reasons._CODES, ViolationType),
    "labels": (texts.TYPE_LABEL, IncidentType),
    "colours": (colours.TYPE_COLOUR, IncidentType),
    "said to the taker while it is open": (texts_taker.OPEN_NOTE, ViolationType),
    "said to the taker afterwards": (texts_taker.PAST_NOTE, ViolationType),
    "signs of verdicts": (texts.VERDICT_SIGN, VerdictKind),
    "buttons of verdicts": (texts.GIVE_VERDICT, VerdictKind),
    "help of these buttons": (texts.GIVE_VERDICT_HELP, VerdictKind),
    "labels of signals": (texts.SIGNAL_LABEL, SignalKind),
    "history": (labels.EVENT_LABEL, ReviewEventKind),
    "icons of the history": (texts.EVENT, ReviewEventKind),
    "states of sessions": (labels.SESSION_STATUS, SessionStatus),
    "who watches, in case files": (words.WATCHED_BY, WatchedBy),
    "flag rules in a sentence": (texts.FLAG_RULE, FlagRule),
    "flag rules in short": (texts.FLAG_RULE_SHORT, FlagRule),
    "labels of drawn acts": (scenes.LABELS, scenes.Act),
}


@pytest.mark.parametrize("what", TABLES)
def test_a_table_of_all_words_has_a_row_for_each(what: str) -> None:
    rows, words = TABLES[what]
    assert set(rows) == set(words)
