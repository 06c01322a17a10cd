"""What a page sends along when it changes something through the API: a token made from its own sign-in.

A script of another origin can make a browser send the cookie, but can't read this token; a bearer token needs none of it.
"""

import hmac

from fastapi import Request

from proctor_core.api.cookies import CookieSigner
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.errors import OldForm

HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FOREIGN = frozenset({"cross-site", "same-site"})


def require_csrf(request: Request, cookies: CookieSigner, sign_in_token: str) -> None:
    """Let a change pass only from a page of ours.

    Raises:
        OldForm: the token is missing or another sign-in's, or the browser says that another site asks.
    """
    if request.method in SAFE:
        return
    given = request.headers.get(HEADER, "")
    is_ours = hmac.compare_digest(given.encode(), cookies.csrf_token(sign_in_token).encode())
    if not is_ours or request.headers.get("sec-fetch-site") in FOREIGN:
        raise OldForm(CallerRefusal.NO_CSRF_TOKEN, header=HEADER)
