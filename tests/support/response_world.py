"""Handed-in sessions with answers, as rows: what a survey's owner gets is read from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from db.engine import transaction
from db.tables import Answer, Consent, ProctorReview, Survey, SurveySession, User, Violation
from db.tables.violations import Signal
from proctor_core.domain.notice import CURRENT
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.domain.watching import WatchedBy
from proctor_core.services.responses.reading import ResponseReader, ResponseService
from tests.support.policies import standard_policy
from tests.support.review_world import NAMING_OWNERS
from tests.support.session_world import SessionWorld

ALL_KINDS: Mapping[str, Any] = {
    "title": "All kinds",
    "questions": [
        {"id": "often", "kind": "single_choice", "text": "How often?", "options": ["daily", "weekly"]},
        {"id": "which", "kind": "multiple_choice", "text": "Which?", "options": ["a", "b", "c"]},
        {"id": "liked", "kind": "scale", "text": "How much?"},
        {"id": "degrees", "kind": "number", "text": "How warm?"},
        {"id": "when", "kind": "date", "text": "When?"},
        {"id": "why", "kind": "long_text", "text": "Why?"},
    ],
}
ANSWERS: Mapping[str, Any] = {
    "often": "daily",
    "which": ["a", "c"],
    "liked": 4,
    "degrees": -5,
    "when": "2026-05-01",
    "why": "=1+1",
}


class ResponseWorld(SessionWorld):
    """Adds the service, and people who may ask."""

    @property
    def responses(self) -> ResponseService:
        return self.services.reviewing.responses

    @property
    def root(self) -> ResponseReader:
        return ResponseReader(self.administrator)

    def reader(self, name: str, role: Role) -> ResponseReader:
        return ResponseReader(self.person(name, role))

    def survey(self, slug: str = "study", **more: Any) -> Survey:
        return self.surveys.add_version(self.administrator, slug, ALL_KINDS, **more)

    def handed_in(
        self,
        survey: Survey,
        taker: User | None = None,
        *,
        answers: Mapping[str, Any] = ANSWERS,
        read: str | None = NAMING_OWNERS,
        version: str = CURRENT.value,
        agrees: bool = True,
        **values: Any,
    ) -> SurveySession:
        """A session of ten minutes that ended just now; `read`: the hash of the notice, None: nobody was asked."""
        policy = standard_policy(self.engine)
        session = _session(survey, taker or self.taker, self.clock(), policy_sha256=policy, **values)
        rows: list[Any] = [*_answers(session, answers)]
        if read is not None:
            rows.append(_consent(session, read, version, agrees=agrees))
        with transaction(self.engine) as db:
            db.add(session)
            db.flush()
            db.add_all(rows)
        return session

    def noted(self, session: SurveySession, *kinds: ViolationType, unseen_s: float = 0.0) -> None:
        """Violations of a second each, and a covered camera."""
        at = session.started_at or self.clock()
        rows: list[Any] = [_violation(session, kind, second, at) for second, kind in enumerate(kinds)]
        if unseen_s:
            covered: dict[str, Any] = {"kind": SignalKind.CAMERA_COVERED, "onset_s": 10.0, "offset_s": 10.0 + unseen_s}
            rows.append(Signal(session_id=session.id, started_at=at, ended_at=at, **covered))
        with transaction(self.engine) as db:
            db.add_all(rows)

    def reviewed(self, session: SurveySession, status: str, rules: Sequence[str]) -> None:
        reasons = [{"rule": rule, "measured": 3, "limit": 3, "detail": "x"} for rule in rules]
        with transaction(self.engine) as db:
            db.add(
                ProctorReview(session_id=session.id, status=status, flag_reasons=reasons, created_at=self.clock())  # pyright: ignore[reportArgumentType]
            )

    def many(self, survey: Survey, number: int, at_once: int = 7) -> None:
        """Many sessions of one taker, `at_once` of them handed in at the same moment."""
        policy = standard_policy(self.engine)
        with transaction(self.engine) as db:
            sessions = [
                _session(
                    survey, self.taker, self.clock() - timedelta(seconds=1 + place // at_once), policy_sha256=policy
                )
                for place in range(number)
            ]
            db.add_all(sessions)
            db.flush()
            for place, session in enumerate(sessions):
                db.add(Answer(session_id=session.id, question_id="degrees", value=place, revision=1, **_times(session)))

    def all_of(self, survey_id: UUID, reader: ResponseReader | None = None) -> Sequence[Any]:
        return self.responses.page(reader or self.root, survey_id).responses


def _session(survey: Survey, taker: User, at: datetime, **values: Any) -> SurveySession:
    given: dict[str, Any] = {
        "status": SessionStatus.PASSED,
        "watched_by": WatchedBy.SERVER,
        "initial_face_verified": True,
        "face_reference_image": "sessions/x/reference.jpg",
        "coverage": 0.98,
        "created_at": at - timedelta(minutes=10),
        "started_at": at - timedelta(minutes=10),
        "submitted_at": at,
        **values,
    }
    return SurveySession(survey_id=survey.id, taker_id=taker.id, **given)


def _times(session: SurveySession) -> dict[str, Any]:
    shown = session.started_at or session.created_at
    return {"shown_at": shown, "answered_at": shown + timedelta(seconds=12.5)}


def _answers(session: SurveySession, answers: Mapping[str, Any]) -> Sequence[Answer]:
    return [
        Answer(session_id=session.id, question_id=name, value=value, revision=1, **_times(session))
        for name, value in answers.items()
    ]


def _consent(session: SurveySession, read: str, version: str, *, agrees: bool) -> Consent:
    return Consent(
        session_id=session.id,
        purpose="monitoring",
        text_version=version,
        text_sha256=read,
        is_given=agrees,
        given_at=session.created_at,
    )


def _violation(session: SurveySession, kind: ViolationType, second: float, at: datetime) -> Violation:
    times: dict[str, Any] = {
        "onset_s": second,
        "offset_s": second + 1,
        "peak_s": second + 0.5,
        "started_at": at,
        "ended_at": at,
    }
    return Violation(session_id=session.id, type=kind, confidence=0.9, reason="x", **times)
