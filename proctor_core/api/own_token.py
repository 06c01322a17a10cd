"""What a page of ours needs before it changes something through the API: the token that no other site can read."""

from fastapi import APIRouter, Request
from pydantic import BaseModel

from proctor_core.api.described import open_problems
from proctor_core.api.given import SomeEntry
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.errors import NotSignedIn

router = APIRouter(tags=["sign-in"])


class CsrfToken(BaseModel):
    """To be sent as X-CSRF-Token."""

    csrf_token: str


@router.get("/csrf", responses=open_problems(401), openapi_extra={"security": [{"page": list[str]()}]})
def read_csrf_token(request: Request, entry: SomeEntry) -> CsrfToken:
    """The CSRF token of the signed-in page; whoever uses a bearer token needs none."""
    sign_in = entry.cookies.token_in(request.cookies)
    if sign_in is None or entry.accounts.person_of(sign_in) is None:
        raise NotSignedIn(CallerRefusal.NO_PAGE)
    return CsrfToken(csrf_token=entry.cookies.csrf_token(sign_in))
