"""What a survey's owner says to the moderators of its sessions: what to go by, and ready reasons for a decision."""

from dataclasses import dataclass

from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.domain.storable import storable
from proctor_core.errors import InvalidInput

INSTRUCTIONS_LENGTH = 4000
REASONS_LENGTH = 2000
MOST_REASONS = 9
"""A digit chooses each on the review screen."""


@dataclass(frozen=True, slots=True)
class ModeratorWords:
    """As a survey keeps them, under the names of its columns; reasons one on each line, empty for the program's own."""

    moderator_instructions: str
    rejection_reasons: str
    escalation_reasons: str

    @classmethod
    def of(cls, instructions: str, rejection: str, escalation: str) -> "ModeratorWords":
        """As they were typed.

        Raises:
            InvalidInput: something is too long, or there are more than nine reasons of a kind.
        """
        return cls(
            instructions_of(instructions),
            _ready_lines(rejection, "rejection_reasons"),
            _ready_lines(escalation, "escalation_reasons"),
        )


def instructions_of(typed: str) -> str:
    """What moderators are to go by.

    Raises:
        InvalidInput: it is too long, or can't be stored.
    """
    return _not_too_long(
        storable(typed.strip(), "moderator_instructions"), "moderator_instructions", INSTRUCTIONS_LENGTH
    )


def _ready_lines(typed: str, field: str) -> str:
    """The lines that say something, each without the spaces around it."""
    lines = [line.strip() for line in storable(typed, field).splitlines() if line.strip()]
    if len(lines) > MOST_REASONS:
        raise InvalidInput(field, SurveyRefusal.TOO_MANY_REASONS, most=MOST_REASONS, count=len(lines))
    return _not_too_long("\n".join(lines), field, REASONS_LENGTH)


def _not_too_long(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        raise InvalidInput(field, SurveyRefusal.TOO_LONG, longest=longest, length=len(text))
    return text
