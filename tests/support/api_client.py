"""The client that platforms use, over a world's application without a socket."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
from survey_proctor import Connection

from tests.support.web_world import HOST, WebWorld

Kind = TypeVar("Kind", bound=Connection)


class IntoApplication(httpx.BaseTransport):
    """Sends a synchronous client's requests into an ASGI application."""

    def __init__(self, world: WebWorld) -> None:
        self._asgi = httpx.ASGITransport(world.app, client=("127.0.0.1", 50_000), raise_app_exceptions=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()

        async def send() -> httpx.Response:
            answer = await self._asgi.handle_async_request(request)
            content = await answer.aread()
            return httpx.Response(answer.status_code, headers=answer.headers, content=content)

        return asyncio.run(send())


def browser(world: WebWorld) -> httpx.Client:
    """A client of the world's application."""
    return httpx.Client(transport=IntoApplication(world), base_url=HOST)


def connected(kind: Callable[..., Kind], world: WebWorld, token: str, *args: Any) -> Kind:
    """A client with this token; when the server asks for patience, the world's clock moves."""

    def wait(seconds: float) -> None:
        world.clock.pass_time(seconds)

    return kind(HOST, token, *args, http=browser(world), sleep=wait)
