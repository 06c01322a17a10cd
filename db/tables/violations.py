"""What the machine alleges, its pictures, and the technical states beside it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, json_field, str_enum, time_field
from proctor_core.domain.evidence import PictureFault
from proctor_core.domain.violation import SignalKind, SnapshotKind, ViolationType


class Violation(SQLModel, table=True):
    """An interval that the rules allege; written when it opens, completed when it closes.

    Personal data: session_id, type, started_at, ended_at, onset_s, offset_s, peak_s, confidence, measured, reason,
        reason_numbers, server_look, is_confirmed (until the retention of the outcome ends).
    No personal data: id, limit, looks, positive, source, snapshot_refused, reason_code.
    """

    __tablename__ = "violation"
    __table_args__ = (
        Index("ix_violation_session", "session_id", "started_at"),
        Index("ix_violation_started", "started_at", "type", "session_id"),
        Index("ix_violation_type", "type", "session_id"),
    )

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    type: ViolationType = Field(sa_type=str_enum(ViolationType))
    onset_s: float
    offset_s: float | None = None
    peak_s: float
    started_at: datetime = time_field()
    ended_at: datetime | None = time_field(nullable=True)
    confidence: float
    measured: float | None = None
    limit: float | None = None
    looks: int = 0
    positive: int = 0
    reason: str = Field(max_length=500, description="In English; says what the code and its numbers say.")
    reason_code: str | None = Field(default=None, max_length=40, description="A code of `proctor_core/codes/seen.py`.")
    reason_numbers: dict[str, Any] | None = json_field(default=None, description="What its sentence quotes.")
    source: str = Field(
        default="server", max_length=20, description="Who alleges it: server, client, or recording (an upload)."
    )
    server_look: dict[str, Any] | None = json_field(
        default=None, description="What the server saw in a client's snapshot (domain.server_look.ServerLook)."
    )
    is_confirmed: bool | None = Field(default=None, description="Whether that agrees; None: nothing to look at.")
    snapshot_refused: PictureFault | None = Field(
        default=None,
        sa_type=str_enum(PictureFault),
        nullable=True,
        description="Why a client's snapshot was left out; None: it was not.",
    )


class Evidence(SQLModel, table=True):
    """A picture of a violation; the file is written before this row.

    `face_boxes`: the faces in the picture, the taker's own first, each [left, top, width, height] in parts of the picture,
    0 to 1; None where nobody looked. `domain.evidence.bystanders_in` says who of them is blurred for whom.

    Personal data: media_key, taken_s, face_boxes and the picture it names (until the retention of the outcome ends).
    No personal data: id, session_id, violation_id, kind, sha256, size_bytes, width, height, brightness, overexposed,
        frames_per_s (of the picture and the camera; they go with the row).
    """

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("violation_id", "kind"), Index("ix_evidence_session", "session_id", "taken_s"))

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    violation_id: Id = Field(foreign_key="violation.id", ondelete="CASCADE")
    kind: SnapshotKind = Field(sa_type=str_enum(SnapshotKind))
    media_key: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    size_bytes: int
    width: int
    height: int
    taken_s: float
    face_boxes: list[list[float]] | None = json_field(default=None, nullable=True)
    brightness: float | None = Field(default=None, description="Mean luma, 0 to 255; None: not measured.")
    overexposed: float | None = Field(default=None, description="Share that is burnt out, 0 to 1; None: not measured.")
    frames_per_s: float | None = Field(default=None, description="At which the camera sent then; None: not measured.")


class Signal(SQLModel, table=True):
    """A technical state of camera, light or network over an interval; accuses nobody.

    Personal data: session_id, started_at, ended_at, onset_s, offset_s (until the retention of the outcome ends).
    No personal data: id, kind, reason, reason_code, reason_numbers.
    """

    __tablename__ = "signal"
    __table_args__ = (Index("ix_signal_session", "session_id", "started_at"),)

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    kind: SignalKind = Field(sa_type=str_enum(SignalKind))
    onset_s: float
    offset_s: float | None = None
    started_at: datetime = time_field()
    ended_at: datetime | None = time_field(nullable=True)
    reason: str = Field(default="", max_length=500)
    reason_code: str | None = Field(default=None, max_length=40, description="A code of `proctor_core/codes/seen.py`.")
    reason_numbers: dict[str, Any] | None = json_field(default=None, description="What its sentence quotes.")
