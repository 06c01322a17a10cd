"""ASGI entry: REST API under /api, sign-in under /account, Streamlit pages.

`python -m proctor_core serve`, `uvicorn app:app`, `streamlit run app.py` and `python app.py` all serve the same.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount

from pages.components.failure import say_that_it_failed
from pages.components.own_address import never_ask_outside
from pages.texts_account import ACCOUNT_TEXTS
from proctor_core.api.account import create_account_pages
from proctor_core.api.page_guard import PageGuard
from proctor_core.api.require_sign_in import RequireSignIn
from proctor_core.api.security_headers import SecurityHeaders
from proctor_core.api.server import create_api
from proctor_core.bootstrap import application
from proctor_core.monitoring.video.packet_tap import wrap_aiortc
from proctor_core.start.open_files import raise_open_files
from proctor_core.wiring.clock import now

# Absolute, and inside pages/: beside a script, Streamlit serves every file of a folder named `pages` to anybody who knows its
# name. Beside this one there is no such folder, so nothing is discovered.
SCRIPT = Path(__file__).resolve().parent / "pages" / "navigation.py"
# Before the page script imports streamlit-webrtc, and before any browser connects.
wrap_aiortc(now)
never_ask_outside()


def names_no_client(record: logging.LogRecord) -> bool:
    """Drop a line for each socket, which begins with the client's address; Streamlit's level lets them through."""
    return not str(record.msg).startswith(('%s - "WebSocket', "connection "))


def quiet_logs() -> None:
    """Keep people's data out of the log: request paths hold the ids of pictures, WebRTC's messages hold people's addresses."""
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(names_no_client)
    for name in ("streamlit_webrtc", "aiortc", "aioice", "alembic", "huey"):
        logging.getLogger(name).setLevel(logging.WARNING)


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Start the parts with the server and end them with it."""
    quiet_logs()
    raise_open_files()
    parts = application()
    parts.start()
    try:
        yield
    finally:
        parts.stop()


def is_signed_in(cookie: str | None) -> bool:
    """Whether a cookie's value belongs to somebody who is signed in."""
    everybody = application().pages.everybody
    token = everybody.cookies.read(cookie)
    return token is not None and everybody.accounts.person_of(token) is not None


app = st.App(
    SCRIPT,
    lifespan=lifespan,
    on_script_error=say_that_it_failed,
    routes=[
        Mount("/api", create_api(application().api_parts)),
        Mount("/account", create_account_pages(application().api_parts, ACCOUNT_TEXTS)),
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(PageGuard, is_signed_in=is_signed_in),
        Middleware(RequireSignIn, is_signed_in=is_signed_in, texts=ACCOUNT_TEXTS),
    ],
)

if __name__ == "__main__":
    app.run()
