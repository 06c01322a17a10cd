"""What the monitor found, as rows: violations with their pictures, signals, and the flags that follow.

The monitor's writer thread calls this, later the API as well. The caller gives the ids, so that a write may be tried again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from db.engine import reading, transaction
from db.queries.inserting import insert_if_absent
from db.queries.survey_sessions import locked_session
from db.tables import Evidence, FaceVerification, ProctorReview, ReviewEvent, Signal, SurveySession, Violation
from db.tables.sessions import ViolationTally
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.missing import Missing
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule, Policy, policy_from_json
from proctor_core.domain.reason import code_of, numbers_of
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import MONITORED
from proctor_core.domain.violation import SERVER, AllegedViolation, RaisedSignal
from proctor_core.errors import IllegalMove, NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.reviewing.decided import is_decided
from proctor_core.services.reviewing.flagging import flag_session
from proctor_core.services.reviewing.review_changes import count_change
from proctor_core.services.taking.face_runs import extend_or_begin
from proctor_core.services.taking.left_open import close_intervals
from proctor_core.services.taking.violation_rows import add_picture, complete, moment, violation_row


@dataclass(frozen=True, slots=True)
class ViolationService:
    """Every method is one transaction and holds the session's row: writers of one session take turns."""

    engine: Engine
    clock: Callable[[], datetime]

    def open_violation(
        self,
        session_id: UUID,
        alleged: AllegedViolation,
        start_snapshot: StoredPicture | None,
        *,
        violation_id: UUID,
        source: str = SERVER,
    ) -> ViolationTally:
        """Write an allegation with its first picture, count it, and flag the session at the policy's threshold.

        Returns what the session's counter says then. The same id again changes nothing. What comes after a person's decision,
        as when the database was away, is shown in the case and counts nothing.

        Raises:
            NotFound: no such session.
            IllegalMove: the session has not begun, is not proctored, is over, or ended before the onset.
        """
        with transaction(self.engine) as db:
            session = _watched(db, session_id, alleged.onset_s)
            row = violation_row(session, alleged, violation_id, source)
            if insert_if_absent(db, row):
                if is_decided(db, session):
                    note_late(db, session, alleged, self.clock())
                else:
                    count_violation(db, session, alleged, self.clock())
                add_picture(db, session_id, violation_id, start_snapshot)
            return _tally(session)

    def close_violation(
        self, violation_id: UUID, alleged: AllegedViolation, snapshots: Sequence[StoredPicture] = ()
    ) -> Violation:
        """Complete a violation with its end, its final numbers and its other pictures; may be tried again.

        Raises:
            NotFound: no such violation.
        """
        with transaction(self.engine) as db:
            violation = db.get(Violation, violation_id)
            if violation is None:
                raise NotFound(Missing.VIOLATION)
            session = locked_session(db, violation.session_id)
            if violation.ended_at is None and alleged.offset_s is not None:
                detail = message(AuditDetail.VIOLATION_TO, type=alleged.type.value, second=alleged.offset_s)
                audit(db, self.clock(), AuditAction.VIOLATION_CLOSED, session, detail=detail)
            complete(violation, session, alleged)
            for snapshot in snapshots:
                add_picture(db, violation.session_id, violation_id, snapshot)
            count_change(db, violation.session_id)
        return violation

    def flag(self, session_id: UUID, reasons: Sequence[FlagReason]) -> ViolationTally:
        """Send a session to a human for the flag rules that count no violations (length, unseen time, coverage).

        Returns what its counter says, and whether it is flagged now. What a person has decided stays as it is.

        Raises:
            NotFound: no such session.
            IllegalMove: the session has not begun, is not proctored, or is over.
        """
        with transaction(self.engine) as db:
            session = _watched(db, session_id)
            if not is_decided(db, session):
                flag_session(db, session, reasons, self.clock())
            return _tally(session)

    def pictures_of(self, session_id: UUID) -> frozenset[str]:
        """The media keys of the session's evidence."""
        with reading(self.engine) as db:
            return frozenset(db.exec(select(Evidence.media_key).where(Evidence.session_id == session_id)).all())

    def record_signal(self, session_id: UUID, signal: RaisedSignal, *, signal_id: UUID) -> Signal:
        """Write a signal, or complete the one with this id; may be tried again.

        Raises:
            NotFound: no such session.
            IllegalMove: the session has not begun, is not proctored, or is over.
        """
        with transaction(self.engine) as db:
            session = _watched(db, session_id)
            row = db.get(Signal, signal_id) or Signal(
                id=signal_id, session_id=session_id, kind=signal.kind, onset_s=signal.onset_s, started_at=self.clock()
            )
            row.onset_s, row.started_at = signal.onset_s, moment(session, signal.onset_s)
            row.reason = str(signal.reason)
            row.reason_code, row.reason_numbers = code_of(signal.reason), numbers_of(signal.reason)
            if signal.offset_s is not None:
                row.offset_s, row.ended_at = signal.offset_s, moment(session, signal.offset_s)
            db.add(row)
            count_change(db, session_id)
        return row

    def extend_run(self, session_id: UUID, state: FaceRunState) -> FaceVerification:
        """One heartbeat: extend the newest face run, or begin a new one when its state has changed. Also notes "seen".

        Raises:
            NotFound: no such session.
            IllegalMove: the session has not begun, is not proctored, or is over.
        """
        with transaction(self.engine) as db:
            return _extend_run(db, session_id, state)

    def extend_runs(self, beats: Iterable[tuple[UUID, FaceRunState]]) -> None:
        """The same for the heartbeats of many sessions in one transaction: all of them, or none.

        Raises:
            NotFound, IllegalMove: as `extend_run`, for one of them.
        """
        with transaction(self.engine) as db:
            # The sessions are held in the order of their ids: two processes never wait for each other.
            for session_id, state in sorted(beats, key=lambda beat: beat[0]):
                _extend_run(db, session_id, state)

    def close_left_open(self, session_id: UUID) -> int:
        """After a crash: end what has no end at the moment the taker was seen last; returns how many that were.

        Raises:
            NotFound: no such session.
        """
        with transaction(self.engine) as db:
            session = locked_session(db, session_id)
            return close_intervals(db, session, session.last_seen_at or session.started_at or self.clock())


def count_violation(db: Session, session: SurveySession, alleged: AllegedViolation, now: datetime) -> None:
    """Count one violation of a locked session, and flag it at the policy's threshold."""
    policy = policy_from_json(session.policy)
    tally = SurveySession.record_violation(db, session.id, policy)
    db.refresh(session)
    count_change(db, session.id)
    detail = message(AuditDetail.VIOLATION_FROM, type=alleged.type.value, second=alleged.onset_s)
    audit(db, now, AuditAction.VIOLATION_OPENED, session, detail=detail)
    if tally.violations_count >= policy.violation_threshold:
        flag_session(db, session, [_counted(tally, policy)], now)


def note_late(db: Session, session: SurveySession, alleged: AllegedViolation, now: datetime) -> None:
    """Say in the review's history that a violation came after the decision; it counts nothing."""
    detail = message(AuditDetail.VIOLATION_LATE, type=alleged.type.value, second=alleged.onset_s)
    audit(db, now, AuditAction.VIOLATION_LATE, session, detail=detail)
    review = db.exec(select(ProctorReview).where(ProctorReview.session_id == session.id)).one_or_none()
    if review is not None:
        event = ReviewEvent(
            review_id=review.id,
            kind=ReviewEventKind.ARRIVED_LATE,
            notes=str(alleged.reason),
            reason_code=code_of(alleged.reason),
            reason_numbers=numbers_of(alleged.reason),
            at=now,
        )
        db.add(event)


def require_watched(session: SurveySession, onset_s: float = 0.0) -> None:
    """Only what happened in a proctored session that has begun and was not given up is recorded.

    Raises:
        IllegalMove: the session is none, or ended before `onset_s`.
    """
    if not session.proctoring_enabled or session.started_at is None or session.status not in MONITORED:
        raise IllegalMove(SessionRefusal.NOT_RECORDED, status=session.status)
    if session.submitted_at is not None and moment(session, onset_s) > session.submitted_at:
        raise IllegalMove(SessionRefusal.ENDED_BEFORE, onset_s=onset_s)


def _watched(db: Session, session_id: UUID, onset_s: float = 0.0) -> SurveySession:
    session = locked_session(db, session_id)
    require_watched(session, onset_s)
    return session


def _extend_run(db: Session, session_id: UUID, state: FaceRunState) -> FaceVerification:
    session = _watched(db, session_id)
    if session.last_seen_at is None or session.last_seen_at < state.ended_at:
        session.last_seen_at = state.ended_at
    return extend_or_begin(db, session_id, state)


def _tally(session: SurveySession) -> ViolationTally:
    """Of a locked session, as `db` has it."""
    return ViolationTally(session.violations_count, session.flagged_for_review)


def _counted(tally: ViolationTally, policy: Policy) -> FlagReason:
    return FlagReason(FlagRule.VIOLATION_COUNT, float(tally.violations_count), float(policy.violation_threshold))
