"""Why a violation, a signal or a flag is there, in words: by the code where the row has one, else as it was written."""

from db.tables import ReviewEvent, Signal, Violation
from pages.reader import reader
from proctor_core.domain.reason import Words, read_reason
from proctor_core.domain.recording_analysis import Difference
from proctor_core.language.sentences import reason_sentence


def reason_words(row: Violation | Signal | Difference) -> str:
    """What was measured."""
    return _said(read_reason(row.reason, row.reason_code, row.reason_numbers))


def event_words(event: ReviewEvent) -> str:
    """What a rule measured, or what a person wrote."""
    return _said(read_reason(event.notes, event.reason_code, event.reason_numbers))


def _said(reason: Words) -> str:
    return reason_sentence(reason, reader())
