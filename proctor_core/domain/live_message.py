"""What is said and marked while a session runs, and a moderator's sentence as the taker's page shows it."""

from dataclasses import dataclass
from enum import StrEnum

SENTENCE_LENGTH = 300
"""Characters; what is longer is no sentence, and does not fit beside a question on a phone."""


class MessageKind(StrEnum):
    """A sentence to the taker, one of the taker who needs help, the end of the monitoring with its reason, or a moment that a
    moderator marked, with words for colleagues or none."""

    SENTENCE = "sentence"
    HELP = "help"
    MONITORING_ENDED = "monitoring_ended"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class LiveMessage:
    """The newest sentence: `id` tells it from another with the same words, `at` is an ISO time in UTC."""

    id: str
    sentence: str
    at: str
