"""Two hundred files and requests that no honest recorder sends: each refused with 4xx, and nothing of it left on the disk."""

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest

from db.tables import RecordingUpload, SessionRecording
from tests.support.hostile_videos import NAMES, hostile_files
from tests.support.uploading import PATH, TUS, TusClient, metadata, recorded_session
from tests.support.web_world import LARGEST_UPLOAD, WebWorld

FORM = {"content-type": "multipart/form-data; boundary=b"}
FOUR_GB = 4 << 30


@pytest.fixture
def client(world: WebWorld) -> TusClient:
    return TusClient(world, world.session_token(recorded_session(world)))


def form(name: str, content: bytes, end: bytes = b"\r\n--b--\r\n") -> bytes:
    head = f'--b\r\ncontent-disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode(errors="replace")
    return head + content + end


def sent_in_parts(client: TusClient, content: bytes) -> httpx.Response:
    begun = client.begin(len(content))
    return begun if begun.is_error else client.patch(begun.headers["location"], 0, content)


def hostile_requests(client: TusClient) -> Iterator[tuple[str, httpx.Response]]:
    for number, (what, content) in enumerate(hostile_files()):
        way = ("whole", "in parts", "in a form")[number % 3]
        if way == "whole":
            yield f"{what}, {way}", client.ask("POST", PATH, {"content-type": "video/webm"}, content=content)
        elif way == "in parts":
            yield f"{what}, {way}", sent_in_parts(client, content)
        else:
            yield f"{what}, {way}", client.ask("POST", PATH, FORM, content=form("a.webm", content))
    for name in NAMES:
        yield f"the name {name[:20]!r}", client.ask("POST", PATH, FORM, content=form(name, b"no video"))
        yield f"the id {name[:20]!r}", client.begin(1, metadata(session_id=name))
    yield from empty_and_endless(client)
    yield from broken_forms(client)


def empty_and_endless(client: TusClient) -> Iterator[tuple[str, httpx.Response]]:
    yield "0 bytes", client.ask("POST", PATH, {"content-type": "video/webm"}, content=b"")
    yield "0 bytes in a form", client.ask("POST", PATH, FORM, content=form("a.webm", b""))
    yield "0 bytes in parts", client.begin(0)
    yield "4 GB declared", client.begin(FOUR_GB)
    long = {"content-type": "video/webm", "content-length": str(FOUR_GB)}
    yield "4 GB declared for a whole file", client.ask("POST", PATH, long, content=b"x")
    yield "4 GB declared for a form", client.ask("POST", PATH, {**FORM, **long, **FORM}, content=form("a", b"x"))
    yield "one byte too much declared", client.begin(LARGEST_UPLOAD + 1)
    for length in ("-5", "1.5", "0x10", "1e9", "nan", ""):
        yield f"a length of {length!r}", client.ask("POST", PATH, {**TUS, "upload-length": length})
    for second in ("nan", "inf", "-1", "1e30", "x"):
        yield f"from second {second}", client.begin(10, metadata(started_s=second))


def broken_forms(client: TusClient) -> Iterator[tuple[str, httpx.Response]]:
    two = form("a", b"x", b"\r\n") + form("b", b"y")
    many = b"".join(b'--b\r\ncontent-disposition: form-data; name="n"\r\n\r\nx\r\n' for _ in range(50)) + b"--b--\r\n"
    wide = b'--b\r\ncontent-disposition: form-data; name="n"\r\n\r\n' + b"x" * 100_000 + b"\r\n--b--\r\n"
    for what, body in {"two files": two, "many fields": many, "a wide field": wide, "no form": b"x" * 99}.items():
        yield f"a form of {what}", client.ask("POST", PATH, FORM, content=body)
    yield "a form without a boundary", client.ask("POST", PATH, {"content-type": "multipart/form-data"}, content=two)
    yield "JSON", client.ask("POST", PATH, {"content-type": "application/json"}, content=b"{}")
    yield "no base64", client.begin(10, "session_id ***")


@pytest.mark.slow
def test_each_is_refused_and_nothing_is_left(world: WebWorld, client: TusClient) -> None:
    kept = {path for path in world.folder.rglob("*") if path.is_file()}
    answers = 0
    for what, answer in hostile_requests(client):
        answers += 1
        assert 400 <= answer.status_code < 500, f"{what}: {answer.status_code} {answer.text[:200]}"
        assert answer.headers["content-type"] == "application/problem+json", what
        left = [row for row in world.rows(RecordingUpload) if row.length != 1]
        assert not left, f"{what}: {left}"
        now = {path for path in world.folder.rglob("*") if path.is_file() and ".sqlite3" not in path.name}
        assert now <= kept, f"{what}: {now - kept}"
    assert answers >= 200
    assert world.rows(SessionRecording) == []


def test_the_id_of_nobody_is_told_by_no_detail(client: TusClient) -> None:
    unknown = client.begin(10, metadata(session_id=UUID(int=7)))
    assert (unknown.status_code, "detail" in unknown.json()) == (404, False)
