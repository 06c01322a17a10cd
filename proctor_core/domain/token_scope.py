"""What an API token is for: its scope, and the role that the person behind it must have."""

from collections.abc import Mapping
from enum import StrEnum

from proctor_core.domain.roles import Role


class TokenScope(StrEnum):
    """The scopes of a token; `service` is a platform's server, which opens sessions for its own people."""

    TAKER = "taker"
    MODERATOR = "moderator"
    ANALYST = "analyst"
    SERVICE = "service"


ROLE_OF_SCOPE: Mapping[TokenScope, Role] = {
    TokenScope.TAKER: Role.TAKER,
    TokenScope.MODERATOR: Role.MODERATOR,
    TokenScope.ANALYST: Role.ANALYST,
    TokenScope.SERVICE: Role.ADMINISTRATOR,
}
"""A token works while its person is active and has this role; a service token's person is who issued it."""
