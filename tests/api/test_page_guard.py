"""Who gets to Streamlit: signed-in people of the program's own origin; nothing outside is asked about anybody."""

import asyncio
import threading

import pytest
from sqlalchemy.exc import OperationalError
from starlette.requests import HTTPConnection
from starlette.types import Message, Receive, Scope, Send

from proctor_core.api.cookies import COOKIE_NAME
from proctor_core.api.forwarded_host import ForwardedHost, TrustedProxies
from proctor_core.api.page_guard import is_own_origin
from tests.support.web_world import HOST, WebWorld

STREAM = "/_stcore/stream"


def shake_hands(world: WebWorld, cookie: str | None, **headers: str) -> str:
    """What Streamlit was shown, or the status of the refusal."""
    given = {"host": HOST.removeprefix("http://"), **headers}
    given |= {"cookie": f"{COOKIE_NAME}={cookie}"} if cookie else {}
    scope = {
        "type": "websocket",
        "scheme": "ws",
        "path": STREAM,
        "query_string": b"",
        "client": ("127.0.0.1", 50_000),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "subprotocols": [],
        "extensions": {"websocket.http.response": {}},
    }
    said: list[str] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        if message["type"] in ("websocket.send", "websocket.http.response.start"):
            said.append(str(message.get("text", message.get("status"))))
        elif message["type"] == "websocket.close" and not said:
            said.append("403")

    asyncio.run(world.app(scope, receive, send))
    return said[0]


def test_a_page_of_ours_gets_its_socket_and_streamlit_sees_no_origin_to_ask_about(world: WebWorld) -> None:
    cookie = world.cookie_of(world.taker)
    assert shake_hands(world, cookie, origin=HOST) == "no origin"
    assert shake_hands(world, cookie) == "no origin", "what is no browser names none"


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:8502",
        "http://localhost:8501",
        "http://127.0.0.1:8501.evil.example",
        "http://[::1",
        "ftp://127.0.0.1:8501",
        "null",
        "",
        "127.0.0.1:8501",
        "http://127.0.0.1:99999",
    ],
)
def test_another_origin_is_refused_with_and_without_sign_in(world: WebWorld, origin: str) -> None:
    for cookie in (world.cookie_of(world.taker), None):
        assert shake_hands(world, cookie, origin=origin) == "403"


def test_nobody_gets_a_socket_without_a_sign_in_that_works(world: WebWorld) -> None:
    over = world.cookie_of(world.taker)
    world.accounts.sign_out(world.cookies.read(over) or "")
    for cookie in (None, "made.up", over):
        assert shake_hands(world, cookie, origin=HOST) == "403"
        assert shake_hands(world, cookie) == "403"


def test_the_sign_in_is_looked_up_off_the_event_loop(world: WebWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[bool] = []
    service = type(world.accounts)
    look_up = service.person_of

    def noting(self: object, token: str) -> object:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            threads.append(threading.current_thread() is not threading.main_thread())
        else:
            threads.append(False)
        return look_up(self, token)  # pyright: ignore[reportArgumentType]

    cookie = world.cookie_of(world.taker)
    monkeypatch.setattr(service, "person_of", noting)
    assert shake_hands(world, cookie, origin=HOST) == "no origin"
    assert threads == [True]


def test_while_the_database_is_away_a_stranger_hears_503_and_a_watched_taker_goes_on(
    world: WebWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = world.begun()
    taker, other = world.cookie_of(world.taker), world.cookie_of(world.administrator)
    assert shake_hands(world, taker, origin=HOST) == "no origin"
    world.sessions.session_of(world.taker, session.id)

    def away(*_: object) -> None:
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr("proctor_core.services.accounts.accounts.signed_in_user", away)
    assert shake_hands(world, other, origin=HOST) == "503"
    assert shake_hands(world, taker, origin=HOST) == "no origin"


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics?families=x", "/_stcore/agent/openapi.json", "/auth/login"]
)
def test_streamlits_metrics_and_unused_doors_are_closed_to_everybody(world: WebWorld, path: str) -> None:
    assert world.ask("GET", path).status_code == 404
    assert world.ask("GET", path, as_person=world.administrator).status_code == 404


def test_uploads_and_media_of_streamlit_are_for_signed_in_pages_of_ours(world: WebWorld) -> None:
    upload = "/_stcore/upload_file/a/b"
    assert world.ask("PUT", upload).status_code == 403
    assert world.ask("GET", "/media/x.csv").status_code == 403
    assert world.ask("GET", "/media/x.csv", as_person=world.taker).status_code == 200
    assert world.ask("PUT", upload, as_person=world.taker, headers={"origin": HOST}).status_code == 200
    foreign = world.ask("PUT", upload, as_person=world.taker, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config", "/static/js/main.js", "/component/x/y.js"])
def test_what_holds_nothing_of_anybody_stays_open(world: WebWorld, path: str) -> None:
    assert world.ask("GET", path).status_code == 200


# ---- the public origin ----


def connection(scheme: str, host: str, origin: str | None) -> HTTPConnection:
    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin is not None else [])
    return HTTPConnection({"type": "websocket", "scheme": scheme, "headers": headers})


@pytest.mark.parametrize(
    ("scheme", "host", "origin", "is_own"),
    [
        ("ws", "quiz.example", "http://quiz.example", True),
        ("ws", "quiz.example:80", "http://quiz.example", True),
        ("wss", "quiz.example:443", "https://quiz.example", True),
        ("ws", "QUIZ.example", "https://quiz.example", True),  # a proxy that ends https without saying so
        ("wss", "quiz.example:8443", "https://quiz.example:8443", True),
        ("ws", "[::1]:8501", "http://[::1]:8501", True),
        ("wss", "quiz.example", "http://quiz.example", False),
        ("wss", "quiz.example:8443", "https://quiz.example", False),
        ("ws", "quiz.example", "http://quiz.example.evil.example", False),
        ("ws", "", "http://", False),
    ],
)
def test_an_origin_is_scheme_name_and_port(scheme: str, host: str, origin: str, is_own: bool) -> None:
    assert is_own_origin(connection(scheme, host, origin)) is is_own


def host_seen(trusted: tuple[str, ...], peer: str, *forwarded: str) -> str:
    seen: list[str] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(HTTPConnection(scope).headers["host"])
        assert "x-forwarded-host" not in HTTPConnection(scope).headers

    async def nothing() -> Message:
        return {}

    async def ignore(_: Message) -> None:
        pass

    headers = [(b"host", b"127.0.0.1:8501"), *((b"x-forwarded-host", value.encode()) for value in forwarded)]
    scope = {"type": "websocket", "client": (peer, 40_000), "headers": headers}
    asyncio.run(ForwardedHost(app, TrustedProxies(trusted))(scope, nothing, ignore))
    return seen[0]


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "host"),
    [
        (("10.0.0.2",), "10.0.0.2", ("quiz.example",), "quiz.example"),
        (("10.0.0.0/24",), "10.0.0.9", ("quiz.example",), "quiz.example"),
        (("10.0.0.2",), "::ffff:10.0.0.2", ("quiz.example",), "quiz.example"),
        (("10.0.0.2",), "10.0.0.2", ("evil.example, quiz.example",), "quiz.example"),
        (("10.0.0.2",), "10.0.0.2", ("evil.example", "quiz.example"), "quiz.example"),
        (("10.0.0.2",), "10.0.0.3", ("evil.example",), "127.0.0.1:8501"),
        ((), "127.0.0.1", ("evil.example",), "127.0.0.1:8501"),
        (("*",), "203.0.113.9", ("quiz.example",), "quiz.example"),
        (("10.0.0.2",), "10.0.0.2", (), "127.0.0.1:8501"),
    ],
)
def test_the_public_name_is_a_trusted_proxys_word_alone(
    trusted: tuple[str, ...], peer: str, forwarded: tuple[str, ...], host: str
) -> None:
    assert host_seen(trusted, peer, *forwarded) == host
