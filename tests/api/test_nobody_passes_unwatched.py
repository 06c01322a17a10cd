"""Who watches a session decides who may report, begin, answer and hand in: attacks from the browser's console, over real HTTP."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from db.tables import Answer, AuditEvent, FaceVerification, ProctorReview, SurveySession, Violation
from proctor_core.domain.policy import FlagRule, PolicyName, RecordingMode
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.token_scope import TokenScope
from proctor_core.domain.watching import HybridUnflagged, WatchedBy
from proctor_core.errors import IllegalMove
from tests.api.pictures import jpeg
from tests.support.api_client import browser
from tests.support.api_matrix import page_of
from tests.support.session_world import BASELINE, DEFINITION, PLATFORM
from tests.support.web_world import WebWorld

SEEN_ALL_THE_TIME = {"face_count": 1, "confidence": 0.93, "gaze_direction": "ahead"}
Headers = Mapping[str, str]


def by_page(world: WebWorld) -> Headers:
    return page_of(world, world.taker)


def by_own_token(world: WebWorld) -> Headers:
    return {"authorization": f"Bearer {world.token(TokenScope.TAKER, world.taker)}"}


each_way_in = pytest.mark.parametrize("way_in", [by_page, by_own_token])


class Console:
    """The browser's console of a signed-in taker."""

    def __init__(self, world: WebWorld, session_id: UUID, headers: Headers) -> None:
        self.world, self.id, self.headers = world, str(session_id), dict(headers)
        self._http = browser(world)
        self._beats = 0

    def send(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return self._http.request(method, f"/api{path}", json=body, headers=self.headers)

    def consent(self, *, agrees: bool = True) -> httpx.Response:
        said = {"purpose": "monitoring", "agreed": agrees, "text_version": "1", "text_sha256": "0" * 64}
        return self.send("POST", f"/sessions/{self.id}/consent", {"purposes": [said]})

    def verify(self) -> httpx.Response:
        photo = b64encode(jpeg()).decode()
        return self.send("POST", "/proctor/verify-initial", {"session_id": self.id, "image": photo})

    def start(self) -> httpx.Response:
        return self.send("POST", f"/sessions/{self.id}/start")

    def answer(self, question: str, value: Any) -> httpx.Response:
        return self.send("PUT", f"/sessions/{self.id}/answers/{question}", {"value": value})

    def observe(self, until_s: float) -> httpx.Response:
        seen = {"started_s": 0.0, "ended_s": until_s, "samples": int(until_s) + 1, **SEEN_ALL_THE_TIME}
        return self.send("POST", f"/sessions/{self.id}/observations", {"observations": [seen]})

    def beat(self) -> httpx.Response:
        self._beats += 1
        said = {"session_id": self.id, "sequence": self._beats, **SEEN_ALL_THE_TIME}
        return self.send("POST", "/proctor/heartbeat", said)

    def claim(self) -> httpx.Response:
        said = {"session_id": self.id, "sequence": 1, "type": "no_face", "started_s": 0.5, "confidence": 0.4}
        return self.send("POST", "/proctor/record-violation", {**said, "snapshot": b64encode(jpeg()).decode()})

    def submit(self) -> httpx.Response:
        return self.send("POST", f"/sessions/{self.id}/submit")

    def answer_all(self) -> list[httpx.Response]:
        return [self.answer("often", "daily"), self.answer("liked", 4)]

    def all_of_it(self) -> list[httpx.Response]:
        """Everything that stands in the place of the camera, the page, or both."""
        watching = [self.verify(), self.start(), self.beat(), self.claim(), self.observe(600.0)]
        return [*watching, *self.answer_all(), self.submit()]


def refused_as_the_servers(answers: list[httpx.Response]) -> bool:
    """Each with a problem document that says who watches."""
    return all(
        (answer.status_code, answer.json().get("watched_by"), bool(answer.json().get("detail")))
        == (409, "server", True)
        for answer in answers
    )


def hybrid(world: WebWorld, **survey: Any) -> Console:
    """A session that a platform opened, begun by its taker's browser."""
    session = world.invited(by_platform=PLATFORM, **survey)
    console = Console(world, session.id, {"authorization": f"Bearer {world.session_token(session.id)}"})
    for step in (console.consent, console.verify, console.start):
        assert step().status_code == 200
    return console


def watched_by(world: WebWorld, session: SurveySession) -> WatchedBy:
    return world.stored(session.id).watched_by


# ---- a session that the server watches ----


@each_way_in
def test_a_taker_passes_no_watched_survey_from_the_browsers_console(
    world: WebWorld, way_in: Callable[[WebWorld], Headers]
) -> None:
    session = world.invited()
    console = Console(world, session.id, way_in(world))
    console.consent()
    world.clock.pass_time(600)
    assert refused_as_the_servers(console.all_of_it())
    stored = world.stored(session.id)
    assert (stored.watched_by, stored.started_at, stored.face_reference_image) == (WatchedBy.SERVER, None, None)
    assert not world.rows(FaceVerification)
    assert list(world.folder.rglob("*.jpg")) == []


@each_way_in
@pytest.mark.parametrize("stage", ["enrolling", "in_progress", "answered", "begun"])
def test_nothing_that_a_client_sends_moves_a_session_that_the_server_watches(
    world: WebWorld, way_in: Callable[[WebWorld], Headers], stage: str
) -> None:
    session: SurveySession = getattr(world, stage)()
    before = world.stored(session.id)
    faces, answers = len(world.rows(FaceVerification)), len(world.rows(Answer))
    world.clock.pass_time(60)
    assert refused_as_the_servers(Console(world, session.id, way_in(world)).all_of_it())
    after = world.stored(session.id)
    assert (after.status, after.violations_count, after.coverage) == (before.status, 0, None)
    assert (len(world.rows(FaceVerification)), len(world.rows(Answer))) == (faces, answers)
    assert not world.rows(Violation)


def test_questions_are_not_answered_over_the_api_while_the_page_and_its_camera_are_away(world: WebWorld) -> None:
    session = world.begun()
    world.play(session.id, 20)
    world.play(session.id, 40, None)
    world.written()
    assert world.stored(session.id).status is SessionStatus.INTERRUPTED
    assert refused_as_the_servers(Console(world, session.id, by_page(world)).answer_all())
    assert not world.rows(Answer)


def test_a_session_that_no_monitor_ever_saw_is_seen_in_nothing_and_goes_to_a_person(world: WebWorld) -> None:
    session = world.answered()
    world.clock.pass_time(300)
    handed_in = world.hand_in_service.hand_in(world.taker, session.id)
    assert (handed_in.coverage, handed_in.status) == (0.0, SessionStatus.UNDER_REVIEW)


def test_a_monitor_that_was_only_checking_the_camera_lets_nobody_pass(world: WebWorld) -> None:
    session = world.enrolling()
    checking = world.registry.open(session)
    world.enrolment.accept_reference(session.id, b"a face", BASELINE, 0.93, True)
    world.stored_sessions.begin(world.taker, session.id)  # and the page's script ends here
    world.answer_all(session.id)
    world.clock.pass_time(300)
    handed_in = world.hand_in_service.hand_in(world.taker, session.id)
    assert (handed_in.coverage, handed_in.status) == (0.0, SessionStatus.UNDER_REVIEW)
    assert world.registry.find(session.id) is not checking


# ---- who watches, and when that is fixed ----


def test_how_a_session_is_opened_says_who_watches_it(world: WebWorld) -> None:
    survey = world.surveys.add_version(world.administrator, "three", DEFINITION)
    without = world.surveys.add_version(world.administrator, "none", DEFINITION, proctoring_enabled=False)
    token = world.tokens.caller_of(world.token(TokenScope.SERVICE))
    assert token and token.token
    by_platform = world.platforms.open_session(token.token, survey.id, "p-1")
    unwatched = world.platforms.open_session(token.token, without.id, "p-1")
    again = world.platform_surveys.assign(token.token, survey.id, by_platform.taker_id)
    by_hand = world.asking.assign(world.administrator, survey.id, world.taker.id)
    sessions = (by_platform, again, unwatched, by_hand)
    assert [session.watched_by for session in sessions] == ["hybrid", "hybrid", "off", "server"]


def test_the_consent_fixes_who_watches(world: WebWorld) -> None:
    session = world.enrolling()
    survey = world.sessions.survey_of(session)
    off: dict[str, Any] = {
        "policy": PolicyName.STANDARD,
        "recording_mode": RecordingMode.OFF,
        "allow_without_camera": True,
    }
    world.surveys.change_proctoring(world.administrator, survey.id, proctoring_enabled=False, **off)
    world.surveys.add_version(world.administrator, survey.slug, DEFINITION, proctoring_enabled=False)
    assert world.sessions.session_of(world.taker, session.id).watched_by is WatchedBy.SERVER
    with pytest.raises(IllegalMove):
        world.stored_sessions.begin(world.taker, session.id)
    assert watched_by(world, session) is WatchedBy.SERVER


def test_until_the_consent_a_session_follows_its_survey_and_the_change_is_written_down(world: WebWorld) -> None:
    session = world.invited()
    survey = world.sessions.survey_of(session)
    kept: dict[str, Any] = {
        "policy": PolicyName.STANDARD,
        "recording_mode": RecordingMode.OFF,
        "allow_without_camera": False,
    }
    world.surveys.change_proctoring(world.administrator, survey.id, proctoring_enabled=False, **kept)
    assert world.sessions.session_of(world.taker, session.id).watched_by is WatchedBy.OFF
    (line,) = world.rows(AuditEvent, action="session.watching_changed")
    assert (line.object_id, line.detail) == (str(session.id), "server -> off: settings")


def test_a_no_to_the_camera_opens_no_way_where_the_survey_allows_none(world: WebWorld) -> None:
    session = world.invited(by_platform=PLATFORM)
    console = Console(world, session.id, {"authorization": f"Bearer {world.session_token(session.id)}"})
    assert console.consent(agrees=False).status_code == 200
    assert console.start().status_code == 409
    with pytest.raises(IllegalMove):
        world.erasure.go_on_without_camera(world.taker, session.id)
    assert watched_by(world, session) is WatchedBy.HYBRID


def test_a_sign_in_to_the_pages_makes_no_session_hybrid(world: WebWorld) -> None:
    session = world.invited()
    Console(world, session.id, by_page(world)).consent()
    assert watched_by(world, session) is WatchedBy.SERVER


def test_whoever_takes_the_consent_back_is_watched_by_nobody_and_the_history_says_so(world: WebWorld) -> None:
    session = world.begun()
    world.allege(session.id, times=3)
    world.erasure.stop_monitoring(world.taker, session.id)
    assert watched_by(world, session) is WatchedBy.OFF
    (line,) = world.rows(AuditEvent, action="session.watching_changed")
    assert line.detail == "server -> off: consent_withdrawn"


def test_whoever_took_the_consent_back_does_not_go_on_by_the_api_before_choosing(world: WebWorld) -> None:
    session = world.begun()
    world.erasure.stop_monitoring(world.taker, session.id)
    console = Console(world, session.id, by_page(world))
    answers = [console.start(), console.submit()]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert world.stored(session.id).status is SessionStatus.INTERRUPTED
    assert world.erasure.go_on_without_camera(world.taker, session.id).watched_by is WatchedBy.OFF
    assert [answer.status_code for answer in console.answer_all()] == [200, 200]
    assert console.submit().json()["watched_by"] == "off"


# ---- a session that rests on its client ----


def test_a_hybrid_session_that_no_rule_flagged_goes_to_a_person_and_counts_no_violation(world: WebWorld) -> None:
    console = hybrid(world)
    world.clock.pass_time(100)
    assert console.observe(100.0).status_code == 200
    console.answer_all()
    handed_in = console.submit().json()
    assert (handed_in["status"], handed_in["watched_by"], handed_in["violations_count"]) == (
        "under_review",
        "hybrid",
        0,
    )
    assert handed_in["coverage"] > 0.95
    (review,) = world.rows(ProctorReview)
    assert [reason["rule"] for reason in review.flag_reasons] == [FlagRule.CLIENT_CLAIMS]


def test_a_survey_may_let_unflagged_hybrid_sessions_pass(world: WebWorld) -> None:
    console = hybrid(world, hybrid_unflagged=HybridUnflagged.PASS)
    world.clock.pass_time(100)
    console.observe(100.0)
    console.answer_all()
    assert console.submit().json()["status"] == "passed"
    assert not world.rows(ProctorReview)


def test_a_survey_that_lets_hybrid_sessions_pass_still_shows_flagged_ones_to_a_person(world: WebWorld) -> None:
    console = hybrid(world, hybrid_unflagged=HybridUnflagged.PASS)
    world.clock.pass_time(100)
    console.answer_all()
    assert console.submit().json()["status"] == "under_review"
    (review,) = world.rows(ProctorReview)
    assert [reason["rule"] for reason in review.flag_reasons] == [FlagRule.LOW_COVERAGE]


def test_the_api_tells_and_takes_what_becomes_of_unflagged_hybrid_sessions(world: WebWorld) -> None:
    headers = {"authorization": f"Bearer {world.token(TokenScope.SERVICE)}"}
    with browser(world) as http:
        body = {"slug": "quiz", "definition": DEFINITION}
        stored = [
            http.post("/api/surveys", json={**body, **more}, headers=headers).json()["hybrid_unflagged"]
            for more in ({}, {"hybrid_unflagged": "pass"})
        ]
        wrong = http.post("/api/surveys", json={**body, "hybrid_unflagged": "ignore"}, headers=headers)
    assert stored == ["review", "pass"]
    assert wrong.status_code == 422


def test_the_api_tells_and_takes_the_numbers_in_which_a_survey_differs_from_its_profile(world: WebWorld) -> None:
    headers = {"authorization": f"Bearer {world.token(TokenScope.SERVICE)}"}
    body = {"slug": "quiz", "definition": DEFINITION}
    with browser(world) as http:
        given = {**body, "policy_values": {"pitch_down_deg": 25}}
        added = [http.post("/api/surveys", json=one, headers=headers).json() for one in (body, given)]
        unknown, too_high = (
            http.post("/api/surveys", json={**body, "policy_values": values}, headers=headers)
            for values in ({"second_look": 0}, {"pitch_down_deg": 300})
        )
    assert [one["policy_values"] for one in added] == [{}, {"pitch_down_deg": 25.0}]
    assert unknown.status_code == too_high.status_code == 422
    assert "expected 10 to 60, got 300" in too_high.text


def test_a_client_whose_session_is_watched_no_more_is_not_acknowledged_any_more(world: WebWorld) -> None:
    console = hybrid(world)
    assert [console.beat().status_code for _ in range(2)] == [200, 200]
    world.withdrawal.withdraw_consent(world.taker, UUID(console.id))
    console.beat()
    world.book.writer.write()
    assert console.beat().status_code == 409
    assert console.observe(1.0).status_code == 409
    runs = world.rows(FaceVerification, is_initial=False)
    assert all(run.ended_at - run.started_at < timedelta(seconds=1) for run in runs)
