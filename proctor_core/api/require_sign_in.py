"""ASGI middleware: whoever asks for a page without being signed in is sent to the sign-in page first.

It only spares people an empty page; what decides is that every page and every service asks for the role itself.
"""

import asyncio
import logging
from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from proctor_core.api.account_forms import AccountTexts
from proctor_core.api.away_page import away_page
from proctor_core.api.cookies import COOKIE_NAME
from proctor_core.errors import Unavailable
from proctor_core.services.outage.away import PERHAPS_UNAVAILABLE, away_of

log = logging.getLogger(__name__)

# Streamlit's own assets and sockets, and our own routes, which answer for themselves.
OPEN_PREFIXES = ("/account", "/api", "/_stcore", "/static", "/media", "/component", "/favicon", "/manifest", "/robots")


class RequireSignIn:
    """Redirects page requests without a valid cookie to `/account/login?next=...`."""

    def __init__(self, app: ASGIApp, is_signed_in: Callable[[str | None], bool], texts: AccountTexts) -> None:
        self._app = app
        self._is_signed_in = is_signed_in
        self._texts = texts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer with the redirect; while nobody can say who is signed in, with a 503."""
        if scope["type"] != "http" or scope["path"].startswith(OPEN_PREFIXES):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            is_signed_in = await asyncio.to_thread(self._is_signed_in, request.cookies.get(COOKIE_NAME))
        except (*PERHAPS_UNAVAILABLE, Unavailable) as error:
            away = away_of(error)
            if away is None:
                raise
            log.error("database or disk is away: %s", type(error).__name__)
            await away_page(request, self._texts, away)(scope, receive, send)
            return
        if is_signed_in:
            await self._app(scope, receive, send)
            return
        wanted = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
        await RedirectResponse(f"/account/login?next={quote(wanted)}", status_code=303)(scope, receive, send)
