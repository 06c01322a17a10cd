"""The initial verification: the accepted reference face, and each refusal with its reason."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import transaction
from db.queries.survey_sessions import locked_session
from db.tables import FaceVerification, SurveySession
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.enrolment import RefusalReason
from proctor_core.domain.states import RE_ENROLLABLE, SessionStatus
from proctor_core.domain.violation import CLIENT, SERVER
from proctor_core.domain.watching import WatchedBy
from proctor_core.errors import IllegalMove
from proctor_core.media.store import MediaStore, media_key
from proctor_core.services.auditing import AuditAction, audit


@dataclass(frozen=True, slots=True)
class EnrolmentService:
    """Called by the monitor, which has judged the looks already."""

    engine: Engine
    media: MediaStore
    clock: Callable[[], datetime]

    def accept_reference(
        self,
        session_id: UUID,
        jpeg: bytes,
        baseline: Baseline,
        confidence: float,
        phone_check_available: bool,
        *,
        needs_leave: bool = False,
    ) -> SurveySession:
        """Keep the reference picture (written before the row), the taker's own pose and gaze, and the verification.

        A second reference replaces the first while the session is still enrolling; where it `needs_leave`, only when a
        moderator allowed it. `confidence` is 0 to 1.

        Raises:
            NotFound: no such session.
            IllegalMove: the session is not enrolling, or has its reference and no leave for another.
            Unavailable: the picture can't be stored; nothing was changed.
        """
        key = media_key(session_id, f"reference-{uuid4().hex}.jpg")
        stored = self.media.put(key, jpeg)
        try:
            with transaction(self.engine) as db:
                if needs_leave:
                    _require_leave(locked_session(db, session_id))
                session, before = self._accept(db, session_id, key, baseline, confidence)
                session.phone_check_available = phone_check_available
                session.reference_bytes, session.reference_sha256 = stored.size_bytes, stored.sha256
        except Exception:
            self.media.delete(key)
            raise
        if before is not None:
            self.media.delete(before)
        return session

    def refuse_reference(
        self, session_id: UUID, reason: RefusalReason, face_count: int | None = None, confidence: float | None = None
    ) -> FaceVerification:
        """Keep that a reference face was refused, and why; the session stays enrolling.

        Raises:
            NotFound: no such session.
            IllegalMove: the session is not enrolling.
        """
        faces = 0 if reason is RefusalReason.NO_FACE else face_count
        with transaction(self.engine) as db:
            session, now = _enrolling(db, session_id), self.clock()
            row = FaceVerification(
                session_id=session_id,
                is_initial=True,
                started_at=now,
                ended_at=now,
                source=_source(session),
                face_detected=None if faces is None else faces > 0,
                face_count=faces,
                confidence=confidence,
            )
            db.add(row)
            audit(db, now, AuditAction.REFERENCE_REFUSED, session, detail=reason)
        return row

    def _accept(
        self, db: Session, session_id: UUID, key: str, baseline: Baseline, confidence: float
    ) -> tuple[SurveySession, str | None]:
        session, now = _enrolling(db, session_id), self.clock()
        before, session.face_reference_image = session.face_reference_image, key
        session.initial_face_verified = True
        session.new_reference_allowed = False
        session.baseline = asdict(baseline)
        db.add(session)
        row = FaceVerification(
            session_id=session_id,
            is_initial=True,
            started_at=now,
            ended_at=now,
            samples=baseline.looks,
            face_detected=True,
            face_count=1,
            confidence=confidence,
            source=_source(session),
            yaw_deg=baseline.yaw_deg,
            pitch_deg=baseline.pitch_deg,
            roll_deg=baseline.roll_deg,
        )
        db.add(row)
        detail = message(AuditDetail.CONFIDENCE, confidence=confidence)
        audit(db, now, AuditAction.REFERENCE_ACCEPTED, session, detail=detail)
        return session, before


def baseline_of(session: SurveySession) -> Baseline | None:
    """The taker's own pose and gaze; None before the reference face was accepted."""
    if session.baseline is None:
        return None
    stored = dict(session.baseline)
    looks = int(stored.pop("looks"))
    return Baseline(**stored, looks=looks)


def _source(session: SurveySession) -> str:
    """Whose camera took the picture."""
    return CLIENT if session.watched_by is WatchedBy.HYBRID else SERVER


def _require_leave(session: SurveySession) -> None:
    """Asked with the session held: of two first pictures at the same moment one is taken."""
    if session.initial_face_verified and not session.new_reference_allowed:
        raise IllegalMove(SessionRefusal.HAS_REFERENCE)


def _enrolling(db: Session, session_id: UUID) -> SurveySession:
    session = locked_session(db, session_id)
    # A moderator's leave ends with the questions: what was judged keeps the face that it was judged by.
    if session.status not in (RE_ENROLLABLE if session.new_reference_allowed else {SessionStatus.ENROLLING}):
        raise IllegalMove(SessionRefusal.NOT_ENROLLING, status=session.status)
    return session
