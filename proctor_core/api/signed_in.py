"""Who is asking: the person behind a bearer token or behind a page's cookie, as FastAPI dependencies."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from db.tables import ApiToken, User
from proctor_core.api.cookies import COOKIE_NAME
from proctor_core.api.csrf import require_csrf
from proctor_core.api.given import SomeEntry
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from proctor_core.errors import NotAllowed, NotSignedIn
from proctor_core.services.accounts.api_tokens import Caller
from proctor_core.services.permissions import has_role

# Both only say in the OpenAPI document how to come in; `caller_of` looks itself, so that a wrong token is one clear 401.
BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token that an administrator made.")
COOKIE = APIKeyCookie(
    name=COOKIE_NAME,
    auto_error=False,
    scheme_name="page",
    description="The cookie of a signed-in page; whatever changes something also sends X-CSRF-Token (GET /csrf).",
)


def bearer_token(request: Request) -> str | None:
    """The token in the header; None when there is no such header.

    Raises:
        NotSignedIn: the header holds something else.
    """
    given = request.headers.get("authorization")
    if given is None:
        return None
    kind, _, token = given.partition(" ")
    if kind.casefold() != "bearer" or not token.strip():
        raise NotSignedIn(CallerRefusal.NO_BEARER)
    return token.strip()


def caller_of(
    request: Request,
    entry: SomeEntry,
    _token: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)] = None,
    _cookie: Annotated[str | None, Security(COOKIE)] = None,
) -> Caller:
    """Who asks; looked up at each request, so that a revocation or a sign-out holds at once. A token goes before a cookie.

    Raises:
        NotSignedIn: neither a token that works nor a signed-in page.
        OldForm: a page changes something without its CSRF token.
    """
    token = bearer_token(request)
    if token is not None:
        caller = entry.tokens.caller_of(token)
        if caller is None:
            raise NotSignedIn(CallerRefusal.NO_SUCH_TOKEN)
        return caller
    sign_in = entry.cookies.token_in(request.cookies)
    person = entry.accounts.person_of(sign_in) if sign_in else None
    if person is None or sign_in is None:
        raise NotSignedIn(CallerRefusal.NOBODY)
    require_csrf(request, entry.cookies, sign_in)
    return Caller(person)


SomeCaller = Annotated[Caller, Depends(caller_of)]


def person_of(caller: SomeCaller) -> User:
    """A person in their own name: not a platform, and not a token for one session alone.

    Raises:
        NotAllowed: one of these two.
    """
    if caller.session_id is not None or (caller.token and caller.token.scope is TokenScope.SERVICE):
        raise NotAllowed(CallerRefusal.NOT_OWN_NAME)
    return caller.person


Person = Annotated[User, Depends(person_of)]


def in_own_name(role: Role) -> Callable[[User], User]:
    """A dependency: a person of this role in their own name; anybody else raises NotAllowed."""

    def person_of_role(person: Person) -> User:
        return _of_role(person, role)

    return person_of_role


Taker = Annotated[User, Depends(in_own_name(Role.TAKER))]
Moderator = Annotated[User, Depends(in_own_name(Role.MODERATOR))]
Analyst = Annotated[User, Depends(in_own_name(Role.ANALYST))]


def taking_caller(caller: SomeCaller) -> Caller:
    """A taker, also with a token for one session: `caller.reach(session_id)` is the taker where the token reaches.

    Raises:
        NotAllowed: somebody of another role.
    """
    _of_role(caller.person, Role.TAKER)
    return caller


TakingCaller = Annotated[Caller, Depends(taking_caller)]


def viewer_of(caller: SomeCaller) -> Caller:
    """Who may look at pictures if the relation is right: anybody but a platform's server.

    Raises:
        NotAllowed: a platform.
    """
    if caller.token and caller.token.scope is TokenScope.SERVICE:
        raise NotAllowed(CallerRefusal.PLATFORM)
    return caller


Viewer = Annotated[Caller, Depends(viewer_of)]


def platform_of(caller: SomeCaller) -> ApiToken:
    """A platform's server.

    Raises:
        NotAllowed: anybody without a service token.
    """
    if caller.token is None or caller.token.scope is not TokenScope.SERVICE:
        raise NotAllowed(CallerRefusal.NO_PLATFORM)
    return caller.token


Platform = Annotated[ApiToken, Depends(platform_of)]


def _of_role(person: User, role: Role) -> User:
    if not has_role(person, role):
        raise NotAllowed(CallerRefusal.OTHER_ROLE, role=role)
    return person
