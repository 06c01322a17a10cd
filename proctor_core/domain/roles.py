"""Who a person is in this system."""

from enum import StrEnum


class Role(StrEnum):
    """The four roles; each sees only its own pages."""

    TAKER = "taker"
    MODERATOR = "moderator"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
