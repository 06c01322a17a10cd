"""What a taker's browser reports: marked as the browser's, looked at again by the server, counted once, kept without EXIF."""

from base64 import b64encode
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image
from survey_proctor import TakerSession

from db.tables import Evidence, IdempotentAnswer, SurveySession, Violation
from pages.texts_recordings import PICTURE_REFUSED
from proctor_core.domain.accommodation import Easing
from proctor_core.domain.evidence import PictureFault
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from proctor_core.domain.violation import ViolationType
from tests.api.pictures import jpeg
from tests.rules.observations import absent, calm, covered, phone, two_faces
from tests.support.api_client import browser, connected
from tests.support.session_world import PLATFORM
from tests.support.web_world import WebWorld

SECRET_PLACE = "52 deg 31 min north"


class Client:
    """One taker's browser."""

    def __init__(self, world: WebWorld, session: SurveySession) -> None:
        self.world, self.id = world, session.id
        self.headers = {"authorization": f"Bearer {world.token(TokenScope.TAKER, world.taker)}"}
        self.http = browser(world)

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.post(f"/api{path}", json=body, headers={**self.headers, **sent})

    def verify(self, picture: bytes = b"", **headers: str) -> httpx.Response:
        body = {"session_id": str(self.id), "image": b64encode(picture or jpeg()).decode()}
        return self.post("/proctor/verify-initial/", body, **headers)

    def claim(self, sequence: int = 1, picture: bytes | None = None, **said: Any) -> httpx.Response:
        body = {"session_id": str(self.id), "sequence": sequence, "type": "mobile_detected", "confidence": 0.8}
        body |= {"started_s": 1.0, "duration_s": 2.0, **said}
        if picture:
            body["snapshot"] = b64encode(picture).decode()
        return self.post("/proctor/record-violation/", body)


@pytest.fixture
def enrolling(world: WebWorld) -> Client:
    return Client(world, world.enrolling(by_platform=PLATFORM))


@pytest.fixture
def watched(world: WebWorld) -> Client:
    client = Client(world, world.in_progress(by_platform=PLATFORM))
    world.clock.pass_time(300)
    return client


def test_a_check_that_is_off_for_the_taker_is_not_reported_and_leaves_no_picture(world: WebWorld) -> None:
    eased = {ViolationType.MOBILE_DETECTED: Easing.OFF}
    world.services.surveys.accommodations.ease(world.administrator, world.taker.id, None, eased)
    client = Client(world, world.in_progress(by_platform=PLATFORM))
    world.clock.pass_time(300)
    refused, taken = client.claim(1, jpeg()), client.claim(2, type="no_face")
    assert (refused.status_code, taken.is_success) == (409, True)
    assert "mobile_detected is not checked in this session" in refused.text
    assert [row.type for row in world.rows(Violation)] == [ViolationType.NO_FACE]
    assert not world.rows(Evidence)


def with_exif() -> bytes:
    out, exif = BytesIO(), Image.Exif()
    exif[0x010E] = SECRET_PLACE
    Image.new("RGB", (320, 240), (90, 90, 90)).save(out, "JPEG", exif=exif)
    assert SECRET_PLACE.encode() in out.getvalue()
    return out.getvalue()


# ---- the first face ----


@pytest.mark.parametrize(
    ("scene", "reason"), [(absent, "no_face"), (two_faces, "several_faces"), (covered, "no_picture")]
)
def test_a_first_face_that_the_server_does_not_see_is_refused_with_its_reason(
    enrolling: Client, scene: Any, reason: str
) -> None:
    enrolling.world.observer.scene = scene
    answer = enrolling.verify()
    assert (answer.status_code, answer.json()["reason"]) == (422, reason)
    assert not enrolling.world.stored(enrolling.id).initial_face_verified


def test_a_second_first_face_needs_a_moderators_leave_and_the_leave_is_for_one(enrolling: Client) -> None:
    world = enrolling.world
    assert enrolling.verify().status_code == 200
    assert enrolling.verify(jpeg(120)).status_code == 409
    allow = f"/api/moderator/users/session/{enrolling.id}/allow-new-reference/"
    token = world.token(TokenScope.MODERATOR, world.person("mo", Role.MODERATOR))
    assert world.ask("POST", allow, headers={"authorization": f"Bearer {token}"}, json={}).status_code == 200
    assert enrolling.verify(jpeg(120)).status_code == 200
    assert enrolling.verify(jpeg()).status_code == 409


def test_the_same_first_face_after_a_lost_answer_is_answered_the_same(enrolling: Client) -> None:
    first = enrolling.verify(idempotency_key="k")
    again = enrolling.verify(idempotency_key="k")
    assert (again.status_code, again.json()) == (first.status_code, first.json()) == (200, first.json())
    assert enrolling.verify(jpeg(120), idempotency_key="k").json()["field"] == "Idempotency-Key"
    assert len(enrolling.world.rows(IdempotentAnswer)) == 1


def test_a_refused_first_face_may_be_sent_again_under_its_key(enrolling: Client) -> None:
    enrolling.world.observer.scene = absent
    assert enrolling.verify(idempotency_key="k").status_code == 422
    enrolling.world.observer.scene = calm
    assert enrolling.verify(idempotency_key="k").status_code == 200


def test_pictures_are_kept_without_what_the_camera_wrote_into_them(enrolling: Client) -> None:
    world = enrolling.world
    assert enrolling.verify(with_exif()).status_code == 200
    assert enrolling.post(f"/sessions/{enrolling.id}/start").status_code == 200
    world.clock.pass_time(30)
    assert enrolling.claim(picture=with_exif()).status_code == 200
    kept = [path.read_bytes() for path in world.folder.rglob("*.jpg")]
    assert len(kept) == 2
    assert not any(SECRET_PLACE.encode() in content or b"Exif" in content for content in kept)


# ---- violations ----


def test_a_report_is_marked_and_stands_beside_what_the_server_sees(watched: Client) -> None:
    watched.world.observer.scene = phone
    confirmed = watched.claim(1, jpeg()).json()
    watched.world.observer.scene = calm
    contradicted = watched.claim(2, jpeg()).json()
    unseen = watched.claim(3).json()
    assert [one["is_confirmed"] for one in (confirmed, contradicted, unseen)] == [True, False, None]
    assert confirmed["server_look"]["phone_score"] > contradicted["server_look"]["phone_score"]
    assert unseen["server_look"] is None
    rows = sorted(watched.world.rows(Violation), key=lambda row: row.reason)
    assert {row.source for row in rows} == {"client"}
    assert ["no picture" in rows[0].reason, "does not see" in rows[1].reason, "sees the same" in rows[2].reason] == [
        True
    ] * 3


def test_a_report_that_comes_again_counts_once_and_keeps_its_first_picture(watched: Client) -> None:
    first, again = watched.claim(7, jpeg(80)), watched.claim(7, jpeg(160))
    assert (again.status_code, again.json()) == (200, first.json())
    assert first.json()["violations_count"] == 1
    assert len(watched.world.rows(Evidence)) == 1
    assert len(list(watched.world.folder.rglob("start-*.jpg"))) == 1


def test_reports_flag_at_the_threshold_of_the_servers_own_and_not_before(watched: Client) -> None:
    threshold = watched.claim(1).json()["threshold"]
    flags = [watched.claim(number).json()["flagged_for_review"] for number in range(2, threshold + 1)]
    assert flags == [False] * (threshold - 2) + [True]
    world = watched.world
    by_the_server = world.in_progress()
    world.allege(by_the_server.id, times=threshold - 1)
    assert not world.stored(by_the_server.id).flagged_for_review
    world.allege(by_the_server.id, times=1)
    assert world.stored(by_the_server.id).flagged_for_review


def test_a_report_from_another_time_is_refused_with_its_field_and_leaves_no_picture(watched: Client) -> None:
    answer = watched.claim(1, jpeg(), started_s=100_000.0)
    assert (answer.status_code, answer.json()["field"]) == (422, "started_s")
    assert list(watched.world.folder.rglob("start-*.jpg")) == []


def test_a_moderator_reads_who_says_so(watched: Client) -> None:
    world = watched.world
    for number in (1, 2, 3):
        watched.claim(number, jpeg())
    token = world.token(TokenScope.MODERATOR, world.person("mo", Role.MODERATOR))
    path = f"/api/moderator/users/session/{watched.id}/violations/"
    reported = world.ask("GET", path, headers={"authorization": f"Bearer {token}"}).json()
    assert {one["source"] for one in reported["violations"]} == {"client"}
    assert all("taker's browser" in one["reason"] for one in reported["violations"])


def sent_as(watched: Client, snapshot: object, sequence: int = 1) -> httpx.Response:
    body = {"session_id": str(watched.id), "sequence": sequence, "type": "mobile_detected", "confidence": 0.8}
    return watched.post(
        "/proctor/record-violation/", body | {"started_s": 1.0, "duration_s": 2.0, "snapshot": snapshot}
    )


@pytest.mark.parametrize(
    ("snapshot", "fault"),
    [
        ("", "not_base64"),
        ("no base64!", "not_base64"),
        (b64encode(b"no picture").decode(), "unreadable"),
        (b64encode(jpeg()[:-30]).decode(), "unreadable"),
        (b64encode(jpeg(width=20, height=20)).decode(), "too_small"),
        ("A" * (6 << 20), "too_large"),
    ],
)
def test_a_report_whose_picture_cant_be_read_counts_without_it_and_says_so(
    watched: Client, snapshot: str, fault: str
) -> None:
    answer = sent_as(watched, snapshot)
    assert answer.status_code == 200, answer.text
    reported = answer.json()
    assert (reported["snapshot_refused"], reported["violations_count"], reported["is_confirmed"]) == (fault, 1, None)
    assert [row.snapshot_refused for row in watched.world.rows(Violation)] == [fault]
    assert watched.world.rows(Evidence) == []
    assert list(watched.world.folder.rglob("start-*.jpg")) == []


def test_the_same_report_again_is_answered_as_it_stands_whatever_picture_comes_then(watched: Client) -> None:
    first = sent_as(watched, "no base64!")
    again, better = sent_as(watched, "no base64!"), watched.claim(1, jpeg())
    assert first.json() == again.json() == better.json()
    assert first.json()["violations_count"] == 1


def test_a_picture_that_was_taken_or_never_sent_is_refused_nowhere(watched: Client) -> None:
    assert [watched.claim(n, picture).json()["snapshot_refused"] for n, picture in ((1, jpeg()), (2, None))] == [
        None
    ] * 2


def test_a_moderator_reads_why_a_report_has_no_picture(watched: Client) -> None:
    world = watched.world
    for number in (1, 2, 3):
        sent_as(watched, "no base64!", number)
    token = world.token(TokenScope.MODERATOR, world.person("mo", Role.MODERATOR))
    path = f"/api/moderator/users/session/{watched.id}/violations/"
    reported = world.ask("GET", path, headers={"authorization": f"Bearer {token}"}).json()["violations"]
    assert [(one["snapshot_refused"], one["snapshots"]) for one in reported] == [("not_base64", [])] * 3
    assert set(PICTURE_REFUSED) == set(PictureFault)


def test_the_client_sends_a_report_without_a_picture_that_no_request_carries(watched: Client) -> None:
    token = watched.headers["authorization"].removeprefix("Bearer ")
    taker = connected(TakerSession, watched.world, token, str(watched.id))
    counted = taker.record_violation("mobile_detected", 1.0, 2.0, 0.8, jpeg() + b"\0" * (8 << 20))
    assert (counted.snapshot_refused, counted.violations_count) == ("too_large", 1)
    assert taker.record_violation("mobile_detected", 9.0, 2.0, 0.8, jpeg()).snapshot_refused is None


# ---- heartbeats ----


def test_a_server_that_writes_slowly_asks_for_fewer_heartbeats(
    watched: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    taker = connected(
        TakerSession, watched.world, watched.headers["authorization"].removeprefix("Bearer "), str(watched.id)
    )
    assert taker.heartbeat(face_count=1).next_in_s == 5
    ticks = iter((0.0, 3.0))
    monkeypatch.setattr("proctor_core.monitoring.clients.heartbeat_writer.time.monotonic", lambda: next(ticks))
    watched.world.book.writer.write()
    monkeypatch.undo()
    assert taker.heartbeat(face_count=1).next_in_s == 15
    watched.world.book.writer.write()
    assert taker.heartbeat(face_count=1).next_in_s == 5
