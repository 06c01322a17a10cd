"""Recordings in parts by tus 1.0: begun, cut, gone on with, checked, ended, over; and what is kept of them."""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from db.tables import AuditEvent, RecordingAnalysis, RecordingUpload, SessionRecording
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.states import RecordingState
from proctor_core.domain.token_scope import TokenScope
from tests.conftest import BOTH_DATABASES
from tests.support.uploading import PATH, TUS, TusClient, checksum, metadata, recorded_session, say_to_recording
from tests.support.videos import video
from tests.support.web_world import LARGEST_UPLOAD, WebWorld

pytestmark = pytest.mark.slow
on_both_databases = pytest.mark.parametrize("database", BOTH_DATABASES)
"""For what hangs on rows, their locks and their moves."""


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def world(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[WebWorld]:
    made = WebWorld(request.getfixturevalue(f"{database}_engine"), tmp_path)
    yield made
    made.close()


@pytest.fixture
def session_id(world: WebWorld) -> UUID:
    return recorded_session(world)


@pytest.fixture
def client(world: WebWorld, session_id: UUID) -> TusClient:
    return TusClient(world, world.session_token(session_id))


def left_on_disk(world: WebWorld) -> list[str]:
    folders = (world.folder / "uploads", world.folder / "media" / "sessions")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if not path.name.startswith("reference")]


def test_it_says_what_it_understands_with_and_without_a_slash(client: TusClient) -> None:
    for path in (PATH, f"{PATH}/"):
        answer = client.ask("OPTIONS", path)
        assert answer.status_code == 204
        assert answer.headers["tus-version"] == "1.0.0"
        assert answer.headers["tus-max-size"] == str(LARGEST_UPLOAD)
        assert {"creation", "checksum", "termination", "expiration"} <= {*answer.headers["tus-extension"].split(",")}


@on_both_databases
def test_a_video_in_parts_becomes_a_closed_recording(world: WebWorld, client: TusClient, session_id: UUID) -> None:
    content = video()
    where = client.begun(len(content), metadata(session_id=session_id, started_s=12.5, filename="../../etc/passwd"))
    half = len(content) // 2
    assert client.patch(where, 0, content[:half]).headers["upload-offset"] == str(half)
    assert client.offset(where) == half
    last = client.patch(where, half, content[half:])
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(content))), last.text
    (recording,) = world.rows(SessionRecording, session_id=session_id)
    assert (recording.source, recording.state) == (RecordingSource.UPLOADED, RecordingState.CLOSED)
    assert recording.start_s == 12.5
    assert (recording.sha256, recording.size_bytes) == (sha256(content).hexdigest(), len(content))
    assert (recording.codec, recording.width, recording.height) == ("vp8", 64, 48)
    assert recording.media_key is not None
    assert world.media.get(recording.media_key) == content
    assert world.announced == [recording.id]
    assert [row.recording_id for row in world.rows(RecordingAnalysis)] == [recording.id]
    assert len(left_on_disk(world)) == 1, "what arrived lies in the media store alone"


@on_both_databases
def test_a_head_gives_back_what_was_sent_to_the_letter(client: TusClient, session_id: UUID) -> None:
    latin = b64encode("Müller.webm".encode("latin-1")).decode()
    for said in (
        f"session_id {b64encode(str(session_id).encode()).decode()}, filename {latin},is_confidential",
        f"started_s {b64encode(b'12.3456789').decode()},filetype {b64encode(bytes([0, 255, 254])).decode()}",
        "",
    ):
        where = client.begun(4321, said)
        answer = client.ask("HEAD", where, TUS)
        assert answer.status_code == 200
        assert (answer.headers.get("upload-metadata", ""), answer.headers["upload-length"]) == (said, "4321")


@pytest.mark.parametrize(
    "said", ["session_id /w==", "started_s /w==", "filename not+base=64", f"filename {'A' * 4000}"]
)
def test_metadata_that_can_not_be_read_is_refused_in_words(client: TusClient, said: str) -> None:
    answer = client.begin(4321, said)
    assert (answer.status_code, answer.json()["field"]) == (422, "Upload-Metadata")
    assert "expected" in answer.json()["detail"]


@on_both_databases
def test_after_the_last_byte_the_client_may_ask_once_more(client: TusClient) -> None:
    content = video()
    where = client.begun(len(content))
    assert client.patch(where, 0, content).status_code == 204
    assert client.offset(where) == len(content)
    status = client.ask("GET", where).json()
    assert (status["sha256"], status["recording_state"]) == (sha256(content).hexdigest(), "closed")


@on_both_databases
def test_what_came_before_a_cut_counts(client: TusClient) -> None:
    content = video()
    where = client.begun(len(content))
    client.cut_off(where, 0, content[:700])
    assert client.offset(where) == 700
    assert client.patch(where, 700, content[700:]).status_code == 204


def test_what_could_not_be_checked_before_a_cut_does_not_count(client: TusClient) -> None:
    content = video()
    where = client.begun(len(content))
    client.cut_off(where, 0, content[:700], **{"upload-checksum": checksum(content)})
    assert client.offset(where) == 0


def test_a_part_that_was_damaged_on_its_way_is_sent_again(client: TusClient) -> None:
    content = video()
    where = client.begun(len(content))
    right = {"upload-checksum": checksum(content[:500])}
    refused = client.patch(where, 0, b"x" + content[1:500], **right)
    assert refused.status_code == 460
    assert client.offset(where) == 0
    assert client.patch(where, 0, content[:500], **right).headers["upload-offset"] == "500"
    assert client.patch(where, 500, b"x", **{"upload-checksum": "crc7 eA=="}).status_code == 422


def test_a_part_at_another_place_is_refused(client: TusClient) -> None:
    where = client.begun(1000)
    assert client.patch(where, 10, b"x").status_code == 409
    assert client.patch(where, 0, b"x" * 1001).status_code == 413
    assert client.offset(where) == 0


def test_another_version_of_tus_is_refused_by_name(client: TusClient) -> None:
    for answer in (
        client.ask("POST", PATH, {"tus-resumable": "0.2.2", "upload-length": "10"}),
        client.ask("PATCH", client.begun(10), {"tus-resumable": "0.2.2", "upload-offset": "0"}),
    ):
        assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")


@pytest.mark.parametrize("length", ["", "-1", "1e3", "٣", "0", str(LARGEST_UPLOAD + 1), str(4 << 30), "9" * 30])
def test_a_length_that_does_not_fit_begins_nothing(world: WebWorld, client: TusClient, length: str) -> None:
    answer = client.ask("POST", PATH, {**TUS, "upload-length": length.encode()})  # pyright: ignore[reportArgumentType]
    assert answer.status_code in (413, 422)
    assert world.rows(RecordingUpload) == []
    assert left_on_disk(world) == []


@on_both_databases
def test_an_ended_upload_leaves_nothing(world: WebWorld, client: TusClient) -> None:
    where = client.begun(1000)
    client.patch(where, 0, b"x" * 10)
    assert client.ask("DELETE", where, TUS).status_code == 204
    assert client.ask("HEAD", where, TUS).status_code == 404
    assert left_on_disk(world) == []


@on_both_databases
def test_a_newer_upload_takes_the_place_of_an_open_one(world: WebWorld, client: TusClient) -> None:
    first, second = client.begun(1000), client.begun(2000)
    assert client.ask("HEAD", first, TUS).status_code == 404
    assert client.offset(second) == 0
    assert len(left_on_disk(world)) == 1


@on_both_databases
def test_an_upload_is_over_after_its_time_and_is_swept(world: WebWorld, client: TusClient) -> None:
    answer = client.begin(1000)
    where = answer.headers["location"]
    assert answer.headers["upload-expires"].endswith("GMT")
    world.clock.pass_time(timedelta(hours=24, minutes=1).total_seconds())
    fresh = TusClient(world, world.session_token(world.rows(RecordingUpload)[0].session_id))
    assert fresh.ask("HEAD", where, TUS).status_code == 410
    assert world.uploads.sweep() == 1
    assert left_on_disk(world) == []
    assert fresh.ask("HEAD", where, TUS).status_code == 404


def test_a_restart_changes_nothing(world: WebWorld, client: TusClient) -> None:
    content = video()
    where = client.begun(len(content))
    client.patch(where, 0, content[:600])
    world.app = world.new_application()
    assert client.offset(where) == 600
    assert client.patch(where, 600, content[600:]).status_code == 204


@on_both_databases
def test_a_kill_between_the_last_byte_and_the_row_loses_nothing(
    world: WebWorld, client: TusClient, session_id: UUID
) -> None:
    content = video()
    upload_id = UUID(client.begun(len(content)).rpartition("/")[2])
    world.uploads.folder.append(session_id, upload_id, content)
    world.uploads.sweep()
    assert [row.id for row in world.rows(SessionRecording)] == [upload_id]


@on_both_databases
def test_an_upload_is_its_own_senders_alone(world: WebWorld, client: TusClient) -> None:
    where = client.begun(1000)
    stranger = TusClient(world, world.token(TokenScope.TAKER, world.person("somebody else")))
    platform = TusClient(world, world.token(TokenScope.SERVICE, name="other.example"))
    for asker in (stranger, platform):
        for method in ("HEAD", "PATCH", "DELETE", "GET"):
            assert asker.ask(method, where, TUS).status_code == 404
    assert TusClient(world, world.token(TokenScope.SERVICE)).offset(where) == 0, "the taker's own platform"


@on_both_databases
def test_without_a_yes_to_recording_nothing_begins(world: WebWorld) -> None:
    session = world.in_progress()
    say_to_recording(world, session.id, is_given=False)
    answer = TusClient(world, world.session_token(session.id)).begin(1000)
    assert (answer.status_code, "yes" in answer.json()["detail"]) == (409, True)


def test_no_room_is_said_before_anything_comes(
    world: WebWorld, client: TusClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("", (), {"free": 1000})())
    refused = client.begin(1000)
    assert (refused.status_code, refused.json()["reason"]) == (503, "no_room")
    assert int(refused.headers["retry-after"]) > 0 and refused.json()["detail"]
    assert world.rows(RecordingUpload) == []


def test_a_client_that_may_only_post_says_what_it_means(client: TusClient) -> None:
    where = client.begun(1000)
    sent = {**TUS, "content-type": "application/offset+octet-stream", "upload-offset": "0"}
    answer = client.ask("POST", where, {**sent, "x-http-method-override": "PATCH"}, content=b"abc")
    assert (answer.status_code, answer.headers["upload-offset"]) == (204, "3")


def test_the_first_bytes_may_come_with_the_creation(client: TusClient) -> None:
    content = video()
    said = {**TUS, "upload-length": str(len(content)), "content-type": "application/offset+octet-stream"}
    answer = client.ask("POST", PATH, said, content=content)
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, str(len(content)))


@on_both_databases
def test_every_step_is_audited_and_names_nobody(world: WebWorld, client: TusClient, session_id: UUID) -> None:
    content = video()
    client.begun(100)
    client.patch(client.begun(len(content)), 0, content)
    client.patch(client.begun(3), 0, b"abc")
    actions = [event.action for event in world.rows(AuditEvent) if event.action.startswith("upload.")]
    assert Counter(actions) == {"upload.begun": 3, "upload.ended": 1, "upload.completed": 1, "upload.refused": 1}
