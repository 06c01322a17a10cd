"""A whole session over the API alone, from a platform's survey to a person's decision and to the person's erasure."""

import io
import json
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from survey_proctor import Moderator, Platform, Problem, TakerSession

from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from tests.api.pictures import jpeg
from tests.rules.observations import absent, calm, phone
from tests.support.api_client import connected
from tests.support.session_world import DEFINITION
from tests.support.videos import video
from tests.support.web_world import WebWorld

HEARTBEATS = 60
EXTERNAL_ID = "panelist-4711 / Zürich"


def test_from_a_platforms_survey_to_a_persons_decision_and_the_erasure(world: WebWorld, tmp_path: Path) -> None:
    # The platform's server: a survey, a session for one of its people, a token for their browser.
    platform = connected(Platform, world, world.token(TokenScope.SERVICE))
    survey_id = platform.add_survey("quiz", DEFINITION)
    session = platform.open_session(survey_id, EXTERNAL_ID)
    taker = connected(TakerSession, world, platform.session_token(session.id).token, session.id)

    # The taker's browser: consent, the first face (refused while nobody is in the picture), the questions.
    assert taker.consent("We watch the camera.", "2026-11", recording="We keep a video.").status == "consented"
    world.observer.scene = absent
    with pytest.raises(Problem) as refused:
        taker.verify_initial(jpeg())
    assert (refused.value.status, refused.value.reason) == (422, "no_face")
    world.observer.scene = calm
    assert taker.verify_initial(jpeg()).initial_face_verified
    assert taker.start().status == "in_progress"

    # It says every 5 s what it sees, and three times what it thinks should be looked at.
    for beat in range(1, HEARTBEATS + 1):
        world.clock.pass_time(5)
        answer = taker.heartbeat(face_count=1, confidence=0.93, gaze_direction="ahead")
        assert answer.next_in_s == 5
        if beat % 20 == 0:
            world.observer.scene = phone if beat < HEARTBEATS else calm
            counted = taker.record_violation("mobile_detected", beat * 5 - 4.0, 3.0, 0.8, jpeg())
            assert counted.is_confirmed is (beat < HEARTBEATS)
            assert counted.violations_count == beat // 20
    assert taker.heartbeat(face_count=1).violations_count <= 3
    for question, value in (("often", "daily"), ("liked", 4)):
        taker.answer(question, value)
    film = tmp_path / "film.webm"
    film.write_bytes(video())
    sent = taker.upload_recording(film)
    assert (sent.sha256, sent.recording_state) == (sha256(video()).hexdigest(), "closed")
    assert taker.upload_recording(film).recording_id == sent.recording_id, "sent again after a lost answer"
    assert taker.upload(sent.id).offset == sent.length
    with pytest.raises(Problem) as no_video:
        taker.upload_recording(Path(__file__))
    assert (no_video.value.status, no_video.value.field) == (422, "file")
    handed_in = taker.submit()
    assert (handed_in.status, handed_in.flagged_for_review) == ("under_review", True)
    assert handed_in.coverage is not None
    assert handed_in.coverage > 0.95

    # A moderator: what was alleged, by whom, and whether the server bears it out; then a reasoned decision.
    moderator = connected(Moderator, world, world.token(TokenScope.MODERATOR, world.person("mo", Role.MODERATOR)))
    (flagged,) = moderator.flagged_sessions()
    assert (flagged.session.id, flagged.reasons) == (session.id, ()), "why it is here is said after the decision (0052)"
    violations = moderator.violations(session.id)
    assert [(v.source, v.is_confirmed) for v in violations] == [("client", True), ("client", True), ("client", False)]
    assert "the server does not see it" in violations[2].reason
    assert moderator.picture(violations[0].snapshots[0]).startswith(b"\xff\xd8")
    assert moderator.review(session.id, "reject", "A phone in two of three pictures.", flagged.revision).status == (
        "rejected"
    )

    # What the taker and the platform see of it, the copy of everything, and that all of it goes.
    assert taker.read()["session"]["status"] == platform.session(session.id).status == "rejected"
    with ZipFile(io.BytesIO(platform.export(EXTERNAL_ID))) as copy:
        assert len(json.loads(copy.read("rows/violation.json"))) == 3
    receipt = platform.erase(EXTERNAL_ID)
    assert receipt["rows"]["violation"] == 3
    with pytest.raises(Problem) as gone:
        platform.session(session.id)
    assert gone.value.status == 404
    assert not list(world.media.list("sessions"))
