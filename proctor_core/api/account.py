"""Sign-in and sign-out: plain pages and POST routes on the same origin, which set and take the cookie."""

import logging
from asyncio import to_thread
from functools import partial
from typing import Annotated

from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response

from proctor_core.api import invitation
from proctor_core.api.account_forms import (
    SEE_OTHER,
    AccountTexts,
    DemoRole,
    account_page,
    browsers_language,
    origin_of,
    require_own_form,
    texts_of,
    welcome,
)
from proctor_core.api.away_page import away_page
from proctor_core.api.body_limit import BodyLimit
from proctor_core.api.given import Entry, SomeEntry, entry_now
from proctor_core.api.lanes import Lanes
from proctor_core.api.local_caller import is_local
from proctor_core.api.local_path import HOME, local_path
from proctor_core.api.parts import ApiParts
from proctor_core.api.problems import status_of
from proctor_core.domain.roles import Role
from proctor_core.domain.spelling import normal_name
from proctor_core.domain.storable import readable
from proctor_core.errors import NotAllowed, OldForm, ProctorError, TooManyTries, Unavailable
from proctor_core.language.sentences import error_sentence
from proctor_core.services.accounts.sign_in_throttle import network_of
from proctor_core.services.outage.away import PERHAPS_UNAVAILABLE, away_of

log = logging.getLogger(__name__)

__all__ = ["AccountTexts", "DemoRole", "create_account_pages"]

LONGEST_NAME = 200
LARGEST_FORM = 64 << 10
"""Bytes; a name, two passwords and an address to go on to."""
HASH_THREADS = 2
FormToken = Annotated[str, Form()]

router = APIRouter()


def create_account_pages(parts: ApiParts, texts: AccountTexts) -> FastAPI:
    """The application that `app.py` mounts under /account."""
    account = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    account.state.parts, account.state.texts = parts, texts
    account.state.sign_in_lanes = Lanes(HASH_THREADS, "sign-in")
    account.include_router(router)
    account.include_router(invitation.router)
    account.add_middleware(BodyLimit, largest=LARGEST_FORM)
    account.add_exception_handler(ProctorError, _say)
    for kind in PERHAPS_UNAVAILABLE:
        account.add_exception_handler(kind, _say_away)
    account.add_exception_handler(RequestValidationError, _say_that_it_does_not_fit)
    return account


@router.get("/login")
def show_sign_in(request: Request, next: str = HOME) -> Response:
    """The sign-in page."""
    return _sign_in_page(request, local_path(next))


@router.post("/login")
async def sign_in(
    request: Request,
    entry: SomeEntry,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HOME,
    form_token: FormToken = "",
) -> Response:
    """Sign in by name and password; whatever is not right is answered by the same page."""
    require_own_form(request, entry, form_token)
    lanes: Lanes = request.app.state.sign_in_lanes
    origin = origin_of(request)
    # What no database takes is in no account's name.
    typed = readable(name)[:LONGEST_NAME]
    try:
        # A hash takes 50 ms of a core: one address has one at a time, whatever it tries.
        work = partial(entry.accounts.sign_in, typed, password, origin)
        token = await lanes.run(network_of(origin.address), normal_name(typed), work)
    except TooManyTries as error:
        said = texts_of(request).too_many.format(seconds=error.wait_s)
        page = await to_thread(_sign_in_page, request, local_path(next), said=said, status=status_of(error))
        page.headers["Retry-After"] = str(error.wait_s)
        return page
    except NotAllowed:
        return await to_thread(_sign_in_page, request, local_path(next), said=texts_of(request).wrong, status=401)
    return await to_thread(welcome, request, entry, token, local_path(next))


@router.post("/demo")
def sign_in_to_demo(
    request: Request, entry: SomeEntry, role: Annotated[Role, Form()], form_token: FormToken = ""
) -> Response:
    """Sign in as the demo person of a role, without a password."""
    require_own_form(request, entry, form_token)
    if not _offers_demo(request, entry):
        return _sign_in_page(request, HOME, said=texts_of(request).demo_refused, status=403)
    return welcome(request, entry, entry.accounts.demo_sign_in(role, origin_of(request)), HOME)


@router.get("/logout")
def ask_to_sign_out(request: Request, entry: SomeEntry) -> Response:
    """Sign out, or ask first: a link on our own page is enough, one on somebody else's page must not sign people out."""
    if request.headers.get("sec-fetch-site") == "same-origin":
        return _signed_out(request, entry)
    return account_page(request, entry, "sign_out.html")


@router.post("/logout")
def sign_out(request: Request, entry: SomeEntry, form_token: FormToken = "") -> Response:
    """Sign out."""
    require_own_form(request, entry, form_token)
    return _signed_out(request, entry)


def _sign_in_page(request: Request, next_path: str, *, said: str = "", status: int = 200) -> Response:
    entry = entry_now(request)
    is_demo = _offers_demo(request, entry)
    return account_page(request, entry, "sign_in.html", status=status, next=next_path, said=said, is_demo=is_demo)


def _signed_out(request: Request, entry: Entry) -> Response:
    token = entry.cookies.token_in(request.cookies)
    if token:
        entry.accounts.sign_out(token)
    response = RedirectResponse("/account/login", status_code=SEE_OTHER)
    entry.cookies.clear_on(response, request.url.scheme)
    return response


async def _say(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProctorError)
    if isinstance(error, Unavailable):
        return away_page(request, texts_of(request), error)
    says = browsers_language(request)
    said = texts_of(request).old_form if isinstance(error, OldForm) else error_sentence(error, says)
    return _sign_in_page(request, HOME, said=said, status=status_of(error))


async def _say_away(request: Request, error: Exception) -> Response:
    away = away_of(error)
    if away is None:
        raise error
    log.error("database or disk is away: %s", away)
    return away_page(request, texts_of(request), away)


async def _say_that_it_does_not_fit(request: Request, _error: Exception) -> Response:
    return _sign_in_page(request, HOME, said=texts_of(request).old_form, status=422)


def _offers_demo(request: Request, entry: Entry) -> bool:
    """Demo accounts need no password, so they are for this machine alone, whatever address the server was started on."""
    return is_local(request) and entry.accounts.has_demo_people()
