"""What a moderator says to a taker while the session runs, as the taker's page shows it."""

from dataclasses import dataclass
from enum import StrEnum

SENTENCE_LENGTH = 300
"""Characters; what is longer is no sentence, and does not fit beside a question on a phone."""


class MessageKind(StrEnum):
    """A sentence to the taker, or the end of the monitoring with its reason."""

    SENTENCE = "sentence"
    MONITORING_ENDED = "monitoring_ended"


@dataclass(frozen=True, slots=True)
class LiveMessage:
    """The newest sentence: `id` tells it from another with the same words, `at` is an ISO time in UTC."""

    id: str
    sentence: str
    at: str
