"""What a taker is asked to agree to, purpose by purpose, and how a session was watched in the end."""

from enum import StrEnum

DRAWN_TAKER = "Nobody was asked: this taker is drawn and does not exist."
"""What stands in the place of a notice for the demo's drawn people, who were promised nothing."""


class Purpose(StrEnum):
    """What the camera may be used for; each is asked for by itself."""

    MONITORING = "monitoring"
    RECORDING = "recording"


class AgeStatement(StrEnum):
    """Who agrees where a survey takes minors with camera: somebody of age, or a parent or guardian; kept like a purpose."""

    OF_AGE = "of_age"
    GUARDIAN = "guardian"


Subject = Purpose | AgeStatement
"""What a row of the consents is about."""
TAKEN_BACK_TOGETHER: frozenset[Subject] = frozenset({*Purpose, AgeStatement.GUARDIAN})
"""What ends with the yes to the camera; that somebody is of age stays true."""


class Proctoring(StrEnum):
    """How a session was watched: every result says which."""

    PROCTORED = "proctored"
    WITHOUT_BY_CHOICE = "without_by_choice"
    OFF = "off"
