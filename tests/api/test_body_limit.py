"""Bodies that are too large, that lie, or that do not come: each is answered, and none is waited for for ever."""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.types import Message, Receive, Scope, Send

from proctor_core.api import body_limit
from proctor_core.api.body_limit import BodyLimit
from proctor_core.domain.token_scope import TokenScope
from tests.support.web_world import HOST, WebWorld


def run(
    app: object, pieces: Iterator[bytes | None], path: str = "/x", **headers: str
) -> tuple[int, dict[bytes, bytes]]:
    """The answer to a body in pieces; None: nothing more comes."""
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "path": path, "headers": given, "scheme": "http", "query_string": b""}
    scope |= {
        "raw_path": path.encode(),
        "root_path": "",
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8501),
    }
    started: list[Message] = []

    async def receive() -> Message:
        piece = next(pieces)
        if piece is None:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(message: Message) -> None:
        started.append(message)

    asyncio.run(app(scope, receive, send))  # pyright: ignore[reportCallIssue]
    return started[0]["status"], dict(started[0]["headers"])


async def reads_it_all(_scope: Scope, receive: Receive, send: Send) -> None:
    """As FastAPI does: whatever goes wrong with a body is a 400."""
    status = 200
    try:
        while (await receive()).get("more_body"):
            pass
    except body_limit.BodyRefused:
        status = 400
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_a_body_that_stops_coming_is_answered_and_its_connection_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_limit, "PIECE_S", 0.05)
    status, headers = run(BodyLimit(reads_it_all), iter([b"x", None]))
    assert (status, headers[b"connection"]) == (408, b"close")


def test_a_body_that_comes_byte_by_byte_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_limit, "WHOLE_S", 0.0)
    assert run(BodyLimit(reads_it_all), iter([b"x", None]))[0] == 408


def test_a_body_that_lies_about_its_size_is_too_large() -> None:
    assert run(BodyLimit(reads_it_all, largest=10), iter([b"x" * 8] * 5), content_length="4")[0] == 413


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "1_0", "", "1e3", "0x10", "11"])
def test_a_length_that_is_none_is_refused(length: str) -> None:
    assert run(BodyLimit(reads_it_all, largest=10), iter([b""]), content_length=length)[0] == 413


def test_a_form_without_an_end_signs_nobody_in(world: WebWorld) -> None:
    assert world.ask("POST", "/account/login", form={"name": "x" * 70_000}).status_code == 413


@pytest.mark.parametrize("path", ["/api/surveys", "/api/health", "/api/proctor/heartbeat/", "/api/no/such"])
@pytest.mark.parametrize("declares", [True, False])
def test_a_large_body_of_whoever_is_not_signed_in_is_refused_before_it_is_read(
    world: WebWorld, path: str, declares: bool
) -> None:
    def pieces() -> Iterator[bytes | None]:
        for number in range(9):
            assert number < 2, "it goes on reading"
            yield b"[" * 60_000

    host = {"host": HOST.removeprefix("http://"), "content_type": "application/json"}
    given = host | ({"content_length": "7000000"} if declares else {"transfer_encoding": "chunked"})
    for cookie in ({}, {"cookie": "proctor_sign_in=made.up"}):
        status, headers = run(world.app, pieces(), path=path, **given, **cookie)
        assert (status, headers[b"connection"]) == (401, b"close")


def test_a_body_of_millions_of_values_is_refused_before_they_are_taken_apart(
    world: WebWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {
        "authorization": f"Bearer {world.token(TokenScope.SERVICE)}",
        "content-type": "application/json",
    }

    def many(*_: object) -> None:
        raise AssertionError("taken apart")

    assert world.ask("POST", "/api/surveys", headers=headers, content=b"[" + b"1," * 90_000 + b"1]").status_code == 422
    monkeypatch.setattr("proctor_core.api.storable_request.json_of", many)
    answer = world.ask("POST", "/api/surveys", headers=headers, content=b"[" + b"1," * 3_000_000 + b"1]")
    assert (answer.status_code, answer.json()["field"]) == (413, "body")
    assert "values" in answer.json()["detail"]
