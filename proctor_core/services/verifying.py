"""Proves that nothing kept of a session was altered: every file against its SHA-256, every recording against its chain."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import select

from db.engine import reading
from db.queries.session_video import recordings_of, segments_of
from db.tables import Evidence, RecordingSegment, SessionRecording, SurveySession
from proctor_core.domain.recording import CHAIN_BEGINS, VerifyReport, link_of
from proctor_core.errors import NotFound
from proctor_core.media.store import MediaStore


@dataclass(slots=True)
class _Findings:
    links: int = 0
    tombstones: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class VerifyService:
    """Reads rows and files; changes nothing."""

    engine: Engine
    media: MediaStore

    def verify(self, session_id: UUID) -> VerifyReport:
        """Recompute everything.

        Raises:
            NotFound: no such session.
            Unavailable: the media store does not answer.
        """
        with reading(self.engine) as db:
            if db.get(SurveySession, session_id) is None:
                raise NotFound("no such survey session")
            recordings = recordings_of(db, session_id)
            chains = [(recording, segments_of(db, recording.id)) for recording in recordings]
            pictures = db.exec(select(Evidence).where(Evidence.session_id == session_id)).all()
        found = _Findings()
        broken: list[str] = []
        for recording, segments in chains:
            broken += self._chain(recording, list(segments), found)
            if recording.media_key and recording.sha256:
                broken += self._file(recording.media_key, recording.sha256, f"the {recording.source} video", found)
        for picture in pictures:
            broken += self._file(picture.media_key, picture.sha256, f"the picture at {picture.taken_s:.1f} s", found)
        return VerifyReport(len(recordings), found.links, found.tombstones, found.files, tuple(broken))

    def _chain(self, recording: SessionRecording, segments: list[RecordingSegment], found: _Findings) -> Iterator[str]:
        before = CHAIN_BEGINS
        for number, segment in enumerate(segments, 1):
            link = link_of(before, number, segment.sha256, segment.start_s, segment.duration_s)
            found.links += 1
            if segment.number != number or segment.link_sha256 != link:
                yield f"segment {segment.number}: its link does not follow from the one before"
            before = segment.link_sha256
            if segment.media_key:
                yield from self._file(segment.media_key, segment.sha256, f"segment {segment.number}", found)
            elif segment.erased_at:
                found.tombstones += 1
            else:
                yield f"segment {segment.number}: it names no file, and was not erased"
        if (recording.segments, recording.chain_sha256) != (len(segments), before):
            yield f"the {recording.source} video: {recording.segments} segments were written, {len(segments)} are there"

    def _file(self, key: str, sha256: str, what: str, found: _Findings) -> Iterator[str]:
        found.files += 1
        digest = hashlib.sha256()
        try:
            for part in self.media.chunks(key):
                digest.update(part)
        except NotFound:
            yield f"{what}: its file is gone"
            return
        if digest.hexdigest() != sha256:
            yield f"{what}: its file was altered"
