"""A client of tus 1.0 that does what a test tells it, part by part."""

import asyncio
from base64 import b64encode
from collections.abc import MutableMapping
from hashlib import sha1
from uuid import UUID

import httpx

from db.engine import transaction
from db.tables import SurveySession
from proctor_core.domain.consent import Purpose
from proctor_core.services.taking.consents import ConsentText, record_consents
from tests.support.api_client import browser
from tests.support.session_world import SessionWorld
from tests.support.web_world import WebWorld

PATH = "/api/proctor/upload-recording"
TUS = {"tus-resumable": "1.0.0"}
OFFSET_STREAM = {"content-type": "application/offset+octet-stream"}


def recorded_session(world: SessionWorld) -> UUID:
    """A session that has begun, whose taker agreed to being recorded."""
    session = world.in_progress()
    say_to_recording(world, session.id, is_given=True)
    return session.id


def say_to_recording(world: SessionWorld, session_id: UUID, *, is_given: bool) -> None:
    """The taker's yes or no to a recording."""
    text = ConsentText(Purpose.RECORDING, "1", "0" * 64)
    with transaction(world.engine) as db:
        session = db.get_one(SurveySession, session_id)
        record_consents(db, session, [text], world.clock(), is_given=is_given)


class TusClient:
    """Sends with one token."""

    def __init__(self, world: WebWorld, token: str) -> None:
        self._world = world
        self._http = browser(world)
        self.headers = {"authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **body: object) -> httpx.Response:
        return self._http.request(method, path, headers={**self.headers, **(headers or {})}, **body)  # pyright: ignore[reportArgumentType]

    def begin(self, length: int, metadata: str = "", path: str = f"{PATH}/", **headers: str) -> httpx.Response:
        said = {**TUS, "upload-length": str(length), "upload-metadata": metadata}
        return self.ask("POST", path, {**said, **headers})

    def begun(self, length: int, metadata: str = "") -> str:
        answer = self.begin(length, metadata)
        assert answer.status_code == 201, answer.text
        return answer.headers["location"]

    def patch(self, where: str, offset: int, content: bytes, **headers: str) -> httpx.Response:
        sent = {**TUS, **OFFSET_STREAM, "upload-offset": str(offset), **headers}
        return self.ask("PATCH", where, sent, content=content)

    def offset(self, where: str) -> int:
        answer = self.ask("HEAD", where, TUS)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["upload-offset"])

    def cut_off(self, where: str, offset: int, content: bytes, **headers: str) -> None:
        """A part of which only `content` comes before the line goes dead."""
        said = {**self.headers, **TUS, **OFFSET_STREAM, "upload-offset": str(offset), **headers}
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "PATCH",
            "path": where,
            "raw_path": where.encode(),
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in said.items()],
            "client": ("127.0.0.1", 50_000),
            "server": ("127.0.0.1", 8501),
            "scheme": "http",
        }
        messages: list[MutableMapping[str, object]] = [
            {"type": "http.request", "body": content, "more_body": True},
            {"type": "http.disconnect"},
        ]

        async def receive() -> MutableMapping[str, object]:
            return messages.pop(0) if len(messages) > 1 else messages[0]

        async def send(_: object) -> None:
            """Nobody hears it."""

        asyncio.run(self._world.app(scope, receive, send))


def checksum(content: bytes) -> str:
    return f"sha1 {b64encode(sha1(content, usedforsecurity=False).digest()).decode()}"


def metadata(**said: object) -> str:
    return ",".join(f"{name} {b64encode(str(value).encode()).decode()}" for name, value in said.items())
