"""What a question allows its taker while it is on the screen, so that no check alleges it."""

from enum import StrEnum


class Allowance(StrEnum):
    """As a survey's definition says it, and as the log of looks keeps it."""

    PAPER = "paper"
    """Something lies on the table: looking down is no looking away."""
    SECOND_SCREEN = "second_screen"
    """Something is read beside the camera: no looking away at all."""
    PHONE = "phone"
    """A phone is a calculator: neither the phone nor looking down at it."""


Allowed = frozenset[Allowance]
NOTHING_ALLOWED: Allowed = frozenset()
LETS_LOOK_DOWN: Allowed = frozenset({Allowance.PAPER, Allowance.PHONE})
