"""Recordings that come over HTTP: the upload while it arrives, and the analysis of what arrived."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, json_field, str_enum, time_field
from proctor_core.domain.recording_analysis import AnalysisState


class RecordingUpload(SQLModel, table=True):
    """A file on its way: how far it is says the file in the data folder, never this row. The row ends with `expires_at`.

    Personal data: started_s, created_at, expires_at, completed_at, upload_metadata (a file's name may be a person's), and the
        video that it stands for (until expires_at).
    No personal data: id, session_id, length, sha256, recording_id.
    """

    __tablename__ = "recording_upload"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", index=True, ondelete="CASCADE")
    length: int = Field(sa_type=BigInteger, description="Bytes of the whole file, as declared at the beginning.")
    started_s: float | None = Field(
        default=None, description="Second of the session at which the video begins; None: unsaid."
    )
    upload_metadata: str | None = Field(
        default=None,
        max_length=4000,
        description="The header Upload-Metadata as it came; None: not by tus, or an older row.",
    )
    created_at: datetime = time_field()
    expires_at: datetime = time_field(index=True)
    completed_at: datetime | None = time_field(nullable=True)
    sha256: str | None = Field(default=None, max_length=64, description="Of the file as it came.")
    recording_id: Id | None = Field(default=None, foreign_key="session_recording.id", ondelete="CASCADE")


class RecordingAnalysis(SQLModel, table=True):
    """The work on an uploaded recording, and its lease: written with the recording, so that no crash loses the work.

    Personal data: differences (until the retention of the outcome ends); created_at, finished_at (until the session is
        erased).
    No personal data: id, session_id, recording_id, state, tries, worker, lease_until, progress, last_error,
        last_error_codes, rewritten_at.
    """

    __tablename__ = "recording_analysis"
    __table_args__ = (Index("ix_recording_analysis_state", "state", "created_at"),)

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", index=True, ondelete="CASCADE")
    recording_id: Id = Field(foreign_key="session_recording.id", unique=True, ondelete="CASCADE")
    state: AnalysisState = Field(default=AnalysisState.WAITING, sa_type=str_enum(AnalysisState))
    tries: int = 0
    worker: str = Field(default="", max_length=120, description="Machine, process and try of whoever holds the lease.")
    lease_until: datetime | None = time_field(nullable=True)
    """Nobody else takes it before: a worker holds it, or it was put off after a failure."""
    rewritten_at: datetime | None = time_field(nullable=True)
    """When the file as it came gave way to one that can be seeked in, without sound."""
    progress: float = Field(default=0.0, description="0 to 1.")
    last_error: str = Field(default="", max_length=500)
    last_error_codes: list[dict[str, Any]] | None = json_field(
        default=None, nullable=True, description="The same as codes with their values (domain.failure)."
    )
    differences: dict[str, Any] | None = json_field(default=None, nullable=True)
    created_at: datetime = time_field()
    finished_at: datetime | None = time_field(nullable=True)
