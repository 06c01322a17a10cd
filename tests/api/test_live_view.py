"""What the live view's page polls, over HTTP: words and numbers, and pictures that no cache keeps."""

import json

import httpx
import pytest

from db.tables import SurveySession
from proctor_core.domain.consent import Purpose
from proctor_core.domain.notice import NoticeTerms, notice_text, sha256_of
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.services.taking.consents import ConsentText
from tests.rules.observations import absent
from tests.support.monitor_world import PAGE
from tests.support.session_world import BASELINE, PLATFORM
from tests.support.web_world import WebWorld

TILES = "/api/live/sessions"


@pytest.fixture
def session(world: WebWorld) -> SurveySession:
    invited = world.invited()
    read = sha256_of(notice_text(NoticeTerms(3)))
    world.stored_sessions.give_consent(world.taker, invited.id, [ConsentText(Purpose.MONITORING, "own", read)])
    world.stored_sessions.begin_enrolling(world.taker, invited.id)
    world.enrolment.accept_reference(invited.id, b"a face", BASELINE, 0.93, True)
    begun = world.stored_sessions.begin(world.taker, invited.id)
    world.registry.begin(begun).attach(PAGE)
    return begun


def test_a_tile_names_the_session_and_not_the_taker(world: WebWorld, session: SurveySession) -> None:
    world.play(session.id, 5)
    world.play(session.id, 4, absent)
    world.written()
    answer = world.ask("GET", TILES, as_person=world.person("mo", Role.MODERATOR))
    (tile,) = answer.json()["sessions"]
    assert (tile["id"], tile["survey"], tile["status"]) == (str(session.id), "Customer study", "in_progress")
    assert (tile["open_types"], tile["notes"], tile["needs_a_look"]) == (["no_face"], 1, True)
    (recent,) = tile["recent"]
    assert (recent["types"], recent["signals"], recent["offset_s"]) == (["no_face"], [], None)
    assert 4 < recent["onset_s"] < 9
    assert isinstance(tile["picture"], int)
    assert answer.headers["cache-control"] == "no-store"
    # Ids may spell a short name by chance.
    shown = json.dumps(answer.json()).lower().replace(str(session.id), "").replace(session.id.hex, "")
    assert world.taker.name not in shown and str(world.taker.id) not in shown


def test_a_still_is_a_small_jpeg_that_no_cache_keeps(world: WebWorld, session: SurveySession) -> None:
    world.play(session.id, 3)
    answer = world.ask("GET", f"{TILES}/{session.id}/still", as_person=world.person("mo", Role.MODERATOR))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_client_s_session_is_there_by_its_heartbeats_and_hears_by_their_answers(world: WebWorld) -> None:
    session, moderator = world.in_progress(by_platform=PLATFORM), world.person("mo", Role.MODERATOR)
    at = {"authorization": f"Bearer {world.session_token(session.id)}"}

    def beat(sequence: int, **seen: object) -> httpx.Response:
        world.clock.pass_time(5)
        body = {"session_id": str(session.id), "sequence": sequence, "face_count": 1, **seen}
        answer = world.ask("POST", "/api/proctor/heartbeat/", json=body, headers=at)
        world.book.writer.write()
        return answer

    assert beat(1, violation_type="mobile_detected").json()["message"] is None
    (tile,) = world.ask("GET", TILES, as_person=moderator).json()["sessions"]
    assert (tile["is_client"], tile["open_types"], tile["picture"]) == (True, ["mobile_detected"], None)
    assert world.ask("GET", f"{TILES}/{session.id}/still", as_person=moderator).status_code == 404
    world.live.send(moderator, session.id, "Please put your phone away.")
    assert beat(2).json()["message"]["sentence"] == "Please put your phone away."
    assert world.live.end(moderator, session.id, "The phone stayed.").status is SessionStatus.UNDER_REVIEW
    assert world.stored(session.id).coverage == pytest.approx(0.5, abs=0.01), (
        "5 of its 10 seconds lie between heartbeats"
    )
    assert beat(3).status_code == 409
    assert world.ask("GET", TILES, as_person=moderator).json()["sessions"] == []


def test_the_taker_can_not_look_at_the_moderators_view(world: WebWorld, session: SurveySession) -> None:
    world.play(session.id, 3)
    assert world.ask("GET", TILES).status_code == 401
    for path in (TILES, f"{TILES}/{session.id}/still"):
        assert world.ask("GET", path, as_person=world.taker).status_code == 403
