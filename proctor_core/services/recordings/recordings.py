"""The rows of a session's live video: begun, segment by segment chained, closed, joined, erased. Files come before rows.

A session's row is locked first, so that two writers never make two links of one number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from db.engine import reading, transaction
from db.queries.recordings import drop_analyses
from db.queries.session_video import (
    closed_live,
    intervals_of,
    live_recording,
    over_but_open,
    segments_of,
    violations_by_type,
)
from db.queries.survey_sessions import locked_session
from db.tables import RecordingSegment, SessionRecording, SurveySession
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.domain.failure import Failure, failure, joined, read_failure
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.recording import RecordingSource, link_of
from proctor_core.domain.states import RECORDING_MOVES, RUNNING, RecordingState, move
from proctor_core.media.segments import SegmentFacts
from proctor_core.media.store import StoredObject
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.recordings.kept_failures import keep_failure


@dataclass(frozen=True, slots=True)
class RecordingService:
    """Live recordings."""

    engine: Engine
    clock: Callable[[], datetime]

    # ---- while the session runs ----

    def session(self, session_id: UUID) -> SurveySession | None:
        """The session, if it is still there."""
        with reading(self.engine) as db:
            return db.get(SurveySession, session_id)

    def intervals(self, session_id: UUID) -> Sequence[tuple[float, float | None]]:
        """(onset, offset) of the session's violations."""
        with reading(self.engine) as db:
            return intervals_of(db, session_id)

    def begin(self, session_id: UUID) -> None:
        """The session's video is kept from now on, as its mode says; a second call changes nothing."""
        with transaction(self.engine) as db:
            self._open(db, locked_session(db, session_id))

    def add_segment(self, session_id: UUID, stored: StoredObject, start_s: float, facts: SegmentFacts) -> bool:
        """Name a stored segment and chain it. The same again changes nothing.

        Returns False when the session's video is not kept any more: then the file has to go.
        """
        with transaction(self.engine) as db:
            session = locked_session(db, session_id)
            recording = self._open(db, session)
            if recording is None or recording.state is not RecordingState.RECORDING:
                return recording is not None and _is_named(db, recording, stored.key)
            if not _is_named(db, recording, stored.key):
                _append(db, recording, stored, round(start_s, 3), facts)
        return True

    def refuse(self, session_id: UUID, why: Failure) -> None:
        """Note why the session's video is not kept, or not all of it."""
        with transaction(self.engine) as db:
            recording = self._open(db, locked_session(db, session_id))
            if recording is None or why.text in recording.failure:
                return
            keep_failure(recording, joined(read_failure(recording.failure, recording.failure_codes), why))
            audit(db, self.clock(), AuditAction.RECORDING_REFUSED, recording, detail=why.text)

    # ---- afterwards ----

    def over_but_open(self) -> Sequence[UUID]:
        """Recordings whose session no longer runs."""
        with reading(self.engine) as db:
            return over_but_open(db, RUNNING)

    def waiting(self) -> Sequence[UUID]:
        """Recordings that are complete and not joined yet."""
        with reading(self.engine) as db:
            return closed_live(db)

    def session_of(self, recording_id: UUID) -> UUID:
        """Whose video it is."""
        with reading(self.engine) as db:
            return db.get_one(SessionRecording, recording_id).session_id

    def segments(self, recording_id: UUID) -> Sequence[RecordingSegment]:
        """The recording's links, in order."""
        with reading(self.engine) as db:
            return segments_of(db, recording_id)

    def close(self, recording_id: UUID) -> None:
        """recording -> closed: no segment follows."""
        with transaction(self.engine) as db:
            recording = _locked(db, recording_id)
            _move(recording, RecordingState.CLOSED)
            recording.closed_at = self.clock()
            recording.violations_by_type = violations_by_type(db, recording.session_id)
            detail = message(
                AuditDetail.SEGMENTS_CHAINED, segments=recording.segments, chain=str(recording.chain_sha256)
            )
            audit(db, self.clock(), AuditAction.RECORDING_CLOSED, recording, detail=detail)

    def processed(self, recording_id: UUID, joined: StoredObject, start_s: float, duration_s: float) -> bool:
        """closed -> processed: the joined file takes the segments' place, whose rows stay as tombstones.

        Returns False when the video was erased meanwhile: then the joined file has to go too.
        """
        with transaction(self.engine) as db:
            recording, at = _locked(db, recording_id), self.clock()
            if recording.erased_at:
                return False
            _move(recording, RecordingState.PROCESSED)
            recording.media_key, recording.sha256, recording.size_bytes = joined.key, joined.sha256, joined.size_bytes
            recording.start_s, recording.duration_s, recording.processed_at = start_s, duration_s, at
            _bury(segments_of(db, recording_id), at)
            detail = message(AuditDetail.SEGMENTS_JOINED, segments=recording.segments, sha256=joined.sha256)
            audit(db, at, AuditAction.RECORDING_PROCESSED, recording, detail=detail)
        return True

    def without_segments(self, recording_id: UUID) -> None:
        """Nothing was kept: as it should be where nothing was alleged and only that is recorded; else the recording failed."""
        with transaction(self.engine) as db:
            recording, at = _locked(db, recording_id), self.clock()
            if recording.mode is RecordingMode.VIOLATIONS and not recording.failure:
                _move(recording, RecordingState.PROCESSED)
                recording.processed_at = at
                detail = message(AuditDetail.NOTHING_KEPT)
                audit(db, at, AuditAction.RECORDING_PROCESSED, recording, detail=detail)
                return
        self.failed(recording_id, failure(RecordingFault.NOTHING_ARRIVED))

    def failed(self, recording_id: UUID, why: Failure) -> None:
        """closed -> failed, with the reason; segments stay as they are."""
        with transaction(self.engine) as db:
            recording = _locked(db, recording_id)
            _move(recording, RecordingState.FAILED)
            if not recording.failure:
                keep_failure(recording, why)
            audit(db, self.clock(), AuditAction.RECORDING_FAILED, recording, detail=recording.failure)

    # ---- inside ----

    def _open(self, db: Session, session: SurveySession) -> SessionRecording | None:
        """The session's live recording, begun where there is none; None where its video is not kept."""
        recording = live_recording(db, session.id)
        if recording is not None:
            return None if recording.erased_at else recording
        if session.recording_mode is RecordingMode.OFF:
            return None
        recording = SessionRecording(
            session_id=session.id,
            source=RecordingSource.LIVE,
            mode=session.recording_mode,
            created_at=self.clock(),
        )
        db.add(recording)
        audit(db, self.clock(), AuditAction.RECORDING_BEGUN, recording, detail=recording.mode)
        return recording


def bury_recordings(db: Session, recordings: Sequence[SessionRecording], at: datetime) -> None:
    """Their files are gone, or go: the rows stay as tombstones, by which the chain can still be verified."""
    drop_analyses(db, [recording.id for recording in recordings])
    for recording in recordings:
        if recording.erased_at:
            continue
        if recording.state is RecordingState.RECORDING:
            _move(recording, RecordingState.CLOSED)
            recording.closed_at = at
        recording.media_key = recording.thumbnails_key = recording.thumbnails_sha256 = None
        recording.erased_at, recording.violations_by_type = at, {}
        recording.size_bytes = recording.thumbnails_bytes = 0
        _bury(segments_of(db, recording.id), at)
        detail = message(AuditDetail.LINKS_STAY, segments=recording.segments, chain=str(recording.chain_sha256))
        audit(db, at, AuditAction.RECORDING_ERASED, recording, detail=detail)


def _bury(segments: Sequence[RecordingSegment], at: datetime) -> None:
    for segment in segments:
        if segment.media_key:
            segment.media_key, segment.erased_at = None, at


def _append(
    db: Session, recording: SessionRecording, stored: StoredObject, start_s: float, facts: SegmentFacts
) -> None:
    number, duration_s = recording.segments + 1, round(facts.duration_s, 3)
    link = link_of(recording.chain_sha256, number, stored.sha256, start_s, duration_s)
    segment = RecordingSegment(
        session_id=recording.session_id,
        recording_id=recording.id,
        number=number,
        media_key=stored.key,
        start_s=start_s,
        duration_s=duration_s,
        size_bytes=stored.size_bytes,
        frames=facts.frames,
        codec=facts.codec,
        width=facts.width,
        height=facts.height,
        sha256=stored.sha256,
        link_sha256=link,
    )
    if number == 1:
        recording.start_s, recording.codec = start_s, facts.codec
        recording.width, recording.height = facts.width, facts.height
    recording.segments, recording.chain_sha256 = number, link
    recording.size_bytes += stored.size_bytes
    recording.duration_s = round(start_s + duration_s - recording.start_s, 3)
    db.add(recording)
    db.flush()
    db.add(segment)


def _is_named(db: Session, recording: SessionRecording, key: str) -> bool:
    segment = RecordingSegment
    named = select(segment.id).where(segment.recording_id == recording.id, segment.media_key == key)
    return db.exec(named).first() is not None


def _locked(db: Session, recording_id: UUID) -> SessionRecording:
    """The recording, its session held first, as every change of one session is ordered."""
    locked_session(db, db.get_one(SessionRecording, recording_id).session_id)
    return db.get_one(SessionRecording, recording_id, populate_existing=True)


def _move(recording: SessionRecording, target: RecordingState) -> None:
    recording.state = move(RECORDING_MOVES, recording.state, target)
