"""What the analysis of an uploaded recording leaves: thumbnails, whether its sound is gone, whether its start was told.

Revision 0010, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns alone: SQLite would copy the table, and the old one would take its segments along.
    op.add_column(
        "session_recording", sa.Column("is_start_told", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column("session_recording", sa.Column("thumbnails_key", sa.String(200), nullable=True))
    op.add_column("session_recording", sa.Column("thumbnails_bytes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("recording_analysis", sa.Column("rewritten_at", sa.DateTime(timezone=True), nullable=True))
    # Before this, 0 was also what nobody had said.
    recording = sa.table("session_recording", sa.column("source"), sa.column("start_s"), sa.column("is_start_told"))
    unsaid = sa.and_(recording.c.source == "uploaded", recording.c.start_s == 0)
    op.execute(recording.update().where(unsaid).values(is_start_told=sa.false()))
    with op.batch_alter_table("recording_upload") as table:
        table.alter_column("started_s", existing_type=sa.Float(), nullable=True)


def downgrade() -> None:
    op.drop_column("recording_analysis", "rewritten_at")
    op.execute(sa.text("UPDATE recording_upload SET started_s = 0 WHERE started_s IS NULL"))
    with op.batch_alter_table("recording_upload") as table:
        table.alter_column("started_s", existing_type=sa.Float(), nullable=False)
    for column in ("thumbnails_bytes", "thumbnails_key", "is_start_told"):
        op.drop_column("session_recording", column)
