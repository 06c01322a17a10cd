"""What earlier monitoring of a session left behind, so that a new one can go on where it ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import col, select

from db.engine import reading
from db.queries.session_messages import newest_sentence
from db.queries.surveys import find_survey
from db.tables import FaceVerification, SessionMessage, Signal, SurveySession, Violation
from proctor_core.domain.allowance import Allowed
from proctor_core.domain.live_message import LiveMessage
from proctor_core.domain.reason import read_reason
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind
from proctor_core.services.surveys.surveys import definition_of

MESSAGE_SHOWN = timedelta(minutes=15)
"""A page that comes back later than that shows a sentence no more."""


@dataclass(frozen=True, slots=True)
class PastMonitoring:
    """Closed violations and signals of a session, and when it was last observed (None: never)."""

    violations: tuple[AllegedViolation, ...]
    signals: tuple[RaisedSignal, ...]
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenGap:
    """An absence whose end nobody saw: the process ended first."""

    id: UUID
    onset_s: float


class SessionHistory:
    """Reads only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open_gap(self, session_id: UUID) -> OpenGap | None:
        """The absence that an ended process left open; to be asked before what is open gets closed."""
        gap = select(Signal).where(
            Signal.session_id == session_id, Signal.kind == SignalKind.NETWORK_GAP, col(Signal.offset_s).is_(None)
        )
        with reading(self._engine) as db:
            row = db.exec(gap.order_by(col(Signal.onset_s).desc()).limit(1)).first()
        return OpenGap(row.id, row.onset_s) if row else None

    def allowed_on_screen(self, session: SurveySession) -> Allowed:
        """What the question allows that the session's taker saw last."""
        with reading(self._engine) as db:
            questions = definition_of(find_survey(db, session.survey_id)).questions
        return questions[min(session.current_question, len(questions) - 1)].allows

    def newest_message(self, session_id: UUID, now: datetime) -> LiveMessage | None:
        """What a moderator said last, while it is new enough to be shown; None: nothing."""
        with reading(self._engine) as db:
            message = newest_sentence(db, session_id, now - MESSAGE_SHOWN)
        return shown_message(message) if message else None

    def past_monitoring(self, session_id: UUID) -> PastMonitoring:
        """Everything that the flag rules need to see the whole session."""
        with reading(self._engine) as db:
            violations = db.exec(select(Violation).where(Violation.session_id == session_id)).all()
            signals = db.exec(select(Signal).where(Signal.session_id == session_id)).all()
            runs = select(FaceVerification).where(
                FaceVerification.session_id == session_id, col(FaceVerification.is_initial).is_(False)
            )
            newest = db.exec(runs.order_by(col(FaceVerification.ended_at).desc()).limit(1)).first()
        return PastMonitoring(
            violations=tuple(alleged(row) for row in violations if row.offset_s is not None),
            signals=tuple(raised(row) for row in signals if row.offset_s is not None),
            last_seen_at=newest.ended_at if newest else None,
        )


def shown_message(row: SessionMessage) -> LiveMessage:
    """A message as the taker's page shows it."""
    return LiveMessage(str(row.id), row.sentence, row.at.isoformat())


def alleged(row: Violation) -> AllegedViolation:
    """The rules' value behind a violation's row."""
    return AllegedViolation(
        type=row.type,
        onset_s=row.onset_s,
        offset_s=row.offset_s,
        peak_s=row.peak_s,
        confidence=row.confidence,
        looks=row.looks,
        positive=row.positive,
        measured=row.measured,
        limit=row.limit,
        reason=read_reason(row.reason, row.reason_code, row.reason_numbers),
    )


def raised(row: Signal) -> RaisedSignal:
    """The rules' value behind a signal's row."""
    reason = read_reason(row.reason, row.reason_code, row.reason_numbers)
    return RaisedSignal(kind=row.kind, onset_s=row.onset_s, offset_s=row.offset_s, reason=reason)
