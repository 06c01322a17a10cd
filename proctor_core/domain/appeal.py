"""What can become of an objection, and how long it may take."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

WORDS_LENGTH = 4000


class AppealOutcome(StrEnum):
    """What another moderator answers."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"


@dataclass(frozen=True, slots=True)
class AppealTimes:
    """How long a taker may object after the decision, and within which time that should be answered."""

    raised_within: timedelta = timedelta(days=14)
    answered_within: timedelta = timedelta(days=14)
