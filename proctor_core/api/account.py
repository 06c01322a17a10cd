"""Sign-in and sign-out: plain pages and POST routes on the same origin, which set and take the cookie."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from proctor_core.api.cookies import COOKIE_NAME
from proctor_core.api.local_path import HOME, local_path
from proctor_core.api.parts import ApiParts
from proctor_core.api.problems import status_of
from proctor_core.api.signed_in import Parts, parts_of
from proctor_core.domain.roles import Role
from proctor_core.errors import NotAllowed, ProctorError

TEMPLATES = Jinja2Templates(directory=Path(__file__).parent / "templates")
LOOPBACK_CLIENTS = frozenset({"127.0.0.1", "::1"})
SEE_OTHER = 303
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class DemoRole:
    """One button of the demo's sign-in page."""

    role: Role
    label: str
    try_this: str


@dataclass(frozen=True, slots=True)
class AccountTexts:
    """The sentences of the sign-in and sign-out pages; `pages/texts.py` holds them."""

    product: str
    what_it_is: str
    name: str
    password: str
    sign_in: str
    wrong: str
    demo_title: str
    demo_banner: str
    demo_roles: tuple[DemoRole, ...]
    demo_refused: str
    sign_out: str
    sign_out_question: str


router = APIRouter()


def create_account_pages(parts: ApiParts, texts: AccountTexts) -> FastAPI:
    """The application that `app.py` mounts under /account."""
    account = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    account.state.parts, account.state.texts = parts, texts
    account.include_router(router)
    account.add_exception_handler(ProctorError, _say)
    return account


@router.get("/login")
def show_sign_in(request: Request, next: str = HOME) -> Response:
    """The sign-in page."""
    return _sign_in_page(request, local_path(next))


@router.post("/login")
def sign_in(
    request: Request,
    parts: Parts,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HOME,
) -> Response:
    """Sign in by name and password; whatever is not right is answered by the same page."""
    _refuse_other_origins(request)
    try:
        # No database takes a NUL, and no account's name has one.
        token = parts.accounts.sign_in(name.replace("\0", "")[:LONGEST_NAME], password)
    except NotAllowed:
        return _sign_in_page(request, local_path(next), said=_texts(request).wrong, status=401)
    return _welcome(parts, token, local_path(next))


@router.post("/demo")
def sign_in_to_demo(request: Request, parts: Parts, role: Annotated[Role, Form()]) -> Response:
    """Sign in as the demo person of a role, without a password."""
    _refuse_other_origins(request)
    if not _offers_demo(request, parts):
        return _sign_in_page(request, HOME, said=_texts(request).demo_refused, status=403)
    return _welcome(parts, parts.accounts.demo_sign_in(role), HOME)


@router.get("/logout")
def ask_to_sign_out(request: Request, parts: Parts) -> Response:
    """Sign out, or ask first: a link on our own page is enough, one on somebody else's page must not sign people out."""
    if request.headers.get("sec-fetch-site") == "same-origin":
        return _signed_out(request, parts)
    return TEMPLATES.TemplateResponse(request, "sign_out.html", {"texts": _texts(request)})


@router.post("/logout")
def sign_out(request: Request, parts: Parts) -> Response:
    """Sign out."""
    _refuse_other_origins(request)
    return _signed_out(request, parts)


def _sign_in_page(request: Request, next_path: str, *, said: str = "", status: int = 200) -> Response:
    is_demo = _offers_demo(request, parts_of(request))
    context = {"texts": _texts(request), "next": next_path, "said": said, "is_demo": is_demo}
    return TEMPLATES.TemplateResponse(request, "sign_in.html", context, status_code=status)


def _welcome(parts: ApiParts, token: str, next_path: str) -> Response:
    response = RedirectResponse(next_path, status_code=SEE_OTHER)
    parts.cookies.set_on(response, token)
    return response


def _signed_out(request: Request, parts: ApiParts) -> Response:
    token = parts.cookies.read(request.cookies.get(COOKIE_NAME))
    if token:
        parts.accounts.sign_out(token)
    response = RedirectResponse("/account/login", status_code=SEE_OTHER)
    parts.cookies.clear_on(response)
    return response


async def _say(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProctorError)
    return _sign_in_page(request, HOME, said=str(error), status=status_of(error))


def _texts(request: Request) -> AccountTexts:
    return request.app.state.texts


def _offers_demo(request: Request, parts: ApiParts) -> bool:
    """Demo accounts need no password, so they are for this machine alone, whatever address the server was started on."""
    client = request.client.host if request.client else ""
    is_forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return client in LOOPBACK_CLIENTS and not is_forwarded and parts.is_demo()


def _refuse_other_origins(request: Request) -> None:
    """A form of another site can't sign anybody in or out.

    Raises:
        NotAllowed: the browser says that the form came from another origin.
    """
    origin = request.headers.get("origin")
    is_from_elsewhere = request.headers.get("sec-fetch-site") in ("cross-site", "same-site")
    # "null" is what a sandboxed frame of any site sends.
    if is_from_elsewhere or (origin and origin.split("//", 1)[-1] != request.headers.get("host")):
        raise NotAllowed("this form came from another site")
