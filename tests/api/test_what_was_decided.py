"""What a person has decided is closed to reports and counts, takes recordings, and may be opened again."""

from base64 import b64encode
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from db.engine import transaction
from db.tables import Evidence, FaceVerification, ProctorReview, ReviewEvent, Signal, SurveySession, User, Violation
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.violation import RaisedSignal, SignalKind, SnapshotKind
from proctor_core.services.reviewing.reviewing import ReviewService
from tests.api.pictures import jpeg
from tests.support.api_client import browser
from tests.support.session_world import PLATFORM, alleged, picture
from tests.support.uploading import TusClient, metadata
from tests.support.web_world import WebWorld

each_decision = pytest.mark.parametrize("decision", [DecisionKind.APPROVE, DecisionKind.REJECT])
OUTCOME = {DecisionKind.APPROVE: SessionStatus.PASSED, DecisionKind.REJECT: SessionStatus.REJECTED}


class Judged:
    """A session that was handed in and flagged; its taker's browser goes on sending."""

    def __init__(self, world: WebWorld, *, by_platform: str | None = PLATFORM) -> None:
        self.world = world
        session = world.in_progress(by_platform=by_platform)
        self.id: UUID = session.id
        self.token = world.session_token(session.id)
        self._http = browser(world)
        world.allege(session.id, times=3)
        world.clock.pass_time(60)
        if by_platform:
            assert self.beat(1).status_code == 200
        world.answer_all(session.id)
        world.hand_in_service.hand_in(world.taker, session.id)

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return self._http.post(f"/api{path}", json=body, headers={"authorization": f"Bearer {self.token}"})

    def beat(self, sequence: int = 2) -> httpx.Response:
        return self.post("/proctor/heartbeat", {"session_id": str(self.id), "sequence": sequence, "face_count": 1})

    def claim(self, sequence: int = 1) -> httpx.Response:
        said = {"session_id": str(self.id), "sequence": sequence, "type": "mobile_detected", "started_s": 5.0}
        snapshot = b64encode(jpeg()).decode()
        return self.post("/proctor/record-violation", {**said, "confidence": 0.8, "snapshot": snapshot})

    def observe(self) -> httpx.Response:
        seen = {"started_s": 59.0, "ended_s": 60.0, "face_count": 1}
        return self.post(f"/sessions/{self.id}/observations", {"observations": [seen]})

    def verify(self) -> httpx.Response:
        image = b64encode(jpeg()).decode()
        return self.post("/proctor/verify-initial", {"session_id": str(self.id), "image": image})

    def review(self) -> ProctorReview:
        (row,) = self.world.rows(ProctorReview, session_id=self.id)
        return row

    def decide(self, decision: DecisionKind) -> None:
        reviewing, moderator = self.reviewing()
        reviewing.decide(moderator, self.review().id, decision, "as the pictures show", self.review().revision)

    def reopen(self) -> None:
        reviewing, moderator = self.reviewing()
        reviewing.reopen(moderator, self.review().id, "a recording came")

    def reviewing(self) -> tuple[ReviewService, User]:
        found = self.world.rows(User, name="mo")
        moderator = found[0] if found else self.world.person("mo", Role.MODERATOR)
        return ReviewService(self.world.engine, self.world.clock), moderator

    def kept(self) -> tuple[Any, ...]:
        """Everything that a report could move."""
        world, session, review = self.world, self.world.stored(self.id), self.review()
        files = sorted(path.name for path in world.folder.rglob("*.jpg"))
        counts = [len(world.rows(table)) for table in (Violation, Evidence, FaceVerification, Signal, ReviewEvent)]
        state = (session.status, session.violations_count, session.flagged_for_review, session.face_reference_image)
        return state, review.status, review.flag_reasons, review.revision, counts, files


@each_decision
def test_a_report_after_a_persons_decision_counts_nothing_and_stores_no_picture(
    world: WebWorld, decision: DecisionKind
) -> None:
    judged = Judged(world)
    judged.decide(decision)
    before = judged.kept()
    for answer in (judged.claim(), judged.claim(2), judged.beat(), judged.observe(), judged.verify()):
        assert answer.status_code == 409, answer.text
        assert answer.json()["detail"]
    assert "a person has decided" in judged.claim(3).json()["detail"]
    assert judged.kept() == before
    assert world.stored(judged.id).status is OUTCOME[decision]


def test_a_moderators_leave_for_another_first_face_ends_with_the_questions(world: WebWorld) -> None:
    judged = Judged(world)
    reference = world.stored(judged.id).face_reference_image
    with transaction(world.engine) as db:
        # It was given while the questions ran, and nobody used it.
        db.get_one(SurveySession, judged.id).new_reference_allowed = True
    assert judged.verify().status_code == 409
    assert world.stored(judged.id).face_reference_image == reference


def test_until_a_person_decides_a_report_about_the_time_before_the_end_is_taken(world: WebWorld) -> None:
    judged = Judged(world)
    assert judged.claim().json()["violations_count"] == 4
    assert judged.observe().status_code == 409
    assert judged.beat().status_code == 409


@each_decision
def test_a_session_that_was_opened_again_takes_reports_again(world: WebWorld, decision: DecisionKind) -> None:
    judged = Judged(world)
    judged.decide(decision)
    assert judged.claim().status_code == 409
    judged.reopen()
    assert judged.claim().json()["violations_count"] == 4
    assert world.stored(judged.id).status is SessionStatus.UNDER_REVIEW


@each_decision
def test_a_recording_that_comes_after_the_decision_is_taken(world: WebWorld, decision: DecisionKind) -> None:
    judged = Judged(world)
    judged.decide(decision)
    answer = TusClient(world, judged.token).begin(100, metadata(session_id=judged.id))
    assert answer.status_code == 201, answer.text


@each_decision
def test_what_the_server_saw_and_could_not_write_in_time_is_shown_and_not_counted(
    world: WebWorld, decision: DecisionKind
) -> None:
    judged = Judged(world, by_platform=None)
    judged.decide(decision)
    before, violation_id = judged.kept()[:3], uuid4()
    for _ in range(2):  # as the outbox files it again after a kill
        world.violations.open_violation(judged.id, alleged(9.0), picture(SnapshotKind.START), violation_id=violation_id)
    world.violations.close_violation(violation_id, alleged(9.0, 12.0), [picture(SnapshotKind.END)])
    lost = RaisedSignal(SignalKind.CAMERA_LOST, 20.0, 30.0, "No picture")
    world.violations.record_signal(judged.id, lost, signal_id=uuid4())
    assert judged.kept()[:3] == before
    reviewing, moderator = judged.reviewing()
    case = reviewing.case(moderator, judged.id)
    assert violation_id in {shown.violation.id for shown in case.violations}
    assert [entry.event.kind for entry in case.history].count(ReviewEventKind.ARRIVED_LATE) == 1
    assert FlagRule.VIOLATION_COUNT in {reason.rule for reason in case.flag_reasons}
