"""Whatever stands in a header is answered with what is wrong with it, never with a 500: parsers are fed what they can't take."""

import asyncio
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.engine import open_engine
from proctor_core.api.byte_range import asked_range
from proctor_core.api.uploads.multipart_file import FormFile
from proctor_core.domain.token_scope import TokenScope
from proctor_core.errors import InvalidInput, ProctorError
from tests.support.web_world import HOST, WebWorld

UPLOAD, LOGIN = "/api/proctor/upload-recording/", "/account/login"
LONG = "x" * 300


def answer(
    world: WebWorld, method: str, path: str, headers: Mapping[str, bytes], content: bytes = b""
) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(world.app, client=("127.0.0.1", 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            given = [(name.encode(), value) for name, value in headers.items()]
            return await client.request(method, path, headers=given, content=content)

    return asyncio.run(send())


def multipart(boundary: str) -> bytes:
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="name"\r\n\r\nada\r\n--{boundary}--\r\n'
    return part.encode("latin-1")


@pytest.fixture(scope="module")
def shared_world(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebWorld]:
    """One world for hundreds of requests, none of which changes anything."""
    folder = tmp_path_factory.mktemp("odd")
    shutil.copy(migrated_sqlite, folder / "proctor.sqlite3")
    made = WebWorld(open_engine(f"sqlite:///{folder / 'proctor.sqlite3'}"), folder)
    yield made
    made.close()


KINDS = [
    f"multipart/form-data; boundary={LONG}".encode(),
    b"multipart/form-data; boundary=" + b"y" * 5000,
    b"multipart/form-data",
    b"multipart/form-data; boundary=",
    b'multipart/form-data; boundary="',
    b"multipart/form-data; boundary=\xff\xfe",
    b"multipart/form-data; boundary*=klingon''x",
    b"multipart/form-data; boundary=x; boundary=y",
    b"multipart/form-data;" + b";" * 5000 + b"boundary=x",
    b"application/x-www-form-urlencoded; charset=klingon",
    b"application/json; charset=klingon",
    b"\xff\xfe",
    b"",
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", [UPLOAD, LOGIN, "/api/proctor/verify-initial/", "/api/surveys"])
def test_a_content_type_that_nobody_reads_is_refused(world: WebWorld, path: str, kind: bytes) -> None:
    token = world.token(TokenScope.TAKER, world.taker)
    headers = {"authorization": f"Bearer {token}".encode(), "content-type": kind, "tus-resumable": b"1.0.0"}
    for content in (multipart(LONG), multipart("x"), b"", b"\xff\x00"):
        assert answer(world, "POST", path, headers, content).status_code in range(400, 500)


@pytest.mark.parametrize("length", [256, 257, 300, 70_000])
def test_a_boundary_of_any_length_is_taken_or_refused_by_name(length: int) -> None:
    kind = f"multipart/form-data; boundary={'b' * length}"
    if length <= 256:
        assert FormFile(kind).feed(multipart("b" * length)) == b""
        return
    with pytest.raises(InvalidInput) as refused:
        FormFile(kind)
    assert refused.value.field == "Content-Type"


@given(st.binary(max_size=600))
def test_no_form_makes_the_reader_fail_otherwise(content: bytes) -> None:
    for body in (content, b"--x\r\n" + content, b"--x\r\nContent-Disposition: " + content + b"\r\n\r\nz\r\n--x--"):
        try:
            FormFile("multipart/form-data; boundary=x").feed(body)
        except ProctorError:
            continue


@given(st.binary(max_size=300))
def test_no_content_type_makes_the_reader_fail_otherwise(options: bytes) -> None:
    try:
        FormFile("multipart/form-data; boundary=x; " + options.decode("latin-1"))
        FormFile(options.decode("latin-1"))
    except ProctorError:
        pass


NAMES = (
    *(
        "range",
        "if-range",
        "if-none-match",
        "if-modified-since",
        "if-match",
        "cookie",
        "authorization",
        "host",
        "origin",
    ),
    *("accept", "accept-encoding", "idempotency-key", "x-csrf-token", "content-length", "x-http-method-override"),
    *(
        "forwarded",
        "x-forwarded-for",
        "sec-fetch-site",
        "user-agent",
        "transfer-encoding",
        "expect",
        "content-encoding",
    ),
)
VALUES = [
    b"",
    b"\xff",
    b"x" * 9000,
    b"9" * 5000,
    b"-1",
    b"0x10",
    b"bytes=",
    b"bytes=9-1",
    b"bytes=-",
    b"bytes=" + b"1-2," * 900,
]
VALUES += [
    b"bytes=" + b"9" * 5000 + b"-",
    b"bytes=\xb2-\xb3",
    b"W/",
    b'"',
    b'"\xff"',
    b"=;=;",
    b";" * 900,
    b"a=b; a=c",
    b"a" * 90 + b"=" * 90,
]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(
    "name",
    NAMES,
)
def test_an_odd_value_in_any_header_is_no_fault_of_ours(shared_world: WebWorld, name: str, value: bytes) -> None:
    signed_in = {"cookie": f"proctor_sign_in={shared_world.cookie_of(shared_world.taker)}".encode()}
    recording = f"/api/media/recording/{shared_world.taker.id}"
    for method, path in (("GET", recording), ("GET", "/take_survey"), ("POST", LOGIN), ("POST", "/api/surveys")):
        for base in (signed_in, {}):
            assert answer(shared_world, method, path, {**base, name: value}).status_code < 500


@given(st.text(max_size=60), st.integers(0, 10**12))
def test_no_range_makes_a_player_fail(said: str, size: int) -> None:
    for header in (said, f"bytes={said}-", f"bytes=-{said}", "bytes=" + "9" * 5000 + "-", "bytes=-" + "9" * 5000):
        part = asked_range(header, size)
        assert part is None or 0 <= part.first <= part.last < size


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=80).filter(lambda value: not set(value) & {0, 10, 13}))
def test_no_cookie_and_no_token_makes_a_request_fail(shared_world: WebWorld, value: bytes) -> None:
    for name in ("cookie", "authorization"):
        assert answer(shared_world, "GET", "/api/csrf", {name: value}).status_code == 401
    assert answer(shared_world, "GET", "/", {"cookie": value}).status_code == 303
