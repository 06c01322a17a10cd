"""Builders of flagged sessions for tests of reviewing, statistics and their pages: short stories on a clock that is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import SQLModel

from db.engine import transaction
from db.tables import (
    Answer,
    Consent,
    Evidence,
    FaceVerification,
    ProctorReview,
    ReviewEvent,
    Signal,
    Survey,
    SurveySession,
    User,
    Violation,
)
from proctor_core.codes.seen import SignalReason, ViolationReason
from proctor_core.domain.held_decision import HOLD_TIME
from proctor_core.domain.notice import NoticeTerms, notice_text, sha256_of
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.reason import Reason, code_of, numbers_of
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SignalKind, SnapshotKind, ViolationType
from proctor_core.media.store import MediaStore
from proctor_core.services.composition import Services, ServiceSettings, compose_services
from proctor_core.services.files.data_folders import DataFolders
from proctor_core.services.reviewing.ranking import rank_review
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.reviewing.statistics import StatisticsService
from tests.support.policies import standard_policy
from tests.support.session_world import CHEAP

NAMING_OWNERS = sha256_of(notice_text(NoticeTerms(STANDARD.violation_threshold)))
"""Hash of the notice which says that the camera's facts go to the survey's owner."""
NO_DISK = Path("/dev/null/data")
"""Where nothing can be written."""
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ALLEGED: Sequence[tuple[ViolationType, float, float]] = (
    (ViolationType.MOBILE_DETECTED, 41.0, 50.0),
    (ViolationType.LOOKING_AWAY, 52.0, 58.5),
    (ViolationType.NO_FACE, 200.0, 236.0),
)
SEEN = Reason(ViolationReason.PHONE, {"positive": 14, "looks": 18, "measured": 0.81, "limit": 0.35})
QUESTIONS = [
    {"id": "often", "kind": "single_choice", "text": "How often do you ride?", "options": ["daily", "never"]},
    {"id": "why", "kind": "long_text", "text": "What would you change?"},
]


@dataclass
class World:
    """A database with people, one survey, and a clock that moves when told."""

    engine: Engine
    now: datetime = NOON
    people: dict[str, User] = field(default_factory=dict[str, User])

    def clock(self) -> datetime:
        """The told time; each look is a microsecond later, as no two moments of a real clock are the same."""
        self.now += timedelta(microseconds=1)
        return self.now

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def announce(self) -> None:
        """The ten seconds go by in which what was decided on a page can be taken back."""
        self.now += HOLD_TIME
        self.services.reviewing.held_decisions.announce_due()

    @cached_property
    def services(self) -> Services:
        """The program's own; on no disk, since stories are told by rows alone."""
        settings = ServiceSettings(
            key=b"k" * 40, folders=DataFolders.within(NO_DISK), passwords=CHEAP, webhooks_to_own_network=True
        )
        return compose_services(self.engine, self.clock, MediaStore.open("memory:///"), settings)

    @property
    def reviewing(self) -> ReviewService:
        return self.services.reviewing.reviewing

    @property
    def statistics(self) -> StatisticsService:
        return self.services.reviewing.statistics

    def person(self, name: str, role: Role = Role.MODERATOR) -> User:
        if name not in self.people:
            self.people[name] = User(name=name, display_name=name.title(), role=role, created_at=NOON)
            self.add(self.people[name])
        return self.people[name]

    def survey(self, title: str = "Study 2026") -> Survey:
        definition = {"title": title, "description": "", "questions": QUESTIONS}
        survey = Survey(slug=title.lower().replace(" ", "-"), title=title, definition=definition, created_at=NOON)
        self.add(survey)
        return survey

    def session(self, survey: Survey, taker: User, **values: Any) -> SurveySession:
        """A submitted, proctored session of 10 minutes that ended just now."""
        start = self.now - timedelta(minutes=10)
        given: dict[str, Any] = {
            "status": SessionStatus.PASSED,
            "policy_sha256": standard_policy(self.engine),
            "initial_face_verified": True,
            "phone_check_available": True,
            "coverage": 0.98,
            "created_at": start,
            "started_at": start,
            "submitted_at": self.now,
            "last_seen_at": self.now,
            **values,
        }
        session = SurveySession(survey_id=survey.id, taker_id=taker.id, **given)
        self.add(session)
        return session

    def flagged(
        self,
        survey: Survey,
        taker: User | None = None,
        alleged: Sequence[tuple[ViolationType, float, float]] = ALLEGED,
        **values: Any,
    ) -> ProctorReview:
        """A session under review, with a violation and three snapshots for each of `alleged`, and its review."""
        given = {"status": SessionStatus.UNDER_REVIEW, "flagged_for_review": True, "violations_count": len(alleged)}
        session = self.session(survey, taker or self.person("tam", Role.TAKER), **{**given, **values})
        reason = {
            "rule": "violation_count",
            "measured": len(alleged),
            "limit": 3,
            "detail": f"{len(alleged)} violations alleged; threshold 3",
        }
        review = ProctorReview(session_id=session.id, flag_reasons=[reason], created_at=self.now)
        event = ReviewEvent(review_id=review.id, kind=ReviewEventKind.FLAGGED_BY_RULE, at=self.now)
        self.add(review)
        self.add(event, *(Answer(session_id=session.id, question_id="often", shown_at=_at(session, 30)),))
        self.add(_run(session, 0, 300), _run(session, 360, 600), _consent(session))
        for kind, onset_s, offset_s in alleged:
            self.allege(session, kind, onset_s, offset_s)
        with transaction(self.engine) as db:
            rank_review(db, session.id)
        return review

    def allege(self, session: SurveySession, kind: ViolationType, onset_s: float, offset_s: float) -> None:
        violation = Violation(
            session_id=session.id,
            type=kind,
            onset_s=onset_s,
            offset_s=offset_s,
            peak_s=(onset_s + offset_s) / 2,
            started_at=_at(session, onset_s),
            ended_at=_at(session, offset_s),
            confidence=0.8,
            measured=0.81,
            limit=0.35,
            looks=18,
            positive=14,
            reason=str(SEEN),
            reason_code=code_of(SEEN),
            reason_numbers=numbers_of(SEEN),
        )
        self.add(violation)
        middle_s = (onset_s + offset_s) / 2
        moments = zip(SnapshotKind, (onset_s, middle_s, offset_s), strict=True)
        self.add(*(_picture(violation, kind, taken_s) for kind, taken_s in moments))

    def signal(self, review: ProctorReview, kind: SignalKind, onset_s: float, offset_s: float) -> None:
        with transaction(self.engine) as db:
            session = db.get_one(SurveySession, review.session_id)
        signal = Signal(
            session_id=session.id,
            kind=kind,
            onset_s=onset_s,
            offset_s=offset_s,
            started_at=_at(session, onset_s),
            ended_at=_at(session, offset_s),
            reason="no picture comes",
            reason_code=SignalReason.NO_PICTURE_COMES,
        )
        self.add(signal)

    def status_of(self, review: ProctorReview) -> SessionStatus:
        with transaction(self.engine) as db:
            return db.get_one(SurveySession, review.session_id).status

    def add(self, *rows: SQLModel) -> None:
        with transaction(self.engine) as db:
            db.add_all(rows)


def _at(session: SurveySession, seconds: float) -> datetime:
    return (session.started_at or NOON) + timedelta(seconds=seconds)


def _run(session: SurveySession, start_s: float, end_s: float) -> FaceVerification:
    return FaceVerification(
        session_id=session.id,
        started_at=_at(session, start_s),
        ended_at=_at(session, end_s),
        samples=int(end_s - start_s) // 5,
        face_detected=True,
        face_count=1,
        confidence=0.93,
    )


def _consent(session: SurveySession) -> Consent:
    return Consent(
        session_id=session.id,
        purpose="monitoring",
        text_version="2026-11",
        text_sha256=NAMING_OWNERS,
        is_given=True,
        given_at=_at(session, -60),
    )


def _picture(violation: Violation, kind: SnapshotKind, taken_s: float) -> Evidence:
    return Evidence(
        session_id=violation.session_id,
        violation_id=violation.id,
        kind=kind,
        media_key=media_key_of(violation.id, kind),
        sha256="0" * 64,
        size_bytes=1000,
        width=640,
        height=480,
        taken_s=taken_s,
    )


def media_key_of(violation_id: UUID, kind: SnapshotKind) -> str:
    """Where a built picture would lie."""
    return f"sessions/evidence/{violation_id}-{kind}.jpg"
