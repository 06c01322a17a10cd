"""Double submit: a form of the account pages carries what the browser's own cookie says, signed: no other site can make one."""

import secrets

from fastapi import Request, Response
from itsdangerous import BadSignature

from proctor_core.api.cookies import CookieSigner

FORM_COOKIE = "proctor_form"
FIELD = "form_token"
LASTS_S = 12 * 3600


def form_secret(request: Request) -> str:
    """The browser's own random value; a new one when it has none."""
    return request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)


def form_token(cookies: CookieSigner, secret: str) -> str:
    """The hidden field's value for this browser."""
    return cookies.serializer_for_forms.dumps(secret)


def set_form_cookie(request: Request, cookies: CookieSigner, response: Response, secret: str) -> None:
    """Keep the value in the browser, out of reach for scripts and other sites."""
    if request.cookies.get(FORM_COOKIE) != secret:
        is_secure = cookies.is_secure_for(request.url.scheme)
        response.set_cookie(FORM_COOKIE, secret, httponly=True, samesite="lax", secure=is_secure, path="/account")


def is_own_form(request: Request, cookies: CookieSigner, given: str) -> bool:
    """Whether a form came from a page that this browser was given within the last hours."""
    try:
        signed = cookies.serializer_for_forms.loads(given, max_age=LASTS_S)
    except BadSignature:
        return False
    secret = request.cookies.get(FORM_COOKIE, "")
    return bool(secret) and isinstance(signed, str) and secrets.compare_digest(signed.encode(), secret.encode())
