"""What a taker is asked to agree to, purpose by purpose, and how a session was watched in the end."""

from enum import StrEnum


class Purpose(StrEnum):
    """What the camera may be used for; each is asked for by itself."""

    MONITORING = "monitoring"
    RECORDING = "recording"


class Proctoring(StrEnum):
    """How a session was watched: every result says which."""

    PROCTORED = "proctored"
    WITHOUT_BY_CHOICE = "without_by_choice"
    OFF = "off"
