"""Uploads of recordings, and the work on what was uploaded.

Revision 0007, after 0008.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "recording_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("started_s", sa.Float(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("recording_id", sa.Uuid(), nullable=True),
        _of_session("recording_upload"),
        _of_recording("recording_upload"),
        sa.PrimaryKeyConstraint("id", name="pk_recording_upload"),
    )
    op.create_index("ix_recording_upload_session_id", "recording_upload", ["session_id"])
    op.create_index("ix_recording_upload_expires_at", "recording_upload", ["expires_at"])
    op.create_table(
        "recording_analysis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(120), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("last_error", sa.String(500), nullable=False),
        sa.Column("differences", JSON, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        _of_session("recording_analysis"),
        _of_recording("recording_analysis"),
        sa.PrimaryKeyConstraint("id", name="pk_recording_analysis"),
        sa.UniqueConstraint("recording_id", name="uq_recording_analysis_recording_id"),
    )
    op.create_index("ix_recording_analysis_session_id", "recording_analysis", ["session_id"])
    op.create_index("ix_recording_analysis_state", "recording_analysis", ["state", "created_at"])


def downgrade() -> None:
    op.drop_table("recording_analysis")
    op.drop_table("recording_upload")


def _of_session(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_session_id"
    return sa.ForeignKeyConstraint(["session_id"], ["survey_session.id"], name=name, ondelete="CASCADE")


def _of_recording(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_recording_id"
    return sa.ForeignKeyConstraint(["recording_id"], ["session_recording.id"], name=name, ondelete="CASCADE")
