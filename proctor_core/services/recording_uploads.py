"""Recordings that come over HTTP: begun, received in parts, looked into, kept; and taken away when they end before that.

The bytes go by `media/upload_folder.py`; here is who may, how much, how long, and what a complete file becomes: a closed
`SessionRecording` with its waiting analysis. One upload of a session is open at a time: a newer one takes the place of an
older, as a newer camera does, since a browser that lost its place could else send nothing for a day.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.recordings import (
    known_uploads,
    open_uploads,
    unfinished_uploads,
    uploaded_as,
    uploaded_count,
    uploads_over,
)
from db.queries.survey_sessions import locked_session
from db.tables import RecordingAnalysis, RecordingUpload, SessionRecording, SurveySession
from proctor_core.domain.consent import Purpose
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.states import RecordingState
from proctor_core.errors import Gone, IllegalMove, InvalidInput, NotFound, TooLarge
from proctor_core.media.container_layout import FIELD, MP4, WEBM, container_of
from proctor_core.media.store import MediaStore, media_key
from proctor_core.media.upload_folder import UploadFolder
from proctor_core.media.video_probe import ProbedVideo, probe
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.consents import is_agreed
from proctor_core.services.session_files import AS_IT_CAME
from proctor_core.services.violations import require_watched

MOST_RECORDINGS = 8
"""Uploaded recordings of one session: a client that begins again a few times, and no store for films."""
_TYPE = {WEBM: ("webm", "video/webm"), MP4: ("mp4", "video/mp4")}


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """`largest`: bytes of one file; raising it lets longer videos in. `lasts`: from the beginning to the end of an upload."""

    largest: int = 2 << 30
    lasts: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose session it is, and who sends: the taker, or a platform for them."""

    taker_id: UUID
    actor_id: UUID


@dataclass(frozen=True, slots=True)
class UploadStatus:
    """How far an upload is; `recording` and `analysis` are there once it is complete."""

    upload: RecordingUpload
    offset: int
    recording: SessionRecording | None
    analysis: RecordingAnalysis | None


@dataclass(frozen=True, slots=True)
class RecordingUploads:
    """Uploads of recordings.

    Attributes:
        announce: hears the id of each new recording's analysis, after the commit.
        look: what a file is, or why it is refused (`media.video_probe.probe`).
    """

    engine: Engine
    clock: Callable[[], datetime]
    folder: UploadFolder
    media: MediaStore
    limits: UploadLimits
    announce: Callable[[UUID], None]
    look: Callable[[Path, str], ProbedVideo | str] = probe

    def begin(self, sender: Sender, session_id: UUID, length: int, started_s: float | None = None) -> RecordingUpload:
        """Begin an upload of `length` bytes whose video begins at second `started_s` (None: unsaid); an older open one ends.

        Raises:
            NotFound: no such session, or somebody else's.
            IllegalMove: the session takes no recording, or has enough.
            InvalidInput, TooLarge: the length does not fit.
            NoRoom: the disk has not that much left.
        """
        self.require_size(length)
        now = self.clock()
        row = RecordingUpload(
            session_id=session_id,
            length=length,
            started_s=started_s,
            created_at=now,
            expires_at=now + self.limits.lasts,
        )
        with transaction(self.engine) as db:
            self._require_open(db, sender, locked_session(db, session_id))
            older = open_uploads(db, session_id)
            for one in older:
                self._end(db, one, AuditAction.UPLOAD_ENDED, sender.actor_id, "a newer one began")
            self.folder.begin(session_id, row.id, length)
            db.add(row)
            detail = f"{length} bytes, session {session_id}"
            audit(db, now, AuditAction.UPLOAD_BEGUN, row, actor_id=sender.actor_id, detail=detail)
        for one in older:
            self.folder.remove(session_id, one.id)
        return row

    def admit_whole(self, sender: Sender, session_id: UUID, declared: int | None) -> UUID:
        """An id under which a file that comes in one request may be received; no row yet.

        Raises:
            NotFound, IllegalMove, InvalidInput, TooLarge, NoRoom: as `begin`.
        """
        if declared is not None:
            self.require_size(declared)
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
            if session is None:
                raise NotFound("no such survey session")
            self._require_open(db, sender, session)
        upload_id = uuid4()
        self.folder.begin(session_id, upload_id, declared or 1)
        return upload_id

    def keep_whole(self, sender: Sender, session_id: UUID, upload_id: UUID, started_s: float | None) -> RecordingUpload:
        """What was received under an id of `admit_whole` becomes a recording; the same content again is the one that is there.

        Raises:
            InvalidInput: it is no video that is taken; nothing of it is left.
            NotFound, IllegalMove: as `begin`.
        """
        now, length = self.clock(), self.folder.offset(session_id, upload_id)
        row = RecordingUpload(
            id=upload_id,
            session_id=session_id,
            length=length,
            started_s=started_s,
            created_at=now,
            expires_at=now + self.limits.lasts,
        )
        try:
            self.require_size(length)
            return self.finish(row, sender)
        finally:
            self.folder.remove(session_id, upload_id)

    def require_size(self, length: int) -> None:
        """Raises InvalidInput for nothing, TooLarge for too much."""
        if length <= 0:
            raise InvalidInput(FIELD, "the file is empty")
        if length > self.limits.largest:
            raise TooLarge(FIELD, f"expected at most {self.limits.largest} bytes, got {length}")

    def find(self, upload_id: UUID, sender_of: Callable[[UUID], Sender]) -> RecordingUpload:
        """An upload of whoever asks. `sender_of`: session -> who asks for whom; raises NotFound where they don't reach it.

        Raises:
            NotFound: no such upload, or somebody else's.
            Gone: its time is over.
        """
        with reading(self.engine) as db:
            row = db.get(RecordingUpload, upload_id)
            session = db.get(SurveySession, row.session_id) if row else None
        if row is None or session is None or sender_of(row.session_id).taker_id != session.taker_id:
            raise NotFound("no such upload")
        if row.expires_at <= self.clock():
            raise Gone("the time of this upload is over")
        return row

    def status(self, row: RecordingUpload) -> UploadStatus:
        """How far it is.

        Raises:
            NotFound: its file is gone.
        """
        if row.completed_at is None:
            return UploadStatus(row, self.folder.offset(row.session_id, row.id), None, None)
        with reading(self.engine) as db:
            recording = db.get(SessionRecording, row.recording_id) if row.recording_id else None
            analysis = db.get(RecordingAnalysis, row.recording_id) if row.recording_id else None
        return UploadStatus(row, row.length, recording, analysis)

    def finish(self, row: RecordingUpload, sender: Sender | None = None) -> RecordingUpload:
        """Make a recording of a file that has come in full; one that is made already is answered as it is.

        Raises:
            InvalidInput: it is no video that is taken; nothing of it is left.
            NotFound: it was ended meanwhile.
            IllegalMove: the session takes no recording any more; nothing of it is left.
        """
        if row.completed_at is not None:
            return row
        try:
            kind, video = self._looked_into(row)
            kept = self._keep(row, kind, video, sender)
        except (InvalidInput, IllegalMove) as error:
            self._refuse(row, str(error), sender)
            raise
        self.folder.remove(row.session_id, row.id)
        if kept.recording_id == row.id:
            self.announce(row.id)
        return kept

    def terminate(self, row: RecordingUpload, sender: Sender | None) -> None:
        """The sender wants it no more: what has come goes. A complete one stays a recording, and only its upload ends."""
        with transaction(self.engine) as db:
            stored = db.get(RecordingUpload, row.id)
            if stored is not None:
                self._end(db, stored, AuditAction.UPLOAD_ENDED, sender.actor_id if sender else None, "by the sender")
        self.folder.remove(row.session_id, row.id)

    def sweep(self) -> int:
        """Finish what came in full and was cut off by a kill; take away what is over, and files that no row names. How many."""
        now, swept = self.clock(), 0
        with reading(self.engine) as db:
            unfinished, over = unfinished_uploads(db), uploads_over(db, now)
            known = known_uploads(db)
        for row in unfinished:
            self._finish_left(row)
        for row in over:
            with transaction(self.engine) as db:
                stored = db.get(RecordingUpload, row.id)
                if stored is not None:
                    action = AuditAction.UPLOAD_ENDED
                    self._end(db, stored, action, None, "its time is over")
            self.folder.remove(row.session_id, row.id)
            swept += 1
        for session_id, upload_id in self.folder.all():
            path = self.folder.path(session_id, upload_id)
            if upload_id not in known and path.exists():
                age = now.timestamp() - path.stat().st_mtime
                if age > self.limits.lasts.total_seconds():
                    self.folder.remove(session_id, upload_id)
                    swept += 1
        return swept

    def _finish_left(self, row: RecordingUpload) -> None:
        try:
            if self.folder.offset(row.session_id, row.id) == row.length:
                self.finish(row)
        except (InvalidInput, IllegalMove, NotFound):
            # Refused and taken away, as it would have been at its last byte.
            return

    def _looked_into(self, row: RecordingUpload) -> tuple[str, ProbedVideo]:
        path = self.folder.path(row.session_id, row.id)
        if not path.exists():
            raise NotFound("no such upload")
        kind = container_of(path)
        video = self.look(path, kind)
        if isinstance(video, str):
            raise InvalidInput(FIELD, video)
        return kind, video

    def _keep(self, row: RecordingUpload, kind: str, video: ProbedVideo, sender: Sender | None) -> RecordingUpload:
        path = self.folder.path(row.session_id, row.id)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        end, media_type = _TYPE[kind]
        key = media_key(row.session_id, AS_IT_CAME, f"{row.id}-as-it-came.{end}")
        self.media.put_file(key, path)
        try:
            kept = self._write(row, sender, sha256, self._recording(row, video, key, media_type, sha256))
        except BaseException:
            self.media.delete(key)
            raise
        if kept.recording_id != row.id:
            self.media.delete(key)
        return kept

    def _recording(
        self, row: RecordingUpload, video: ProbedVideo, key: str, media_type: str, sha256: str
    ) -> SessionRecording:
        now = self.clock()
        return SessionRecording(
            id=row.id,
            session_id=row.session_id,
            source=RecordingSource.UPLOADED,
            mode=RecordingMode.FULL,
            state=RecordingState.CLOSED,
            media_key=key,
            media_type=media_type,
            sha256=sha256,
            size_bytes=row.length,
            codec=video.codec,
            width=video.width,
            height=video.height,
            # Where nobody says when it begins, it is put at the session's start, and that is told with it.
            start_s=row.started_s or 0.0,
            is_start_told=row.started_s is not None,
            duration_s=video.duration_s,
            created_at=row.created_at,
            closed_at=now,
        )

    def _write(
        self, row: RecordingUpload, sender: Sender | None, sha256: str, recording: SessionRecording
    ) -> RecordingUpload:
        now = self.clock()
        with transaction(self.engine) as db:
            self._require_open(db, sender, locked_session(db, row.session_id))
            same = uploaded_as(db, row.session_id, sha256)
            stored = db.get(RecordingUpload, row.id) or row
            stored.completed_at, stored.sha256 = now, sha256
            stored.recording_id = same.recording_id if same else row.id
            if not same:
                db.add(recording)
                db.flush()
                db.add(RecordingAnalysis(id=row.id, recording_id=row.id, session_id=row.session_id, created_at=now))
            db.add(stored)
            actor_id = sender.actor_id if sender else None
            detail = f"{row.length} bytes, SHA-256 {sha256}, {recording.codec}"
            audit(db, now, AuditAction.UPLOAD_COMPLETED, stored, actor_id=actor_id, detail=detail)
        return stored

    def _refuse(self, row: RecordingUpload, why: str, sender: Sender | None) -> None:
        with transaction(self.engine) as db:
            stored = db.get(RecordingUpload, row.id)
            self._end(db, stored or row, AuditAction.UPLOAD_REFUSED, sender.actor_id if sender else None, why)
        self.folder.remove(row.session_id, row.id)

    def _end(self, db: Session, row: RecordingUpload, action: AuditAction, actor_id: UUID | None, detail: str) -> None:
        audit(db, self.clock(), action, row, actor_id=actor_id, detail=detail)
        if row in db:
            db.delete(row)

    def _require_open(self, db: Session, sender: Sender | None, session: SurveySession) -> None:
        if sender is not None and session.taker_id != sender.taker_id:
            raise NotFound("no such survey session")
        require_watched(session)
        if not is_agreed(db, session.id, Purpose.RECORDING):
            raise IllegalMove("a recording needs the taker's yes to the purpose recording")
        if uploaded_count(db, session.id) >= MOST_RECORDINGS:
            raise IllegalMove(f"this session has its {MOST_RECORDINGS} uploaded recordings")
