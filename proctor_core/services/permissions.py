"""What a role may do: asked by every service before it does anything."""

from db.tables import User
from proctor_core.codes.account_refusals import AccountRefusal
from proctor_core.domain.roles import Role
from proctor_core.errors import NotAllowed


def has_role(person: User, *roles: Role) -> bool:
    """Whether this is an active person of one of these roles: an account that was switched off has none."""
    return person.is_active and person.role in roles


def require_role(actor: User, *roles: Role) -> None:
    """Pass only an active person of one of these roles.

    Raises:
        NotAllowed: another role, or an account that was switched off.
    """
    if not has_role(actor, *roles):
        raise NotAllowed(AccountRefusal.NOT_THIS_ROLE, roles=" or ".join(roles), role=actor.role)


def require_administrator(actor: User | None) -> None:
    """Pass an administrator, or the program itself (None: the command line, the demo content)."""
    if actor is not None:
        require_role(actor, Role.ADMINISTRATOR)
