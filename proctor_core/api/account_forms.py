"""What the account pages share: their sentences, drawing a page with its form token, and who may post a form."""

from dataclasses import dataclass, fields, replace
from pathlib import Path

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from proctor_core.api.browser_name import browser_name
from proctor_core.api.form_token import form_secret, form_token, is_own_form, set_form_cookie
from proctor_core.api.given import Entry
from proctor_core.api.page_guard import is_own_origin
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.domain.roles import Role
from proctor_core.errors import NotAllowed, OldForm
from proctor_core.language.marking import Message, PluralMessage
from proctor_core.language.tags import accepted_languages, best_language
from proctor_core.language.translation import Translator, translator_of
from proctor_core.services.accounts.sign_in_throttle import SignInOrigin

TEMPLATES = Jinja2Templates(directory=Path(__file__).parent / "templates")
SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class DemoRole:
    """One button of the demo's sign-in page."""

    role: Role
    label: str
    try_this: str


@dataclass(frozen=True, slots=True)
class AccountTexts:
    """The sentences of the account pages; `pages/texts_account.py` holds them."""

    product: str
    what_it_is: str
    name: str
    password: str
    sign_in: str
    wrong: str
    too_many: PluralMessage
    old_form: str
    demo_title: str
    demo_banner: str
    demo_roles: tuple[DemoRole, ...]
    demo_refused: str
    sign_out: str
    sign_out_question: str
    invitation_title: str
    invitation_lead: str
    new_password: str
    again: str
    set_password: str
    not_the_same: str
    password_rule: PluralMessage
    link_over: str
    away: str
    no_room: str


def texts_of(request: Request) -> AccountTexts:
    """The sentences that the account pages were built with, in the language of the browser that asks."""
    return in_language(request.app.state.texts, browsers_language(request))


def browsers_language(request: Request) -> Translator:
    """By Accept-Language; before a sign-in nobody knows which language the person keeps."""
    return translator_of(best_language(accepted_languages(request.headers.get("accept-language", ""))))


def in_language(texts: AccountTexts, says: Translator) -> AccountTexts:
    """The same sentences in another language; the product's name stays."""
    given = {field.name: getattr(texts, field.name) for field in fields(texts)}
    translated = {name: says.translated(one) for name, one in given.items() if isinstance(one, Message | PluralMessage)}
    demo_roles = tuple(
        DemoRole(one.role, says.gettext(one.label), says.gettext(one.try_this)) for one in texts.demo_roles
    )
    return replace(texts, **translated, demo_roles=demo_roles)


def account_page(request: Request, entry: Entry, template: str, *, status: int = 200, **context: object) -> Response:
    """Draw a page; every form in it carries the token of this browser."""
    secret = form_secret(request)
    given = {
        "texts": texts_of(request),
        "says": browsers_language(request),
        "form_token": form_token(entry.cookies, secret),
        **context,
    }
    page = TEMPLATES.TemplateResponse(request, template, given, status_code=status)
    set_form_cookie(request, entry.cookies, page, secret)
    return page


def welcome(request: Request, entry: Entry, token: str, path: str) -> Response:
    """Lead on with the sign-in cookie; what this browser was signed in as before ends, since it has one cookie."""
    before = entry.cookies.token_in(request.cookies)
    if before is not None:
        entry.accounts.sign_out(before)
    response = RedirectResponse(path, status_code=SEE_OTHER)
    entry.cookies.set_on(response, token, request.url.scheme)
    return response


def origin_of(request: Request) -> SignInOrigin:
    """Where a request comes from; behind a trusted proxy the server has put the client's own address in."""
    address = request.client.host if request.client else ""
    return SignInOrigin(address, browser_name(request.headers.get("user-agent", "")))


def require_own_form(request: Request, entry: Entry, given: str) -> None:
    """A form of another site, or of none, does nothing here.

    Raises:
        NotAllowed: the browser says that the form came from another origin.
        OldForm: its token is missing, too old, or another browser's.
    """
    is_from_elsewhere = request.headers.get("sec-fetch-site") in ("cross-site", "same-site")
    # "null" is what a sandboxed frame of any site sends.
    if is_from_elsewhere or not is_own_origin(request):
        raise NotAllowed(CallerRefusal.FORM_OF_ANOTHER_SITE)
    if not is_own_form(request, entry.cookies, given):
        raise OldForm(CallerRefusal.OLD_FORM)
