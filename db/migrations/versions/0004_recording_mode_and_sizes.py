"""Recording mode of surveys and sessions, sizes of what lies in files, and the audit log by person and by object.

Revision 0004, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("survey", sa.Column("recording_mode", sa.String(40), nullable=False, server_default="off"))
    op.add_column("survey_session", sa.Column("recording_mode", sa.String(40), nullable=False, server_default="off"))
    op.add_column("survey_session", sa.Column("reference_bytes", sa.Integer(), nullable=True))
    op.add_column("survey_session", sa.Column("observation_log_bytes", sa.Integer(), nullable=True))
    op.create_index("ix_audit_event_actor", "audit_event", ["actor_id", "at"])
    op.create_index("ix_audit_event_object", "audit_event", ["object_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_audit_event_object", "audit_event")
    op.drop_index("ix_audit_event_actor", "audit_event")
    for table, columns in (
        ("survey_session", ("observation_log_bytes", "reference_bytes", "recording_mode")),
        ("survey", ("recording_mode",)),
    ):
        with op.batch_alter_table(table) as altered:
            for column in columns:
                altered.drop_column(column)
