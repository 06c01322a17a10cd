"""Where an invitation leads: the person sets a password and is signed in."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from proctor_core.api.account_forms import account_page, origin_of, require_own_form, texts_of, welcome
from proctor_core.api.given import Entry, SomeEntry
from proctor_core.api.local_path import HOME
from proctor_core.domain.spelling import normal_password
from proctor_core.errors import InvalidInput, NotFound
from proctor_core.services.accounts.passwords import MIN_PASSWORD_LENGTH

router = APIRouter(prefix="/invitation")


@router.get("/{token}")
def show_invitation(token: str, request: Request, entry: SomeEntry) -> Response:
    """The page that asks for a password; looking at it uses nothing up."""
    return _page(request, entry, token)


@router.post("/{token}")
def accept_invitation(
    token: str,
    request: Request,
    entry: SomeEntry,
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Set the password and sign in; what does not fit is said on the same page, and the link still works."""
    require_own_form(request, entry, form_token)
    if normal_password(password) != normal_password(again):
        return _page(request, entry, token, said=texts_of(request).not_the_same, status=422)
    try:
        person = entry.people.set_password(token, password)
    except InvalidInput:
        return _page(request, entry, token, said=_weak(request), status=422)
    except NotFound:
        return _page(request, entry, token)
    return welcome(request, entry, entry.accounts.sign_in_invited(person, origin_of(request)), HOME)


def _page(request: Request, entry: Entry, token: str, *, said: str = "", status: int = 200) -> Response:
    try:
        person = entry.people.invited_person(token)
    except NotFound:
        return account_page(request, entry, "invitation.html", status=404, said=texts_of(request).link_over)
    return account_page(request, entry, "invitation.html", status=status, said=said, person=person, weak=_weak(request))


def _weak(request: Request) -> str:
    return texts_of(request).password_rule.format(least=MIN_PASSWORD_LENGTH)
