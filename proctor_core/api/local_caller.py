"""Who reads the program's own numbers, which are sums over all platforms: this machine, an analyst, an administrator."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from proctor_core.api.given import SomeEntry
from proctor_core.api.signed_in import BEARER, caller_of
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.domain.roles import Role
from proctor_core.errors import NotAllowed
from proctor_core.services.permissions import has_role

LOOPBACK_CLIENTS = frozenset({"127.0.0.1", "::1"})


def is_local(request: Request) -> bool:
    """Whether the request comes from this machine and through no proxy."""
    client = request.client.host if request.client else ""
    return (
        client in LOOPBACK_CLIENTS and "x-forwarded-for" not in request.headers and "forwarded" not in request.headers
    )


def local_or_working(
    request: Request, entry: SomeEntry, _token: Annotated[HTTPBearer | None, Security(BEARER)] = None
) -> None:
    """Pass this machine, or somebody who works with numbers.

    Raises:
        NotSignedIn: nobody.
        NotAllowed: a taker, a moderator, or a platform.
    """
    if is_local(request):
        return
    caller = caller_of(request, entry)
    if caller.platform or not has_role(caller.person, Role.ANALYST, Role.ADMINISTRATOR):
        raise NotAllowed(CallerRefusal.NO_READER_OF_METRICS)


LocalOrWorking = Annotated[None, Depends(local_or_working)]
