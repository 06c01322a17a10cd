"""A session's video: the recording, and the segments that it arrived in."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, json_field, partial_index, str_enum, time_field
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.recording import CHAIN_BEGINS, RecordingSource
from proctor_core.domain.states import RecordingState


class SessionRecording(SQLModel, table=True):
    """One recording: the one of the watched camera (at most one per session), or an uploaded file. Files come before rows.

    `chain_sha256` is the newest segment's link and `segments` their number (`domain.recording.link_of`), so that a missing
    last segment is found too. When the video is erased the row stays as a tombstone: the hashes, and when it went.

    Personal data: media_key, thumbnails_key, violations_by_type and the video and pictures they name (until the retention of
        the outcome ends); start_s, duration_s, created_at, closed_at, processed_at, erased_at (until the session is erased).
    No personal data: id, session_id, source, mode, state, failure, failure_codes, media_type, sha256, size_bytes, codec, width,
        height, segments, chain_sha256, is_start_told, thumbnails_bytes,
        thumbnails_sha256.
    """

    __tablename__ = "session_recording"
    __table_args__ = (
        Index("ix_session_recording_session", "session_id", "created_at"),
        Index("ix_session_recording_state", "state", "created_at"),
        partial_index("ix_session_recording_live", "session_id", unique=True, only="source = 'live'"),
    )

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    source: RecordingSource = Field(sa_type=str_enum(RecordingSource))
    mode: RecordingMode = Field(default=RecordingMode.FULL, sa_type=str_enum(RecordingMode))
    state: RecordingState = Field(default=RecordingState.RECORDING, sa_type=str_enum(RecordingState))
    failure: str = Field(default="", max_length=500, description="Why it failed; empty otherwise.")
    failure_codes: list[dict[str, Any]] | None = json_field(
        default=None, nullable=True, description="The same as codes with their values (domain.failure)."
    )
    media_key: str | None = Field(default=None, max_length=200, description="The whole video in the media store.")
    media_type: str = Field(default="video/webm", max_length=80)
    sha256: str | None = Field(default=None, max_length=64, description="Of the whole video.")
    size_bytes: int = Field(
        default=0, sa_type=BigInteger, description="What is stored: of the segments, later of the whole video."
    )
    codec: str | None = Field(default=None, max_length=20, description="Such as vp8 or h264.")
    width: int | None = None
    height: int | None = None
    start_s: float = Field(default=0.0, description="Second of the session at which the video begins.")
    is_start_told: bool = Field(default=True, description="False: nobody said when it begins; it is put at second 0.")
    duration_s: float | None = Field(default=None, description="From its beginning to its end, gaps included.")
    violations_by_type: dict[str, int] = json_field(default_factory=dict, description="Violation type -> how many.")
    thumbnails_key: str | None = Field(
        default=None, max_length=200, description="Small pictures side by side (domain.recording.thumbnail_times)."
    )
    thumbnails_sha256: str | None = Field(default=None, max_length=64)
    thumbnails_bytes: int = 0
    segments: int = 0
    chain_sha256: str = Field(default=CHAIN_BEGINS, max_length=64)
    created_at: datetime = time_field()
    closed_at: datetime | None = time_field(nullable=True)
    processed_at: datetime | None = time_field(nullable=True)
    erased_at: datetime | None = time_field(nullable=True)


class RecordingSegment(SQLModel, table=True):
    """One piece of a recording, about 10 s, that begins with a key frame and plays by itself; chained to the one before.

    Personal data: media_key and the video it names (until the recording was joined into one file, at the latest until the
        retention of the outcome ends); start_s, duration_s, frames, erased_at (until the session is erased).
    No personal data: id, session_id, recording_id, number, size_bytes, codec, width, height, sha256, link_sha256.
    """

    __tablename__ = "recording_segment"
    __table_args__ = (
        UniqueConstraint("recording_id", "number"),
        Index("ix_recording_segment_session", "session_id"),
    )

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    recording_id: Id = Field(foreign_key="session_recording.id", ondelete="CASCADE")
    number: int = Field(description="From 1, without gaps.")
    media_key: str | None = Field(default=None, max_length=200, description="None: erased; the row is its tombstone.")
    start_s: float
    duration_s: float
    size_bytes: int
    frames: int
    codec: str = Field(max_length=20)
    width: int
    height: int
    sha256: str = Field(max_length=64)
    link_sha256: str = Field(max_length=64)
    erased_at: datetime | None = time_field(nullable=True)
