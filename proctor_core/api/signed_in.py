"""Who is asking: the person behind a request's cookie, as FastAPI dependencies."""

from typing import Annotated

from fastapi import Depends, Request

from db.tables import User
from proctor_core.api.cookies import COOKIE_NAME
from proctor_core.api.parts import ApiParts
from proctor_core.domain.roles import Role
from proctor_core.errors import NotAllowed, NotSignedIn


def parts_of(request: Request) -> ApiParts:
    """The services that this API was built with."""
    return request.app.state.parts


Parts = Annotated[ApiParts, Depends(parts_of)]


def person_of(request: Request, parts: Parts) -> User:
    """The signed-in person; looked up at each request, so that a sign-out holds at once.

    Raises:
        NotSignedIn: no cookie, a wrong signature, an ended or revoked sign-in.
    """
    token = parts.cookies.read(request.cookies.get(COOKIE_NAME))
    person = parts.accounts.person_of(token) if token else None
    if person is None:
        raise NotSignedIn("expected a signed-in person, got none")
    return person


Person = Annotated[User, Depends(person_of)]


def taker_of(person: Person) -> User:
    """The signed-in taker.

    Raises:
        NotAllowed: somebody of another role.
    """
    if person.role is not Role.TAKER:
        raise NotAllowed("only a taker may do this")
    return person


Taker = Annotated[User, Depends(taker_of)]
