"""What a complete upload becomes: looked into, put into the media store as it came, and written as a closed recording whose
analysis waits; or refused. The same content sent again to the same session is the recording that is there.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from db.engine import transaction
from db.queries.recordings import uploaded_as
from db.queries.survey_sessions import locked_session
from db.tables import RecordingAnalysis, RecordingUpload, SessionRecording
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.missing import Missing
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.states import RecordingState
from proctor_core.errors import InvalidInput, NotFound
from proctor_core.media.container_layout import FIELD, MP4, WEBM, container_of
from proctor_core.media.store import MediaStore, media_key
from proctor_core.media.upload_folder import UploadFolder
from proctor_core.media.video_probe import ProbedVideo
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.files.session_files import AS_IT_CAME
from proctor_core.services.recordings.upload_admission import Sender, require_open

_TYPE = {WEBM: ("webm", "video/webm"), MP4: ("mp4", "video/mp4")}


@dataclass(frozen=True, slots=True)
class UploadedFiles:
    """`look`: what a file is, or why it is refused."""

    engine: Engine
    clock: Callable[[], datetime]
    folder: UploadFolder
    media: MediaStore
    look: Callable[[Path, str], ProbedVideo | str]

    def keep(self, row: RecordingUpload, sender: Sender | None) -> RecordingUpload:
        """The upload as it stands now, with its recording.

        Raises:
            InvalidInput: it is no video that is taken.
            NotFound: it was ended meanwhile.
            IllegalMove: the session takes no recording any more.
        """
        kind, video = self._looked_into(row)
        return self._keep(row, kind, video, sender)

    def _looked_into(self, row: RecordingUpload) -> tuple[str, ProbedVideo]:
        path = self.folder.path(row.session_id, row.id)
        if not path.exists():
            raise NotFound(Missing.UPLOAD)
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
            require_open(db, sender, locked_session(db, row.session_id))
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
            detail = message(AuditDetail.UPLOAD_KEPT, length=row.length, sha256=sha256, codec=str(recording.codec))
            audit(db, now, AuditAction.UPLOAD_COMPLETED, stored, actor_id=actor_id, detail=detail)
        return stored
