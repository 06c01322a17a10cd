"""ASGI middleware: the security headers of every answer, as far as Streamlit works under them.

Streamlit sets inline styles and scripts, evaluates code for charts, and loads components from blobs; what it does not need
is closed: other origins, plugins, frames on other sites. Account pages have no script at all.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# streamlit-webrtc's component runs in a frame of this origin, so frames and camera are allowed for ourselves.
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Frame-Options": "SAMEORIGIN",
}
PAGES = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob: mediastream:; connect-src 'self'; "
    "worker-src 'self' blob:; frame-src 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
)
ACCOUNT = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


class SecurityHeaders:
    """Adds what an answer does not say itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_account = scope["path"].startswith("/account")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), is_account)
            await send(message)

        await self._app(scope, receive, with_headers)


def _add(headers: MutableHeaders, is_account: bool) -> None:
    for name, value in EVERYWHERE.items():
        headers.setdefault(name, value)
    # The address of an invitation is a secret for other origins; "no-referrer" would make browsers post forms as from "null".
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Content-Security-Policy", ACCOUNT if is_account else PAGES)
    if is_account:
        headers.setdefault("Cache-Control", "no-store")
