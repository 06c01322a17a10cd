"""Recordings that come over HTTP: begun, received in parts, finished; and taken away when they end before that.

The bytes go by `media/upload_folder.py`, who may send them is in `upload_admission.py`, and what a complete file becomes in
`uploaded_files.py`. One upload of a session is open at a time: a newer one takes the place of an
older, as a newer camera does, since a browser that lost its place could else send nothing for a day.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from db.away import is_away
from db.engine import reading, transaction
from db.queries.identity import sessions_there
from db.queries.recordings import (
    known_uploads,
    open_uploads,
    unfinished_uploads,
    uploads_over,
)
from db.queries.survey_sessions import locked_session
from db.tables import RecordingAnalysis, RecordingUpload, SessionRecording, SurveySession
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.missing import Missing
from proctor_core.domain.store_standing import StoreStanding
from proctor_core.errors import Gone, IllegalMove, InvalidInput, NotFound, Unavailable
from proctor_core.media.store import MediaStore
from proctor_core.media.upload_folder import UploadFolder
from proctor_core.media.video_probe import ProbedVideo, probe
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.files.store_identity import StoreIdentity
from proctor_core.services.recordings.upload_admission import Sender, UploadLimits, require_open
from proctor_core.services.recordings.uploaded_files import UploadedFiles

log = logging.getLogger(__name__)


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

    def begin(
        self,
        sender: Sender,
        session_id: UUID,
        length: int,
        started_s: float | None = None,
        upload_metadata: str | None = None,
    ) -> RecordingUpload:
        """Begin an upload of `length` bytes whose video begins at second `started_s` (None: unsaid); an older open one ends.

        `upload_metadata` is what the client said, kept to be told again.

        Raises:
            NotFound: no such session, or somebody else's.
            IllegalMove: the session takes no recording, or has enough.
            InvalidInput, TooLarge: the length does not fit.
            NoRoom: the disk has not that much left.
        """
        self.limits.require_size(length)
        now = self.clock()
        row = RecordingUpload(
            session_id=session_id,
            length=length,
            started_s=started_s,
            upload_metadata=upload_metadata,
            created_at=now,
            expires_at=now + self.limits.lasts,
        )
        with transaction(self.engine) as db:
            require_open(db, sender, locked_session(db, session_id))
            older = open_uploads(db, session_id)
            for one in older:
                self._end(db, one, AuditAction.UPLOAD_ENDED, sender.actor_id, message(AuditDetail.NEWER_UPLOAD))
            self.folder.begin(session_id, row.id, length)
            db.add(row)
            detail = message(AuditDetail.UPLOAD_BEGUN, length=length, session_id=str(session_id))
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
            self.limits.require_size(declared)
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
            if session is None:
                raise NotFound(Missing.SESSION)
            require_open(db, sender, session)
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
            self.limits.require_size(length)
            return self.finish(row, sender)
        finally:
            self.folder.remove(session_id, upload_id)

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
            raise NotFound(Missing.UPLOAD)
        if row.expires_at <= self.clock():
            raise Gone(Missing.UPLOAD_OVER)
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
            files = UploadedFiles(self.engine, self.clock, self.folder, self.media, self.look)
            kept = files.keep(row, sender)
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
                self._end(
                    db,
                    stored,
                    AuditAction.UPLOAD_ENDED,
                    sender.actor_id if sender else None,
                    message(AuditDetail.BY_SENDER),
                )
        self.folder.remove(row.session_id, row.id)

    def sweep(self) -> int:
        """Finish what came in full and was cut off by a kill; take away what is over, and files that no row names. How many."""
        now, swept = self.clock(), 0
        with reading(self.engine) as db:
            unfinished, over = unfinished_uploads(db), uploads_over(db, now)
        for row in unfinished:
            self._finish_left(row)
        for row in over:
            with transaction(self.engine) as db:
                stored = db.get(RecordingUpload, row.id)
                if stored is not None:
                    action = AuditAction.UPLOAD_ENDED
                    self._end(db, stored, action, None, message(AuditDetail.TIME_OVER))
            self.folder.remove(row.session_id, row.id)
            swept += 1
        return swept + sum(map(self._remove_unnamed, self._unnamed()))

    def _unnamed(self) -> list[tuple[UUID, UUID]]:
        """Files of this database's sessions that no row names; those of sessions that it does not know are another's."""
        if StoreIdentity(self.engine, self.media, self.clock).look() is not StoreStanding.OWN:
            return []
        with reading(self.engine) as db:
            known, sessions = known_uploads(db), sessions_there(db)
        return [one for one in self.folder.all() if one[1] not in known and one[0] in sessions]

    def _remove_unnamed(self, place: tuple[UUID, UUID]) -> bool:
        path = self.folder.path(*place)
        is_over = path.exists() and self.clock().timestamp() - path.stat().st_mtime > self.limits.lasts.total_seconds()
        if is_over:
            self.folder.remove(*place)
        return is_over

    def _finish_left(self, row: RecordingUpload) -> None:
        try:
            if self.folder.offset(row.session_id, row.id) == row.length:
                self.finish(row)
        except (InvalidInput, IllegalMove, NotFound):
            # Refused and taken away, as it would have been at its last byte.
            return
        except Exception as error:
            if isinstance(error, Unavailable) or is_away(error):
                raise
            # It holds up no other, and is tried again by the next sweep.
            log.exception("the upload %s can't be finished", row.id)

    def _refuse(self, row: RecordingUpload, why: str, sender: Sender | None) -> None:
        with transaction(self.engine) as db:
            stored = db.get(RecordingUpload, row.id)
            self._end(db, stored or row, AuditAction.UPLOAD_REFUSED, sender.actor_id if sender else None, why)
        self.folder.remove(row.session_id, row.id)

    def _end(
        self, db: Session, row: RecordingUpload, action: AuditAction, actor_id: UUID | None, detail: CodedMessage | str
    ) -> None:
        audit(db, self.clock(), action, row, actor_id=actor_id, detail=detail)
        if row in db:
            db.delete(row)
