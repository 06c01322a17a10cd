"""The HTTP side over a watched world: requests go straight into the ASGI applications, as a browser would send them."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from pydantic import SecretStr
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from db.engine import transaction
from db.tables import ExternalPerson, User
from pages.texts_account import ACCOUNT_TEXTS
from proctor_core.api.account import create_account_pages
from proctor_core.api.cookies import COOKIE_NAME, CookieSigner
from proctor_core.api.form_token import FORM_COOKIE, form_token
from proctor_core.api.page_guard import PageGuard
from proctor_core.api.parts import ApiParts
from proctor_core.api.rate_limits import Rates
from proctor_core.api.require_sign_in import RequireSignIn
from proctor_core.api.security_headers import SecurityHeaders
from proctor_core.api.server import create_api
from proctor_core.domain.health import HealthReport, PartHealth, PartName, PartState
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from proctor_core.monitoring.clients.picture_look import PictureLook
from proctor_core.monitoring.composition import compose_clients
from proctor_core.services.composition import ServiceSettings
from proctor_core.services.recordings.upload_admission import UploadLimits
from tests.support.monitor_world import MonitorWorld
from tests.support.session_world import PASSWORD

BROWSER = "this browser"
LARGEST_UPLOAD = 50_000_000
HOST = "http://127.0.0.1:8501"


class WebWorld(MonitorWorld):
    """Routes, middleware and a stand-in for Streamlit's pages, built as `app.py` does."""

    def __init__(self, engine: Engine, folder: Path, *, rate: int = 10_000, cors_origins: tuple[str, ...] = ()) -> None:
        super().__init__(engine, folder)
        self.cookies = CookieSigner(SecretStr("k" * 40), is_secure=False, max_age_s=3600)
        self.people, self.tokens = self.services.accounts.people, self.services.accounts.tokens
        self.platforms, self.platform_surveys = self.services.platforms.platforms, self.services.platforms.surveys
        self.responses, self.uploads = self.services.reviewing.responses, self.services.recordings.uploads
        well = PartHealth(PartName.WRITER, PartState.WELL, ("0 writes waiting",))
        self.health = HealthReport(self.clock(), (well,), None, None)
        self.looks = PictureLook(lambda: self.observer)  # pyright: ignore[reportArgumentType]
        self.parts = ApiParts(
            services=self.services,
            monitoring=self.monitoring,
            clients=compose_clients(self.services, self.looks),
            health=lambda: self.health,
            cookies=self.cookies,
            version="0.test",
            steady_s=self.clock.steady_s,
            rates=Rates(per_token=rate, refused=rate),
            cors_origins=cors_origins,
        )
        self.app = self.new_application()

    def settings(self, folder: Path) -> ServiceSettings:
        """With smaller uploads, and whoever is told of them."""
        self.announced: list[UUID] = []
        limits = UploadLimits(largest=LARGEST_UPLOAD)
        return replace(super().settings(folder), uploads=limits, announce=self.announced.append)

    def new_application(self) -> Starlette:
        """Routes that know nothing yet, as after a start of the process."""
        return Starlette(
            routes=[
                Mount("/api", create_api(self.parts)),
                Mount("/account", create_account_pages(self.parts, ACCOUNT_TEXTS)),
                WebSocketRoute("/_stcore/stream", _stream),
                Route("/{path:path}", _page, methods=["GET", "PUT", "DELETE"]),
            ],
            middleware=[
                Middleware(SecurityHeaders),
                Middleware(PageGuard, is_signed_in=self.is_signed_in),
                Middleware(RequireSignIn, is_signed_in=self.is_signed_in, texts=ACCOUNT_TEXTS),
            ],
        )

    def is_signed_in(self, cookie: str | None) -> bool:
        token = self.cookies.read(cookie)
        return token is not None and self.accounts.person_of(token) is not None

    def add_demo_people(self) -> None:
        for role in Role:
            self.accounts.create_user(None, f"demo {role}", f"Demo {role}", role, None, is_demo=True)

    def cookie_of(self, person: User) -> str:
        """The value of the cookie that a sign-in gives this person."""
        return self.cookies.sign(self.accounts.sign_in(person.name, PASSWORD))

    def token(self, scope: TokenScope, person: User | None = None, name: str = "quiz.example") -> str:
        """A token that an administrator made."""
        person_id = person.id if person else None
        return self.tokens.issue(self.administrator, name, scope, timedelta(days=1), person_id).token

    def session_token(self, session_id: UUID) -> str:
        """A token for one session, as a platform gets it; the taker becomes one of the platform's people."""
        platform = self.tokens.caller_of(self.token(TokenScope.SERVICE))
        assert platform is not None
        assert platform.token is not None
        taker_id = self.stored(session_id).taker_id
        if not self.rows(ExternalPerson, user_id=taker_id):
            known = ExternalPerson(
                platform="quiz.example", external_id=str(taker_id), user_id=taker_id, created_at=self.clock()
            )
            with transaction(self.engine) as db:
                db.add(known)
        return self.platforms.session_token(platform.token, session_id, timedelta(hours=1)).token

    def ask(
        self,
        method: str,
        path: str,
        *,
        as_person: User | None = None,
        cookie: str | None = None,
        client: str = "127.0.0.1",
        form: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """One request; redirects are not followed. A POST carries the token of the form that this browser was shown, unless it
        has a body of its own: `json`, or `content` as it is."""
        value = self.cookie_of(as_person) if as_person else cookie
        cookies = ([f"{COOKIE_NAME}={value}"] if value else []) + [f"{FORM_COOKIE}={BROWSER}"]
        sent = {"cookie": "; ".join(cookies), **(headers or {})}
        if method == "POST" and json is None and content is None:
            form = {"form_token": form_token(self.cookies, BROWSER), **(form or {})}

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(client, 50000))
            async with httpx.AsyncClient(transport=transport, base_url=HOST) as browser:
                data = dict(form) if form else None
                return await browser.request(method, path, data=data, json=json, content=content, headers=sent)

        return asyncio.run(send())


async def _page(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"page {request.url.path}")


async def _stream(socket: WebSocket) -> None:
    """Stands in for Streamlit: says which Origin it was shown."""
    await socket.accept()
    await socket.send_text(socket.headers.get("origin", "no origin"))
    await socket.close()
